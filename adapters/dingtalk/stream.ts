/**
 * The connection to DingTalk's stream, kept up: one attempt at a time, with backoff and jitter; a new connection before the
 * old one is closed, so that nothing falls between them; and a watch over connections that have gone silent.
 */
import { z } from "zod";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import type { Errand } from "./failure.ts";
import { jsonOf, refused, strange } from "./failure.ts";
import type { Http } from "./http.ts";
import type { Listener } from "./line.ts";
import { Line, TOPICS } from "./line.ts";
import type { Credentials } from "./token.ts";

/** The first wait is at most this; it doubles up to the most (ms). At least half of a wait is always kept. */
const FIRST_WAIT = 1_000;
const MOST_WAIT = 60_000;
/** A connection that lasted so long was a good one: the next attempt starts from the shortest wait again. */
const GOOD_AFTER = 30_000;
/** Where connections are made and soon lost, somebody answers: the waits grow to four seconds and no more. */
const MOST_LOSSES = 3;
/** How often DingTalk is asked for a sign of life, and after how long without any the connection is given up (ms). */
const PING_EVERY = 20_000;
const SILENT_AFTER = 90_000;
/** DingTalk stays silent for about ten seconds after it said that a connection ends, and then closes it. */
const RETIRED_FOR = 20_000;

export interface StreamNeeds extends Credentials {
  readonly http: Http;
  readonly apiBase: string;
  readonly listener: Listener;
  readonly now: () => number;
  readonly random: () => number;
  readonly scheduler: Scheduler;
  readonly report: (error: unknown) => void;
  readonly version: string;
}

export interface Stream {
  start(): void;
  /** Ends every connection and attempt; nothing comes back afterwards. */
  stop(): void;
  connected(): boolean;
}

interface Connection {
  readonly line: Line;
  openedAt: number;
  heardAt: number;
  /** Calls its next look off. */
  unwatch: () => void;
  /** Calls its end off, once it has one. */
  reprieve: () => void;
}

const ticketSchema = z.object({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) });

export function createStream(needs: StreamNeeds): Stream {
  const { now, random, scheduler, listener, report } = needs;
  /** Those that DingTalk is about to close; they hear until it does. */
  const retiring = new Set<Connection>();
  let current: Connection | undefined;
  let failures = 0;
  let attempt: "none" | "waiting" | "dialing" = "none";
  let callOff: () => void = () => undefined;
  let stopped = true;

  function dialSoon(): void {
    if (stopped || attempt !== "none") return;
    attempt = "waiting";
    const bound = Math.min(MOST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 20));
    const wait = failures === 0 ? 0 : bound / 2 + (random() * bound) / 2;
    callOff = scheduler.after(wait, () => void dial());
  }

  async function dial(): Promise<void> {
    attempt = "dialing";
    try {
      await connect();
    } catch (error) {
      failures++;
      if (!stopped) report(error);
    }
    attempt = "none";
    if (current === undefined) dialSoon();
  }

  async function connect(): Promise<void> {
    const address = await ticketFor(needs);
    if (stopped) return;
    const { clientId, clientSecret } = needs;
    const line: Line = new Line({
      clientId,
      clientSecret,
      listener,
      heard: () => {
        connection.heardAt = now();
      },
      expiring: () => retire(connection),
      closed: () => drop(connection),
      report,
    });
    const nothing = () => undefined;
    const connection: Connection = { line, openedAt: now(), heardAt: now(), unwatch: nothing, reprieve: nothing };
    try {
      await line.open(address);
    } catch (error) {
      line.end();
      throw error;
    }
    if (stopped) return line.end();
    connection.openedAt = now();
    connection.heardAt = now();
    current = connection;
    watch(connection);
  }

  /** Pings, and gives the connection up when nothing comes back. */
  function watch(connection: Connection): void {
    connection.unwatch = scheduler.after(PING_EVERY, () => {
      if (now() - connection.heardAt < SILENT_AFTER) {
        connection.line.ping();
        return watch(connection);
      }
      report(new Error("DingTalk's stream has gone silent; connecting anew"));
      drop(connection);
    });
  }

  /** The old connection goes on hearing while the new one is made, and a while longer. */
  function retire(connection: Connection): void {
    if (stopped || retiring.has(connection)) return;
    retiring.add(connection);
    connection.reprieve = scheduler.after(RETIRED_FOR, () => drop(connection));
    replace(connection);
  }

  /** Ends it, whoever closed it. */
  function drop(connection: Connection): void {
    connection.unwatch();
    connection.reprieve();
    retiring.delete(connection);
    connection.line.end();
    replace(connection);
  }

  function replace(connection: Connection): void {
    if (current !== connection) return;
    current = undefined;
    failures = now() - connection.openedAt >= GOOD_AFTER ? 0 : Math.min(failures + 1, MOST_LOSSES);
    dialSoon();
  }

  return {
    start() {
      stopped = false;
      failures = 0;
      dialSoon();
    },
    stop() {
      stopped = true;
      callOff();
      if (attempt === "waiting") attempt = "none";
      const open = [...(current ? [current] : []), ...retiring];
      current = undefined;
      for (const connection of open) drop(connection);
    },
    connected: () => current !== undefined || retiring.size > 0,
  };
}

/** Where to connect: a ticket opens one connection, and lapses after 90 seconds. Rejects with a DingtalkError. */
export async function ticketFor({
  http,
  apiBase,
  clientId,
  clientSecret,
  version,
  now,
}: Pick<StreamNeeds, "http" | "apiBase" | "clientId" | "clientSecret" | "version" | "now">): Promise<URL> {
  const errand: Errand = { method: "POST", path: "/v1.0/gateway/connections/open" };
  const body = { clientId, clientSecret, ua: `gonogo/${version}`, subscriptions: TOPICS };
  const answer = await http.send(errand, new URL(errand.path, apiBase), { body });
  if (answer.status !== 200) throw refused(errand, answer, now());
  const parsed = ticketSchema.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw strange(errand, "it names no connection");
  const address = new URL(parsed.data.endpoint);
  address.searchParams.set("ticket", parsed.data.ticket);
  return address;
}
