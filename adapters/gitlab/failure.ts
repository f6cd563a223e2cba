/**
 * What is known after a request to GitLab that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { statusDetails } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Errand, Refusal, RefusedError } from "../../src/flow/service-failure.ts";
import { failuresOf, inOneLine, isActing, jsonOf } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

const gitlab = failuresOf("GitLab");
export const { unanswered, strange } = gitlab;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused(errand: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const details = statusDetails(refusal.status, isActing(errand), waitOf(refusal, now()));
  return gitlab.refused(errand, refusal.status, wordsOf(refusal.text), details);
}

const wordsSchema = z.union([
  z.object({ message: z.union([z.string(), z.record(z.string(), z.array(z.string()))]) }),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error })),
]);

/** GitLab says why as `message`, by field where it concerns one, or as `error`. */
function wordsOf(text: string): string {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return "";
  const { message } = parsed.data;
  return inOneLine(typeof message === "string" ? message : Object.values(message).flat().join("; "));
}

/** Milliseconds: GitLab says `Retry-After` (seconds, or a date), or `RateLimit-Reset` (seconds since 1970). */
function waitOf({ status, header }: Refusal, now: Instant): number | undefined {
  const after = retryAfterOf(header("retry-after"), now);
  const reset = status === 429 ? header("ratelimit-reset")?.trim() : undefined;
  if (after !== undefined || reset === undefined || !/^\d+$/.test(reset)) return after;
  return retryAfterOf(String(Math.max(0, Math.ceil(Number(reset) - now / 1_000))), now);
}
