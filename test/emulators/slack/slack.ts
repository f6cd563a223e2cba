/**
 * A Slack workspace for tests, over real HTTP and WebSockets on loopback: the Web API, Socket Mode, signed delivery,
 * addresses for answers, files. People in it act and see as people do. It is strict: what Slack would refuse, it refuses,
 * and what Slack would only frown at is kept among the violations.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Carrier, Delivered } from "./carrier.ts";
import { withRetries } from "./carrier.ts";
import { Faults } from "./faults.ts";
import { HttpCarrier } from "./http-carrier.ts";
import type { Method } from "./method.ts";
import { method, ok } from "./method.ts";
import { CHAT } from "./methods-chat.ts";
import { CONVERSATIONS } from "./methods-conversations.ts";
import { FILES, pendingUploads } from "./methods-files.ts";
import { peopleMethods } from "./methods-people.ts";
import { VIEWS } from "./methods-views.ts";
import { ChannelPace } from "./pace.ts";
import type { Payload } from "./payloads.ts";
import { Payloads } from "./payloads.ts";
import { SlackPerson } from "./person.ts";
import type { Answered } from "./response-url.ts";
import { answerAddress } from "./response-url.ts";
import { SocketCarrier } from "./socket.ts";
import { Tickets } from "./tickets.ts";
import type { Call } from "./web-api.ts";
import { answerWebApi } from "./web-api.ts";
import type { Channel, Member, StoredFile } from "./world.ts";
import { BOT_TOKEN, BOT_USER, World } from "./world.ts";

export const SCOPES = [
  "app_mentions:read",
  "channels:history",
  "channels:join",
  "channels:read",
  "chat:write",
  "chat:write.public",
  "commands",
  "files:read",
  "groups:history",
  "groups:read",
  "im:history",
  "im:write",
  "links:read",
  "links:write",
  "metadata.message:read",
  "usergroups:read",
  "users:read",
  "users:read.email",
] as const;

export interface SlackOptions {
  readonly scopes?: readonly string[];
  readonly now?: () => number;
  /** Milliseconds between two messages of a channel; 0 counts nothing. */
  readonly spacing?: number;
  /** Pauses before each further delivery of an event that was not acknowledged (ms). */
  readonly retries?: readonly number[];
  readonly unfurled?: readonly string[];
  readonly port?: number;
}

export interface SlackEmulator extends AsyncDisposable {
  /** What `SLACK_API_URL` is set to. */
  readonly apiUrl: string;
  readonly url: string;
  readonly world: World;
  readonly calls: readonly Call[];
  readonly answers: readonly Answered[];
  readonly faults: Faults;
  readonly pace: ChannelPace;
  readonly socket: SocketCarrier;
  /** How things are delivered; Socket Mode until `deliverTo` says otherwise. */
  readonly carrier: Carrier;
  /** Whether messages that come too fast are refused. */
  enforce(pace: boolean): void;
  deliverTo(target: string): HttpCarrier;
  member(member: Member): SlackPerson;
  person(id: string): SlackPerson;
  channel(
    name: string,
    members: readonly string[],
    parts?: { readonly private?: boolean; readonly shared?: boolean },
  ): Channel;
  file(file: Pick<StoredFile, "name" | "content" | "user"> & { readonly mimetype?: string }): string;
  /** Brings the app into a channel. */
  invite(channel: string, by: string): Promise<readonly Delivered[]>;
  event(event: Payload): Promise<readonly Delivered[]>;
  /** From here on everything is delivered so many times. */
  repeat(times: number): void;
  /** Everything that Slack would have frowned at. */
  violations(): readonly string[];
  close(): Promise<void>;
}

