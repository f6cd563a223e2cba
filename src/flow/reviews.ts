/**
 * The plan that looks back at an emergency: made by itself when the emergency has ended, once.
 */
import type { Lang } from "../chat/texts/catalogue.ts";
import { oneLine } from "../chat/texts/markdown.ts";
import { say } from "../chat/texts/say.ts";
import type { Content, Item, PersonId } from "../plan/content.ts";
import { LIMITS } from "../plan/content.ts";
import type { Context } from "../plan/context.ts";
import { STANDARD_POLICY } from "../plan/context.ts";
import type { Actor, Plan } from "../plan/plan.ts";
import { wantsReview } from "../plan/policy.ts";
import type { Door } from "./door.ts";

const TIMER: Actor = { kind: "system", part: "timer" };
const QUESTIONS = ["happened", "approval", "prevent"] as const;

export interface ReviewNeeds {
  readonly door: Door;
  readonly load: (plan: string) => Promise<Plan | undefined>;
  readonly policies: Context["policies"];
  /** Who has it when the emergency's manager is no longer with the team. */
  readonly admins: () => readonly PersonId[];
  readonly lang: Lang;
}

/** Makes the review of an emergency, and says its number on it. Done again, it finds the one that was made. */
export function createReviews(needs: ReviewNeeds): (plan: string) => Promise<void> {
  return async (id) => {
    const plan = await needs.load(id);
    if (!plan || !wantsReview(plan, needs)) return;
    const told = { type: "review-made", index: await reviewFor(plan, needs) } as const;
    await needs.door.submit({ key: `review-made:${id}`, actor: TIMER, request: { plan: id, command: told } });
  };
}

/** The number of the review, which is made unless it is there. */
async function reviewFor(plan: Plan, { door, admins, lang }: ReviewNeeds): Promise<number> {
  const key = `review:${plan.id}`;
  let refusal: string | undefined;
  for (const manager of [plan.manager, ...admins()]) {
    const command = { type: "create", key, manager, content: reviewOf(plan, manager, lang) } as const;
    const made = await door.submit({ key: `${key}:${manager}`, actor: TIMER, request: { command } });
    // Refused because it exists, it is named as well.
    if (made.plan) return made.plan.index;
    if (!made.taken) refusal ??= made.refusal.code;
  }
  throw new Error(`the review of plan ${plan.index} could not be made: ${refusal}`);
}

function reviewOf({ index, content }: Plan, manager: PersonId, lang: Lang): Content {
  const items = QUESTIONS.map((question, place): Item => {
    const work = { type: "text", content: say(lang, `review.${question}.text`) } as const;
    return { id: `i${place + 1}`, name: say(lang, `review.${question}`), owners: [manager], after: [], work };
  });
  const reason = oneLine(content.emergency ?? "");
  return {
    name: say(lang, "review.name", { index, name: content.name }).slice(0, LIMITS.name),
    description: say(lang, "review.description", { index, reason }),
    requirements: [],
    items,
    // The standard rules, without levels of its own: it releases nothing.
    policy: STANDARD_POLICY.name,
    editors: [],
    announce: content.announce,
    tags: [],
  };
}
