/**
 * Sending again what external systems were told.
 */
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say } from "../texts/say.ts";
import { numberedDeliveries } from "../views/hooks-card.ts";
import { commandTo } from "./command.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, planFor, refused } from "./talk.ts";

/** By the id that the button carries. */
export async function sentAgain(
  index: number,
  delivery: string,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const command = await needs.hooks.again(plan.id, delivery);
  if (!command) return bad(say(talk.reader.lang, "hooks.no-delivery", { index, number: delivery }));
  return commandTo(plan, command, talk, needs);
}

/** By the number on the card. */
export async function numberSentAgain(
  { plan: index, number }: Extract<Said, { verb: "hook-again" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const { deliveries } = await needs.hooks.ofPlan(plan.id);
  const found = numberedDeliveries(deliveries).find((numbered) => numbered.number === number);
  return found
    ? sentAgain(index, found.delivery.id, talk, needs)
    : bad(say(talk.reader.lang, "hooks.no-delivery", { index, number }));
}
