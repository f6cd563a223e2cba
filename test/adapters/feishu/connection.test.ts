import { expect, test, vi } from "vitest";
import { openWorld } from "./feishu-world.ts";

async function connected() {
  const world = await openWorld();
  const made = await world.start();
  await vi.waitFor(() => expect(world.feishu.connection.ready()).toBe(1));
  return { ...world, chat: made.chat };
}

test("it says whether it can hear, and does not wait for Feishu to begin", async () => {
  const world = await openWorld();
  world.feishu.connection.closeDoors(true);
  const { chat } = await world.start();
  expect(chat.health()).toBe(false);
  world.feishu.connection.closeDoors(false);
  await vi.waitFor(() => expect(chat.health()).toBe(true), 5_000);
});

test("a connection that breaks is made anew, and what came in between is heard", async () => {
  const { feishu, inbox, chat, ada } = await connected();
  feishu.connection.cut();
  feishu.say(ada, "direct", "/plan list");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1), 10_000);
  expect([feishu.connection.opened, chat.health()]).toEqual([2, true]);
});

test("a connection on which nobody is any more is noticed and made anew", async () => {
  const { feishu, inbox, chat, ada } = await connected();
  feishu.connection.freeze();
  await vi.waitFor(() => expect(chat.health()).toBe(false), 10_000);
  feishu.connection.thaw();
  await vi.waitFor(() => expect(feishu.connection.ready()).toBe(1), 10_000);
  feishu.say(ada, "direct", "/plan list");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1), 10_000);
});

test.each([
  ["busy, which the SDK takes for the end", { code: 1, msg: "system busy", data: {} }],
  ["too many connections", { code: 1000040350, msg: "connections exceed the limit", data: {} }],
  ["an error without data", { code: 514, msg: "auth failed", data: null }],
  ["an internal error", { code: 1000040343, msg: "internal error", data: {} }],
])("an endpoint that answers %s is asked again, and the reason is told", async (_what, answer) => {
  const world = await openWorld();
  for (let times = 0; times < 3; times++) world.feishu.connection.refuseOnce(answer);
  const { chat } = await world.start();
  await vi.waitFor(() => expect(chat.health()).toBe(true), 10_000);
  expect(world.log.filter((line) => line.includes(answer.msg)).length).toBeGreaterThanOrEqual(1);
});

test("an endpoint that is down is asked again", async () => {
  const world = await openWorld();
  world.feishu.faults.add(/ws\/endpoint/u, { kind: "broken", status: 502 }, 3);
  const { chat } = await world.start();
  await vi.waitFor(() => expect(chat.health()).toBe(true), 10_000);
});

test("an event in many fragments, out of order and one of them twice, is one event", async () => {
  const { feishu, inbox, ada } = await connected();
  feishu.delivery.fragments = 7;
  feishu.say(ada, "direct", `/plan new "${"发布".repeat(500)}"`);
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]?.text).toBe(`/plan new "${"发布".repeat(500)}"`);
});

test("an event that could not be kept is asked for again", async () => {
  const world = await openWorld();
  const { createFeishu } = await import("../../../adapters/feishu/adapter.ts");
  const { adapter } = createFeishu(world.needs(), { connection: { look: 20, first: 20 } });
  let tries = 0;
  await adapter.start(world.inbox, {
    keep: async () => {
      tries++;
      if (tries < 3) throw new Error("the database is locked");
      return true;
    },
    hold: async () => ({ again: false, done: async () => undefined }),
  });
  await vi.waitFor(() => expect(world.feishu.connection.ready()).toBe(1));
  world.feishu.say(world.ada, "direct", "/plan");
  await world.feishu.delivery.idle();
  expect(tries).toBe(3);
  await adapter.stop();
});

test("two processes share one app's events, each of them once", async () => {
  const { feishu, inbox, ada, start } = await connected();
  await start();
  await vi.waitFor(() => expect(feishu.connection.ready()).toBe(2));
  for (let number = 1; number <= 10; number++) feishu.say(ada, "direct", `/plan show ${number}`);
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(10));
});

test("neither log nor errors tell the secret, a token or a ticket", async () => {
  const world = await openWorld();
  const { feishu, log } = world;
  feishu.faults.add(/tenant_access_token/u, { kind: "broken", status: 500 }, 2);
  feishu.faults.add(/messages/u, { kind: "broken", status: 502 });
  const { chat } = await world.start();
  await vi.waitFor(() => expect(chat.health()).toBe(true), 10_000);
  const failures = await Promise.allSettled(
    [1, 2, 3].map((key) => chat.tell(world.ada.openId, undefined, "hello", `k${key}`)),
  );
  const text = [...log, ...failures.map((each) => (each.status === "rejected" ? `${each.reason.stack}` : ""))].join(
    "\n",
  );
  expect(text).not.toContain(feishu.appSecret);
  expect(text).not.toMatch(/t-[0-9a-f]{32}|ticket=|access_key=/u);
});