export async function openSlack(options: SlackOptions = {}): Promise<SlackEmulator> {
  const now = options.now ?? Date.now;
  const world = new World(now);
  world.members.set(BOT_USER, { id: BOT_USER, name: "gonogo", kind: "bot" });
  const tickets = new Tickets(world);
  const faults = new Faults();
  const pace = new ChannelPace(now, options.spacing ?? 0);
  const calls: Call[] = [];
  const answers: Answered[] = [];
  const violations: string[] = [];
  const socket = new SocketCarrier();
  const scopes: ReadonlySet<string> = new Set(options.scopes ?? SCOPES);
  const { retries = [0, 20, 100], unfurled = [] } = options;
  let carrier: Carrier = socket;
  let base = "";
  let enforced = true;
  const open: Method = method({
    scopes: [],
    token: "app",
    args: z.strictObject({}),
    run: () => ok({ url: `${base.replace("http", "ws")}/link/?ticket=${socket.ticket()}&app_id=A` }),
  });
  const methods = {
    ...CHAT,
    ...CONVERSATIONS,
    ...VIEWS,
    ...FILES,
    ...peopleMethods(scopes),
    "apps.connections.open": open,
  };
  const api = {
    methods,
    context: () => ({ world, tickets, base, scopes }),
    scopes,
    faults,
    pace,
    enforced: () => enforced,
    calls,
    now,
  };
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.destroy();
    });
  });
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, place = "", ...rest] = pathname.split("/");
    if (place === "api") return answerWebApi(api, rest.join("/"), request, response);
    if (place === "commands" || place === "actions") {
      return answerAddress({ world, tickets, faults, answers }, rest.at(-1) ?? "", request, response);
    }
    if (place === "upload") return takeUpload(world, rest.at(-1) ?? "", request, response);
    if (place === "files-pri") return giveFile(world, rest[0] ?? "", request, response);
    return response.writeHead(404).end();
  };
  server.on("upgrade", (request, stream, head) => socket.upgrade(request, stream, head));
  base = await listen(server, options.port ?? 0);
  tickets.base = base;
  const payloads = new Payloads(world, tickets);
  const people = new Map<string, SlackPerson>();
  let times = 1;
  /** A repeat is the very same delivery; what it is answered with counts no more. */
  const often = async <T>(deliver: () => Promise<T>): Promise<T> => {
    const first = await deliver();
    for (let again = 1; again < times; again++) await deliver();
    return first;
  };
  const tell = (payload: Payload) => often(() => withRetries(carrier, payload, retries));
  const around = {
    world,
    payloads,
    base,
    unfurled,
    interact: (kind: "slash_commands" | "interactive", payload: Payload) => often(() => carrier.deliver(kind, payload)),
    tell,
    violation: (what: string) => void violations.push(what),
  };
  const person = (id: string): SlackPerson => {
    const known = people.get(id) ?? new SlackPerson(world.member(id).id, around);
    people.set(id, known);
    return known;
  };
  const close = async () => {
    socket.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return {
    apiUrl: `${base}/api/`,
    url: base,
    world,
    calls,
    answers,
    faults,
    pace,
    socket,
    get carrier() {
      return carrier;
    },
    enforce: (on) => {
      enforced = on;
    },
    deliverTo: (target) => {
      const http = new HttpCarrier(target, now);
      carrier = http;
      return http;
    },
    member: (member) => {
      world.members.set(member.id, member);
      return person(member.id);
    },
    person,
    channel: (name, members, parts = {}) =>
      world.open({
        id: world.id("C"),
        name,
        kind: parts.private ? "group" : "channel",
        members,
        shared: parts.shared ?? false,
      }),
    file: ({ mimetype = "text/plain", ...file }) => {
      const id = world.id("F");
      world.files.set(id, { id, mimetype, ...file });
      return id;
    },
    invite: async (named, by) => {
      const channel = world.channel(named);
      channel.members.add(BOT_USER);
      const joined = {
        type: "member_joined_channel",
        user: BOT_USER,
        channel: channel.id,
        channel_type: "C",
        inviter: by,
      };
      return tell(payloads.event(joined, by));
    },
    event: (event) => tell(payloads.event(event)),
    repeat: (often) => {
      times = often;
    },
    violations: () => [...violations, ...socket.violations],
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) throw new Error("the emulator has no port");
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

async function takeUpload(world: World, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const upload = pendingUploads(world).get(id);
  if (upload) upload.content = contentOf(body, request.headers["content-type"] ?? "");
  response.writeHead(upload ? 200 : 404).end(upload ? `OK - ${body.length}` : "");
}

/** The file in a multipart body, or the whole body. */
function contentOf(body: string, type: string): string {
  const boundary = /boundary=("?)([^";]+)\1/.exec(type)?.[2];
  if (boundary === undefined) return body;
  const part = body.split(`--${boundary}`)[1] ?? "";
  return part.slice(part.indexOf("\r\n\r\n") + 4, -2);
}

/** Without the app's token, Slack answers with its page to sign in. */
function giveFile(world: World, id: string, request: IncomingMessage, response: ServerResponse): void {
  const file = world.files.get(id);
  if (request.headers.authorization !== `Bearer ${BOT_TOKEN}` || !file) {
    response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><html>Sign in</html>");
    return;
  }
  response.writeHead(200, { "content-type": file.mimetype }).end(file.content);
}
