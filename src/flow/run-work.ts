/**
 * Starting, following and stopping runs. Before a start is attempted again the engine is asked what it already did, and
 * where that can't be known a person is asked instead: no item is ever started twice.
 */
import { itemOf } from "../plan/items.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkflowDescription } from "../plan/workflow.ts";
import type { Engine, Found, RunRequest } from "./engine.ts";
import { EngineError } from "./engine.ts";
import type { PlanCommand } from "./envelope.ts";
import { reasonFrom, reportOf } from "./run-report.ts";
import { SendError } from "./send-error.ts";

/** Attempts at starting or stopping before a person is asked. */
export const MOST_ATTEMPTS = 6;
/**
 * Attempts at reading a run of which its engine says that asking again is of no use, because it is gone or may not be
 * seen: about two hours, in which somebody may give a token its rights back.
 */
export const MOST_DENIALS = 30;
/** How soon a run is read again (ms): often while it is young, every two seconds later. */
const READ_PAUSE = { young: 400, old: 2_000, youngFor: 15_000 } as const;

export interface StartJob {
  readonly plan: string;
  readonly item: string;
  readonly key: string;
}

export interface ReadJob {
  readonly plan: string;
  readonly key: string;
  readonly engine: string;
  readonly ref: string;
  readonly since: number;
}

export interface StopJob {
  readonly plan: string;
  readonly key: string;
  readonly engine: string;
  readonly workflow: string;
  readonly again?: string | undefined;
  readonly ref?: string | undefined;
}

/** Nobody could find out what became of a call about a run. */
export interface LostJob {
  readonly plan: string;
  readonly key: string;
  readonly what: "run" | "stop";
  readonly why: string;
}

export interface RunWorkNeeds {
  readonly engines: Readonly<Record<string, Engine>>;
  readonly load: (plan: string) => Promise<Plan | undefined>;
  /** What is different in a workflow since it was approved; nothing when it is the same. */
  readonly changes: (engine: Engine, workflow: string, approved: WorkflowDescription) => Promise<readonly string[]>;
  /** The time to start this item has passed since it was decided to. */
  readonly late: (plan: Plan, item: string) => boolean;
  /** Sends what an engine reported through the door. Without a key a repeat is harmless by itself. */
  readonly report: (plan: string, command: PlanCommand, key?: string) => Promise<void>;
  readonly now: () => number;
}

export interface RunWork {
  start(job: StartJob, attempt: number): Promise<void>;
  /** Answers when to read again (ms from now), or undefined when the run is over. */
  read(job: ReadJob, attempt: number): Promise<number | undefined>;
  stop(job: StopJob, attempt: number): Promise<void>;
  /** Asks a person instead: a run that may or may not go on, or one that may not have been stopped. */
  lost(job: LostJob): Promise<void>;
}

export function createRunWork(needs: RunWorkNeeds): RunWork {
  return {
    start: (job, attempt) => start(needs, job, attempt),
    read: (job, attempt) => read(needs, job, attempt),
    stop: (job, attempt) => stop(needs, job, attempt),
    lost: (job) => lost(needs, job),
  };
}

async function start(needs: RunWorkNeeds, job: StartJob, attempt: number): Promise<void> {
  const plan = await needs.load(job.plan);
  const request = plan && requestFor(plan, job);
  if (!request) return;
  const engine = needs.engines[request.engine];
  if (!engine) {
    return failed(needs, job, `the engine "${request.engine}" is not configured`);
  }
  await orTold(needs, job, attempt, async () => {
    const before = attempt > 1 ? await lookBefore(engine, request.run) : ({ found: "none" } as const);
    if (before.found === "run") return linked(needs, job, before.ref);
    if (before.found === "unknown") return unclear(needs, job, before.why);
    if (needs.late(plan, job.item)) return late(needs, job);
    const changes = await moved(needs, engine, plan, job.item, request.run.workflow);
    if (changes.length > 0) return held(needs, job, changes);
    await linked(needs, job, await engine.start(request.run));
  });
}

/** An earlier attempt may have started it: until the engine says otherwise, nobody can be sure that it did not. */
async function lookBefore(engine: Engine, run: RunRequest): Promise<Found> {
  return await engine.find(run).catch((error: unknown) => {
    throw error instanceof EngineError ? doubtful(error) : error;
  });
}

function doubtful(cause: EngineError): EngineError {
  const { message, again, retryAfter } = cause;
  return new EngineError(message, { sure: false, again, retryAfter }, cause);
}

/** What an approver has not seen of the workflow that would run now. */
async function moved(
  { changes }: RunWorkNeeds,
  engine: Engine,
  plan: Plan,
  item: string,
  workflow: string,
): Promise<readonly string[]> {
  const approved = plan.workflows[item];
  return approved ? changes(engine, workflow, approved) : [];
}

