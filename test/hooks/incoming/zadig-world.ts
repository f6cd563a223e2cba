/**
 * A team on Zadig: its hooks come in over HTTP, cards stand in chats, answers go to an emulated Zadig. The process can end and
 * begin again on the same database; chats and Zadig go on meanwhile.
 */
import { randomUUID } from "node:crypto";
import pino from "pino";
import { expect, onTestFinished, vi } from "vitest";
import type { Action } from "../../../src/chat/action.ts";
import type { Card } from "../../../src/chat/card.ts";
import { createInbox } from "../../../src/chat/inbox/inbox.ts";
import type { ChatAdapter, FormReply, MessageRef, Place, Reply } from "../../../src/chat/ports.ts";
import { connectZadigDesk, connectZadigSending, zadigRoutes } from "../../../src/connect-zadig.ts";
import { createOutboxWorker } from "../../../src/flow/outbox-worker.ts";
import { reconcileZadigCards } from "../../../src/hooks/incoming/reconcile.ts";
import { createApp } from "../../../src/http/app.ts";
import { createDirectory } from "../../../src/people/directory.ts";
import { roomAt } from "../../../src/people/rooms.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import type { ZadigEmulator } from "../../emulators/zadig-callback.ts";
import { openZadig, ZADIG_TOKEN } from "../../emulators/zadig-callback.ts";
import { handClock } from "../../support/hand-clock.ts";
import { quietAdapter } from "../../support/quiet-chat.ts";
import { settingsOf } from "../../support/settings.ts";

export const SECRET = "what Zadig sends";
export const ROOM = "console:room:releases";
export const START = Date.parse("2026-11-24T12:00:00Z");

const TEAM = `
people:
  ada: { name: Ada, roles: [admin], lang: en }
  bo: { name: Bo, groups: [qa], lang: en }
  chen: { name: 陈晨, lang: zh }
groups: { qa: [bo] }
planners: listed
notices: { zadig: { deciders: ["group:qa"] } }
`;

export interface ZadigWorld {
  readonly zadig: ZadigEmulator;
  readonly store: Store;
  /** What each chat shows, by the key of its posting. */
  readonly messages: ReadonlyMap<string, Card>;
  readonly posts: readonly string[];
  /** Sends a hook as Zadig does; answers the status and the body. */
  hook(body: unknown, headers?: Readonly<Record<string, string>>): Promise<{ status: number; json: unknown }>;
  say(person: string, text: string, place?: Place): Promise<string>;
  press(person: string, action: Action): Promise<readonly Reply[]>;
  fill(person: string, action: Action, values: Readonly<Record<string, string>>): Promise<FormReply>;
  /** The only card at a place. */
  card(place?: Place): Card;
  /** Sends what is due; so many milliseconds pass meanwhile. */
  settle(patience?: number): Promise<void>;
  /** The process ends, and what it was sending with it. */
  restart(): Promise<void>;
  /** Nothing is sent from now on, as in a process that is about to die. */
  stopSending(): Promise<void>;
  advance(milliseconds: number): void;
  /** What a chat does with the next calls: throwing is a call that never arrived. */
  weather(call: () => void): void;
  reconcile(): Promise<number>;
}

export interface WorldOptions {
  readonly url?: string;
  readonly lang?: "en" | "zh";
  /** Without access no answer can be given. */
  readonly access?: boolean;
}

const never = () => {
  throw new Error("nobody needs this here");
};

