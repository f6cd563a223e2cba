/**
 * What is known after a request to Jira that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Instant } from "../../src/plan/content.ts";

/** What a request is about, in the words of the protocol: people are told it together with what went wrong. */
export interface Errand {
  readonly method: string;
  readonly path: string;
}

export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** Jira answered, and not as was asked for. */
export class RefusedError extends EngineError {
  readonly status: number;
  constructor(message: string, status: number, details: ConstructorParameters<typeof EngineError>[1]) {
    super(message, details);
    this.status = status;
  }
}

const LONGEST_WORDS = 300;
/** How Jira says that it wants a person to solve a captcha: after several wrong passwords it takes none at all. */
const CAPTCHA = "AUTHENTICATED_FAILED";

/** The error of an answer that is none of the expected ones. Redirects are not followed: they lead to a sign-in page. */
export function refused({ method, path }: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const { status, header } = refusal;
  const details = statusDetails(status, method !== "GET", retryAfterOf(header("retry-after"), now()));
  if (status === 401 || header("x-seraph-loginreason")?.includes(CAPTCHA)) {
    return new RefusedError("Jira does not take the token: look at JIRA_EMAIL and JIRA_TOKEN", status, details);
  }
  const words = wordsOf(refusal.text);
  return new RefusedError(`Jira answered ${status} to ${method} ${path}${words && `: ${words}`}`, status, details);
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
  const what = unreached ? "Jira can't be reached" : `no answer from Jira to ${method} ${path}`;
  return new EngineError(`${what}${code === undefined ? "" : ` (${code})`}`, { sure: true, again: true }, cause);
}

/** The error of an answer that Jira does not give. */
export function strange({ method, path }: Errand, what: string, cause?: unknown): EngineError {
  const details = { sure: true, again: true };
  return new EngineError(`Jira gave a strange answer to ${method} ${path}: ${what}`, details, cause);
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
  const words = [...errorMessages, ...Object.values(errors)].join("; ");
  return words.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_WORDS);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
