/**
 * Bringing cards, timeline lines and personal notices to where people are. What a card shows is made when it is sent, from
 * the plan as it is then, so a late card is never an old one.
 */
import type { Card } from "../chat/card.ts";
import type { ChatAdapter, Place } from "../chat/ports.ts";
import type { PersonId } from "../plan/content.ts";
import { canonicalJson } from "../plan/digest.ts";
import type { PlanEvent } from "../plan/event.ts";
import type { Plan } from "../plan/plan.ts";
import { findCard, updateCard } from "../store/cards.ts";
import { readLog } from "../store/log.ts";
import { loadPlan } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import type { CardName } from "./card-names.ts";
import { addressOf, cardNameOf, platformOf } from "./card-names.ts";
import { isRefusal, placeCard } from "./place-card.ts";
import { planOf } from "./plan-row.ts";

export interface CardJob {
  readonly plan: string;
  readonly card: string;
  readonly place: Place;
}

export interface NoteJob {
  readonly plan: string;
  readonly place: Place;
  readonly seq: number;
}

export interface TellJob extends NoteJob {
  readonly person: PersonId;
}

/** What cards and lines show, in the language of the place. */
export interface Show {
  /** The card, and whether it is decided for good; undefined when there is nothing to show at this place. */
  card(plan: Plan, name: CardName, place: Place): { readonly card: Card; readonly closed: boolean } | undefined;
  note(plan: Plan, event: PlanEvent, place: Place): string;
  notice(plan: Plan, event: PlanEvent, person: PersonId): string;
  /** What was too much for a day; `more` says how much of it is not told one by one. */
  digest(person: PersonId, held: readonly { readonly plan: Plan; readonly event: PlanEvent }[], more: number): string;
  /** Stands in the thread of a card that goes on in a newer message. */
  moved(place: Place): string;
}

export interface SendNeeds {
  readonly store: Store;
  readonly adapters: Readonly<Record<string, ChatAdapter>>;
  readonly show: Show;
  readonly hash: (text: string) => string;
}

export interface Sender {
  /** After an earlier attempt nobody knows what the message shows: it is written anew. */
  card(job: CardJob, attempt: number): Promise<void>;
  note(job: NoteJob): Promise<void>;
  tell(job: TellJob): Promise<void>;
}

export function createSender(needs: SendNeeds): Sender {
  return {
    card: (job, attempt) => sendCard(needs, job, attempt),
    note: (job) => sendNote(needs, job),
    tell: (job) => sendTell(needs, job),
  };
}

async function sendCard(
  needs: SendNeeds,
  { plan: planId, card: text, place }: CardJob,
  attempt: number,
): Promise<void> {
  const { store, adapters, show, hash } = needs;
  const adapter = adapters[platformOf(place)];
  const name = cardNameOf(text);
  const row = await loadPlan(store.read, planId);
  if (!adapter || !name || !row) return;
  const shown = show.card(planOf(row), name, place);
  if (!shown) return;
  const id = { plan_id: planId, card: text, place };
  const kept = await findCard(store.read, id);
  const digest = hash(canonicalJson(shown.card));
  const { version } = row;
  if (attempt === 1 && kept?.shown === digest) {
    if (kept.version < version) await store.write((tx) => updateCard(tx, id, { version }));
    return;
  }
  const ref = await placeCard(needs, adapter, { ...id, place }, kept, shown.card).catch(async (error: unknown) => {
    // Not before the plan changes again, or each reconcile would try the same in vain.
    if (isRefusal(error)) await store.write((tx) => updateCard(tx, id, { version }));
    throw error;
  });
  await store.write((tx) => updateCard(tx, id, { ref, shown: digest, closed: shown.closed ? 1 : 0, version }));
}

async function sendNote({ store, adapters, show }: SendNeeds, { plan, place, seq }: NoteJob): Promise<void> {
  const adapter = adapters[platformOf(place)];
  const kept = await findCard(store.read, { plan_id: plan, card: "plan", place });
  const found = await entryOf(store, plan, seq);
  if (!adapter || !found || !kept?.ref) return;
  await adapter.note(kept.ref, show.note(found.plan, found.event, place), `note:${plan}:${seq}:${place}`);
}

async function sendTell({ store, adapters, show }: SendNeeds, { plan, place, seq, person }: TellJob): Promise<void> {
  const adapter = adapters[platformOf(place)];
  const found = await entryOf(store, plan, seq);
  if (!adapter || !found) return;
  const text = show.notice(found.plan, found.event, person);
  const address = addressOf(place);
  if (address.kind === "room") return;
  await adapter.tell(address.account, place, text, `tell:${plan}:${seq}:${place}`);
}

/** Log entries are this product's own writing, so their shape is taken at its word. */
async function entryOf(
  store: Store,
  planId: string,
  seq: number,
): Promise<{ readonly plan: Plan; readonly event: PlanEvent } | undefined> {
  const [entry] = await readLog(store.read, planId, { after: seq - 1, limit: 1 });
  const row = await loadPlan(store.read, planId);
  return entry && row ? { plan: planOf(row), event: JSON.parse(entry.event) } : undefined;
}
