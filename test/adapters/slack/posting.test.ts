import { describe, expect, it, vi } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { SlackOptions } from "../../emulators/slack/slack.ts";
import { BOT_USER } from "../../emulators/slack/world.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { ACCOUNTS, openWorkspace, ROOM, remembered, startAdapter } from "./stage.ts";

function card(title = "Plan"): Card {
  return { title, tone: "active", label: "Executing", blocks: [], buttons: [], summary: title };
}

async function world(options: SlackOptions = {}) {
  const slack = await openWorkspace(options);
  const outgoing = remembered();
  const { adapter, errors } = await startAdapter(slack, quietInbox(), {
    outgoing,
    tempo: { messages: options.spacing ?? 0 },
  });
  const room: `slack:room:${string}` = `slack:room:${slack.world.channel(ROOM).id}`;
  const seen = () => slack.person(ACCOUNTS.bo).hears(ROOM);
  /** As the outbox does: the same again after a failure. */
  const insist = async (act: () => Promise<unknown>) => {
    for (let attempt = 1; attempt <= 5; attempt++) {
      try {
        return await act();
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
    return undefined;
  };
  return { slack, adapter, errors, room, seen, insist, outgoing };
}

describe("a message whose outcome nobody knows", () => {
  it.each([
    { kind: "lost" },
    { kind: "status", status: 500 },
    { kind: "cut" },
    { kind: "refused", error: "internal_error" },
  ] as const)("is there once after %j", async (fault) => {
    const { slack, adapter, room, seen, insist } = await world();
    slack.faults.add("chat.postMessage", fault);
    await insist(() => adapter.post(room, card(), "card:1"));
    slack.faults.add("chat.postMessage", fault);
    const ref = await adapter.post(room, card(), "card:1");
    await insist(() => adapter.note(ref, "A line", "note:1"));
    slack.faults.add("chat.postMessage", fault);
    await insist(() => adapter.tell(ACCOUNTS.bo, undefined, "To you", "tell:1"));
    expect(seen().map(({ title, thread }) => [title, thread.map(({ lines }) => lines)])).toEqual([
      ["Plan", [["A line"]]],
    ]);
    expect(
      slack
        .person(ACCOUNTS.bo)
        .hears()
        .map(({ fallback }) => fallback),
    ).toEqual(["To you"]);
  });

  it("is not posted blind while Slack cannot be asked either", async () => {
    const { slack, adapter, room, seen } = await world();
    slack.faults.add("chat.postMessage", { kind: "lost" });
    slack.faults.add("conversations.history", { kind: "status", status: 500 }, 2);
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(adapter.post(room, card(), "card:1")).rejects.toMatchObject({ code: "unreachable" });
    }
    await adapter.post(room, card(), "card:1");
    expect(seen()).toHaveLength(1);
  });

  it("is found in a public channel that the bot is not in", async () => {
    const { slack, adapter, seen } = await world();
    const open = slack.channel("open", [ACCOUNTS.bo]);
    slack.faults.add("chat.postMessage", { kind: "lost" });
    const post = () => adapter.post(`slack:room:${open.id}`, card(), "card:1");
    await expect(post()).rejects.toMatchObject({ code: "unreachable" });
    await post();
    expect(open.messages).toHaveLength(1);
    expect(open.members.has(BOT_USER)).toBe(true);
    expect(seen()).toEqual([]);
  });

  it("is found on the second page, among what others wrote", async () => {
    const { slack, adapter, room } = await world();
    slack.faults.add("chat.postMessage", { kind: "lost" });
    const post = () => adapter.post(room, card(), "card:1");
    await expect(post()).rejects.toMatchObject({ code: "unreachable" });
    const channel = slack.world.channel(ROOM);
    for (let count = 0; count < 450; count++) slack.world.post(channel, { user: ACCOUNTS.bo, text: "chatter" });
    await post();
    expect(channel.messages.filter(({ user }) => user === BOT_USER)).toHaveLength(1);
  });
});

describe("Slack's wish to wait", () => {
  it("stops the channel it is about, and no other", async () => {
    const { slack, adapter, room } = await world();
    const other = slack.channel("other", [BOT_USER, ACCOUNTS.bo]);
    slack.faults.add("chat.postMessage", { kind: "rate-limited", seconds: 30 });
    await expect(adapter.post(room, card(), "card:1")).rejects.toMatchObject({ code: "busy", retryAfter: 30_000 });
    const asked = slack.calls.length;
    await expect(adapter.post(room, card(), "card:1")).rejects.toMatchObject({ code: "busy" });
    expect(slack.calls).toHaveLength(asked);
    await adapter.post(`slack:room:${other.id}`, card(), "card:2");
    await adapter.tell(ACCOUNTS.bo, undefined, "To you", "tell:1");
    expect(other.messages).toHaveLength(1);
  });

  it("is not needed, since one channel gets one message after the other", async () => {
    const { slack, adapter, room } = await world({ spacing: 100 });
    await Promise.all(
      Array.from({ length: 6 }, (_, place) => adapter.post(room, card(`Plan ${place}`), `card:${place}`)),
    );
    expect(slack.pace.tooFast).toBe(0);
    expect(slack.world.channel(ROOM).messages).toHaveLength(6);
  });
});

describe("a message that Slack will not take", () => {
  it.each([
    ["channel_not_found", "gone"],
    ["is_archived", "forbidden"],
    ["restricted_action", "forbidden"],
    ["not_in_channel", "forbidden"],
    ["token_revoked", "unreachable"],
    ["account_inactive", "unreachable"],
    ["some_new_word", "unreachable"],
  ])("because of %s is %s", async (error, code) => {
    const { slack, adapter, room } = await world();
    slack.faults.add("chat.postMessage", { kind: "refused", error });
    await expect(adapter.post(room, card(), "card:1")).rejects.toMatchObject({ code });
  });

  it("as it is goes out shorter, then as text, and the operator hears of it", async () => {
    const { slack, adapter, room, seen, errors } = await world();
    const ref = await adapter.post(room, card("Before"), "card:0");
    for (const method of ["chat.postMessage", "chat.update"]) {
      slack.faults.add(method, { kind: "refused", error: "msg_blocks_too_long" });
      slack.faults.add(method, { kind: "refused", error: "invalid_blocks" });
    }
    await adapter.post(room, card("Plan 52"), "card:1");
    await adapter.edit(ref, card("After"));
    expect(seen().map(({ fallback, message }) => [fallback, message.blocks])).toEqual([
      ["After", undefined],
      ["Plan 52", undefined],
    ]);
    expect(errors).toHaveLength(4);
  });

  it("to be edited when it is gone, or too old, says which", async () => {
    const { slack, adapter, room } = await world();
    const ref = await adapter.post(room, card(), "card:1");
    slack.faults.add("chat.update", { kind: "refused", error: "edit_window_closed" });
    await expect(adapter.edit(ref, card())).rejects.toMatchObject({ code: "expired" });
    slack.world.channel(ROOM).messages.length = 0;
    await expect(adapter.edit(ref, card())).rejects.toMatchObject({ code: "gone" });
    await expect(adapter.edit("nonsense", card())).rejects.toMatchObject({ code: "gone" });
  });

  it("to one person in a channel reaches them directly where they are not in it", async () => {
    const { slack, adapter } = await world();
    const other = slack.channel("other", [BOT_USER]);
    await adapter.tell(ACCOUNTS.bo, `slack:room:${other.id}`, "For you.", "tell:1");
    await adapter.tell(ACCOUNTS.bo, `slack:room:${other.id}`, "For you.", "tell:1");
    await vi.waitFor(() =>
      expect(
        slack
          .person(ACCOUNTS.bo)
          .hears()
          .map(({ fallback }) => fallback),
      ).toEqual(["For you."]),
    );
    expect(other.messages).toEqual([]);
  });
});
