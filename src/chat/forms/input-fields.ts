/**
 * The inputs of a workflow, each as a field of its own, where a form can follow which workflow is chosen.
 */
import type { Item, ParameterValue } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import type { Parameter, WorkflowDescription } from "../../plan/workflow.ts";
import type { FormField } from "../card.ts";
import { typedValue } from "../plan-file/parameters.ts";
import { say } from "../texts/say.ts";
import { choiceField, textField } from "./field.ts";
import type { FormSources } from "./sources.ts";
import type { FormReader } from "./values.ts";

type Given = Readonly<Record<string, ParameterValue>>;

const PREFIX = "input:";
/** More are written as lines, as in a form that follows nothing. */
const MOST_FIELDS = 30;
/** A value that is longer than a line. */
const LONG = 200;

/** What an engine says of a workflow such as `command:build`; undefined where it says nothing. */
export function describedIn(engines: Context["engines"], run: string): WorkflowDescription | undefined {
  const colon = run.indexOf(":");
  return engines[run.slice(0, colon)]?.find(({ workflow }) => workflow === run.slice(colon + 1));
}

/** One field for each input; undefined where the engine is silent or there are too many for a form. */
export function inputFields(run: string, given: Given, sources: FormSources): readonly FormField[] | undefined {
  const parameters = describedIn(sources.engines, run)?.parameters;
  if (!parameters || parameters.length > MOST_FIELDS) return undefined;
  return parameters.map((parameter) => inputField(parameter, given, sources));
}

function inputField(parameter: Parameter, given: Given, { reader: { lang } }: FormSources): FormField {
  const { name, label = name, required, secret = false, type, choices } = parameter;
  const value = secret ? undefined : Object.hasOwn(given, name) ? given[name] : parameter.default;
  const kept = secret && Object.hasOwn(given, name);
  const said = {
    name: `${PREFIX}${name}`,
    label,
    hint: kept ? say(lang, "form.hint.secret") : undefined,
    required: required && !kept,
  };
  const offered = choices ?? (type === "boolean" ? [true, false] : undefined);
  const text = value === undefined ? "" : String(value);
  if (!offered) {
    return textField(said, { max: LIMITS.parameter, lines: text.length > LONG || text.includes("\n") ? 4 : 1 }, text);
  }
  const options = offered.map((each) => ({ value: String(each), label: String(each) }));
  return choiceField(said, text, options);
}

/** What stands in the fields of inputs; those left empty are not given. Undefined where the form has none. */
export function readInputs(reader: FormReader): Given | undefined {
  const names = reader.named(PREFIX);
  if (names.length === 0) return undefined;
  const given = names.flatMap((field) => {
    const text = reader.text(field, LIMITS.parameter);
    return text ? [[field.slice(PREFIX.length), typedValue(text)] as const] : [];
  });
  return Object.fromEntries(given);
}

/** Whether it is a field of this kind: together they are one thing, which is given as a whole or not at all. */
export function isInput(field: string): boolean {
  return field.startsWith(PREFIX);
}

/** Secret inputs that the item has: a form does not show them, and leaves them as they are. */
export function secretsOf({ work }: Item, engines: Context["engines"]): Given {
  if (work.type !== "workflow") return {};
  const secret =
    describedIn(engines, `${work.engine}:${work.workflow}`)?.parameters.filter((each) => each.secret) ?? [];
  return Object.fromEntries(Object.entries(work.with).filter(([name]) => secret.some((each) => each.name === name)));
}
