/**
 * The rooms of the settings: who is in which, and where a card for an announce name goes.
 */
import type { PersonId } from "../plan/content.ts";
import { peopleOf } from "../plan/roles.ts";
import type { RoomSettings, Settings } from "../settings/settings.ts";

type Groups = Readonly<Record<string, readonly PersonId[]>>;

/** The names of the rooms a person is in. */
export function roomsOf({ rooms }: Settings, groups: Groups, person: PersonId): readonly string[] {
  return Object.entries(rooms).flatMap(([name, room]) => (isIn(room, groups, person) ? [name] : []));
}

/** The room that has this place, such as `console:room:releases`. */
export function roomAt(settings: Settings, place: string): string | undefined {
  return Object.entries(settings.rooms).find(([, room]) => room.places.some((each) => each === place))?.[0];
}

function isIn({ members }: RoomSettings, groups: Groups, person: PersonId): boolean {
  if (members === "everyone") return true;
  return peopleOf(members, { groups }).includes(person);
}
