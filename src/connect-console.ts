/**
 * What the console is given: its messages in the store, its people from the directory, its sign-in.
 */
import type { Hono } from "hono";
import { createConsole } from "../adapters/console/console.ts";
import { bodyText, messageOf } from "../adapters/console/message-row.ts";
import type {
  Directory as ConsoleDirectory,
  ConsoleNeeds,
  Person as ConsolePerson,
  Messages,
} from "../adapters/console/needs.ts";
import { verbHints } from "./chat/inbox/hints.ts";
import type { ChatAdapter, Place } from "./chat/ports.ts";
import { placeOf } from "./flow/card-names.ts";
import type { Directory } from "./people/directory.ts";
import type { Person } from "./people/person.ts";
import type { SignIn } from "./people/sign-in.ts";
import type { Settings } from "./settings/settings.ts";
import {
  addConsoleMessage,
  consoleChangesSince,
  consoleThreads,
  editConsoleMessage,
  findConsoleMessage,
  listConsoleMessages,
  listConsoleThread,
  markConsoleSeen,
  unreadConsoleMessages,
} from "./store/console-messages.ts";
import { countWaiting } from "./store/plan-list.ts";
import type { Store } from "./store/store.ts";

export interface ConsoleParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly directory: Directory;
  readonly signIn: SignIn;
  readonly now: () => number;
  readonly version: string;
  readonly onError: (error: unknown) => void;
}

/** The console, connected. Its routes go under `/`. */
export function connectConsole(parts: ConsoleParts): { readonly adapter: ChatAdapter; readonly routes: Hono } {
  const { settings, store, signIn, now, version, onError } = parts;
  const needs: ConsoleNeeds = {
    messages: storedMessages(store),
    directory: consoleDirectory(parts),
    doors: settings.sample ? { mode: "sample" } : { mode: "sign-in", signIn: consoleSignIn(signIn) },
    commands: verbHints,
    now,
    onChange: (wake) => store.onWork("console", wake),
    mostFile: settings.files.most,
    publicUrl: settings.publicUrl,
    version,
    onError,
  };
  return createConsole(needs);
}

/** The console's messages in the store. */
export function storedMessages(store: Store): Messages {
  const { read } = store;
  return {
    insert: async ({ body, at, ...message }) => {
      const row = await store.write((tx) => addConsoleMessage(tx, { ...message, body: bodyText(body), now: at }));
      return messageOf(row);
    },
    edit: (id, body, at) => store.write((tx) => editConsoleMessage(tx, id, bodyText(body), at)),
    get: async (id) => {
      const row = await findConsoleMessage(read, id);
      return row && messageOf(row);
    },
    list: async ({ place, viewer, before, limit }) =>
      (await listConsoleMessages(read, place, viewer, { before, limit })).map(messageOf),
    thread: async (message, viewer, limit) => (await listConsoleThread(read, message, viewer, limit)).map(messageOf),
    threads: async (messages, viewer) => {
      const threads = await consoleThreads(read, messages, viewer);
      return new Map([...threads].map(([id, { count, last }]) => [id, { count, last: messageOf(last) }]));
    },
    changes: async (since, limit) => (await consoleChangesSince(read, since, limit)).map(messageOf),
    unread: async (person, places) => byPlace(await unreadConsoleMessages(read, person, places)),
    seen: (person, place, message) => store.write((tx) => markConsoleSeen(tx, person, place, message)),
  };
}

function byPlace(counts: ReadonlyMap<string, number>): ReadonlyMap<Place, number> {
  const known = [...counts].flatMap(([text, count]) => {
    const place = placeOf(text);
    return place ? [[place, count] as const] : [];
  });
  return new Map(known);
}

function consoleDirectory({ settings, store, directory }: ConsoleParts): ConsoleDirectory {
  const shown = ({ id, name, email, roles }: Person): ConsolePerson => ({
    id,
    name,
    email,
    lang: directory.langOf(id),
    zone: directory.zoneOf(id),
    hint: hintOf(
      roles,
      Object.keys(settings.groups).filter((group) => settings.groups[group]?.includes(id)),
    ),
  });
  const active = (person: Person | undefined) => (person?.active ? shown(person) : undefined);
  const everybody = () => directory.everybody().map(({ id }) => id);
  return {
    person: async (id) => {
      await directory.refresh();
      return active(directory.person(id));
    },
    people: async () => directory.everybody().map(shown),
    byEmail: async (email) => active(directory.everybody().find((person) => person.email === email.toLowerCase())),
    rooms: async (person) =>
      directory.roomsOf(person).flatMap((name) => {
        const room = settings.rooms[name];
        const here = room?.places.find((place) => place.startsWith("console:room:"));
        if (!room || here === undefined) return [];
        const members = everybody().filter((id) => directory.roomsOf(id).includes(name));
        return [{ id: here.slice("console:room:".length), title: room.title, members }];
      }),
    choose: (person, lang) => directory.setLang(person, lang),
    waiting: () => countWaiting(store.read),
  };
}

/** In sample mode these words tell a newcomer whom to become next. */
function hintOf(roles: Person["roles"], groups: readonly string[]): NonNullable<ConsolePerson["hint"]> {
  const group = groups[0];
  if (roles.includes("admin")) return { zh: "管理员", en: "admin" };
  if (group === undefined) return { zh: "发布负责人", en: "release manager" };
  return { zh: group, en: group };
}

function consoleSignIn(signIn: SignIn) {
  return {
    whoIs: (session: string) => signIn.whoIs(session),
    redeem: (secret: string) => signIn.redeem(secret),
    end: (session: string) => signIn.end(session),
  };
}
