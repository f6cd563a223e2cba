/**
 * Where plans are announced and people are reached: the directory and the settings, as places on platforms that run.
 */
import type { Place } from "../chat/ports.ts";
import type { PersonId } from "../plan/content.ts";
import type { AddressBook } from "./card-names.ts";
import { addressOf, placeOf, platformOf } from "./card-names.ts";

export interface Addresses {
  /** Places by the names that plans announce to. */
  readonly rooms: Readonly<Record<string, readonly Place[]>>;
  /** Platforms whose adapter runs. */
  readonly platforms: readonly string[];
  readonly accountsOf: (person: PersonId) => readonly { readonly platform: string; readonly account: string }[];
}

export function createAddressBook({ rooms, platforms, accountsOf }: Addresses): AddressBook {
  const runs = (place: Place) => platforms.includes(platformOf(place));

  function direct(person: PersonId): readonly Place[] {
    return accountsOf(person).flatMap(({ platform, account }): readonly Place[] =>
      platforms.includes(platform) ? [`${platform}:direct:${account}`] : [],
    );
  }

  /** An announced name is a room of the settings, or a place written out. */
  function placesOf(name: string): readonly Place[] {
    const named = rooms[name];
    if (named) return named;
    const place = placeOf(name);
    return place && addressOf(place).kind === "room" ? [place] : [];
  }

  return {
    direct,
    announced: ({ announce }, manager) => {
      const places = [...new Set(announce.flatMap(placesOf))].filter(runs);
      // A mail cannot be kept true, so the plan's card goes to where it can be.
      return places.length > 0 ? places : direct(manager).filter((place) => platformOf(place) !== "email");
    },
  };
}
