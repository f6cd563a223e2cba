/** The console's messages over the real store. */
import { bodyText, messageOf } from "../../../adapters/console/message-row.ts";
import type { Messages } from "../../../adapters/console/needs.ts";
import type { Place } from "../../../src/chat/ports.ts";
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
} from "../../../src/store/console-messages.ts";
import type { Store } from "../../../src/store/store.ts";

export function keptMessages(store: Store): Messages {
  const { read } = store;
  return {
    insert: async ({ at, body, ...message }) =>
      messageOf(await store.write((tx) => addConsoleMessage(tx, { ...message, body: bodyText(body), now: at }))),
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
    unread: async (person, places) => {
      const found = await unreadConsoleMessages(read, person, places);
      return new Map<Place, number>(
        places.flatMap((place) => (found.has(place) ? [[place, found.get(place) ?? 0]] : [])),
      );
    },
    seen: (person, place, message) => store.write((tx) => markConsoleSeen(tx, person, place, message)),
  };
}
