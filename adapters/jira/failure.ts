/**
 * What is known after a request to Jira that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { statusDetails } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Errand, Refusal } from "../../src/flow/service-failure.ts";
import { failuresOf, inOneLine, isActing, jsonOf, RefusedError } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

/** How Jira says that it wants a person to solve a captcha: after several wrong passwords it takes none at all. */
const CAPTCHA = "AUTHENTICATED_FAILED";

const jira = failuresOf("Jira");
export const { unanswered, strange } = jira;

/** The error of an answer that is none of the expected ones. Redirects are not followed: they lead to a sign-in page. */
export function refused(errand: Errand, { status, header, text }: Refusal, now: () => Instant): RefusedError {
  const details = statusDetails(status, isActing(errand), retryAfterOf(header("retry-after"), now()));
  const words = wordsOf(text);
  if (status === 401 || header("x-seraph-loginreason")?.includes(CAPTCHA)) {
    return new RefusedError(
      "Jira does not take the token: look at JIRA_EMAIL and JIRA_TOKEN",
      { status, words },
      details,
    );
  }
  return jira.refused(errand, status, words, details);
}

const wordsSchema = z.union([
  z.object({ errorMessages: z.array(z.string()).default([]), errors: z.record(z.string(), z.string()).default({}) }),
  z.object({ message: z.string() }).transform(({ message }) => ({ errorMessages: [message], errors: {} })),
]);

/** Jira says why in `errorMessages`, and by field in `errors`; its gateway says `message`. */
function wordsOf(text: string): string {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return "";
  const { errorMessages, errors } = parsed.data;
  return inOneLine([...errorMessages, ...Object.values(errors)].join("; "));
}
