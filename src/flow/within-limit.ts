/**
 * At most so many messages a person and day. What is beyond waits for the next morning, and is then told in one.
 */
import type { PersonId } from "../plan/content.ts";
import type { Plan } from "../plan/plan.ts";
import type { Tx } from "../store/store.ts";
import { countTold, holdNotice } from "../store/told.ts";
import type { Effect } from "./effects.ts";
import type { MessageLimit } from "./message-limit.ts";
import { setTimer } from "./timers.ts";

type Tell = Extract<Effect, { effect: "tell" }>;

export interface DigestTimer {
  readonly person: PersonId;
  /** The day of what was held back. */
  readonly day: string;
}

/** The effects without the messages that would be too many; those are kept, and a timer is set for them. */
export async function withinLimit(
  tx: Tx,
  plan: Plan,
  effects: readonly Effect[],
  limit: MessageLimit,
): Promise<readonly Effect[]> {
  const held = new Set<string>();
  for (const { person, seq } of messagesOf(effects)) {
    const day = limit.dayOf(person, plan.changedAt);
    if (await countTold(tx, person, day, limit.perDay)) continue;
    held.add(nameOf(person, seq));
    await holdNotice(tx, { person, day, plan_id: plan.id, seq });
    await setDigest(tx, { person, day }, limit.morningAfter(person, plan.changedAt));
  }
  return effects.filter((effect) => effect.effect !== "tell" || !held.has(nameOf(effect.person, effect.seq)));
}

export async function setDigest(tx: Tx, digest: DigestTimer, dueAt: number): Promise<void> {
  await setTimer(tx, { key: `digest:${digest.person}:${digest.day}`, kind: "digest", dueAt, payload: digest });
}

/** One for each person and happening, whatever the number of their accounts; in one order, so that nobody waits in a ring. */
function messagesOf(effects: readonly Effect[]): readonly Pick<Tell, "person" | "seq">[] {
  const tells = effects.filter((effect) => effect.effect === "tell");
  const byName = new Map(tells.map((tell) => [nameOf(tell.person, tell.seq), tell]));
  return [...byName].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, tell]) => tell);
}

function nameOf(person: PersonId, seq: number): string {
  return `${person} ${seq}`;
}
