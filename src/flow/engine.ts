/**
 * The port of everything that runs workflow items: CI systems, HTTP services, local commands.
 */
import type { ParameterValue } from "../plan/content.ts";
import type { RunProgress } from "../plan/plan.ts";
import type { WorkflowDescription } from "../plan/workflow.ts";

export interface RunRequest {
  /** Names this run for good. An engine that can hold it refuses a second start with the same key. */
  readonly key: string;
  readonly workflow: string;
  readonly with: Readonly<Record<string, ParameterValue>>;
  readonly plan: { readonly id: string; readonly index: number; readonly name: string };
  readonly item: { readonly id: string; readonly name: string };
}

export type RunState =
  | { readonly state: "running"; readonly progress: RunProgress }
  | { readonly state: "passed"; readonly progress: RunProgress }
  | { readonly state: "failed"; readonly reason: string; readonly progress: RunProgress };

/** `none` is a certainty: this key was never started. `unknown` says why nobody can tell. */
export type Found =
  | { readonly found: "run"; readonly ref: string }
  | { readonly found: "none" }
  | { readonly found: "unknown"; readonly why: string };

export interface Engine {
  readonly name: string;
  /** The workflows a plan may name. */
  list(): Promise<readonly WorkflowDescription[]>;
  describe(workflow: string): Promise<WorkflowDescription | undefined>;
  /** Starts it; answers with the engine's own name of the run. */
  start(run: RunRequest): Promise<string>;
  find(key: string, workflow: string): Promise<Found>;
  read(ref: string): Promise<RunState>;
  /** Asks it to stop; `ended` when it was over already. Rejects when the engine would not or could not. */
  cancel(ref: string): Promise<"stopped" | "ended">;
  stop(): Promise<void>;
}

/** The engine did not do it. `sure` is true when it is certain that nothing was started. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly sure: boolean;
  readonly again: boolean;
  constructor(message: string, { sure, again }: { sure: boolean; again: boolean }, cause?: unknown) {
    super(message, { cause });
    this.sure = sure;
    this.again = again;
  }
}
