/**
 * Taking a hook of Zadig in: stored with everything that follows from it in one transaction, sent afterwards.
 *
 * Zadig never re-sends and gives each sending a random id, but what stands between may repeat a request. A hook is a repeat
 * when its id was seen before, or when one that says exactly the same was: everything a card shows, the times of the plan's
 * phases and of its items included, so that the same gate reached once more is another hook.
 */
import type { ZadigNotice } from "../../chat/zadig-notice.ts";
import type { Store, Tx } from "../../store/store.ts";
import { subscriptionsTo } from "../../store/subscriptions.ts";
import type { ZadigAnswerRow, ZadigNoticeRow } from "../../store/zadig-notices.ts";
import {
  addZadigCard,
  addZadigHook,
  findZadigAnswer,
  holdZadigNotice,
  updateZadigNotice,
} from "../../store/zadig-notices.ts";
import { queueCards } from "./outgoing.ts";
import { gateOf, hears, noticeDigest, subjectOf, subscriptionOf } from "./subject.ts";

export interface IncomingHook {
  readonly notice: ZadigNotice;
  /** `X-Zadig-Webhook-UUID`. */
  readonly uuid?: string | undefined;
}

export interface TakeNeeds {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface Taken {
  /** Names the hook; a repeat has the name of the first. */
  readonly id: string;
  readonly repeat: boolean;
}

/** Keeps a hook and queues the cards that show it. Answers when that is durable. */
export async function takeNotice({ notice, uuid }: IncomingHook, { store, now, newId }: TakeNeeds): Promise<Taken> {
  const id = newId();
  const at = now();
  const subject = subjectOf(notice);
  const row = { id, uuid: uuid ?? null, digest: noticeDigest(notice), subject, notice: JSON.stringify(notice), at };
  return store.write(async (tx) => {
    const known = await addZadigHook(tx, row);
    if (known !== undefined) return { id: known, repeat: true };
    const before = await holdZadigNotice(tx, subject, at);
    if (!isLate(notice, before)) await showNotice(tx, before, notice);
    await addWantedCards(tx, subject, notice);
    await queueCards(tx, subject, at);
    return { id, repeat: false };
  });
}

/** More than clocks of one Zadig differ (ms). */
const CLOCKS_DIFFER = 60_000;

/** A hook that was held up on its way tells of what is over; the card stays with what is newer. */
function isLate({ moment }: ZadigNotice, { notice }: ZadigNoticeRow): boolean {
  return notice !== null && moment !== 0 && moment < keptNotice(notice).moment - CLOCKS_DIFFER;
}

async function showNotice(tx: Tx, before: ZadigNoticeRow, notice: ZadigNotice): Promise<void> {
  const { subject } = before;
  const opening = await openingFor(tx, before, notice);
  const gate = notice.kind === "plan" ? gateOf(notice, opening) : undefined;
  await updateZadigNotice(tx, { subject, notice: JSON.stringify(notice), gate: gate ?? null, opening });
}

/**
 * How many waits the plan has had with this one. The instance code alone does not tell: the three waits of a round share
 * it, and a second round may have the same. A wait is another one when the plan was planned anew, or when Zadig has had
 * the answer to the last one and asks again.
 */
async function openingFor(
  tx: Tx,
  { notice: kept, gate, opening }: ZadigNoticeRow,
  notice: ZadigNotice,
): Promise<number> {
  if (notice.kind !== "plan" || notice.waitsFor === undefined) return opening;
  const before = kept === null ? undefined : keptNotice(kept);
  const same =
    gate !== null &&
    before?.kind === "plan" &&
    before.plannedAt === notice.plannedAt &&
    gateOf(notice, opening) === gate;
  const answer = same ? await findZadigAnswer(tx, gate) : undefined;
  return same && !isOver(answer) ? opening : opening + 1;
}

/** Zadig has had its say on the answer: where it waits again, it asks for another one. */
function isOver(answer: ZadigAnswerRow | undefined): boolean {
  return answer?.state === "answered" || answer?.state === "refused";
}

async function addWantedCards(tx: Tx, subject: string, notice: ZadigNotice): Promise<void> {
  for (const row of await subscriptionsTo(tx, "zadig")) {
    if (hears(subscriptionOf(row), notice)) await addZadigCard(tx, subject, row.place);
  }
}

/** What is kept is this product's own writing, so its shape is taken at its word. */
export function keptNotice(text: string): ZadigNotice {
  return JSON.parse(text);
}
