/**
 * One attempt of a delivery: the request that goes out, and what its answer means for the delivery.
 *
 * Headers are Zadig's and those of Standard Webhooks, so that receivers of either kind work unchanged.
 */

import { retryAfterOf } from "../flow/retry-after.ts";
import type { Instant } from "../plan/content.ts";
import type { Answer, OutgoingRequest } from "./guarded-request.ts";
import { RequestProblem } from "./request-problem.ts";
import { signatureHeaders } from "./signature.ts";

export interface DeliveryParts {
  readonly url: string;
  /** `finish_planning`, `start_execute` or `all_job_done`. */
  readonly event: string;
  /** The same for every endpoint that is told of the event. */
  readonly eventId: string;
  /** The same for every attempt: the receiver's idempotency key. Printable ASCII without dots. */
  readonly deliveryId: string;
  readonly body: string;
  /** The first is also Zadig's token; each of them signs. None: neither token nor signature. */
  readonly secrets: readonly string[];
  /** Where this gonogo is to be found. */
  readonly instance: string | undefined;
  readonly version: string;
  /** When this attempt is made. */
  readonly at: Instant;
}

/** The request of one attempt. Throws for an id or a secret that cannot be signed with. */
export function deliveryRequest(parts: DeliveryParts): OutgoingRequest {
  const { url, event, eventId, deliveryId, body, secrets, instance, version, at } = parts;
  const [token] = secrets;
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": `gonogo/${version}`,
    ...(token === undefined ? {} : { "X-Zadig-Token": headerText(token) }),
    "X-Zadig-Event": event,
    "X-Zadig-Event-UUID": eventId,
    "X-Zadig-Webhook-UUID": deliveryId,
    ...(instance === undefined ? {} : { "X-Zadig-Instance": instance }),
    ...signatureHeaders({ id: deliveryId, at, body, secrets }),
  };
  return { method: "POST", url, headers, body, redirects: "same-method" };
}

export type Verdict =
  | { readonly kind: "accepted" }
  /** The receiver wants nothing more, ever. */
  | { readonly kind: "gone" }
  /** `retryAfter` (ms) is how long the receiver asks to be left alone. */
  | { readonly kind: "retry"; readonly retryAfter: number | undefined };

/**
 * What came of an attempt. Whatever is neither accepted nor gone is tried again, 4xx too: receivers get mended.
 */
export function verdictOf(result: Answer | RequestProblem, now: Instant): Verdict {
  if (result instanceof RequestProblem) return { kind: "retry", retryAfter: undefined };
  if (result.status >= 200 && result.status < 300) return { kind: "accepted" };
  if (result.status === 410) return { kind: "gone" };
  return { kind: "retry", retryAfter: retryAfterOf(result.headers["retry-after"], now) };
}

/** What the delivery log keeps of an answer: enough to see what the receiver meant. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 1,000 characters, without control characters. */
  readonly body: string;
}

const LOGGED_HEADERS = [
  "content-type",
  "content-length",
  "date",
  "location",
  "retry-after",
  "server",
  "x-request-id",
] as const;
const BODY_LENGTH = 1_000;
const HEADER_LENGTH = 200;

export function responseHead({ status, headers, body }: Answer): ResponseHead {
  const kept = LOGGED_HEADERS.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, start(cleaned(value), HEADER_LENGTH)] as const];
  });
  return { status, headers: Object.fromEntries(kept), body: start(cleaned(body), BODY_LENGTH) };
}

/** Control characters but tab and newline, and those that turn the direction of writing: they forge what a reader sees. */
const CONTROL = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

function cleaned(text: string): string {
  return text.toWellFormed().replaceAll("\r\n", "\n").replaceAll(CONTROL, "");
}

/** The start of a text, with no character cut in two. */
function start(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** Header text is bytes; Zadig writes those of UTF-8. */
function headerText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
