/**
 * Whether a request comes from Feishu: signature over the raw bytes, age, decryption, token, app. The SDK's own helpers check
 * none of it reliably, and end the process on bad bodies.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Envelope } from "../envelope.ts";
import { readEnvelope } from "../envelope.ts";
import { decrypt } from "./decrypt.ts";

export interface WebhookKeys {
  readonly appId: string;
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
}

export interface Request {
  /** As it came, byte for byte. */
  readonly body: Buffer;
  readonly header: (name: string) => string | undefined;
}

export type Verified =
  | { readonly kind: "challenge"; readonly challenge: string }
  /** `print` stands for the request: the same for its replays. */
  | { readonly kind: "event"; readonly envelope: Envelope; readonly json: unknown; readonly print: string }
  | { readonly kind: "refused"; readonly status: 400 | 401; readonly why: string };

/** How far the clocks may be apart, and a request be under way (ms). */
const OLDEST = 5 * 60_000;
/** Of an event without a signature: it is sent again until 7 hours later. */
const OLDEST_EVENT = 8 * 60 * 60_000;

const encryptedSchema = z.object({ encrypt: z.string().max(2_000_000) });
const challengeSchema = z.object({
  type: z.literal("url_verification"),
  challenge: z.string().max(500),
  token: z.string().default(""),
});

export function verify(request: Request, keys: WebhookKeys, now: number): Verified {
  const outer = parsed(utf8(request.body));
  if (outer === undefined) return refused(400, "the body is not JSON");
  const { encryptKey } = keys;
  const inner = encryptKey === undefined ? outer : opened(outer, encryptKey);
  if (inner === undefined) return refused(401, "the body is not encrypted with the Encrypt Key");
  const challenge = challengeSchema.safeParse(inner);
  if (challenge.success) return challenged(challenge.data, keys);
  const wrong = encryptKey === undefined ? undefined : wrongSignature(request, encryptKey, now);
  if (wrong !== undefined) return refused(401, wrong);
  const envelope = readEnvelope(inner);
  if (!envelope) return refused(400, "the body is no event");
  const stranger = wrongSender(envelope, keys, now);
  if (stranger !== undefined) return refused(401, stranger);
  return { kind: "event", envelope, json: inner, print: printOf(request) };
}

/** What Feishu asks when the address is saved; it is not signed, so its encryption or its token must say who asks. */
function challenged({ challenge, token }: z.output<typeof challengeSchema>, keys: WebhookKeys): Verified {
  const { verificationToken, encryptKey } = keys;
  const ok = verificationToken === undefined ? encryptKey !== undefined : same(token, verificationToken);
  return ok ? { kind: "challenge", challenge } : refused(401, "the verification token is wrong");
}

function wrongSignature({ body, header }: Request, key: string, now: number): string | undefined {
  const [timestamp, nonce, signature] = ["timestamp", "nonce", "signature"].map((part) =>
    header(`x-lark-${part === "signature" ? part : `request-${part}`}`),
  );
  if (timestamp === undefined || nonce === undefined || signature === undefined) return "the signature is missing";
  if (!/^\d{1,12}$/u.test(timestamp)) return "the timestamp is none";
  if (Math.abs(now - Number(timestamp) * 1_000) > OLDEST) return "the request is too old, or the clocks differ";
  const expected = createHash("sha256").update(`${timestamp}${nonce}${key}`).update(body).digest("hex");
  return same(signature.toLowerCase(), expected) ? undefined : "the signature is wrong";
}

function wrongSender(envelope: Envelope, keys: WebhookKeys, now: number): string | undefined {
  const { appId, encryptKey, verificationToken } = keys;
  if (verificationToken !== undefined && !same(envelope.token, verificationToken))
    return "the verification token is wrong";
  if (verificationToken === undefined && encryptKey === undefined) return "there is nothing to verify it by";
  if (envelope.app !== appId) return "it is for another app";
  const isOld = encryptKey === undefined && (envelope.at === undefined || Math.abs(now - envelope.at) > OLDEST_EVENT);
  return isOld ? "the event is too old" : undefined;
}

/** Of the signature where there is one, else of the body. */
function printOf({ body, header }: Request): string {
  return header("x-lark-signature")?.toLowerCase() ?? createHash("sha256").update(body).digest("hex");
}

function opened(outer: unknown, key: string): unknown {
  const read = encryptedSchema.safeParse(outer);
  const text = read.success ? decrypt(read.data.encrypt, key) : undefined;
  return text === undefined ? undefined : parsed(text);
}

function refused(status: 400 | 401, why: string): Verified {
  return { kind: "refused", status, why };
}

/** In a time that does not tell how much of it is right. */
function same(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
