/**
 * Bringing events and callbacks to the app, over the long connection or to its URL: events are sent again until they are
 * acknowledged, callbacks once.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ack, LongConnection } from "./long-connection.ts";
import type { WebhookKeys } from "./webhook.ts";
import { post, pushed } from "./webhook.ts";
import { TENANT } from "./world.ts";

/** Nobody waits longer for a callback, and an event not answered in this time is sent again. */
const PATIENCE = 3_000;

export interface DeliveryParts {
  readonly appId: string;
  readonly connection: LongConnection;
  readonly keys: WebhookKeys;
  readonly now: () => number;
}

export interface Delivery {
  /** Each event is delivered as often as this, whatever is answered. */
  copies: number;
  /** How long until an event that was not acknowledged is sent again (ms): on the platform 15 s, 5 min, 1 h, 6 h. */
  retries: readonly number[];
  /** Into how many fragments a frame is cut. */
  fragments: number;
  /** Where to post instead of the long connection. */
  url: string | undefined;
  /** Delivers an event of the second schema; settles when it was acknowledged, or given up. */
  event(type: string, event: object, id?: string): Promise<boolean>;
  /** The same in the first schema, which approvals still use. */
  oldEvent(event: object): Promise<boolean>;
  /** Delivers a callback once. */
  callback(event: object): Promise<Ack | undefined>;
  /** Events that nobody has acknowledged yet. */
  readonly open: number;
  /** Settles when nothing is on its way. */
  idle(): Promise<void>;
  stop(): void;
}

export function createDelivery({ appId, connection, keys, now }: DeliveryParts): Delivery {
  const stopped = new AbortController();
  const underWay = new Set<Promise<boolean>>();
  let open = 0;

  const once = (envelope: unknown): Promise<Ack | undefined> =>
    delivery.url === undefined
      ? connection.push(envelope, PATIENCE, delivery.fragments)
      : post(delivery.url, pushed(envelope, keys, now()), PATIENCE);

  const deliver = async (envelope: unknown): Promise<boolean> => {
    open++;
    try {
      for (const pause of [0, ...delivery.retries]) {
        if (pause > 0) await sleep(pause, undefined, { signal: stopped.signal });
        const ack = await once(envelope);
        if (ack?.code === 200) return true;
      }
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    } finally {
      open--;
    }
    return false;
  };

  const send = (envelope: unknown): Promise<boolean> => {
    const all = Promise.all(Array.from({ length: delivery.copies }, () => deliver(envelope)));
    const outcome = all.then((acknowledged) => acknowledged.includes(true));
    underWay.add(outcome);
    return outcome.finally(() => underWay.delete(outcome));
  };

  const header = (type: string, id: string) => ({
    event_id: id,
    event_type: type,
    create_time: `${now()}`,
    token: delivery.url === undefined ? "" : keys.verificationToken,
    app_id: appId,
    tenant_key: TENANT,
  });

  const delivery: Delivery = {
    copies: 1,
    retries: [100, 200, 400, 800],
    fragments: 1,
    url: undefined,
    get open() {
      return open;
    },
    event: (type, event, id = randomUUID().replaceAll("-", "")) =>
      send({ schema: "2.0", header: header(type, id), event }),
    oldEvent: (event) =>
      send({
        ts: String(now() / 1_000),
        uuid: randomUUID().replaceAll("-", ""),
        token: delivery.url === undefined ? "" : keys.verificationToken,
        type: "event_callback",
        event: { app_id: appId, tenant_key: TENANT, ...event },
      }),
    callback: (event) => {
      const head = header("card.action.trigger", randomUUID().replaceAll("-", ""));
      return once({ schema: "2.0", header: { ...head, create_time: `${now()}000` }, event });
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopped.abort(),
  };
  return delivery;
}
