/**
 * What notices from Zadig put into the outbox: cards to bring up to date, and answers to tell.
 */
import type { Place } from "../../chat/ports.ts";
import { placeOf, platformOf } from "../../flow/card-names.ts";
import type { Outgoing } from "../../flow/outbox.ts";
import { enqueue } from "../../flow/outbox.ts";
import type { Tx } from "../../store/store.ts";
import { zadigCardsOf } from "../../store/zadig-notices.ts";

export interface ZadigCardJob {
  readonly subject: string;
  readonly place: Place;
}

export interface ZadigAnswerJob {
  readonly gate: string;
  /** True when it was sent before, and nobody knows what came of it. */
  readonly again: boolean;
}

/** What each kind of outbox row carries. */
export interface ZadigJobs {
  readonly "zadig-card": ZadigCardJob;
  readonly "zadig-answer": ZadigAnswerJob;
}

/** Queues every card about a subject. */
export async function queueCards(tx: Tx, subject: string, now: number): Promise<void> {
  for (const { place } of await zadigCardsOf(tx, subject)) {
    const known = placeOf(place);
    if (known) await queueCard(tx, { subject, place: known }, now);
  }
}

/** Queues one card about a subject. */
export async function queueCard(tx: Tx, job: ZadigCardJob, now: number): Promise<void> {
  await enqueue(tx, cardOutgoing(job, now), now);
}

function cardOutgoing(job: ZadigCardJob, dueAt: number): Outgoing {
  const key = `zadig-card:${job.subject}:${job.place}`;
  const lane = `${platformOf(job.place)}|${key}`;
  return { kind: "zadig-card", lane, collapse: key, key, payload: job, dueAt };
}

/** Queues an answer for Zadig; answers about one plan go out in order. */
export async function queueAnswer(tx: Tx, job: ZadigAnswerJob, subject: string, now: number): Promise<void> {
  const lane = `zadig|answer:${subject}`;
  await enqueue(tx, { kind: "zadig-answer", lane, key: `zadig-answer:${job.gate}`, payload: job, dueAt: now }, now);
}