/** Does what the engine is asked for; its errors are tried again, and told in the end. */
async function orTold(needs: RunWorkNeeds, job: StartJob, attempt: number, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const last = attempt >= MOST_ATTEMPTS;
    if (error.again && !last) throw tryAgain(error);
    await (error.sure ? failed(needs, job, error.message) : unclear(needs, job, error.message));
  }
}

function tryAgain(error: EngineError): SendError {
  return new SendError(error.message, { again: true, retryAfter: error.retryAfter, cause: error });
}

/** What to start, unless the plan has moved on: replanned, cancelled, or running already. */
function requestFor(
  plan: Plan,
  { item: id, key }: StartJob,
): { readonly engine: string; readonly run: RunRequest } | undefined {
  const item = itemOf(plan, id);
  const progress = plan.items[id];
  const stopping = plan.stopped.some((run) => run.key === key);
  if (item?.work.type !== "workflow" || progress?.state !== "running" || progress.run.key !== key || stopping)
    return undefined;
  const { engine, workflow, with: parameters } = item.work;
  const { id: planId, index, content } = plan;
  const run = {
    key,
    workflow,
    again: progress.run.again,
    with: parameters,
    plan: { id: planId, index, name: content.name },
    item: { id, name: item.name },
  };
  return { engine, run };
}

async function linked({ report }: RunWorkNeeds, { plan, key }: StartJob, ref: string): Promise<void> {
  await report(plan, { type: "run-linked", key, ref }, `run-linked:${key}`);
}

async function failed({ report }: RunWorkNeeds, { plan, key }: StartJob, why: string): Promise<void> {
  await report(plan, { type: "run-failed", key, reason: reasonFrom(why), progress: {} }, `run-ended:${key}`);
}

async function held({ report }: RunWorkNeeds, { plan, key }: StartJob, changes: readonly string[]): Promise<void> {
  await report(plan, { type: "run-held", key, changes }, `run-held:${key}`);
}

async function late({ report }: RunWorkNeeds, { plan, key }: StartJob): Promise<void> {
  await report(plan, { type: "run-late", key }, `run-late:${key}`);
}

async function unclear({ report }: RunWorkNeeds, { plan, key }: Named, why: string): Promise<void> {
  await report(plan, { type: "run-unclear", key, reason: reasonFrom(why) }, `run-unclear:${key}`);
}

async function notStopped({ report }: RunWorkNeeds, { plan, key }: Named, why: string): Promise<void> {
  await report(plan, { type: "run-not-stopped", key, reason: reasonFrom(why) }, `run-not-stopped:${key}`);
}

async function lost(needs: RunWorkNeeds, { what, why, ...job }: LostJob): Promise<void> {
  await (what === "stop" ? notStopped(needs, job, why) : unclear(needs, job, why));
}

type Named = Pick<StartJob, "plan" | "key">;

async function read(needs: RunWorkNeeds, job: ReadJob, attempt: number): Promise<number | undefined> {
  const engine = needs.engines[job.engine];
  if (!engine) return READ_PAUSE.old;
  const state = await engine.read(job.ref).catch((error: unknown) => {
    const denied = error instanceof EngineError && !error.again && attempt >= MOST_DENIALS;
    throw denied ? new SendError(error.message, { again: false, cause: error }) : error;
  });
  const key = state.state === "running" ? undefined : `run-ended:${job.key}`;
  await needs.report(job.plan, reportOf(job.key, state), key);
  if (state.state !== "running") return undefined;
  return needs.now() - job.since < READ_PAUSE.youngFor ? READ_PAUSE.young : READ_PAUSE.old;
}

async function stop(needs: RunWorkNeeds, job: StopJob, attempt: number): Promise<void> {
  const engine = needs.engines[job.engine];
  try {
    if (!engine) throw new EngineError(`the engine "${job.engine}" is not configured`, { sure: true, again: false });
    await stopOnce(needs, engine, job);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const again = !(error instanceof EngineError) || error.again;
    const retryAfter = error instanceof EngineError ? error.retryAfter : undefined;
    if (again && attempt < MOST_ATTEMPTS) throw new SendError(reason, { again: true, retryAfter, cause: error });
    await notStopped(needs, job, reason);
  }
}

async function stopOnce(needs: RunWorkNeeds, engine: Engine, job: StopJob): Promise<void> {
  const { plan, key, workflow, again } = job;
  const found =
    job.ref === undefined ? await engine.find({ key, workflow, again }) : ({ found: "run", ref: job.ref } as const);
  if (found.found === "unknown") throw new EngineError(found.why, { sure: false, again: false });
  if (found.found === "run" && (await engine.cancel(found.ref)) === "ended") {
    const state = await engine.read(found.ref);
    if (state.state !== "running") return needs.report(plan, reportOf(key, state), `run-ended:${key}`);
  }
  await needs.report(plan, { type: "run-stopped", key }, `run-stopped:${key}`);
}
