/**
 * What the card about a subject shows: the notice, and what somebody answered.
 */
import type { ShownNotice, ZadigAnswer } from "../../chat/zadig-notice.ts";
import type { Reader as StoreReader } from "../../store/store.ts";
import type { ZadigAnswerRow } from "../../store/zadig-notices.ts";
import { findZadigAnswer, findZadigNotice } from "../../store/zadig-notices.ts";
import { keptNotice } from "./take-notice.ts";

/** Undefined while nothing was heard of the subject. */
export async function shownNotice(
  read: StoreReader,
  subject: string,
  reachable: boolean,
): Promise<{ readonly shown: ShownNotice; readonly asOf: number } | undefined> {
  const row = await findZadigNotice(read, subject);
  if (!row || row.notice === null) return undefined;
  const notice = keptNotice(row.notice);
  const asOf = row.changed_at;
  if (notice.kind === "task") return { shown: { notice }, asOf };
  const answer = row.gate === null ? undefined : await findZadigAnswer(read, row.gate);
  const gate = row.gate ?? undefined;
  return { shown: { notice, gate, reachable, answer: answer && answerOf(answer) }, asOf };
}

/** An answer as its row says it. */
export function answerOf({ verdict, reason, person, at, state, words, waiting }: ZadigAnswerRow): ZadigAnswer {
  return {
    verdict,
    reason: reason ?? undefined,
    by: person,
    at,
    state,
    words: words ?? undefined,
    waiting: waiting === 1,
  };
}
