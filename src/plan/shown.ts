/**
 * Plans and their happenings as they may be shown: without secrets.
 */
import type { PlanEvent } from "./event.ts";
import type { Plan } from "./plan.ts";
import { secretsAt, secretsOf, withoutSecrets } from "./secrets.ts";

export function shownPlan(plan: Plan): Plan {
  const secrets = secretsOf(plan);
  const { content, approvedContent } = plan;
  const approved = approvedContent && withoutSecrets(approvedContent, secrets);
  return { ...plan, content: withoutSecrets(content, secrets), ...(approved && { approvedContent: approved }) };
}

/** `plan` is the one that it happened to. */
export function shownEvent(event: PlanEvent, plan: Plan): PlanEvent {
  if (event.type !== "created" && event.type !== "edited") return event;
  return { ...event, content: withoutSecrets(event.content, secretsAt(event, plan)) };
}
