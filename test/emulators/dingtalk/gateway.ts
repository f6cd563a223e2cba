/**
 * The stream: tickets, connections, frames, acknowledgements, pings, the notice before a connection ends, and what goes
 * wrong there. A push goes to one connection at random, as the real gateway does.
 */
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { z } from "zod";
import type { Told } from "./answers.ts";
import { bodyOf, ok, refuse } from "./answers.ts";
import type { Route } from "./server.ts";
import type { World } from "./world.ts";

const TICKET_LASTS = 90_000;
/** How long a push looks for a connection when the last one was told that it ends. */
const PATIENCE = 3_000;

export interface Ack {
  readonly messageId: string;
  readonly data: unknown;
}

export interface Push {
  readonly messageId: string;
  readonly frame: Readonly<Record<string, unknown>>;
  /** Its acknowledgement; rejects when none came in time. */
  acknowledged(milliseconds?: number): Promise<unknown>;
}

interface Connection {
  readonly socket: WebSocket;
  readonly topics: ReadonlySet<string>;
  retired: boolean;
  silent: boolean;
}

export interface Gateway {
  readonly routes: readonly Route[];
  attach(server: Server, url: () => string): void;
  /** How often a connection was asked for. */
  opens(): number;
  connections(): number;
  /** When there is a connection that is not about to end. */
  connected(): Promise<void>;
  push(
    type: "CALLBACK" | "EVENT",
    topic: string,
    data: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Push>;
  /** The same frame again, as for want of an acknowledgement. */
  again(push: Push): Promise<Push>;
  /** Tells every connection that it ends, is silent, and closes it after so long. */
  rotate(closeAfter?: number): void;
  /** Sends this as a frame, whatever it is. */
  raw(text: string): void;
  ping(): Promise<unknown>;
  /** Connections that neither send nor answer any more. */
  silence(): void;
  cut(): void;
  refuseHandshakes(refused: boolean): void;
  /** From now on each push is delivered so often. */
  repeat(times: number): void;
  readonly acks: readonly Ack[];
  /** Messages that reached nobody. */
  readonly lost: readonly string[];
  close(): void;
}

const openSchema = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  ua: z.string().optional(),
  localIp: z.string().optional(),
  subscriptions: z.array(z.strictObject({ type: z.enum(["EVENT", "CALLBACK", "SYSTEM"]), topic: z.string() })),
});
const ackSchema = z.strictObject({
  code: z.literal(200),
  headers: z.looseObject({ messageId: z.string(), contentType: z.literal("application/json") }),
  message: z.literal("OK"),
  data: z.string(),
});

