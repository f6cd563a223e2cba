/**
 * What is known after a request to GitHub that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { statusDetails } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Errand, Refusal, RefusedError } from "../../src/flow/service-failure.ts";
import { failuresOf, inOneLine, isActing, jsonOf } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

/** What GitHub asks for when it limits and does not say for how long. */
const LIMITED_MS = 60_000;

const github = failuresOf("GitHub");
export const { unanswered, strange } = github;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused(errand: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const { status } = refusal;
  const words = wordsOf(refusal.text);
  const wait = waitOf(refusal, words, now());
  // A limit is told as 403 as well as as 429.
  const meant = wait === undefined || status >= 500 ? status : 429;
  return github.refused(errand, status, words, statusDetails(meant, isActing(errand), wait));
}

const wordsSchema = z.object({
  message: z.string(),
  errors: z
    .union([
      z.string().transform((error) => [error]),
      z.array(z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])),
    ])
    .default([])
    .catch([]),
});

function wordsOf(text: string): string {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return "";
  const { message, errors } = parsed.data;
  return inOneLine([message, ...errors].join("; "));
}

/**
 * Milliseconds; undefined where no limit is the reason. As GitHub documents its rate limits: `Retry-After` first; with
 * `x-ratelimit-remaining: 0` until `x-ratelimit-reset` (seconds since 1970); a minute at a secondary limit otherwise.
 */
function waitOf({ status, header }: Refusal, words: string, now: Instant): number | undefined {
  const after = retryAfterOf(header("retry-after"), now);
  if (after !== undefined || (status !== 403 && status !== 429)) return after;
  const reset = header("x-ratelimit-remaining")?.trim() === "0" ? header("x-ratelimit-reset")?.trim() : undefined;
  if (reset !== undefined && /^\d{1,12}$/.test(reset)) {
    return retryAfterOf(String(Math.max(0, Math.ceil(Number(reset) - now / 1_000))), now);
  }
  return status === 429 || /secondary rate limit|abuse detection|rate limit exceeded/i.test(words)
    ? LIMITED_MS
    : undefined;
}