export async function zadigWorld({ url, lang = "en", access = true }: WorldOptions = {}): Promise<ZadigWorld> {
  const zadig = await openZadig();
  const clock = handClock(START);
  const { now } = clock;
  const env = {
    GONOGO_LANG: lang,
    GONOGO_TZ: "UTC",
    ZADIG_HOOK_SECRET: SECRET,
    ...(access && { ZADIG_URL: zadig.url, ZADIG_TOKEN }),
  };
  const settings = settingsOf(TEAM, env);
  const { adapter, messages, posts, weather } = chats();
  const begin = async () => {
    const store = await openStore(url ?? "sqlite::memory:");
    await migrate(store);
    return { store, ...(await process(store)) };
  };
  const process = async (store: Store) => {
    const directory = await createDirectory({ settings, store, now });
    const parts = { store, directory };
    const worker = createOutboxWorker({
      store,
      handlers: connectZadigSending(parts, { console: adapter }, { settings, now }),
      now,
      newId: randomUUID,
      random: () => 0.5,
      scheduler: clock,
    });
    worker.start();
    const inbox = createInbox({
      submit: never,
      files: { limits: { most: 0 }, keep: never, link: never, waiting: never, wait: never, stopWaiting: never },
      series: { list: never, begin: never, pause: never, resume: never, stop: never },
      calendar: { between: never, freezes: never, feeds: never, begin: never, link: never, end: never },
      plans: {
        pageLength: 10,
        byId: never,
        byIndex: never,
        byKey: never,
        list: never,
        log: never,
        versions: never,
        versionOf: never,
      },
      show: never,
      templates: { list: never, find: never, save: never, remove: never },
      drafts: { keep: never, find: never, made: never, drop: never, again: never },
      desks: ["card"],
      hooks: { ofPlan: never, again: never },
      editors: { begin: never, end: never },
      zadig: connectZadigDesk(parts, { settings, now }),
      directory,
      now,
      engines: never,
      policies: {},
      custom: [],
      hookNames: [],
      freezes: () => [],
      rooms: ["releases"],
      roomAt: (place) => roomAt(settings, place),
      defaults: { announce: [], policy: "standard" },
      approvalChanged: never,
      lang: "en",
      loginLink: never,
    });
    const app = createApp({
      version: "0",
      health: never,
      routes: zadigRoutes(parts, { settings, now }),
      log: pino({ level: "silent" }),
    });
    return { worker, inbox, app };
  };
  let running = await begin();
  const end = async () => {
    const stopped = running.worker.stop(0);
    clock.advance(1);
    await stopped;
  };
  onTestFinished(async () => {
    await end();
    await running.store.close();
    await zadig.close();
  });
  /** Work is announced between processes, which takes a moment on PostgreSQL. */
  const sent = () =>
    vi.waitFor(async () => {
      await running.worker.idle();
      const due = running.store.read.selectFrom("outbox").select("id").where("settled_at", "is", null);
      const open = due.where((row) => row.or([row("due_at", "<=", now()), row("state", "=", "leased")]));
      expect(await open.execute()).toEqual([]);
    });
  const sender = (person: string, place: Place = ROOM) => ({
    key: randomUUID(),
    account: { platform: "console", id: person },
    place,
  });
  return {
    zadig,
    messages,
    posts,
    get store() {
      return running.store;
    },
    async hook(body, headers = {}) {
      const response = await running.app.request("/api/hooks/zadig", {
        method: "POST",
        headers: { "content-type": "application/json", "x-zadig-token": SECRET, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, json: await response.json() };
    },
    async say(person, text, place = ROOM) {
      const replies = await running.inbox.message({ ...sender(person, place), text, files: [] });
      return replies.map((reply) => (reply.kind === "text" ? `${reply.tone}: ${reply.text}` : reply.kind)).join("\n");
    },
    press: (person, action) => running.inbox.action({ ...sender(person), action }),
    fill: (person, action, values) => running.inbox.form({ ...sender(person), action, values }),
    card(place = ROOM) {
      const found = [...messages].filter(([key]) => key.endsWith(`:${place}`)).map(([, card]) => card);
      const [card] = found;
      if (!card || found.length > 1) throw new Error(`there are ${found.length} cards at ${place}`);
      return card;
    },
    async settle(patience = 0) {
      await sent();
      for (let passed = 0; passed < patience; passed += 30_000) {
        clock.advance(30_000);
        await running.worker.idle();
      }
    },
    async restart() {
      if (url === undefined) throw new Error("a database in memory does not outlive its process");
      await end();
      await running.store.close();
      running = await begin();
    },
    stopSending: end,
    advance: (milliseconds) => clock.advance(milliseconds),
    weather,
    reconcile: () => reconcileZadigCards(running.store, ["console"], now()),
  };
}

/** A platform that keeps the first message of a key. */
function chats(): {
  adapter: ChatAdapter;
  messages: Map<string, Card>;
  posts: string[];
  weather: (call: () => void) => void;
} {
  let before = () => {};
  const messages = new Map<string, Card>();
  const posts: string[] = [];
  const adapter = quietAdapter({
    post: async (_place, card, key): Promise<MessageRef> => {
      before();
      posts.push(key);
      if (!messages.has(key)) messages.set(key, card);
      return key;
    },
    edit: async (ref, card) => {
      before();
      messages.set(ref, card);
    },
  });
  return {
    adapter,
    messages,
    posts,
    weather: (call) => {
      before = call;
    },
  };
}
