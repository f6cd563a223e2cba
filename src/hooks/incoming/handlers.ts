/**
 * Who sends what notices from Zadig put into the outbox: cards to chats, answers to Zadig.
 */
import { ChatError } from "../../chat/ports.ts";
import type { OutboxHandler } from "../../flow/outbox-handler.ts";
import { SendError } from "../../flow/send-error.ts";
import type { OutboxRow } from "../../store/outbox-rows.ts";
import type { ZadigHandlerNeeds } from "./handler-needs.ts";
import type { ZadigJobs } from "./outgoing.ts";
import { sendZadigCard } from "./send-card.ts";
import { settleAnswer, tellZadig } from "./tell-zadig.ts";

/** Somebody waits in front of the card: after some minutes it says that Zadig could not be told. */
const ATTEMPTS = 6;
const TIMEOUT = 20_000;

/** The outbox's handlers, by kind of row. */
export function zadigNoticeHandlers(needs: ZadigHandlerNeeds): Readonly<Record<keyof ZadigJobs, OutboxHandler>> {
  return {
    "zadig-card": { send: (row, { attempt }) => chatting(sendZadigCard(jobOf<"zadig-card">(row), attempt, needs)) },
    "zadig-answer": {
      send: (row, context) => tellZadig(jobOf<"zadig-answer">(row), context, needs),
      dead: (tx, row, error) => {
        const { gate } = jobOf<"zadig-answer">(row);
        return settleAnswer(tx, gate, { state: "unreachable", words: error, waiting: 0 }, needs.now());
      },
      attempts: ATTEMPTS,
      timeout: TIMEOUT,
    },
  };
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function jobOf<K extends keyof ZadigJobs>(row: OutboxRow): ZadigJobs[K] {
  return JSON.parse(row.payload);
}

/** A platform that will never take it is not asked again. */
async function chatting(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ChatError && (error.code === "gone" || error.code === "forbidden")) {
      throw new SendError(error.message, { again: false, cause: error });
    }
    throw error;
  }
}
