import { expect, test, vi } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { Fault } from "../../emulators/feishu/faults.ts";
import { openWorld } from "./feishu-world.ts";

function card(title: string, blocks: Card["blocks"] = []): Card {
  return { title, tone: "active", label: "Executing", summary: title, blocks, buttons: [] };
}

async function opened() {
  const world = await openWorld();
  const { chat } = await world.start();
  const room = world.feishu.room("Releases", [world.ada, world.bo]);
  return { ...world, chat, room, place: `feishu:room:${room.id}` as const };
}

const CREATE = /POST .*\/im\/v1\/messages$/u;
const PATCH = /PATCH /u;

test.each<[string, Fault, object]>([
  ["too much at once, with the time to come back", { kind: "busy", seconds: 3 }, { code: "busy", retryAfter: 3_000 }],
  ["a gateway that is down", { kind: "broken", status: 502 }, { code: "unreachable" }],
  ["the bot being outside of the chat", { kind: "refused", code: 230002 }, { code: "gone" }],
  ["a chat that was dissolved", { kind: "refused", code: 232009 }, { code: "gone" }],
  ["a scope that is missing", { kind: "refused", code: 99991672, status: 403 }, { code: "forbidden" }],
  ["content that is not allowed", { kind: "refused", code: 230028 }, { code: "forbidden" }],
  ["the other limit of a chat", { kind: "refused", code: 230020 }, { code: "busy" }],
])("of %s the core hears what it means", async (_what, fault, error) => {
  const { feishu, chat, place } = await opened();
  feishu.faults.add(CREATE, fault);
  await expect(chat.post(place, card("A"), "k")).rejects.toMatchObject(error);
});

test.each<[string, Fault, object]>([
  ["is being clicked", { kind: "locked" }, { code: "busy", retryAfter: 300 }],
  ["was recalled", { kind: "refused", code: 230011 }, { code: "gone" }],
])("of a card that %s the core hears what it means", async (_what, fault, error) => {
  const { feishu, chat, place } = await opened();
  const ref = await chat.post(place, card("A"), "k");
  feishu.faults.add(PATCH, fault);
  await expect(chat.edit(ref, card("B"))).rejects.toMatchObject(error);
  await chat.edit(ref, card("C"));
  expect(feishu.sees((await opened()).room)).toEqual([]);
});

test("a card that is 14 days old can't be edited any more, and says so", async () => {
  const { feishu, chat, place } = await opened();
  const ref = await chat.post(place, card("A"), "k");
  feishu.age(15 * 24 * 3_600_000);
  await expect(chat.edit(ref, card("B"))).rejects.toMatchObject({ code: "expired" });
});

test("an answer that was lost does not make a second message", async () => {
  const { feishu, chat, room, place } = await opened();
  feishu.faults.add(CREATE, { kind: "lost-answer" });
  await expect(chat.post(place, card("A"), "k")).rejects.toMatchObject({ code: "unreachable" });
  await chat.post(place, card("A"), "k");
  expect(feishu.sees(room)).toHaveLength(1);
});

test("a call that takes too long is given up", { timeout: 10_000 }, async () => {
  const { feishu, chat, place } = await opened();
  feishu.faults.add(CREATE, { kind: "slow", milliseconds: 3_000 });
  await expect(chat.post(place, card("A"), "k")).rejects.toMatchObject({ code: "unreachable" });
});

test("a token that was revoked is replaced, once, and nobody notices", async () => {
  const { feishu, chat, place } = await opened();
  const refs = await Promise.all(["a", "b"].map((key) => chat.post(place, card(key), key)));
  expect(feishu.app.tokensGiven).toBe(1);
  feishu.app.revokeTokens();
  await Promise.all(refs.map((ref) => chat.edit(ref, card("C"))));
  expect(feishu.app.tokensGiven).toBe(2);
});

test("ids that are none go into no path", async () => {
  const { feishu, chat } = await opened();
  const before = feishu.calls.length;
  for (const ref of ["oc_1/om_x/../../approval/v4/instances?x=", "om_1", "", "../om_1/om_1"]) {
    await expect(chat.edit(ref, card("B"))).rejects.toMatchObject({ code: "gone" });
  }
  await expect(chat.post("feishu:room:oc_1/../x", card("B"), "k")).rejects.toMatchObject({ code: "gone" });
  expect(await chat.find({ id: "../../im" })).toBeUndefined();
  expect(feishu.calls.slice(before).filter(({ line }) => !line.includes("bot/v3"))).toEqual([]);
});

test("somebody whom Feishu does not know spoils no card: they are named by their name", async () => {
  const { feishu, chat, accounts, room, place } = await opened();
  accounts.set("gone", "ou_00000000000000000000000000000000");
  const line = [{ person: "gone", name: "Old Hand" }, " and ", { person: "ada", name: "Ada" }];
  const ref = await chat.post(place, card("A", [{ kind: "context", line }]), "k");
  expect(feishu.sees(room)[0]?.card?.text).toBe("Old Hand and Ada");
  await chat.edit(ref, card("B", [{ kind: "context", line }]));
  expect(feishu.sees(room)[0]?.card?.text).toBe("Old Hand and Ada");
});

test("a chat that has no threads gets its notes as plain replies", async () => {
  const { feishu, chat, room, place } = await opened();
  const ref = await chat.post(place, card("A"), "k");
  feishu.faults.add(/\/reply$/u, { kind: "refused", code: 230071 });
  await chat.note(ref, "Bo approved", "n");
  expect(feishu.sees(room)[1]).toMatchObject({
    text: "Bo approved",
    thread: undefined,
    parent: feishu.sees(room)[0]?.id,
  });
});

test("what waits for its turn in a busy chat keeps nobody else waiting", async () => {
  const { feishu, chat, ada, bo, room, place } = await opened();
  const quiet = feishu.room("Quiet", [ada, bo]);
  const post = (number: number) => chat.post(place, card(`${number}`), `m${number}`);
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  const outcomes = Promise.allSettled(numbers.map(post));
  await chat.post(`feishu:room:${quiet.id}`, card("Quick"), "q");
  const refused = (await outcomes).flatMap((each, number) =>
    each.status === "rejected" ? [{ number, error: each.reason }] : [],
  );
  expect(refused.length).toBeGreaterThan(0);
  for (const { error } of refused) expect(error).toMatchObject({ code: "busy", retryAfter: expect.any(Number) });
  // Each has a turn of its own, at which it gets in.
  expect(new Set(refused.map(({ error }) => Math.round(error.retryAfter / 250))).size).toBe(refused.length);
  for (const { number } of refused) await vi.waitFor(() => post(number), { timeout: 5_000, interval: 50 });
  expect(feishu.sees(room)).toHaveLength(numbers.length);
  expect(feishu.limits.exceeded).toEqual([]);
});
