/**
 * Telling Zadig one answer, and writing down what came of it together with the cards that say so.
 */

import { say } from "../../chat/texts/say.ts";
import { NOT_MOVED } from "../../chat/zadig-notice.ts";
import type { CallContext } from "../../flow/outbox-handler.ts";
import { SendError } from "../../flow/send-error.ts";
import type { Tx } from "../../store/store.ts";
import type { AnswerEnd } from "../../store/zadig-notices.ts";
import { findZadigAnswer, holdZadigNotice, settleZadigAnswer } from "../../store/zadig-notices.ts";
import type { ZadigHandlerNeeds } from "./handler-needs.ts";
import type { ZadigAnswerJob } from "./outgoing.ts";
import { queueCards } from "./outgoing.ts";
import type { CallbackEnd } from "./zadig-callback.ts";

type TellNeeds = Pick<ZadigHandlerNeeds, "store" | "callback" | "nameOf" | "lang" | "now">;

export async function tellZadig(
  { gate, again }: ZadigAnswerJob,
  { attempt, signal, onDone }: CallContext,
  { store, callback, nameOf, lang, now }: TellNeeds,
): Promise<void> {
  const answer = await findZadigAnswer(store.read, gate);
  if (answer?.state !== "sending") return;
  if (!callback) throw new SendError("ZADIG_URL and ZADIG_TOKEN are not set", { again: false });
  const { plan, checkpoint, code, verdict, person, reason } = answer;
  const end = await callback(
    {
      plan,
      checkpoint,
      code,
      go: verdict === "go",
      reason: reason === null ? "" : say(lang, "zadig.callback.reason", { person: nameOf(person), reason }),
      repeated: again || attempt > 1,
    },
    signal,
  );
  onDone((tx) => settleAnswer(tx, gate, endOf(end), now()));
}

function endOf(end: CallbackEnd): Omit<AnswerEnd, "settled_at"> {
  switch (end.kind) {
    case "answered":
      return { state: "answered", words: null, waiting: 0 };
    case "not-moved":
      return { state: "refused", words: NOT_MOVED, waiting: 1 };
    case "refused":
      return { state: "refused", words: end.words, waiting: end.waiting ? 1 : 0 };
  }
}

/** Writes down what became of an answer that was being sent, and queues the cards that show it. */
export async function settleAnswer(
  tx: Tx,
  gate: string,
  end: Omit<AnswerEnd, "settled_at">,
  at: number,
): Promise<void> {
  const answer = await findZadigAnswer(tx, gate);
  if (!answer) return;
  await holdZadigNotice(tx, answer.subject, at);
  await settleZadigAnswer(tx, gate, { ...end, settled_at: at });
  await queueCards(tx, answer.subject, at);
}
