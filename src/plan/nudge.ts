/**
 * What happens to a plan because time went on: at most one timer of a plan waits for the next of it.
 */
import type { Instant } from "./content.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin } from "./decision.ts";
import type { PaceContext } from "./pacing.ts";
import { escalate, expireRound, nextPace, remindRound, sayFree, sayStuck } from "./pacing.ts";
import type { Plan } from "./plan.ts";
import { nextNear, sayNear } from "./window-near.ts";

/** In this order: nobody is reminded of a round that has ended. */
const STEPS: readonly ((story: Story, context: Context) => Story)[] = [
  expireRound,
  escalate,
  sayFree,
  sayStuck,
  remindRound,
  sayNear,
];

/** Does what is due; nothing happens before its time. */
export function nudge(plan: Plan, context: Context): Decision {
  return accept(STEPS.reduce((story, step) => step(story, context), begin(plan)));
}

/** When something of this is due next, `now` or later. */
export function nextNudge(plan: Plan, context: PaceContext): Instant | undefined {
  const times = [nextPace(plan, context), nextNear(plan, context)].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}
