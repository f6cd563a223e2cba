/**
 * Sending a command for somebody, and what they read of it.
 */
import type { PlanCommand, Request } from "../../flow/envelope.ts";
import type { Outcome } from "../../flow/outcome.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Reply } from "../ports.ts";
import type { Taken } from "../texts/reply-text.ts";
import { repeatText, replyText } from "../texts/reply-text.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { good, plain, planFor, refused } from "./talk.ts";

/** Sends a command to the plan of this number. */
export async function command(
  index: number,
  wanted: PlanCommand,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  return commandTo(plan, wanted, talk, needs);
}

export async function commandTo(
  plan: Plan,
  wanted: PlanCommand,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const outcome = await send({ plan: plan.id, command: wanted }, talk, needs);
  const item = "item" in wanted ? wanted.item : undefined;
  return outcomeReplies({ type: wanted.type, item, times: setsTimes(wanted) }, outcome, talk, needs, plan);
}

export function setsTimes(wanted: PlanCommand): boolean {
  if (wanted.type !== "edit") return false;
  return wanted.changes.some(
    (change) => change.change === "replace" || (change.change === "fields" && (change.window || change.schedule)),
  );
}

export function send(request: Request, { person, key }: Talk, { submit }: ChatNeeds): Promise<Outcome> {
  return submit({ key, actor: { kind: "person", id: person.id }, request });
}

/** What became of a command, in words. `before` names the items of a plan that refused. */
export async function outcomeReplies(
  taken: Taken,
  outcome: Outcome,
  talk: Talk,
  needs: ChatNeeds,
  before?: Plan,
): Promise<readonly Reply[]> {
  if (!outcome.taken) return refused(outcome.refusal, talk, before);
  const plan = await needs.plans.byId(outcome.plan.id);
  if (!plan) return [];
  if (outcome.events.length > 0) return good(replyText(taken, plan, talk.reader));
  return plain(repeatText(taken, plan, talk.reader, talk.person.id));
}

/** The item's id, by its place on the card. */
export function itemAt(plan: Plan, place: number): string | undefined {
  return plan.content.items[place - 1]?.id;
}

/** Sends a command about the item at a place, such as the third of plan 52. */
export async function itemCommand(
  { plan: index, place }: { readonly plan: number; readonly place: number },
  make: (item: string) => PlanCommand,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const item = itemAt(plan, place);
  if (item === undefined) {
    return refused({ code: "unknown-item", item: `${index}.${place}`, items: plan.content.items.length }, talk, plan);
  }
  return commandTo(plan, make(item), talk, needs);
}
