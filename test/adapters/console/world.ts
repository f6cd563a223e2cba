/** A console on loopback with a small cast, a store of its own, and an inbox that a test writes. */

import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { createConsole } from "../../../adapters/console/console.ts";
import type { CommandHint, ConsoleNeeds, Doors, Lang, Person, Room } from "../../../adapters/console/needs.ts";
import type { ChatAdapter, Inbox } from "../../../src/chat/ports.ts";
import { storedMessages } from "../../../src/connect-console.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { quietArrivals, quietInbox } from "../../support/quiet-chat.ts";

const PEOPLE: readonly Person[] = [
  { id: "ada", name: "Ada", lang: "en", zone: "Asia/Shanghai", hint: { en: "Release manager", zh: "发布负责人" } },
  { id: "bo", name: "Bo", lang: "en", zone: "Asia/Shanghai", hint: { en: "QA approver", zh: "测试审批人" } },
  {
    id: "chen",
    name: "Chen 陈",
    lang: "zh",
    zone: "Asia/Shanghai",
    hint: { en: "Operations approver", zh: "运维审批人" },
  },
  { id: "dana", name: "Dana", lang: "en", zone: "Asia/Shanghai", hint: { en: "QA", zh: "测试" } },
  { id: "eve", name: "Eve", lang: "en", zone: "Asia/Shanghai", hint: { en: "Administrator", zh: "管理员" } },
];
const ROOMS: readonly Room[] = [
  {
    id: "releases",
    title: { en: "releases", zh: "发布" },
    members: PEOPLE.map(({ id }) => id),
    about: { en: "Every plan that goes to production", zh: "所有上线的发布计划" },
  },
  { id: "operations", title: { en: "operations", zh: "运维" }, members: ["chen", "eve"] },
];
const COMMANDS: readonly CommandHint[] = [
  { insert: "/plan ", usage: "/plan", about: "The cards of what waits for me" },
  { insert: "/plan new ", usage: "/plan new [name | YAML]", about: "Write a new plan" },
  { insert: "/plan show ", usage: "/plan show 52", about: "Show a plan's card" },
  { insert: "/plan list ", usage: "/plan list [mine|waiting|open|done|all]", about: "Find plans" },
  { insert: "/plan approve ", usage: "/plan approve 52 [comment]", about: "Approve the current level" },
  { insert: "/plan reject ", usage: "/plan reject 52 <reason>", about: "Reject with a reason" },
  { insert: "/plan help ", usage: "/plan help [verb]", about: "Every command" },
];

/** Keeps what it is given, and answers the same each time. */
export function keeping<Heard, Answer>(heard: Heard[], answer: Answer): (given: Heard) => Promise<Answer> {
  return async (given) => {
    heard.push(given);
    return answer;
  };
}

export interface WorldOptions {
  readonly inbox?: Inbox;
  readonly doors?: (store: Store) => Doors;
  readonly waiting?: ReadonlyMap<string, number>;
  readonly store?: Store;
  readonly lang?: Lang;
  readonly port?: number;
}

export interface World extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly adapter: ChatAdapter;
  readonly needs: ConsoleNeeds;
  readonly store: Store;
  readonly errors: readonly unknown[];
  /** Stops serving, and leaves the store open. */
  stop(): Promise<void>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const store = options.store ?? (await emptyStore());
  const errors: unknown[] = [];
  const langs = new Map<string, Lang>();
  const people = (): readonly Person[] =>
    PEOPLE.map((person) => ({ ...person, lang: langs.get(person.id) ?? options.lang ?? person.lang }));
  const needs: ConsoleNeeds = {
    messages: storedMessages(store),
    directory: {
      people: async () => people(),
      person: async (id) => people().find((person) => person.id === id),
      byEmail: async (email) => people().find((person) => `${person.id}@example.com` === email),
      rooms: async (id) => ROOMS.filter(({ members }) => members.includes(id)),
      choose: async (id, lang) => {
        langs.set(id, lang);
      },
      waiting: async () => options.waiting ?? new Map(),
    },
    doors: options.doors?.(store) ?? { mode: "sample" },
    commands: () => COMMANDS,
    now: Date.now,
    onChange: (wake) => store.onWork("console", wake),
    version: "0.0.0",
    mostFile: 1_000_000,
    onError: (error) => errors.push(error),
  };
  const { adapter, routes } = createConsole(needs);
  await adapter.start(options.inbox ?? quietInbox(), quietArrivals);
  const { server, port } = await listen(routes.fetch, options.port ?? 0);
  const stop = async (): Promise<void> => {
    await adapter.stop();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    adapter,
    needs,
    store,
    errors,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      if (!options.store) await store.close();
    },
  };
}

export async function emptyStore(): Promise<Store> {
  const store = await openStore("sqlite::memory:");
  await migrate(store);
  return store;
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname: "127.0.0.1", port }, (address) => {
      // Without a server of its own choosing, the adapter makes a plain HTTP one.
      resolve({ server: server as Server, port: address.port });
    });
  });
}
