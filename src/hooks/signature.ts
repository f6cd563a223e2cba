/**
 * Signatures of hooks and callbacks as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, timestamp and the body's raw bytes.
 *
 * Node's own HMAC is used: the `standardwebhooks` package hashes in JavaScript and turns bytes into text before it does.
 */
import type { KeyObject } from "node:crypto";
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { Instant } from "../plan/content.ts";

const PREFIX = "whsec_";
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;
/** Printable, and without the dot that would let the id be read as a part of what follows it. */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/u;
/** A plain secret also travels as a header. */
const PLAIN_SECRET = /^\P{Cc}+$/u;
const SECONDS = /^\d{1,12}$/u;
const TOLERANCE_MS = 5 * 60_000;

export interface Signing {
  /** The `webhook-id`: printable ASCII without dots. */
  readonly id: string;
  /** When this attempt is made. */
  readonly at: Instant;
  readonly body: string | Uint8Array;
  /** Each signs; a receiver needs one of them. The older ones of a rotation come last. */
  readonly secrets: readonly string[];
}

/** Whether a secret is usable: not empty, no control characters, and base64 if it begins with `whsec_`. */
export function isSecret(secret: string): boolean {
  return keyOf(secret) !== undefined;
}

/** The headers of Standard Webhooks. Throws for an id or a secret that no receiver could verify. */
export function signatureHeaders({ id, at, body, secrets }: Signing): Readonly<Record<string, string>> {
  if (!ID.test(id)) throw new RangeError("a webhook id is printable ASCII without dots");
  const timestamp = String(Math.floor(at / 1000));
  const metadata = { "webhook-id": id, "webhook-timestamp": timestamp };
  if (secrets.length === 0) return metadata;
  const signatures = secrets.map((secret) => {
    const key = keyOf(secret);
    if (key === undefined) throw new RangeError("a webhook secret is empty, or not base64, or has control characters");
    return signatureOf(key, id, timestamp, body);
  });
  return { ...metadata, "webhook-signature": signatures.join(" ") };
}

export interface Signed {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** As it came in: parsed and written again it is another. */
  readonly body: string | Uint8Array;
  readonly secrets: readonly string[];
  readonly now: Instant;
  /** How far the sender's clock may be off, either way (ms). */
  readonly tolerance?: number | undefined;
}

export type Verification = "ok" | "missing" | "too-old" | "too-new" | "wrong";

/** Whether one of the secrets signed this. Takes any input, and never throws; unusable secrets verify nothing. */
export function verifySignature(signed: Signed): Verification {
  const { id, timestamp, signature, body, secrets, now, tolerance = TOLERANCE_MS } = signed;
  if (!(id && timestamp && signature)) return "missing";
  if (!(ID.test(id) && SECONDS.test(timestamp))) return "wrong";
  // The timestamp has no parts of a second.
  const age = Math.floor(now / 1000) - Number(timestamp);
  if (age * 1000 > tolerance) return "too-old";
  if (-age * 1000 > tolerance) return "too-new";
  const given = signature.split(" ").map((one) => Buffer.from(one));
  const expected = secrets.flatMap((secret) => {
    const key = keyOf(secret);
    return key === undefined ? [] : [Buffer.from(signatureOf(key, id, timestamp, body))];
  });
  // All are compared, so that the time taken does not tell which secret was nearly right.
  const matches = expected.flatMap((one) => given.filter((other) => isSame(one, other)));
  return matches.length > 0 ? "ok" : "wrong";
}

/**
 * `whsec_` is followed by the key in base64; any other secret is its own key, as shared secrets of older receivers are.
 * A key object: an HMAC with a bare buffer for its key takes four times as long.
 */
function keyOf(secret: string): KeyObject | undefined {
  if (!secret.startsWith(PREFIX)) return PLAIN_SECRET.test(secret) ? createSecretKey(secret, "utf8") : undefined;
  const encoded = secret.slice(PREFIX.length);
  const isWhole = BASE64.test(encoded) && encoded.replaceAll("=", "").length % 4 !== 1;
  return isWhole ? createSecretKey(encoded, "base64") : undefined;
}

function signatureOf(key: KeyObject, id: string, timestamp: string, body: string | Uint8Array): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")}`;
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
