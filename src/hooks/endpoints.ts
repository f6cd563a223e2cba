/**
 * Which endpoints a plan concerns: those that hear of every plan, and those it names.
 */
import type { Checkpoint, Content } from "../plan/content.ts";
import { CHECKPOINTS } from "../plan/content.ts";
import type { Gate } from "../plan/plan.ts";
import type { GateLimit, HookEndpoint } from "../settings/hooks.ts";

/** Where gates stand for a content, and who must say go there. */
export function gatesFor(
  endpoints: readonly HookEndpoint[],
  limits: Readonly<Record<Checkpoint, GateLimit>>,
): (content: Content) => readonly Gate[] {
  return (content) =>
    CHECKPOINTS.flatMap((checkpoint) => {
      const asked = concerned(endpoints, content).filter(({ gates }) => gates.includes(checkpoint));
      return asked.length === 0
        ? []
        : [{ checkpoint, endpoints: asked.map(({ name }) => name), ...limits[checkpoint] }];
    });
}

/** Who is called about plans of a content, and for what. */
export function routesFor(endpoints: readonly HookEndpoint[]) {
  return (content: Content) =>
    concerned(endpoints, content)
      .filter(({ url }) => url !== undefined)
      .map(({ name, events }) => ({ endpoint: name, events }));
}

/** The endpoints that a plan may ask for by name. */
export function namedEndpoints(endpoints: readonly HookEndpoint[]): readonly string[] {
  return endpoints.filter(({ plans }) => plans === "named").map(({ name }) => name);
}

function concerned(endpoints: readonly HookEndpoint[], { hooks = [] }: Content): readonly HookEndpoint[] {
  return endpoints.filter(({ plans, name }) => plans === "all" || hooks.includes(name));
}
