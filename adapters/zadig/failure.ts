/**
 * What is known after a request to Zadig that did not work, told without ever repeating the token.
 */
import { z } from "zod";
import type { EngineError } from "../../src/flow/engine.ts";
import { statusDetails } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Errand } from "../../src/flow/service-failure.ts";
import { failuresOf, inOneLine, isActing, jsonOf } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

const zadig = failuresOf("Zadig");
export const { unanswered, strange } = zadig;

const NOTHING_THERE = /no documents in result|not found|not exist/i;

const wordsSchema = z.object({ message: z.string().catch(""), description: z.string().catch("") });

/** What Zadig says in an error: its message, and its description where it has one. */
export function wordsOf({ text }: Answer): string {
  const read = wordsSchema.safeParse(jsonOf(text));
  return inOneLine(read.success ? [read.data.message, read.data.description].filter(Boolean).join(": ") : "");
}

/** Whether it says that there is no such thing; Zadig has no status of its own for that. */
export function saysNothingThere(answer: Answer): boolean {
  return answer.status === 404 || ([400, 500].includes(answer.status) && NOTHING_THERE.test(wordsOf(answer)));
}

/** The error of an answer that is none of the expected ones. */
export function refused(errand: Errand, answer: Answer, now: () => Instant): EngineError {
  const details = statusDetails(answer.status, isActing(errand), retryAfterOf(answer.retryAfter, now()));
  return zadig.refused(errand, answer.status, wordsOf(answer), details);
}
