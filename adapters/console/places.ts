/**
 * Where messages are, and who may see them.
 */
import type { Place } from "../../src/chat/ports.ts";
import type { Message, Person, Room } from "./needs.ts";

export const PLATFORM = "console";

export function roomPlace(room: string): Place {
  return `${PLATFORM}:room:${room}`;
}

export function directPlace(person: string): Place {
  return `${PLATFORM}:direct:${person}`;
}

/** A place this person may see, with what the page calls it. */
export type Seat =
  | { readonly kind: "room"; readonly place: Place; readonly room: Room }
  | { readonly kind: "direct"; readonly place: Place };

/** The rooms a person is in, then the direct message with the bot. */
export function seatsOf(person: Person, rooms: readonly Room[]): readonly Seat[] {
  const inRooms = rooms.map((room): Seat => ({ kind: "room", place: roomPlace(room.id), room }));
  return [...inRooms, { kind: "direct", place: directPlace(person.id) }];
}

/** Whether this person may see this message at all. */
export function visibleTo(message: Message, person: string, places: ReadonlySet<string>): boolean {
  return places.has(message.place) && (message.onlyFor === undefined || message.onlyFor === person);
}
