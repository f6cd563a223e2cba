/**
 * The rooms of the settings: who is in which, and where a card for an announce name goes.
 */
import type { PersonId } from "../plan/content.ts";
import { GROUP_PREFIX } from "../plan/content.ts";
import type { RoomSettings, Settings } from "../settings/settings.ts";

/** The names of the rooms a person is in. */
export function roomsOf(settings: Settings, person: PersonId): readonly string[] {
  return Object.entries(settings.rooms).flatMap(([name, room]) => (isIn(settings, room, person) ? [name] : []));
}

/** The room that has this place, such as `console:room:releases`. */
export function roomAt(settings: Settings, place: string): string | undefined {
  return Object.entries(settings.rooms).find(([, room]) => room.places.some((each) => each === place))?.[0];
}

function isIn(settings: Settings, { members }: RoomSettings, person: PersonId): boolean {
  if (members === "everyone") return true;
  return members.some((member) =>
    member.startsWith(GROUP_PREFIX)
      ? (settings.groups[member.slice(GROUP_PREFIX.length)] ?? []).includes(person)
      : member === person,
  );
}
