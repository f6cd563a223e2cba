/**
 * Places and messages in Slack's own names.
 */
import type { MessageRef, Place } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";

export const PLATFORM = "slack";

/** A direct message with the app is named by whose it is. */
export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}

export function placeOf(channel: string, user: string): Place {
  return isDirect(channel) ? `${PLATFORM}:direct:${user}` : `${PLATFORM}:room:${channel}`;
}

export function directPlace(user: string): Place {
  return `${PLATFORM}:direct:${user}`;
}

export type Target = { readonly channel: string } | { readonly user: string };

/**
 * Where a card goes. What one account alone sees in a room must be kept true, and Slack keeps nothing that only one person
 * sees: it goes into the direct message.
 */
export function targetOf(place: Place): Target {
  const [, kind, first = ""] = place.split(":");
  return kind === "room" ? { channel: first } : { user: first };
}

/** The room of a place, and nothing for a direct message. */
export function roomOf(place: Place): string | undefined {
  const [, kind, first, second] = place.split(":");
  return kind === "room" ? first : kind === "private" ? second : undefined;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
}

export function refOf({ channel, ts }: Message): MessageRef {
  return `${channel}:${ts}`;
}

export function messageOf(ref: MessageRef): Message {
  const [, channel, ts] = /^([CDG][A-Z0-9]+):(\d+\.\d+)$/.exec(ref) ?? [];
  if (channel === undefined || ts === undefined) throw new ChatError("gone", `Slack has no message ${ref}`);
  return { channel, ts };
}
