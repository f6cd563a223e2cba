/**
 * A command on its way through the door: who asks, what, of which plan, and the key under which it counts once.
 */
import type { Command } from "../plan/command.ts";
import type { Actor } from "../plan/plan.ts";

type Create = Extract<Command, { type: "create" }>;
/** A new plan before it has a number. */
export type NewPlan = Omit<Create, "id" | "index">;
export type PlanCommand = Exclude<Command, Create>;

export type Request =
  | { readonly plan: string; readonly command: PlanCommand }
  | { readonly plan?: undefined; readonly command: NewPlan };

export interface Envelope {
  /** The same however often this is delivered; without one a repeat must be harmless by itself. */
  readonly key?: string | undefined;
  readonly actor: Actor;
  readonly request: Request;
}
