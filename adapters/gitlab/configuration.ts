/**
 * What a project's CI configuration says of its pipelines: the inputs of its header, the variables that are asked for
 * when a pipeline is run by hand, and all that it is made of.
 */
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Json } from "../../src/flow/engine.ts";

const inputSchema = z
  .object({
    type: z.enum(["string", "number", "boolean", "array"]).catch("string"),
    default: z.unknown().optional(),
    options: z.array(z.unknown()).optional().catch(undefined),
    regex: z.string().optional().catch(undefined),
    description: z.string().optional().catch(undefined),
    /** Options and defaults that depend on other inputs: GitLab alone knows which hold. */
    rules: z.array(z.unknown()).optional().catch(undefined),
  })
  .nullable()
  .transform((input) => input ?? { type: "string" as const, default: undefined })
  .catch({ type: "string", default: undefined });
export type Input = z.output<typeof inputSchema>;

const headerSchema = z.object({ spec: z.object({ inputs: z.record(z.string(), inputSchema).nullish() }).nullable() });

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const variableSchema = z.object({
  description: z.string(),
  value: scalar.optional().catch(undefined),
  options: z.array(scalar).min(1).optional().catch(undefined),
});
export type Variable = z.output<typeof variableSchema>;

export interface Header {
  readonly inputs: Readonly<Record<string, Input>>;
  /** The header as it is written. */
  readonly written: Json;
  /** What stands below it, before anything is filled in. */
  readonly rest: Json;
}

/** The header of a configuration; undefined when the file has none. */
export function headerOf(file: string): Header | undefined {
  const [first, second] = documentsOf(file);
  const header = headerSchema.safeParse(first);
  if (!header.success || first === undefined) return undefined;
  return { inputs: header.data.spec?.inputs ?? {}, written: first, rest: second ?? null };
}

/** The one document of a merged configuration; undefined when it can't be read. */
export function mergedOf(merged: string): Json | undefined {
  return documentsOf(merged)[0];
}

/** The global variables that have a description: GitLab asks for those, and for no others. */
export function variablesOf(configuration: Json): Readonly<Record<string, Variable>> {
  const parsed = z.object({ variables: z.record(z.string(), z.unknown()) }).safeParse(configuration);
  const written = Object.entries(parsed.success ? parsed.data.variables : {});
  const read = written.flatMap(([name, said]) => {
    const variable = variableSchema.safeParse(said);
    return variable.success ? [[name, variable.data] as const] : [];
  });
  return Object.fromEntries(read);
}

/** GitLab reads YAML 1.1; `!reference` and other tags are kept as what they hold. */
function documentsOf(text: string): readonly Json[] {
  const documents = parseAllDocuments(text, { version: "1.1", logLevel: "silent" });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return [];
  return documents.map((document) => plain(document.toJS()));
}

/** As JSON has it: dates become text, and what JSON has no word for is left out. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null));
}
