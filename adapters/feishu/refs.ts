/**
 * Places and messages, as Feishu and as the core name them.
 */
import { createHash } from "node:crypto";
import type { MessageRef, Place } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import { idOf } from "./ids.ts";

export const PLATFORM = "feishu";

export function roomPlace(chat: string): Place {
  return `${PLATFORM}:room:${chat}`;
}

export function directPlace(account: string): Place {
  return `${PLATFORM}:direct:${account}`;
}

export type Receiver =
  | { readonly type: "chat_id"; readonly id: string }
  | { readonly type: "open_id"; readonly id: string };

/** Whom a place means. What one account alone sees in a chat goes to it directly: Feishu has nothing like it that lasts. */
export function receiverOf(place: Place): Receiver {
  const [platform, kind, first = ""] = place.split(":");
  if (platform !== PLATFORM) throw new ChatError("gone", `${place} is not on Feishu`);
  return kind === "room"
    ? { type: "chat_id", id: idOf("chat", first) }
    : { type: "open_id", id: idOf("person", first) };
}

/** A message that was sent: where it is, and which. */
export interface Sent {
  readonly chat: string;
  readonly message: string;
}

export function refOf({ chat, message }: Sent): MessageRef {
  return `${chat}/${message}`;
}

export function sentOf(ref: MessageRef): Sent {
  const [chat = "", message = "", ...more] = ref.split("/");
  if (more.length > 0) throw new ChatError("gone", "that is no message of Feishu");
  return { chat: idOf("chat", chat), message: idOf("message", message) };
}

/** Feishu takes 50 characters, and sends no second message with the same within an hour. */
export function uuidOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