export function createGateway(world: World): Gateway {
  const tickets = new Map<string, { readonly at: number; readonly topics: ReadonlySet<string> }>();
  const connections = new Set<Connection>();
  const acks: Ack[] = [];
  const lost: string[] = [];
  const waiting = new Map<string, (data: unknown) => void>();
  let watchers: (() => void)[] = [];
  let opened = 0;
  let refused = false;
  let times = 1;
  let base: () => string = () => "";
  let sockets: WebSocketServer | undefined;

  function open(asked: Parameters<Route["answer"]>[0]): Told {
    opened++;
    const body = bodyOf(asked, openSchema);
    if (body.clientId !== world.clientId || body.clientSecret !== world.clientSecret) {
      throw refuse(401, "authFailed", "鉴权失败");
    }
    const ticket = randomUUID();
    tickets.set(ticket, { at: world.now(), topics: new Set(body.subscriptions.map(({ topic }) => topic)) });
    return ok({ endpoint: `${base().replace("http", "ws")}/connect`, ticket });
  }

  function heard(text: string): void {
    const parsed = ackSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return void world.violations.push(`an acknowledgement like ${text}`);
    const { headers, data } = parsed.data;
    const content: unknown = JSON.parse(data);
    acks.push({ messageId: headers.messageId, data: content });
    waiting.get(headers.messageId)?.(content);
    waiting.delete(headers.messageId);
  }

  const live = () => [...connections].filter(({ retired, silent }) => !retired && !silent);

  function connectedSoon(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (live().length > 0) return resolve();
      const timer = setTimeout(() => reject(new Error("nobody is connected")), milliseconds);
      watchers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async function send(frame: Push["frame"], messageId: string, topic: string): Promise<Push> {
    const answer = new Promise((resolve) => void waiting.set(messageId, resolve));
    try {
      await connectedSoon(PATIENCE);
      const able = live().filter(({ topics }) => topics.has(topic));
      const chosen = able[Math.floor(Math.random() * able.length)];
      if (!chosen) throw new Error(`nobody listens to ${topic}`);
      for (let time = 0; time < times; time++) chosen.socket.send(JSON.stringify(frame));
    } catch {
      lost.push(messageId);
    }
    const acknowledged = (milliseconds = 5_000) =>
      Promise.race([
        answer,
        new Promise((_, reject) => {
          setTimeout(() => reject(new Error(`no acknowledgement of ${topic}`)), milliseconds).unref();
        }),
      ]);
    return { messageId, frame, acknowledged };
  }

  const gateway: Gateway = {
    routes: [{ method: "POST", path: "/v1.0/gateway/connections/open", open: true, answer: open }],
    attach(server, url) {
      base = url;
      sockets = new WebSocketServer({ noServer: true, autoPong: false });
      server.on("upgrade", (request, socket, head) => {
        const ticket = new URL(request.url ?? "", "http://127.0.0.1").searchParams.get("ticket") ?? "";
        const known = tickets.get(ticket);
        tickets.delete(ticket);
        if (refused || !known || world.now() - known.at > TICKET_LASTS) {
          return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        }
        sockets?.handleUpgrade(request, socket, head, (made) => {
          const connection: Connection = { socket: made, topics: known.topics, retired: false, silent: false };
          connections.add(connection);
          made.on("ping", (data) => void (connection.silent || made.pong(data)));
          made.on("message", (data) => void (connection.silent || heard(String(data))));
          made.on("close", () => void connections.delete(connection));
          made.on("error", () => undefined);
          for (const tell of watchers) tell();
          watchers = [];
        });
      });
    },
    opens: () => opened,
    connections: () => connections.size,
    connected: () => connectedSoon(10_000),
    push(type, topic, data, headers = {}) {
      const messageId = randomUUID();
      const frame = {
        specVersion: "1.0",
        type,
        headers: {
          appId: "app",
          connectionId: "connection",
          contentType: "application/json",
          messageId,
          time: String(world.now()),
          topic,
          ...headers,
        },
        data: JSON.stringify(data),
      };
      return send(frame, messageId, type === "EVENT" ? "*" : topic);
    },
    again({ frame, messageId }) {
      const { type, headers } = z
        .object({ type: z.string(), headers: z.looseObject({ topic: z.string() }) })
        .parse(frame);
      return send(frame, messageId, type === "EVENT" ? "*" : headers.topic);
    },
    rotate(closeAfter = 10_000) {
      for (const connection of live()) {
        connection.retired = true;
        const headers = { contentType: "application/json", messageId: randomUUID(), topic: "disconnect" };
        const data = JSON.stringify({ reason: "connection is expired" });
        connection.socket.send(JSON.stringify({ specVersion: "1.0", type: "SYSTEM", headers, data }));
        setTimeout(() => connection.socket.close(), closeAfter).unref();
      }
    },
    raw(text) {
      for (const { socket } of live()) socket.send(text);
    },
    async ping() {
      const messageId = randomUUID();
      const headers = { contentType: "application/json", messageId, topic: "ping" };
      const answer = new Promise((resolve) => void waiting.set(messageId, resolve));
      gateway.raw(JSON.stringify({ specVersion: "1.0", type: "SYSTEM", headers, data: '{"opaque":"o-1"}' }));
      return answer;
    },
    silence() {
      for (const connection of connections) connection.silent = true;
    },
    cut() {
      const open = [...connections];
      connections.clear();
      for (const { socket } of open) socket.terminate();
    },
    repeat(often) {
      times = often;
    },
    refuseHandshakes(now) {
      refused = now;
    },
    acks,
    lost,
    close() {
      for (const { socket } of connections) socket.terminate();
      sockets?.close();
    },
  };
  return gateway;
}
