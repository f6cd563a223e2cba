/**
 * How the emulated GitLab reads `.gitlab-ci.yml`: the header's inputs are filled in, and the rest is checked.
 */
import { parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import { jobsIn } from "./gitlab-pipelines.ts";

export interface Linted {
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly merged_yaml: string | null;
  readonly configuration: Readonly<Record<string, unknown>>;
}

const inputSchema = z
  .strictObject({
    type: z.enum(["string", "number", "boolean", "array"]).default("string"),
    default: z.unknown().optional(),
    options: z.array(z.unknown()).optional(),
    regex: z.string().optional(),
    description: z.string().optional(),
    rules: z.array(z.unknown()).optional(),
  })
  .nullable();
const headerSchema = z.object({ spec: z.object({ inputs: z.record(z.string(), inputSchema) }) });
const anything = z.record(z.string(), z.unknown());

/** Reads a file as GitLab does when a pipeline is made with these inputs. */
export function lint(file: string | undefined, given: Readonly<Record<string, unknown>> = {}): Linted {
  if (file === undefined) return invalid("Please provide content of .gitlab-ci.yml");
  const documents = parseAllDocuments(file, { version: "1.1", logLevel: "silent" });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0))
    return invalid("Invalid configuration format");
  const read = documents.map((document) => document.toJS() as unknown);
  const header = headerSchema.safeParse(read[0]);
  const inputs = header.success ? header.data.spec.inputs : {};
  const errors = inputErrors(inputs, given);
  if (errors.length > 0) return { valid: false, errors, merged_yaml: null, configuration: {} };
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, given[name] ?? input?.default]),
  );
  const body = anything.safeParse(header.success ? read[1] : read[0]);
  if (!body.success) return invalid("Invalid configuration format");
  const configuration = anything.parse(fill(body.data, values));
  const merged = `---\n${stringify(configuration)}`;
  if (jobsIn(configuration).length > 0) return { valid: true, errors: [], merged_yaml: merged, configuration };
  return {
    valid: false,
    errors: ["jobs config should contain at least one visible job"],
    merged_yaml: merged,
    configuration,
  };
}

function inputErrors(
  inputs: Readonly<Record<string, z.output<typeof inputSchema>>>,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const strangers = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
  const unknown =
    strangers.length > 0 ? ["Given inputs not defined in the `spec` section of the included configuration file"] : [];
  const own = Object.entries(inputs).flatMap(([name, input]) => {
    const value = given[name] ?? input?.default;
    if (value === undefined) return [`\`${name}\` input: required value has not been provided`];
    const type = input?.type ?? "string";
    const fits = type === "array" ? Array.isArray(value) : typeof value === type;
    if (!fits) return [`\`${name}\` input: provided value is not a ${type}`];
    if (input?.options && !input.options.includes(value)) {
      return [
        `\`${name}\` input: \`${String(value)}\` cannot be used because it is not in the list of allowed options`,
      ];
    }
    const matches = input?.regex === undefined || new RegExp(input.regex.replaceAll("(?P<", "(?<")).test(String(value));
    return matches ? [] : [`\`${name}\` input: provided value does not match required RegEx pattern`];
  });
  return [...unknown, ...own];
}

function fill(value: unknown, inputs: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((each) => fill(each, inputs));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, inputs)]));
  }
  if (typeof value !== "string") return value;
  const whole = /^\$\[\[ inputs\.([\w-]+) \]\]$/.exec(value)?.[1];
  if (whole !== undefined) return inputs[whole];
  return value.replaceAll(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => String(inputs[name]));
}

function invalid(error: string): Linted {
  return { valid: false, errors: [error], merged_yaml: null, configuration: {} };
}
