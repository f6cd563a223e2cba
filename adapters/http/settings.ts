/**
 * The section `engines.http` of `gonogo.yaml`: workflows of any service with an HTTP API, each declared by the requests
 * that start, find, read and cancel its runs, and by JSONata expressions that read the answers.
 */
import { z } from "zod";
import type { Json } from "../../src/flow/engine.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import type { Expression } from "./expression.ts";
import { compileExpression } from "./expression.ts";
import type { Problem } from "./parameters.ts";
import { parameterOf, parameterProblems, parameterSchema } from "./parameters.ts";
import type { Known, Method, Step, WrittenStep } from "./step.ts";
import { readStep, secretsOfStep, stepShape } from "./step.ts";

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,99}$/u;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const expression = z
  .string()
  .max(10_000)
  .transform((written, context): Expression => {
    const compiled = compileExpression(written);
    if ("evaluate" in compiled) return compiled;
    context.addIssue({ code: "custom", message: compiled.problem, input: written });
    return z.NEVER;
  });

const workflowSchema = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  parameters: z.record(z.string(), parameterSchema).default({}),
  start: z.strictObject({ ...stepShape, ref: expression }),
  find: z.strictObject({ ...stepShape, run: expression }).optional(),
  read: z.strictObject({
    ...stepShape,
    state: expression,
    reason: expression.optional(),
    percent: expression.optional(),
    stage: expression.optional(),
    job: expression.optional(),
    link: expression.optional(),
  }),
  cancel: z.strictObject(stepShape).optional(),
  definition: z.strictObject({ ...stepShape, value: expression }).optional(),
  idempotent: z.boolean().default(false),
  retryable: z.array(z.int("not a status").min(400).max(599)).max(50).readonly().default([]),
});
type WrittenWorkflow = z.output<typeof workflowSchema>;

export interface HttpWorkflow {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly Parameter[];
  readonly start: Step & { readonly ref: Expression };
  readonly find: (Step & { readonly run: Expression }) | undefined;
  readonly read: Step & Readings;
  readonly cancel: Step | undefined;
  /** Asks the service itself what a run would be made of. */
  readonly definition: (Step & { readonly value: Expression }) | undefined;
  /** A start with a known key answers with the run of that key instead of starting another. */
  readonly idempotent: boolean;
  /** Statuses that say that nothing was done, and that it may be tried again. */
  readonly retryable: readonly number[];
  /** What starts a run, as written: no secret is in it. */
  readonly written: Json;
}

export interface Readings {
  readonly state: Expression;
  readonly reason: Expression | undefined;
  readonly percent: Expression | undefined;
  readonly stage: Expression | undefined;
  readonly job: Expression | undefined;
  readonly link: Expression | undefined;
}

export interface HttpSection {
  readonly secrets: readonly string[];
  /** Hosts, addresses and ranges that may be asked although they are not public. */
  readonly allow: readonly string[];
  readonly workflows: Readonly<Record<string, HttpWorkflow>>;
}

/** Reads the section into its parsed form, naming every mistake with its place. */
export const httpSectionSchema = z
  .strictObject({
    secrets: z.array(z.string().regex(VARIABLE, "not a name for a variable")).max(100).readonly().default([]),
    allow: z.array(z.string().min(1).max(253)).max(100).readonly().default([]),
    workflows: z.record(z.string(), workflowSchema),
  })
  .transform(({ secrets, allow, workflows }, context): HttpSection => {
    const read: Record<string, HttpWorkflow> = {};
    for (const [name, written] of Object.entries(workflows)) {
      const { workflow, problems } = readWorkflow(name, written, secrets);
      read[name] = workflow;
      for (const { path, message } of problems) {
        context.addIssue({ code: "custom", path: ["workflows", name, ...path], message, input: written });
      }
    }
    return { secrets, allow, workflows: read };
  });

/** The listed secrets that the environment does not have, among those that a workflow needs. */
export function missingSecrets(
  { workflows }: HttpSection,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const steps = Object.values(workflows).flatMap(({ start, find, read, cancel, definition }) => [
    start,
    read,
    ...[find, cancel, definition].flatMap((step) => step ?? []),
  ]);
  return [...new Set(steps.flatMap(secretsOfStep))].filter((name) => !environment[name]);
}

function readWorkflow(
  name: string,
  written: WrittenWorkflow,
  secrets: readonly string[],
): { readonly workflow: HttpWorkflow; readonly problems: readonly Problem[] } {
  const declared = Object.keys(written.parameters);
  const problems = [...nameProblems(name), ...declaredProblems(written)];
  const step = (at: string, said: WrittenStep, standard: Method, places: readonly string[]): Step => {
    const known: Known = { places, secrets };
    const { step: parsed, problems: found } = readStep(said, standard, known);
    problems.push(...found.map(({ path, message }) => ({ path: [at, ...path], message })));
    return parsed;
  };
  const { start, find, read, cancel, definition } = written;
  const { state, reason, percent, stage, job, link } = read;
  const all = [...declared, "key", "plan", "plan.id", "plan.name", "item", "item.name"];
  const workflow: HttpWorkflow = {
    name,
    title: written.title ?? name,
    parameters: Object.entries(written.parameters).map(([parameter, said]) => parameterOf(parameter, said)),
    start: { ...step("start", start, "POST", all), ref: start.ref },
    find: find && { ...step("find", find, "GET", ["key"]), run: find.run },
    read: { ...step("read", read, "GET", ["ref"]), state, reason, percent, stage, job, link },
    cancel: cancel && step("cancel", cancel, "POST", ["ref"]),
    definition: definition && { ...step("definition", definition, "GET", []), value: definition.value },
    idempotent: written.idempotent,
    retryable: written.retryable,
    written: writtenOf(start),
  };
  return { workflow, problems };
}

function writtenOf({ method = "POST", url, headers, body }: WrittenStep): Json {
  return { method, url, headers, ...(body !== undefined && { body }) };
}

function nameProblems(name: string): Problem[] {
  const message = "a name has letters, digits, `_`, `.` and `-` only, 100 at most";
  return NAME.test(name) ? [] : [{ path: [], message }];
}

function declaredProblems({ parameters }: WrittenWorkflow): readonly Problem[] {
  return Object.entries(parameters).flatMap(([name, said]) =>
    parameterProblems(name, said).map(({ path, message }) => ({ path: ["parameters", name, ...path], message })),
  );
}
