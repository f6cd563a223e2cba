/**
 * What was too much for one day, told in one message on the next.
 */
import type { ChatAdapter, Place } from "../chat/ports.ts";
import type { PersonId } from "../plan/content.ts";
import type { PlanEvent } from "../plan/event.ts";
import type { Plan } from "../plan/plan.ts";
import { findKey, insertKey } from "../store/keys.ts";
import { readLog } from "../store/log.ts";
import { loadPlan } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import { countTold, heldNotices } from "../store/told.ts";
import type { AddressBook } from "./card-names.ts";
import { addressOf, platformOf } from "./card-names.ts";
import type { MessageLimit } from "./message-limit.ts";
import { enqueue } from "./outbox.ts";
import { planOf } from "./plan-row.ts";
import type { Firing } from "./timer-loop.ts";
import type { DigestTimer } from "./within-limit.ts";
import { setDigest } from "./within-limit.ts";

export interface DigestJob extends DigestTimer {
  readonly place: Place;
}

/** Something that could not be told at its time. */
export interface HeldEvent {
  readonly plan: Plan;
  readonly event: PlanEvent;
}

export interface DigestNeeds {
  readonly store: Store;
  readonly now: () => number;
  readonly limit: MessageLimit;
  readonly book: () => AddressBook;
}

/** Queues the digest to wherever its person is, as one message of the day; on a full day it waits for the next. */
export async function queueDigest({ key, timer }: Firing, needs: DigestNeeds): Promise<void> {
  const { store, limit } = needs;
  const digest: DigestTimer = JSON.parse(timer.payload);
  const { person, day } = digest;
  const now = needs.now();
  const places = needs.book().direct(person);
  await store.write(async (tx) => {
    if (await findKey(tx, key)) return;
    await insertKey(tx, { key, at: now, outcome: "{}" });
    if (!(await countTold(tx, person, limit.dayOf(person, now), limit.perDay))) {
      return setDigest(tx, digest, limit.morningAfter(person, now));
    }
    for (const place of places) {
      const job: DigestJob = { person, day, place };
      const name = `digest:${person}:${day}:${place}`;
      const lane = `${platformOf(place)}|tell:${place}`;
      await enqueue(tx, { kind: "digest", lane, key: name, payload: job, dueAt: now }, now);
    }
  });
}

/** More lines than this are not read; the plans have them all. */
const MOST_LINES = 12;

/** Sends the digest, in the words of `show`. */
export async function sendDigest(
  { person, day, place }: DigestJob,
  store: Store,
  adapters: Readonly<Record<string, ChatAdapter>>,
  show: (person: PersonId, held: readonly HeldEvent[], more: number) => string,
): Promise<void> {
  const adapter = adapters[platformOf(place)];
  const address = addressOf(place);
  if (!adapter || address.kind === "room") return;
  const notices = await heldNotices(store.read, person, day);
  if (notices.length === 0) return;
  const events: HeldEvent[] = [];
  for (const { plan_id, seq } of notices.slice(0, MOST_LINES)) {
    const row = await loadPlan(store.read, plan_id);
    const [entry] = await readLog(store.read, plan_id, { after: seq - 1, limit: 1 });
    // Log entries are this product's own writing, so their shape is taken at its word.
    if (row && entry) events.push({ plan: planOf(row), event: JSON.parse(entry.event) });
  }
  const text = show(person, events, notices.length - events.length);
  await adapter.tell(address.account, place, text, `digest:${person}:${day}:${place}`);
}
