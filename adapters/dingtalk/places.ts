/**
 * Places of this platform: a group by its `openConversationId`, a person's single chat with the bot by the userId, and what
 * one person alone sees in a group.
 */
import type { Place } from "../../src/chat/ports.ts";

export const PLATFORM = "dingtalk";

export type Spot =
  | { readonly kind: "group"; readonly group: string; readonly only?: string | undefined }
  | { readonly kind: "single"; readonly user: string };

export function groupPlace(group: string): Place {
  return `${PLATFORM}:room:${group}`;
}

export function singlePlace(user: string): Place {
  return `${PLATFORM}:direct:${user}`;
}

/** Where one account alone sees what is said at a place. */
export function privatePlace(place: Place, user: string): Place {
  const spot = spotOf(place);
  return spot?.kind === "group" ? `${PLATFORM}:private:${user}:${spot.group}` : singlePlace(user);
}

/** Where it is said by somebody who does it on a card at this place. */
export function openPlace(place: Place): Place {
  const spot = spotOf(place);
  return spot?.kind === "group" ? groupPlace(spot.group) : place;
}

/** A place as it was kept; undefined for one of another platform. */
export function parsePlace(text: string): Place | undefined {
  const spot = spotOf(text);
  if (spot?.kind === "single") return singlePlace(spot.user);
  if (spot === undefined) return undefined;
  return spot.only === undefined ? groupPlace(spot.group) : privatePlace(groupPlace(spot.group), spot.only);
}

/** Undefined for a place of another platform. */
export function spotOf(place: string): Spot | undefined {
  const [, kind, rest] = /^dingtalk:(room|direct|private):(.+)$/su.exec(place) ?? [];
  if (rest === undefined) return undefined;
  if (kind === "room") return { kind: "group", group: rest };
  if (kind === "direct") return { kind: "single", user: rest };
  const end = rest.indexOf(":");
  return end < 1 ? undefined : { kind: "group", group: rest.slice(end + 1), only: rest.slice(0, end) };
}
