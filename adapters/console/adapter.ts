/**
 * The chat port on the console's own messages: what other platforms do over the network is one row here.
 */
import type { Account, ChatAdapter, Inbox, MessageRef, Place } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import type { ConsoleNeeds, Message, NewMessage, Person } from "./needs.ts";
import { directPlace, PLATFORM, roomPlace } from "./places.ts";

/** What the adapter tells the part that serves browsers. */
export interface Stage {
  open(inbox: Inbox): void;
  close(): void;
  changed(): void;
}

export function createAdapter(needs: ConsoleNeeds, stage: Stage): ChatAdapter {
  const insert = async (message: NewMessage): Promise<Message> => {
    const inserted = await needs.messages.insert(message);
    stage.changed();
    return inserted;
  };
  return {
    platform: PLATFORM,
    start: async (inbox) => stage.open(inbox),
    stop: async () => stage.close(),
    // Browsers are answered within their request: nothing waits to be heard.
    hear: async () => undefined,
    health: () => true,
    post: async (place, card, key) => {
      const seat = seatOf(place);
      await mustExist(needs, seat.place);
      const message = await insert({ ...seat, key, body: { kind: "card", card }, at: needs.now() });
      return String(message.id);
    },
    edit: async (ref, card) => {
      const edited = await needs.messages.edit(idOf(ref), { kind: "card", card }, needs.now());
      if (!edited) throw gone(ref);
      stage.changed();
    },
    note: async (ref, text, key) => {
      const parent = await needs.messages.get(idOf(ref));
      if (!parent) throw gone(ref);
      const { place, onlyFor } = parent;
      await insert({
        key,
        place,
        thread: parent.id,
        onlyFor,
        body: { kind: "text", text, tone: "plain" },
        at: needs.now(),
      });
    },
    tell: async (account, where, text, key) => {
      const { place } = seatOf(where ?? directPlace(account));
      await mustExist(needs, place);
      await insert({ key, place, onlyFor: account, body: { kind: "text", text, tone: "plain" }, at: needs.now() });
    },
    find: async (query) => {
      const person =
        "id" in query ? await needs.directory.person(query.id) : await needs.directory.byEmail(query.email);
      return person && accountOf(person);
    },
    members: async () => undefined,
  };
}

export function accountOf(person: Person): Account {
  const { id, name, email, lang, zone } = person;
  return { platform: PLATFORM, id, name, email, lang, zone };
}

/** What one account alone sees in a room is a message of the room that is only for it. */
function seatOf(place: Place): { readonly place: Place; readonly onlyFor?: string | undefined } {
  const [, person, room] = /^console:private:([^:]+):(.+)$/su.exec(place) ?? [];
  return person === undefined || room === undefined ? { place } : { place: roomPlace(room), onlyFor: person };
}

/** A direct message needs its person; which rooms exist is the settings' affair. */
async function mustExist(needs: ConsoleNeeds, place: Place): Promise<void> {
  const person = /^console:direct:(.+)$/su.exec(place)?.[1];
  if (person !== undefined && !(await needs.directory.person(person))) throw gone(place);
}

function idOf(ref: MessageRef): number {
  if (!/^\d{1,15}$/u.test(ref)) throw gone(ref);
  return Number(ref);
}

function gone(what: string): ChatError {
  return new ChatError("gone", `the console has no ${what}`);
}
