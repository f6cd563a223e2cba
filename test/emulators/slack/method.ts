/**
 * What a Web API method is made of.
 */
import type { z } from "zod";
import type { Tickets } from "./tickets.ts";
import type { Json, World } from "./world.ts";

export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export interface MethodContext {
  readonly world: World;
  readonly tickets: Tickets;
  /** Where the emulator answers, such as `http://127.0.0.1:4711`. */
  readonly base: string;
  readonly token: "bot" | "app";
  readonly scopes: ReadonlySet<string>;
}

export interface Method<Args = never> {
  /** Any of these is enough; none means that every token is. */
  readonly scopes: readonly string[];
  readonly token?: "app";
  readonly args: z.ZodType<Args>;
  run(args: Args, context: MethodContext): Answer;
}

/** Keeps the type of the arguments between the schema and the work. */
export function method<Args>(parts: Method<Args>): Method<never> {
  return parts as unknown as Method<never>;
}

export function ok(more: Readonly<Record<string, unknown>> = {}): Answer {
  return { ok: true, ...more };
}

export function refused(error: string, messages?: readonly string[]): Answer {
  return { ok: false, error, ...(messages && { response_metadata: { messages } }) };
}

export type Blocks = readonly Json[];
