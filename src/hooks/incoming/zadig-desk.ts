/**
 * What chats hear from Zadig, and answers for it: an answer is stored once per wait, and told from the outbox.
 */
import type { Press, Pressing, ZadigDesk, ZadigSubscription, ZadigVerdict } from "../../chat/zadig-notice.ts";
import { placeOf } from "../../flow/card-names.ts";
import type { PersonId } from "../../plan/content.ts";
import type { Store, Tx } from "../../store/store.ts";
import { endSubscriptions, saveSubscription, subscriptionsAt } from "../../store/subscriptions.ts";
import type { ZadigAnswerRow } from "../../store/zadig-notices.ts";
import {
  addZadigCard,
  findZadigAnswer,
  holdZadigNotice,
  noticeAtGate,
  saveZadigAnswer,
  settleZadigAnswer,
  waitingZadigNotices,
} from "../../store/zadig-notices.ts";
import type { ZadigAnswerJob } from "./outgoing.ts";
import { queueAnswer, queueCard, queueCards } from "./outgoing.ts";
import { answerOf } from "./show-notice.ts";
import { hears, subscriptionOf } from "./subject.ts";
import { keptNotice } from "./take-notice.ts";

export interface ZadigDeskNeeds {
  readonly store: Store;
  readonly mayDecide: (person: PersonId) => boolean;
  /** Everybody who may, to be named to somebody who may not. */
  readonly deciders: () => readonly PersonId[];
}

export function createZadigDesk(needs: ZadigDeskNeeds): ZadigDesk {
  const { store } = needs;
  return {
    subscribe: (place, wanted, by, at) =>
      store.write(async (tx) => {
        await saveSubscription(tx, { place, source: "zadig", ...columnsOf(wanted), by_person: by, at });
        await showWaiting(tx, place, wanted, at);
      }),
    unsubscribe: (place) => store.write(async (tx) => (await endSubscriptions(tx, place, "zadig")) > 0),
    subscriptions: async (place) => (await subscriptionsAt(store.read, place)).map(subscriptionOf),
    ask: (press) => allowed(press, needs, () => store.write(async (tx) => (await openAt(tx, press)).pressing)),
    answer: (press) => allowed(press, needs, () => store.write((tx) => give(tx, press))),
    sendAgain: (press) => allowed(press, needs, () => store.write((tx) => giveAgain(tx, press))),
  };
}

function columnsOf({ project, plan, events }: ZadigSubscription) {
  const [byProject, words] = [project ?? null, plan ?? null];
  return { filter: JSON.stringify([byProject, words]), project: byProject, words, events: JSON.stringify(events) };
}

const DAY = 24 * 60 * 60_000;
/** What waits longer was answered elsewhere, or nobody misses it. */
const WAITS_LAST = 7 * DAY;
const MOST_WAITING = 20;

/** Zadig tells of a wait once: a chat that begins to listen is shown those that go on. */
async function showWaiting(tx: Tx, place: string, wanted: ZadigSubscription, now: number): Promise<void> {
  const known = placeOf(place);
  for (const { subject, notice } of await waitingZadigNotices(tx, now - WAITS_LAST, MOST_WAITING)) {
    if (!known || notice === null || !hears(wanted, keptNotice(notice))) continue;
    await addZadigCard(tx, subject, known);
    await queueCard(tx, { subject, place: known }, now);
  }
}

async function allowed(
  { person }: Press,
  { mayDecide, deciders }: ZadigDeskNeeds,
  go: () => Promise<Pressing>,
): Promise<Pressing> {
  return mayDecide(person) ? go() : { kind: "not-allowed", who: deciders() };
}

interface Waiting {
  readonly subject: string;
  readonly plan: string;
  readonly checkpoint: string;
  readonly code: string;
}

/** Whether the gate is still open to an answer; its subject is held until the transaction ends. */
async function openAt(
  tx: Tx,
  { gate, at }: Press,
): Promise<{ readonly pressing: Pressing; readonly waiting?: Waiting | undefined }> {
  const found = await noticeAtGate(tx, gate);
  const held = found && (await holdZadigNotice(tx, found.subject, at));
  const answer = await findZadigAnswer(tx, gate);
  const stillOpen = answer?.state === "refused" && answer.waiting === 1;
  if (answer && !stillOpen) return { pressing: { kind: "already", answer: answerOf(answer) } };
  if (!held || held.gate !== gate || held.notice === null) return { pressing: { kind: "over" } };
  const notice = keptNotice(held.notice);
  if (notice.kind !== "plan" || notice.waitsFor === undefined || notice.code === undefined) {
    return { pressing: { kind: "over" } };
  }
  const { id: plan, waitsFor: checkpoint, code } = notice;
  return { pressing: { kind: "taken", name: notice.name }, waiting: { subject: held.subject, plan, checkpoint, code } };
}

type Given = Press & { readonly verdict: ZadigVerdict; readonly reason?: string | undefined };

async function give(tx: Tx, given: Given): Promise<Pressing> {
  const { pressing, waiting } = await openAt(tx, given);
  if (!waiting) return pressing;
  const { gate, person, at, verdict, reason = null } = given;
  await saveZadigAnswer(tx, { gate, ...waiting, verdict, reason, person, at, ...SENDING });
  await queueBoth(tx, { gate, again: false }, waiting.subject, at);
  return pressing;
}

const SENDING = { state: "sending", words: null, waiting: 0, settled_at: null } as const;

/** An answer that did not reach Zadig, once more; whoever gave it stays the one who did. */
async function giveAgain(tx: Tx, { gate, at }: Press): Promise<Pressing> {
  const answer = await findZadigAnswer(tx, gate);
  const held = answer && (await holdZadigNotice(tx, answer.subject, at));
  const now: ZadigAnswerRow | undefined = held && (await findZadigAnswer(tx, gate));
  if (!now || !held || held.notice === null || held.gate !== gate) return { kind: "over" };
  if (now.state !== "unreachable") return { kind: "already", answer: answerOf(now) };
  await settleZadigAnswer(tx, gate, SENDING);
  await queueBoth(tx, { gate, again: true }, now.subject, at);
  return { kind: "taken", name: nameOf(held.notice) };
}

function nameOf(kept: string): string {
  const notice = keptNotice(kept);
  return notice.kind === "plan" ? notice.name : notice.workflowName;
}

async function queueBoth(tx: Tx, job: ZadigAnswerJob, subject: string, now: number): Promise<void> {
  await queueAnswer(tx, job, subject, now);
  await queueCards(tx, subject, now);
}
