/**
 * What Feishu delivers, over whichever way: the second schema of events and callbacks, and the first one, which approvals
 * still use.
 */
import { z } from "zod";

export interface Envelope {
  /** Of this delivery's event; the same when it is delivered again. */
  readonly id: string;
  readonly type: string;
  readonly app: string;
  /** The organisation that the app is installed in. */
  readonly tenant: string;
  /** The verification token; empty over the long connection. */
  readonly token: string;
  /** When it was made (ms); undefined where that can't be read. */
  readonly at: number | undefined;
  readonly event: unknown;
}

const id = z.string().min(1).max(200);
const current = z.object({
  schema: z.literal("2.0"),
  header: z.object({
    event_id: id,
    event_type: id,
    app_id: z.string().default(""),
    tenant_key: z.string().default(""),
    token: z.string().default(""),
    create_time: z.string().default(""),
  }),
  event: z.unknown(),
});
const old = z.object({
  uuid: id,
  type: z.literal("event_callback"),
  token: z.string().default(""),
  ts: z.string().default(""),
  event: z.looseObject({ type: id, app_id: z.string().default(""), tenant_key: z.string().default("") }),
});

/** Undefined for what is no event. */
export function readEnvelope(json: unknown): Envelope | undefined {
  const now = current.safeParse(json);
  if (now.success) {
    const { header, event } = now.data;
    const { event_id, event_type: type, app_id: app, tenant_key: tenant, token, create_time } = header;
    return { id: event_id, type, app, tenant, token, at: timeOf(create_time), event };
  }
  const before = old.safeParse(json);
  if (!before.success) return undefined;
  const { uuid, token, ts, event } = before.data;
  return {
    id: uuid,
    type: event.type,
    app: event.app_id,
    tenant: event.tenant_key,
    token,
    at: timeOf(ts),
    event,
  };
}

/** Feishu writes seconds with fractions, milliseconds and microseconds. */
function timeOf(text: string): number | undefined {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || value <= 0) return undefined;
  if (value < 1e11) return value * 1_000;
  return value < 1e14 ? value : value / 1_000;
}
