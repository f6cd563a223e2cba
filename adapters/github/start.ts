/**
 * Starting a workflow at most once for a key.
 */

import { setTimeout as pause } from "node:timers/promises";
import type { RunRequest } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import { notStarted } from "../../src/flow/service-failure.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import type { Attempt } from "./attempts.ts";
import type { Catalogue, Startable } from "./catalogue.ts";
import type { FindNeeds } from "./find.ts";
import { failedOf, lookFor } from "./find.ts";
import { inputsFor, showsKey } from "./parameters.ts";
import { repeat } from "./repeat.ts";
import { refOf } from "./run-ref.ts";

/** How often a run is looked for that GitHub took and did not name. */
const MOST_LOOKS = 15;

export interface StartNeeds extends FindNeeds {
  readonly catalogue: Catalogue;
  /** Between those looks (ms). */
  readonly pause: number;
}

/** Starts it unless this key has a run; answers with the run's ref. Throws an EngineError. */
export async function startRun(needs: StartNeeds, run: RunRequest): Promise<string> {
  const { attempts, now } = needs;
  const before = attempts.get(run.key);
  if (before?.attempt === "started") return before.ref;
  try {
    const ref = await startUnlessStarted(needs, run, before);
    attempts.note(run.key, { attempt: "started", ref });
    return ref;
  } catch (error) {
    const sure = error instanceof EngineError && error.sure && !isUncertain(before);
    if (attempts.get(run.key)?.attempt !== "taken") {
      attempts.note(run.key, sure ? { attempt: "refused" } : { attempt: "unsure", at: now() });
    }
    throw error;
  }
}

async function startUnlessStarted(needs: StartNeeds, run: RunRequest, before: Attempt | undefined): Promise<string> {
  const startable = await needs.catalogue.startable(run.workflow);
  check(startable, run);
  const found = await lookFor(needs, startable.name, run);
  if (found.found === "run") return found.ref;
  // A first attempt needs no certainty: whoever attempted it elsewhere before has asked `find`.
  if (found.found === "unknown" && isUncertain(before)) {
    throw new EngineError(`it may have been started before: ${found.why}`, { sure: false, again: false });
  }
  const failed = failedOf(run, startable.name);
  const repeated = failed && (await repeat(needs.client, failed, needs.now()));
  return repeated ?? (await dispatch(needs, startable, run));
}

function isUncertain(before: Attempt | undefined): boolean {
  return before?.attempt === "unsure" || before?.attempt === "taken";
}

function check({ described }: Startable, run: RunRequest): void {
  const problem = parameterProblem(described.workflow, run.with);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`);
}

async function dispatch(needs: StartNeeds, { name, place, described }: Startable, run: RunRequest): Promise<string> {
  const { client, attempts, now } = needs;
  const { configuration } = described;
  const inputs = inputsFor(configuration, run.with, run.key);
  const started = await client.dispatch({
    workflow: name,
    ref: place.ref,
    inputs,
    findable: showsKey(configuration),
  });
  if (started !== undefined) return refOf({ ...name, run: started, attempt: 1 });
  attempts.note(run.key, { attempt: "taken", at: now() });
  for (let look = 0; look < MOST_LOOKS; look++) {
    await pause(needs.pause);
    const found = await lookFor(needs, name, run);
    if (found.found === "run") return found.ref;
    if (found.found === "unknown") throw new EngineError(found.why, { sure: false, again: false });
  }
  throw new EngineError("GitHub took the start, and does not show its run yet", { sure: false, again: true });
}
