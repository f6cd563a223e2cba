/**
 * What a strict receiver demands of a delivery before it believes it.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Webhook } from "standardwebhooks";
import type { z } from "zod";
import { hookBody, routedBody } from "./hook-body.ts";

export interface HookDemands {
  /** As it stands in the settings of the sender: its token, and with `whsec_` or as it is the key of its signature. */
  readonly secret: string;
  /** The clock of the receiver (ms). */
  readonly now: () => number;
  /** `zadig` demands Zadig's body to the last field, `routed` the plan's id and the event. */
  readonly body: "zadig" | "routed";
  /** Where the sender says it is; any URL, or nothing, when it is not given. */
  readonly instance?: string | undefined;
}

export interface Delivery {
  readonly id: string;
  readonly plan: string;
  readonly event: string;
  readonly eventId: string;
  readonly body: string;
}

export type Checked =
  | { readonly delivery: Delivery }
  | { readonly status: 400 | 401 | 405 | 415; readonly wrong: string };

const TOLERANCE_S = 300;

/** The delivery, or the status a real receiver would answer with, and what is wrong. */
export function checkDelivery(
  method: string,
  headers: IncomingHttpHeaders,
  bytes: Buffer,
  demands: HookDemands,
): Checked {
  if (method !== "POST") return { status: 405, wrong: `method ${method}` };
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(headers["content-type"] ?? "")) {
    return { status: 415, wrong: `content-type ${headers["content-type"]}` };
  }
  const unknown = unverified(headers, bytes, demands);
  if (unknown !== undefined) return { status: 401, wrong: unknown };
  const bad = badHeader(headers, demands);
  if (bad !== undefined) return { status: 400, wrong: bad };
  return readDelivery(headers, bytes, demands);
}

function unverified(headers: IncomingHttpHeaders, bytes: Buffer, { secret, now }: HookDemands): string | undefined {
  // Header bytes arrive as latin1 text.
  const token = Buffer.from(one(headers, "x-zadig-token"), "latin1");
  const expected = Buffer.from(secret, "utf8");
  if (token.byteLength !== expected.byteLength || !timingSafeEqual(token, expected)) return "x-zadig-token";
  const timestamp = one(headers, "webhook-timestamp");
  if (!/^\d{1,12}$/.test(timestamp)) return `webhook-timestamp ${timestamp}`;
  if (Math.abs(now() / 1000 - Number(timestamp)) > TOLERANCE_S + 1) return `webhook-timestamp ${timestamp} at ${now()}`;
  // The package verifies by the machine's clock; what it signs for the sender's time is compared by the receiver's clock.
  const webhook = new Webhook(secret.startsWith("whsec_") ? secret : Buffer.from(secret).toString("base64"));
  const signature = webhook.sign(one(headers, "webhook-id"), new Date(Number(timestamp) * 1000), bytes);
  return one(headers, "webhook-signature").split(" ").includes(signature) ? undefined : "webhook-signature";
}

const UUIDISH = /^[\w-]{8,64}$/;

function badHeader(headers: IncomingHttpHeaders, { instance }: HookDemands): string | undefined {
  const wanted: readonly (readonly [string, (value: string) => boolean])[] = [
    ["user-agent", (value) => /^gonogo\/\S+$/.test(value)],
    ["x-zadig-event", (value) => value !== ""],
    ["x-zadig-event-uuid", (value) => UUIDISH.test(value)],
    ["x-zadig-webhook-uuid", (value) => UUIDISH.test(value)],
    ["webhook-id", (value) => /^[^.\s]{1,256}$/.test(value)],
    [
      "x-zadig-instance",
      (value) => (instance === undefined ? value === "" || URL.canParse(value) : value === instance),
    ],
  ];
  const bad = wanted.find(([name, isRight]) => !isRight(one(headers, name)));
  return bad === undefined ? undefined : `${bad[0]} ${one(headers, bad[0])}`;
}

function readDelivery(headers: IncomingHttpHeaders, bytes: Buffer, demands: HookDemands): Checked {
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) return { status: 400, wrong: "a body that is not UTF-8" };
  const parsed = parseJson(text);
  const schema: z.ZodType<z.infer<typeof routedBody>> = demands.body === "zadig" ? hookBody : routedBody;
  const read = schema.safeParse(parsed);
  if (!read.success) return { status: 400, wrong: `body: ${read.error.message}` };
  const { id: plan, event_name: event } = read.data.release_plan;
  const header = one(headers, "x-zadig-event");
  // Zadig 4 writes the constant, Zadig 5 the event.
  if (header !== event && header !== "release_plan") {
    return { status: 400, wrong: `x-zadig-event ${header} for ${event}` };
  }
  if (demands.body === "zadig" && hookBody.parse(parsed).event !== header) {
    return { status: 400, wrong: `an envelope of another event than ${header}` };
  }
  return {
    delivery: { id: one(headers, "webhook-id"), plan, event, eventId: one(headers, "x-zadig-event-uuid"), body: text },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function one(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}
