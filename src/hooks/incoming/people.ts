/**
 * Who may answer Zadig, and who reads at a place.
 */
import type { Place } from "../../chat/ports.ts";
import type { Lang } from "../../chat/texts/catalogue.ts";
import { membersIn } from "../../chat/texts/names.ts";
import type { Reader } from "../../chat/texts/reader.ts";
import { addressOf, platformOf } from "../../flow/card-names.ts";
import type { Directory } from "../../people/directory.ts";
import type { Party, PersonId } from "../../plan/content.ts";
import { peopleOf } from "../../plan/roles.ts";

export interface ZadigDeciders {
  readonly mayDecide: (person: PersonId) => boolean;
  /** Everybody who may, each once. */
  readonly deciders: () => readonly PersonId[];
}

/** Admins, and the people and groups that the settings name. Somebody who is no longer active decides nothing. */
export function zadigDeciders(
  named: readonly Party[],
  directory: Pick<Directory, "everybody" | "groups">,
): ZadigDeciders {
  const deciders = () => {
    const listed = peopleOf(named, { groups: directory.groups() });
    const everybody = directory.everybody();
    return everybody.filter(({ id, roles }) => roles.includes("admin") || listed.includes(id)).map(({ id }) => id);
  };
  return { deciders, mayDecide: (person) => deciders().includes(person) };
}

export interface ReaderSources {
  /** The language and zone of rooms, and of accounts that are nobody's. */
  readonly lang: Lang;
  readonly zone: string;
  readonly now: () => number;
  readonly directory: Pick<Directory, "nameOf" | "langOf" | "zoneOf" | "byAccount" | "groups">;
}

/** A room reads the language of the instance, a direct chat that of its person. */
export function readersAt({ lang, zone, now, directory }: ReaderSources): (place: Place) => Reader {
  const members = membersIn(directory.groups);
  return (place) => {
    const address = addressOf(place);
    const person = address.kind === "room" ? undefined : directory.byAccount(platformOf(place), address.account)?.id;
    return {
      lang: person === undefined ? lang : directory.langOf(person),
      zone: person === undefined ? zone : directory.zoneOf(person),
      now: now(),
      name: directory.nameOf,
      members,
    };
  };
}
