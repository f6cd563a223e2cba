/**
 * The parameters that a job declares, as plans see them.
 */
import { z } from "zod";
import type { Parameter } from "../../src/plan/workflow.ts";

/** The parameter that carries the key of a run, in jobs that declare it. */
export const RUN_KEY = "GONOGO_RUN";

/** Asked of Jenkins for each definition; unlike `defaultParameterValue[name]` the value is never there for secrets. */
export const PARAMETER_TREE = "_class,name,description,choices,defaultParameterValue[value]";

export const parameterDefinitionSchema = z.object({
  _class: z.string().default(""),
  name: z.string().min(1),
  description: z.string().nullish(),
  choices: z.array(z.string()).optional(),
  defaultParameterValue: z.object({ value: z.unknown().optional() }).nullish(),
});
export type ParameterDefinition = z.output<typeof parameterDefinitionSchema>;

const KINDS: Readonly<Record<string, "text" | "secret" | "choice" | "boolean">> = {
  "hudson.model.StringParameterDefinition": "text",
  "hudson.model.TextParameterDefinition": "text",
  "hudson.plugins.validating_string_parameter.ValidatingStringParameterDefinition": "text",
  "hudson.model.PasswordParameterDefinition": "secret",
  "com.michelin.cio.hudson.plugins.passwordparam.PasswordParameterDefinition": "secret",
  "hudson.model.ChoiceParameterDefinition": "choice",
  "hudson.model.BooleanParameterDefinition": "boolean",
};
const LONGEST_LABEL = 200;

function kindOf({ _class: kind }: ParameterDefinition) {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
}

/** What plans may give: every parameter of a kind that is a text or a yes or no, without the one for the run's key. */
export function parametersOf(definitions: readonly ParameterDefinition[]): readonly Parameter[] {
  return definitions.flatMap((definition) => (definition.name === RUN_KEY ? [] : (parameterOf(definition) ?? [])));
}

/** Whether a run of the job can carry its key, readable for everybody who may read the job. */
export function holdsKey(definitions: readonly ParameterDefinition[]): boolean {
  return definitions.some((definition) => definition.name === RUN_KEY && kindOf(definition) === "text");
}

/** Parameters that gonogo can't give and that have no default either, such as files: without them nothing can run. */
export function unmetOf(definitions: readonly ParameterDefinition[]): readonly string[] {
  return definitions
    .filter((definition) => kindOf(definition) === undefined && !definition.defaultParameterValue)
    .map(({ name }) => name);
}

/** Jenkins never requires a parameter: what is not given has the default that the job declares. */
function parameterOf(definition: ParameterDefinition): Parameter | undefined {
  const { name } = definition;
  const given = definition.defaultParameterValue?.value;
  const label = labelOf(definition.description);
  const text = typeof given === "string" ? given : undefined;
  const common = { name, required: false, ...(label !== undefined && { label }) };
  switch (kindOf(definition)) {
    case "text":
      return { ...common, type: "string", ...(text !== undefined && { default: text }) };
    case "secret":
      return { ...common, type: "string", secret: true };
    case "choice": {
      const choices = definition.choices ?? [];
      const standard = text !== undefined && choices.includes(text) ? text : choices[0];
      return { ...common, type: "string", choices, ...(standard !== undefined && { default: standard }) };
    }
    case "boolean":
      return { ...common, type: "boolean", default: given === true };
    case undefined:
      return undefined;
  }
}

/** Descriptions are HTML in many Jenkinses; a label is a line of text. */
function labelOf(description: string | null | undefined): string | undefined {
  const plain = description
    ?.replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return plain ? Array.from(plain).slice(0, LONGEST_LABEL).join("") : undefined;
}
