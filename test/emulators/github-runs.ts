/**
 * Runs for the emulated GitHub: made from a workflow's file, moved on by being looked at, repeated and cancelled.
 *
 * A job one of whose steps runs `exit 1` fails, until it is repaired; one that runs `sleep infinity` lasts.
 */
import { parse } from "yaml";
import { z } from "zod";

const stepFile = z.looseObject({
  name: z.string().optional(),
  run: z.string().optional(),
  uses: z.string().optional(),
});
const jobFile = z.looseObject({
  name: z.string().optional(),
  needs: z.union([z.string().transform((need) => [need]), z.array(z.string())]).default([]),
  steps: z.array(stepFile).default([]),
  environment: z.unknown().optional(),
});
const inputFile = z
  .looseObject({
    type: z.string().default("string"),
    required: z.boolean().default(false),
    default: z.unknown().optional(),
    options: z.array(z.string()).optional(),
  })
  .nullable()
  .transform((input) => input ?? { type: "string", required: false, default: undefined, options: undefined });
const file = z.looseObject({
  name: z.string().optional(),
  "run-name": z.string().optional(),
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  jobs: z.record(z.string(), jobFile),
});
export type WorkflowFile = z.output<typeof file>;

export interface EmulatedStep {
  readonly name: string;
  readonly run: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
}

export interface EmulatedJob {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly needs: readonly string[];
  status: string;
  conclusion: string | null;
  steps: EmulatedStep[];
}

export interface EmulatedRun {
  readonly id: number;
  readonly repo: string;
  readonly file: string;
  readonly event: string;
  readonly branch: string;
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly definition: WorkflowFile;
  created: number;
  /** The jobs of each attempt. */
  attempts: EmulatedJob[][];
  /** Says this instead of what its jobs make of it. */
  fixed?: { readonly status: string; readonly conclusion: string | null };
  /** How many more lists of runs don't show it. */
  hidden: number;
}

export function readWorkflow(text: string): WorkflowFile | undefined {
  try {
    return file.parse(parse(text));
  } catch {
    return undefined;
  }
}

/** The inputs of `workflow_dispatch`; undefined when it can't be dispatched. */
export function inputsOf({ on }: WorkflowFile): Readonly<Record<string, z.output<typeof inputFile>>> | undefined {
  if (typeof on === "string") return on === "workflow_dispatch" ? {} : undefined;
  if (Array.isArray(on)) return on.includes("workflow_dispatch") ? {} : undefined;
  if (!Object.hasOwn(on, "workflow_dispatch")) return undefined;
  const dispatch = z
    .object({ inputs: z.record(z.string(), inputFile).nullish() })
    .nullable()
    .parse(on.workflow_dispatch);
  return dispatch?.inputs ?? {};
}

/** What GitHub has against these inputs; nothing when it takes them. */
export function inputProblem(definition: WorkflowFile, given: Readonly<Record<string, string>>): string | undefined {
  const declared = inputsOf(definition) ?? {};
  const strange = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (strange.length > 0) return `Unexpected inputs provided: ${JSON.stringify(strange)}`;
  for (const [name, { required, options, type, default: fallback }] of Object.entries(declared)) {
    const value = given[name];
    if (value === undefined && required && fallback === undefined) return `Required input '${name}' not provided`;
    if (value !== undefined && type === "choice" && !options?.includes(value)) {
      return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
    }
  }
  return undefined;
}

/** What a run is called: its run-name with the inputs filled in, or its workflow's name. */
export function titleOf(definition: WorkflowFile, inputs: Readonly<Record<string, string>>, fallback: string): string {
  const name = definition["run-name"];
  if (name === undefined) return definition.name ?? fallback;
  return name.replaceAll(
    /\$\{\{\s*(?:github\.event\.)?inputs\.(\w+)\s*\}\}/g,
    (_, input: string) => inputs[input] ?? "",
  );
}

export function jobsOf({ jobs }: WorkflowFile, nextId: () => number): EmulatedJob[] {
  return Object.entries(jobs).map(([key, job]) => ({
    id: nextId(),
    key,
    name: job.name ?? key,
    needs: job.needs,
    // What needs another job is there when that has passed.
    status: job.needs.length > 0 ? "absent" : "queued",
    conclusion: null,
    steps: stepsOf(job.steps),
  }));
}

function stepsOf(steps: readonly z.output<typeof stepFile>[]): EmulatedStep[] {
  const named = steps.map((step) => ({ name: step.name ?? step.uses ?? `Run ${step.run ?? ""}`, run: step.run ?? "" }));
  return [{ name: "Set up job", run: "" }, ...named].map((step) => ({ ...step, status: "queued", conclusion: null }));
}

/** What GitHub makes of the states of jobs. */
export function stateOf(
  { fixed, attempts }: EmulatedRun,
  attempt: number,
): { status: string; conclusion: string | null } {
  if (fixed) return fixed;
  const jobs = attempts[attempt - 1] ?? [];
  const open = jobs.filter(({ status }) => status !== "completed");
  if (open.length > 0) {
    const started = jobs.some(({ status }) => status === "in_progress" || status === "completed");
    return { status: started ? "in_progress" : "queued", conclusion: null };
  }
  const has = (conclusion: string): boolean => jobs.some((job) => job.conclusion === conclusion);
  const conclusion = has("cancelled") ? "cancelled" : has("failure") ? "failure" : "success";
  return { status: "completed", conclusion };
}

/** One step of every job that can do one. */
export function moveOn(run: EmulatedRun, attempt: number, repaired: boolean): void {
  const jobs = run.attempts[attempt - 1] ?? [];
  if (run.fixed || attempt !== run.attempts.length) return;
  for (const job of jobs) {
    const before = jobs.filter(({ key }) => job.needs.includes(key));
    if (job.status === "completed" || before.some(({ status }) => status !== "completed")) continue;
    if (before.some(({ conclusion }) => conclusion !== "success")) end(job, "skipped");
    else step(job, repaired);
  }
}

function step(job: EmulatedJob, repaired: boolean): void {
  const current = job.steps.find(({ status }) => status !== "completed");
  if (job.status === "absent") job.status = "queued";
  else if (job.status === "queued") job.status = "in_progress";
  else if (current === undefined) end(job, "success");
  else if (current.status === "queued") current.status = "in_progress";
  else if (!current.run.includes("sleep infinity")) {
    const fails = current.run.includes("exit 1") && !repaired;
    current.status = "completed";
    current.conclusion = fails ? "failure" : "success";
    if (fails) end(job, "failure");
  }
}

function end(job: EmulatedJob, conclusion: string): void {
  for (const each of job.steps.filter(({ status }) => status !== "completed")) {
    each.conclusion = conclusion === "cancelled" && each.status === "in_progress" ? "cancelled" : "skipped";
    each.status = "completed";
  }
  job.status = "completed";
  job.conclusion = conclusion;
}

export function cancelAll(run: EmulatedRun): void {
  for (const job of run.attempts.at(-1) ?? []) if (job.status !== "completed") end(job, "cancelled");
}

/** The next attempt: jobs that passed are taken over, the others begin anew. */
export function repeatFailed(run: EmulatedRun, nextId: () => number): void {
  const fresh = jobsOf(run.definition, nextId);
  const before = run.attempts.at(-1) ?? [];
  run.attempts.push(
    fresh.map((job) => {
      const passed = before.find(({ key, conclusion }) => key === job.key && conclusion === "success");
      return passed ? { ...passed, id: job.id } : job;
    }),
  );
}
