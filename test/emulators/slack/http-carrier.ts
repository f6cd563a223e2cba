/**
 * Delivery by HTTP: signed requests to the app's address.
 */
import { createHmac } from "node:crypto";
import type { Carrier, Delivered, Kind, Retry } from "./carrier.ts";
import type { Json } from "./world.ts";
import { SIGNING_SECRET } from "./world.ts";

export interface Signed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class HttpCarrier implements Carrier {
  /** Where the app listens, such as `http://127.0.0.1:4664/slack/events`. */
  readonly target: string;
  readonly #now: () => number;
  patience = 3_000;
  /** Everything that was sent, to be sent again by whoever listened in. */
  readonly sent: Signed[] = [];

  constructor(target: string, now: () => number) {
    this.target = target;
    this.#now = now;
  }

  async deliver(kind: Kind, payload: Readonly<Record<string, Json>>, retry?: Retry): Promise<Delivered> {
    const signed = this.sign(kind, payload, retry);
    this.sent.push(signed);
    return this.send(signed);
  }

  sign(kind: Kind, payload: Readonly<Record<string, Json>>, retry?: Retry, at = this.#now()): Signed {
    const body = bodyOf(kind, payload);
    const time = String(Math.floor(at / 1000));
    return {
      url: this.target,
      body,
      headers: {
        "content-type": kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded",
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": time,
        "x-slack-signature": signature(time, body),
        ...(retry && { "x-slack-retry-num": String(retry.number), "x-slack-retry-reason": retry.reason }),
      },
    };
  }

  async send({ url, headers, body }: Signed): Promise<Delivered> {
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(this.patience) });
      const text = await response.text();
      if (response.status !== 200) return { ok: false, why: "refused", status: response.status };
      const json = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
      return { ok: true, body: json ? JSON.parse(text) : text === "" ? {} : { text } };
    } catch (error) {
      return { ok: false, why: error instanceof DOMException ? "timeout" : "no-connection" };
    }
  }
}

export function signature(time: string, body: string, secret = SIGNING_SECRET): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex")}`;
}

function bodyOf(kind: Kind, payload: Readonly<Record<string, Json>>): string {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
  return new URLSearchParams(fields).toString();
}
