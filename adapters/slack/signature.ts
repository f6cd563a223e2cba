/**
 * Whether a request is Slack's: signed over its raw body, not old, not from the future, and not seen before.
 *
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack. Bolt's own check takes requests from the future, and
 * the same request again within five minutes.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** How far a request's time may be from ours, either way (ms). */
const WINDOW = 5 * 60_000;

export interface SignedRequest {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Uint8Array;
}

export type Verdict = "genuine" | "unsigned" | "forged" | "old" | "replayed";

export class Signatures {
  readonly #secret: string;
  readonly #now: () => number;
  /** Signatures that were taken, until they would be too old anyway. */
  readonly #taken = new Map<string, number>();

  constructor(secret: string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
  }

  check({ timestamp, signature, body }: SignedRequest): Verdict {
    if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return "unsigned";
    if (!this.#matches(timestamp, signature, body)) return "forged";
    if (Math.abs(this.#now() - Number(timestamp) * 1000) > WINDOW) return "old";
    this.#forget();
    if (this.#taken.has(signature)) return "replayed";
    this.#taken.set(signature, this.#now());
    return "genuine";
  }

  /** It was not taken after all: Slack may send it again within the same second. */
  release(signature: string | undefined): void {
    if (signature !== undefined) this.#taken.delete(signature);
  }

  #matches(timestamp: string, signature: string, body: Uint8Array): boolean {
    const hmac = createHmac("sha256", this.#secret).update(`v0:${timestamp}:`).update(body);
    const [wanted, given] = [Buffer.from(`v0=${hmac.digest("hex")}`), Buffer.from(signature)];
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }

  /** The oldest come first. */
  #forget(): void {
    const over = this.#now() - 2 * WINDOW;
    for (const [signature, at] of this.#taken) {
      if (at >= over) return;
      this.#taken.delete(signature);
    }
  }
}
