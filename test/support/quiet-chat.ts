/**
 * Chat ports that take everything and say nothing, where a test says no more.
 */
import type { Arrivals, ChatAdapter, Inbox } from "../../src/chat/ports.ts";

export function quietAdapter(parts: Partial<ChatAdapter> = {}): ChatAdapter {
  return {
    platform: "console",
    start: async () => undefined,
    stop: async () => undefined,
    hear: async () => undefined,
    health: () => true,
    post: async (_place, _card, key) => key,
    edit: async () => undefined,
    note: async () => undefined,
    tell: async () => undefined,
    find: async () => undefined,
    members: async () => undefined,
    ...parts,
  };
}

export function quietInbox(parts: Partial<Inbox> = {}): Inbox {
  return {
    message: async () => [],
    action: async () => [],
    form: async () => ({ kind: "taken", replies: [] }),
    reform: async () => undefined,
    preview: async () => undefined,
    joined: async () => [],
    approvalChanged: async () => undefined,
    ...parts,
  };
}

/** Takes everything for the first time, and hands nothing on. */
export const quietArrivals: Arrivals = {
  keep: async () => true,
  hold: async () => ({ again: false, done: async () => undefined }),
};
