/**
 * Starting a run at most once for a key, and finding out what became of a start.
 */
import type { Found, RunName, RunRequest } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import type { Attempts } from "./attempts.ts";
import type { ExchangeNeeds } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import { strange } from "./failure.ts";
import { refOf, workflowNamed } from "./run-ref.ts";
import type { HttpSection, HttpWorkflow } from "./settings.ts";
import type { Filling } from "./template.ts";

export interface StartNeeds extends ExchangeNeeds {
  readonly section: HttpSection;
  readonly attempts: Attempts;
}

/** Starts it unless this key has a run; answers with the run's ref. Throws an EngineError. */
export async function startRun(needs: StartNeeds, run: RunRequest): Promise<string> {
  const { attempts } = needs;
  const before = attempts.get(run.key);
  if (before?.attempt === "started") return before.ref;
  try {
    const ref = await startUnlessStarted(needs, run);
    attempts.note(run.key, { attempt: "started", ref });
    return ref;
  } catch (error) {
    const sure = error instanceof EngineError && error.sure && before?.attempt !== "unsure";
    attempts.note(run.key, { attempt: sure ? "refused" : "unsure" });
    throw error;
  }
}

/** What became of a key: the service knows best, and where it can't tell, what happened in this process decides. */
export async function findRun(needs: StartNeeds, { key, workflow: name }: RunName): Promise<Found> {
  const before = needs.attempts.get(key);
  if (before?.attempt === "started") return { found: "run", ref: before.ref };
  const workflow = workflowNamed(needs.section, name);
  if (workflow?.find) {
    const ref = await look(needs, workflow, key);
    return ref === undefined ? { found: "none" } : { found: "run", ref };
  }
  if (before?.attempt === "refused") return { found: "none" };
  if (!workflow) return { found: "unknown", why: `gonogo.yaml declares no workflow ${name} any more` };
  // Whatever a start did, another with its key does nothing more: it may be attempted again.
  if (workflow.idempotent) return { found: "none" };
  return { found: "unknown", why: `gonogo.yaml declares no way to find a run of ${name} by its key` };
}

async function startUnlessStarted(needs: StartNeeds, run: RunRequest): Promise<string> {
  const workflow = workflowNamed(needs.section, run.workflow);
  if (!workflow) throw notStarted(`gonogo.yaml declares no workflow ${run.workflow}`);
  const problem = parameterProblem(workflow, run.with);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`);
  const found = await look(needs, workflow, run.key);
  if (found !== undefined) return found;
  if (!(workflow.find || workflow.idempotent) && needs.attempts.get(run.key)?.attempt === "unsure") {
    throw new EngineError("it may have been started before, and nothing can tell", { sure: false, again: false });
  }
  const { start: step, retryable } = workflow;
  const errand = { what: `the start of ${workflow.name}`, acting: true, retryable };
  const headers = { "idempotency-key": run.key };
  const said = await exchange(needs, { step, errand, values: valuesOf(workflow, run), headers });
  const ref = refOf(workflow, await said.evaluate(step.ref));
  if (ref === undefined) throw strange(errand, "the expression for its ref gives no name of a run");
  return ref;
}

/** The run of a key, by the declared request; undefined when there is none, or no such request. */
async function look(needs: ExchangeNeeds, workflow: HttpWorkflow, key: string): Promise<string | undefined> {
  const { find: step, retryable } = workflow;
  if (!step) return undefined;
  const errand = { what: `the search for a run of ${workflow.name}`, acting: false, retryable };
  const said = await exchange(needs, { step, errand, values: { key }, expected: [404] });
  if (said.status === 404) return undefined;
  const found = await said.evaluate(step.run);
  if (found === undefined || found === null) return undefined;
  const ref = refOf(workflow, found);
  if (ref === undefined) throw strange(errand, "the expression for its run gives no name of one");
  return ref;
}

function valuesOf({ parameters }: HttpWorkflow, { key, with: given, plan, item }: RunRequest): Filling["values"] {
  const chosen = parameters.map(({ name, default: standard }) => [
    name,
    Object.hasOwn(given, name) ? given[name] : standard,
  ]);
  return {
    ...Object.fromEntries(chosen),
    key,
    plan: plan.index,
    "plan.id": plan.id,
    "plan.name": plan.name,
    item: item.id,
    "item.name": item.name,
  };
}

function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}
