/**
 * Pushing to a URL: encrypted with the Encrypt Key, signed over the raw bytes, as the documents describe it.
 */
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import type { Ack } from "./long-connection.ts";

export interface WebhookKeys {
  readonly encryptKey?: string | undefined;
  readonly verificationToken: string;
}

/** `{"encrypt": …}` around a body: AES-256-CBC with the key's SHA-256, the IV in front. */
export function encrypt(body: string, key: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  const data = Buffer.concat([iv, cipher.update(body, "utf8"), cipher.final()]);
  return JSON.stringify({ encrypt: data.toString("base64") });
}

/** The headers of a signed request; `at` is in seconds. */
export function signed(body: string, key: string, at: number, nonce = randomBytes(8).toString("hex")) {
  const signature = createHash("sha256").update(`${at}${nonce}${key}`).update(body).digest("hex");
  return {
    "content-type": "application/json; charset=utf-8",
    "x-lark-request-timestamp": String(at),
    "x-lark-request-nonce": nonce,
    "x-lark-signature": signature,
  };
}

export interface Pushed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is sent for an envelope. */
export function pushed(envelope: unknown, { encryptKey }: WebhookKeys, now: number): Pushed {
  const plain = JSON.stringify(envelope);
  if (encryptKey === undefined) return { body: plain, headers: { "content-type": "application/json; charset=utf-8" } };
  const body = encrypt(plain, encryptKey);
  return { body, headers: signed(body, encryptKey, Math.floor(now / 1_000)) };
}

/** Posts it; undefined where there was no answer in time, or none that counts. */
export async function post(url: string, { body, headers }: Pushed, patience: number): Promise<Ack | undefined> {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method: "POST", body, headers, signal, redirect: "manual" });
    const text = await response.text();
    if (response.status !== 200) return { code: response.status };
    return { code: 200, data: text === "" ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}
