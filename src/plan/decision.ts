/**
 * What comes of a command: events, or a refusal. A repeat is accepted with no events.
 */
import type { Context } from "./context.ts";
import type { Happening, PlanEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import type { Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

export type Decision =
  | { readonly accepted: true; readonly events: readonly PlanEvent[] }
  | { readonly accepted: false; readonly refusal: Refusal };

/** What has been decided so far: the plan as it would be, and the events that make it so. */
export interface Story {
  readonly plan: Plan;
  readonly events: readonly PlanEvent[];
}

export function accept(story: Story): Decision {
  return { accepted: true, events: story.events };
}

/** What was asked for is so already. */
export function repeat(): Decision {
  return { accepted: true, events: [] };
}

export function refuse(refusal: Refusal): Decision {
  return { accepted: false, refusal };
}

export function begin(plan: Plan): Story {
  return { plan, events: [] };
}

/** The story with one more event, stamped with the context's time and actor. */
export function happen(story: Story, happening: Happening, { now, actor }: Context): Story {
  const event: PlanEvent = { ...happening, at: now, by: actor };
  return { plan: evolve(story.plan, event), events: [...story.events, event] };
}
