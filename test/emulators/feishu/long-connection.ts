/**
 * The long connection: where to find it, its frames, pings, fragments and acknowledgements; and how it breaks.
 */
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { z } from "zod";
import type { Frame } from "./frame.ts";
import { CONTROL, DATA, decodeFrame, encodeFrame } from "./frame.ts";
import type { Route } from "./http-server.ts";
import { route } from "./http-server.ts";

const SERVICE = 33_554_678;
/** The SDK listens some moments after the connection opens; what comes earlier is lost. */
const SETTLING = 20;

export interface Ack {
  readonly code: number;
  readonly data?: unknown;
}

export interface LongConnectionParts {
  readonly appId: string;
  readonly appSecret: string;
  readonly violate: (what: string) => void;
}

export interface LongConnection {
  readonly routes: readonly Route[];
  attach(server: Server): void;
  /** Connections that are ready to be pushed to. */
  ready(): number;
  /** How often a connection was opened. */
  readonly opened: number;
  /** Hands an envelope to one connection, at random; undefined where nobody acknowledged in time. */
  push(envelope: unknown, patience: number, fragments?: number): Promise<Ack | undefined>;
  /** Breaks every connection. */
  cut(): void;
  /** From now on nothing is answered and nothing comes, and no connection breaks. */
  freeze(): void;
  /** Connections are made and answered again. */
  thaw(): void;
  /** Nobody connects until it is opened again. */
  closeDoors(closed: boolean): void;
  /** What the endpoint says instead of an address, once. */
  refuseOnce(answer: unknown): void;
  stop(): Promise<void>;
}

export function createLongConnection({ appId, appSecret, violate }: LongConnectionParts): LongConnection {
  const sockets = new Set<WebSocket>();
  const settled = new Set<WebSocket>();
  const waiting = new Map<string, (ack: Ack) => void>();
  const refusals: unknown[] = [];
  const wss = new WebSocketServer({ noServer: true });
  let url = "";
  let opened = 0;
  let frozen = false;
  let closed = false;

  const clientConfig = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 1 };

  const take = (socket: WebSocket, data: Buffer): void => {
    if (frozen) return;
    const frame = decodeFrame(data);
    if (frame.method === CONTROL) pong(socket, frame);
    else acknowledge(frame);
  };

  const acknowledge = (frame: Frame): void => {
    const { message_id: id = "", sum, biz_rt: took } = frame.headers;
    if (took === undefined || sum === undefined) violate("an acknowledgement does not echo its frame");
    waiting.get(id)?.(ackOf(frame, violate));
  };

  const pong = (socket: WebSocket, frame: Frame): void => {
    if (frame.headers.type !== "ping") violate(`a control frame of type ${frame.headers.type}`);
    if (frame.service !== SERVICE) violate(`a ping of service ${frame.service}`);
    const payload = Buffer.from(JSON.stringify(clientConfig));
    socket.send(encodeFrame({ ...frame, headers: { type: "pong" }, payload }));
  };

  wss.on("connection", (socket: WebSocket) => {
    opened++;
    sockets.add(socket);
    const settling = setTimeout(() => settled.add(socket), SETTLING);
    socket.on("message", (data: Buffer) => {
      try {
        take(socket, data);
      } catch (error) {
        violate(String(error));
      }
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(settling);
      sockets.delete(socket);
      settled.delete(socket);
    });
  });

  const endpoint = route(
    "POST /callback/ws/endpoint",
    /^\/callback\/ws\/endpoint$/u,
    { body: z.strictObject({ AppID: z.string(), AppSecret: z.string() }) },
    ({ body }) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) return refusal;
      if (body.AppID !== appId || body.AppSecret !== appSecret) return { code: 514, msg: "auth failed", data: {} };
      const ticket = randomUUID();
      const query = `fpid=493&aid=552564&device_id=7090754740375519&access_key=${ticket}&service_id=${SERVICE}&ticket=${ticket}`;
      return { code: 0, msg: "", data: { URL: `${url}/ws/v2?${query}`, ClientConfig: clientConfig } };
    },
    { open: true, rules: [] },
  );

  return {
    routes: [endpoint],
    attach(server) {
      const address = z.object({ port: z.number() }).parse(server.address());
      url = `ws://127.0.0.1:${address.port}`;
      server.on("upgrade", (request, socket, head) => {
        if (closed) socket.destroy();
        else wss.handleUpgrade(request, socket, head, (each) => wss.emit("connection", each, request));
      });
    },
    ready: () => (frozen ? 0 : settled.size),
    get opened() {
      return opened;
    },
    push(envelope, patience, fragments = 1) {
      const [socket] = [...settled].toSorted(() => Math.random() - 0.5);
      if (!socket) return Promise.resolve(undefined);
      const id = randomUUID();
      return new Promise((resolve) => {
        const done = (ack: Ack | undefined) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(ack);
        };
        const timer = setTimeout(() => done(undefined), patience);
        waiting.set(id, done);
        if (!frozen) for (const frame of framesOf(envelope, id, fragments)) socket.send(frame);
      });
    },
    cut() {
      settled.clear();
      for (const socket of sockets) socket.terminate();
    },
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    closeDoors: (shut) => {
      closed = shut;
    },
    refuseOnce: (answer) => void refusals.push(answer),
    async stop() {
      for (const socket of sockets) socket.terminate();
      await new Promise((resolve) => wss.close(resolve));
    },
  };
}

/** Fragments go in any order, and one of them twice. */
function framesOf(envelope: unknown, id: string, fragments: number): readonly Buffer[] {
  const payload = Buffer.from(JSON.stringify(envelope));
  const length = Math.ceil(payload.length / fragments);
  const frames = Array.from({ length: fragments }, (_, seq) =>
    encodeFrame({
      seqId: 1_234_567,
      logId: 7_654_321,
      service: SERVICE,
      method: DATA,
      headers: {
        type: "event",
        message_id: id,
        trace_id: `trace-${id}`,
        sum: String(fragments),
        seq: String(seq),
        timestamp: String(Date.now()),
        instance_id: "1",
      },
      payload: payload.subarray(seq * length, (seq + 1) * length),
    }),
  );
  const [first] = frames;
  return fragments === 1 || !first ? frames : [...frames.slice(1).toReversed(), ...frames.slice(1, 2), first];
}

const ackSchema = z.strictObject({ code: z.number(), data: z.string().optional() });

function ackOf({ payload }: Frame, violate: (what: string) => void): Ack {
  const read = ackSchema.safeParse(JSON.parse(payload?.toString("utf8") ?? "null"));
  if (!read.success) {
    violate("an acknowledgement without its code");
    return { code: 500 };
  }
  const { code, data } = read.data;
  return data === undefined ? { code } : { code, data: JSON.parse(Buffer.from(data, "base64").toString("utf8")) };
}
