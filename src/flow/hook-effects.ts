/**
 * Who outside is told of what happened to a plan, and with which of its states.
 */
import type { Checkpoint, Content } from "../plan/content.ts";
import type { PlanEvent } from "../plan/event.ts";
import { evolve, found } from "../plan/evolve.ts";
import type { Plan } from "../plan/plan.ts";

/** An endpoint that is called, and the checkpoints it wants to hear of. */
export interface HookRoute {
  readonly endpoint: string;
  readonly events: readonly Checkpoint[];
}

export type HookEffect =
  | {
      readonly effect: "deliver";
      readonly endpoint: string;
      readonly checkpoint: Checkpoint;
      /** The attempt of the check that it asks for; 0 when it only tells. */
      readonly attempt: number;
      /** The log entry that it tells of. */
      readonly seq: number;
      /** The plan as that entry left it. */
      readonly plan: Plan;
    }
  | { readonly effect: "send-again"; readonly delivery: string };

type Told = Pick<Extract<HookEffect, { effect: "deliver" }>, "endpoint" | "checkpoint" | "attempt">;

/** Endpoints that hear of plans of a content. */
export type HookRoutes = (content: Content) => readonly HookRoute[];

interface Entry {
  readonly seq: number;
  readonly event: PlanEvent;
}

/** Folds the entries once more, so that each is told with the plan of its moment and not with what came after. */
export function hookEffects(
  before: Plan | undefined,
  entries: readonly Entry[],
  routes: HookRoutes,
): readonly HookEffect[] {
  const effects: HookEffect[] = [];
  let plan = before;
  for (const { seq, event } of entries) {
    const after: Plan | undefined = event.type === "created" ? found(event) : plan && evolve(plan, event);
    plan = after;
    if (!after) continue;
    if (event.type === "hook-sent-again") effects.push({ effect: "send-again", delivery: event.delivery });
    for (const told of toldBy(event, after, routes)) effects.push({ effect: "deliver", ...told, seq, plan: after });
  }
  return effects;
}

/** A gate's endpoints are asked when it is reached; the others are told when it is passed. */
function toldBy(event: PlanEvent, plan: Plan, routes: HookRoutes): readonly Told[] {
  switch (event.type) {
    case "check-asked": {
      const { checkpoint, attempt, endpoints } = event;
      const called = routes(plan.content).map(({ endpoint }) => endpoint);
      return endpoints.filter((name) => called.includes(name)).map((endpoint) => ({ endpoint, checkpoint, attempt }));
    }
    case "ready":
      return passed("finish_planning", plan, routes(plan.content));
    case "executing":
      return passed("start_execute", plan, routes(plan.content));
    case "succeeded":
      return passed("all_job_done", plan, routes(plan.content));
    default:
      return [];
  }
}

function passed(checkpoint: Checkpoint, { gates }: Plan, routes: readonly HookRoute[]): readonly Told[] {
  const asked = gates.find((gate) => gate.checkpoint === checkpoint)?.endpoints ?? [];
  return routes
    .filter(({ endpoint, events }) => events.includes(checkpoint) && !asked.includes(endpoint))
    .map(({ endpoint }) => ({ endpoint, checkpoint, attempt: 0 }));
}
