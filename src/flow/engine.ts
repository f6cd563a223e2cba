/**
 * The port of everything that runs workflow items: CI systems, HTTP services, local commands.
 */
import type { ParameterValue } from "../plan/content.ts";
import type { RunProgress } from "../plan/plan.ts";
import type { Parameter } from "../plan/workflow.ts";

/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A workflow as its engine describes it now. */
export interface EngineWorkflow {
  /** What a plan calls it after `engine:`. */
  readonly workflow: string;
  readonly title: string;
  readonly parameters: readonly Parameter[];
  /**
   * What a run of it is made of, in the engine's own words: stages, steps, arguments, parameters. When it is not what was
   * approved, nothing is started. Times, authors and whatever else changes without changing a run stay out of it.
   */
  readonly definition: Json;
  /** What else is worth telling hook receivers, such as who made it and when; never compared. */
  readonly about?: Json | undefined;
}

/** What a run is found again by. */
export interface RunName {
  /** Names this run for good. An engine that can hold it refuses a second start with the same key. */
  readonly key: string;
  readonly workflow: string;
  /** The failed run that this one repeats: an engine that can re-run does so, others start anew. */
  readonly again?: string | undefined;
}

export interface RunRequest extends RunName {
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

/** A webhook of the engine's own, as it came in: header names in lower case, the body's very bytes. */
export interface EngineCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What an engine's webhook says: these runs have news, nothing of ours, or it isn't the engine's at all. */
export type Heard =
  | { readonly heard: "runs"; readonly refs: readonly string[] }
  | { readonly heard: "nothing" }
  | { readonly heard: "refused"; readonly why: string };

export interface Engine {
  readonly name: string;
  /** The workflows a plan may name, each as `describe` describes it. */
  list(): Promise<readonly EngineWorkflow[]>;
  /** As the engine has it at this moment. */
  describe(workflow: string): Promise<EngineWorkflow | undefined>;
  /** Starts it; answers with the engine's own name of the run. */
  start(run: RunRequest): Promise<string>;
  find(run: RunName): Promise<Found>;
  read(ref: string): Promise<RunState>;
  /** Asks it to stop; `ended` when it was over already. Rejects when the engine would not or could not. */
  cancel(ref: string): Promise<"stopped" | "ended">;
  /** Understands the engine's webhooks, where it has any: they only hasten the next look. */
  hear?(call: EngineCall): Promise<Heard>;
  stop(): Promise<void>;
}

/** What is known of a call that did not work. */
export interface EngineErrorDetails {
  /** True when it is certain that nothing was started. */
  readonly sure: boolean;
  readonly again: boolean;
  /** How long the engine asked to be left alone (ms). */
  readonly retryAfter?: number | undefined;
}

/** The engine did not do it. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly sure: boolean;
  readonly again: boolean;
  readonly retryAfter: number | undefined;
  constructor(message: string, { sure, again, retryAfter }: EngineErrorDetails, cause?: unknown) {
    super(message, { cause });
    this.sure = sure;
    this.again = again;
    this.retryAfter = retryAfter;
  }
}
