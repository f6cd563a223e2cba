/**
 * What a workflow's file says: whether it can be started by hand, with which inputs, what its runs are called, and which
 * other workflows it calls.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import type { Json } from "../../src/flow/engine.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const inputSchema = z
  .object({
    type: z.enum(["string", "number", "boolean", "choice", "environment"]).catch("string"),
    required: z.boolean().catch(false),
    default: scalar.optional().catch(undefined),
    options: z.array(scalar.transform(String)).optional().catch(undefined),
    description: z.string().optional().catch(undefined),
  })
  .nullable()
  .transform((input) => input ?? { type: "string" as const, required: false })
  .catch({ type: "string", required: false });
export type Input = z.output<typeof inputSchema>;

const dispatchSchema = z
  .object({ inputs: z.record(z.string(), inputSchema).nullish() })
  .nullable()
  .transform((dispatch) => dispatch?.inputs ?? {})
  .catch({});

const fileSchema = z.object({
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  "run-name": scalar.optional().catch(undefined),
  jobs: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

export interface Configuration {
  /** The inputs of `workflow_dispatch`; undefined when nobody can start it by hand. */
  readonly inputs: Readonly<Record<string, Input>> | undefined;
  readonly runName: string;
  /** The workflows that its jobs call, as they are written. */
  readonly calls: readonly string[];
  /** All of it, as JSON has it. */
  readonly written: Json;
}

/** Reads a workflow's file; undefined when it is none. */
export function configurationOf(text: string): Configuration | undefined {
  const document = parseDocument(text, { version: "1.2", logLevel: "silent" });
  if (document.errors.length > 0) return undefined;
  const written = plain(() => document.toJS({ maxAliasCount: 1_000 }));
  const file = fileSchema.safeParse(written);
  if (!file.success || written === undefined) return undefined;
  const { on, jobs = {}, "run-name": runName = "" } = file.data;
  const calls = Object.values(jobs).flatMap((job) => callSchema.safeParse(job).data?.uses ?? []);
  return { inputs: inputsOf(on), runName: String(runName), calls: [...new Set(calls)], written };
}

const callSchema = z.object({ uses: z.string() });
const TRIGGER = "workflow_dispatch";

function inputsOf(on: z.output<typeof fileSchema>["on"]): Configuration["inputs"] {
  if (typeof on === "string") return on === TRIGGER ? {} : undefined;
  if (Array.isArray(on)) return on.includes(TRIGGER) ? {} : undefined;
  return Object.hasOwn(on, TRIGGER) ? dispatchSchema.parse(on[TRIGGER]) : undefined;
}

/** Dates become text, and what JSON has no word for is left out; undefined for what can't be unfolded. */
function plain(read: () => unknown): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(read() ?? null));
  } catch {
    return undefined;
  }
}
