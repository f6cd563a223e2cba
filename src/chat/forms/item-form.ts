/**
 * The fields of an item in a form.
 */
import type { Content, Item } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { secretsOf, withoutSecrets } from "../../plan/secrets.ts";
import type { FormField } from "../card.ts";
import { say } from "../texts/say.ts";
import { demandFields } from "./demand-fields.ts";
import { choiceField, partiesField, textField } from "./field.ts";
import { inputFields } from "./input-fields.ts";
import { writeParameterLines } from "./parameter-lines.ts";
import type { FormSources, Option } from "./sources.ts";

/** Without an engine there is nothing to choose: an item is then what a person does. */
export function addItemFields(sources: FormSources): readonly FormField[] {
  const { lang } = sources.reader;
  const workflows = workflowOptions(sources);
  if (workflows.length === 0) {
    return [
      nameField(undefined, true, sources),
      contentField("", true, sources),
      ...demandFields(undefined, sources),
      ...orderFields([], "", sources),
    ];
  }
  const kinds = (["text", "run"] as const).map((value) => ({ value, label: say(lang, `form.type.${value}`) }));
  if (sources.typed) return followingFields(kinds, workflows, sources);
  return [
    choiceField({ name: "type", label: say(lang, "form.field.type"), required: true }, "text", kinds),
    nameField(undefined, false, sources),
    contentField("", false, sources),
    workflowField("", false, workflows, sources),
    parametersField("", sources),
    ...orderFields([], "", sources),
  ];
}

/** Only what the chosen kind needs, and the inputs of the chosen workflow. */
function followingFields(
  kinds: readonly Option[],
  workflows: readonly Option[],
  sources: FormSources,
): readonly FormField[] {
  const { lang } = sources.reader;
  const { type = "text", workflow = "" } = sources.typed ?? {};
  const kind = choiceField(
    { name: "type", label: say(lang, "form.field.type"), required: true, reshapes: true },
    "text",
    kinds,
  );
  if (type !== "run") {
    return [
      kind,
      nameField(undefined, true, sources),
      contentField("", true, sources),
      ...demandFields(undefined, sources),
      ...orderFields([], "", sources),
    ];
  }
  return [
    kind,
    workflowField("", true, workflows, sources),
    ...inputsOf(String(workflow), {}, sources),
    nameField(undefined, false, sources),
    ...orderFields([], "", sources),
  ];
}

/** Nothing as long as no workflow is chosen. */
function inputsOf(run: string, given: Given, sources: FormSources): readonly FormField[] {
  if (run === "") return [];
  return inputFields(run, given, sources) ?? [parametersField(writeParameterLines(given), sources)];
}

type Given = Extract<Item["work"], { type: "workflow" }>["with"];

export function editItemFields(plan: Plan, item: Item, sources: FormSources): readonly FormField[] {
  const { work } = item;
  const workFields =
    work.type === "text"
      ? [contentField(work.content, true, sources), ...demandFields(work, sources)]
      : [
          workflowField(`${work.engine}:${work.workflow}`, true, workflowOptions(sources), sources),
          ...editedInputs(work, withoutSecrets(plan.content, secretsOf(plan)), item.id, sources),
        ];
  const places = item.after.map((id) => plan.content.items.findIndex((other) => other.id === id) + 1);
  const after = places.join(sources.reader.lang === "zh" ? "、" : ", ");
  return [nameField(item.name, true, sources), ...workFields, ...orderFields(item.owners, after, sources)];
}

/** Another workflow begins with inputs of its own. */
function editedInputs(
  work: Extract<Item["work"], { type: "workflow" }>,
  shown: Content,
  id: string,
  sources: FormSources,
): readonly FormField[] {
  const run = `${work.engine}:${work.workflow}`;
  if (!sources.typed) {
    const item = shown.items.find((each) => each.id === id);
    return [parametersField(item?.work.type === "workflow" ? writeParameterLines(item.work.with) : "", sources)];
  }
  const { workflow = run } = sources.typed;
  return inputsOf(String(workflow), workflow === run ? work.with : {}, sources);
}

/** An engine that is silent offers nothing to choose. */
function workflowOptions({ engines }: FormSources): readonly Option[] {
  return Object.entries(engines).flatMap(([engine, workflows]) =>
    (workflows ?? []).map(({ workflow, title }) => {
      const value = `${engine}:${workflow}`;
      return { value, label: title === "" || title === workflow ? value : `${title} (${value})` };
    }),
  );
}

function nameField(value: string | undefined, required: boolean, { reader: { lang } }: FormSources): FormField {
  const hint = required ? undefined : say(lang, "form.hint.name-workflow");
  return textField({ name: "name", label: say(lang, "form.field.name"), required, hint }, { max: LIMITS.name }, value);
}

function contentField(value: string, only: boolean, { reader: { lang } }: FormSources): FormField {
  const hint = say(lang, only ? "form.hint.content-only" : "form.hint.content");
  return textField(
    { name: "content", label: say(lang, "form.field.content"), hint },
    { max: LIMITS.text, lines: 4 },
    value,
  );
}

function workflowField(
  value: string,
  required: boolean,
  options: readonly Option[],
  { reader: { lang } }: FormSources,
): FormField {
  const hint = required ? undefined : say(lang, "form.hint.workflow");
  return choiceField(
    { name: "workflow", label: say(lang, "form.field.workflow"), required, hint, reshapes: true },
    value,
    options,
  );
}

function parametersField(value: string, { reader: { lang } }: FormSources): FormField {
  return textField(
    {
      name: "parameters",
      label: say(lang, "form.field.parameters"),
      hint: say(lang, "form.hint.parameters"),
      placeholder: say(lang, "form.placeholder.parameters"),
    },
    { max: LIMITS.text, lines: 3 },
    value,
  );
}

function orderFields(owners: readonly string[], after: string, sources: FormSources): readonly FormField[] {
  const { lang } = sources.reader;
  return [
    partiesField(
      { name: "owners", label: say(lang, "form.field.owners"), hint: say(lang, "form.hint.owners") },
      owners,
      sources,
    ),
    textField(
      {
        name: "after",
        label: say(lang, "form.field.after"),
        hint: say(lang, "form.hint.after"),
        placeholder: say(lang, "form.placeholder.after"),
      },
      { max: LIMITS.reason },
      after,
    ),
  ];
}
