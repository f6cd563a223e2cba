/**
 * Stopping a run, where a way to do so is declared.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { ExchangeNeeds } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import { readRun } from "./run-state.ts";
import type { HttpWorkflow } from "./settings.ts";

/** How services say that there is nothing left to stop. */
const TOO_LATE = [404, 409, 410, 422];

/** Asks the service to stop it, unless it is over; rejects with an EngineError when it does not. */
export async function cancelRun(
  needs: ExchangeNeeds,
  workflow: HttpWorkflow,
  ref: string,
): Promise<"stopped" | "ended"> {
  const { cancel: step, name, retryable } = workflow;
  if ((await readRun(needs, workflow, ref)).state !== "running") return "ended";
  if (!step) throw notStopped(`gonogo.yaml declares no way to cancel a run of ${name}`);
  const errand = { what: `the cancelling of a run of ${name}`, acting: true, retryable };
  const said = await exchange(needs, { step, errand, values: { ref }, expected: TOO_LATE });
  if (!TOO_LATE.includes(said.status)) return "stopped";
  if ((await readRun(needs, workflow, ref)).state !== "running") return "ended";
  throw notStopped(`the service answered ${said.status} to ${errand.what}, and the run goes on`);
}

function notStopped(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}
