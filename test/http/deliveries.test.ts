import { createHash } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { HookReceiver } from "../emulators/hook-receiver.ts";
import { startHookReceiver } from "../emulators/hook-receiver.ts";
import type { Bot } from "../support/bot.ts";
import { START, startBot } from "../support/bot.ts";

const SECRET = "a secret of two teams";
const hashed = (token: string) => createHash("sha256").update(token).digest("hex");

interface World {
  readonly bot: Bot;
  readonly receiver: HookReceiver;
}

/** Plan 1 has finished planning, and its receiver refused to hear of it. */
async function refusedOnce(status = 500): Promise<World> {
  let now = () => START;
  const receiver = await startHookReceiver({ secret: SECRET, now: () => now() });
  onTestFinished(() => receiver.close());
  receiver.react(() => ({ kind: "fail", status }));
  const yaml = `sample: on
hooks:
  - { name: board, url: "${receiver.url}", secret: "env:SHARED", allow: [127.0.0.1] }
tokens:
  - { name: reader, sha256: ${hashed("reader")}, may: [read] }
  - { name: writer, sha256: ${hashed("writer")}, may: [read, write] }
`;
  const bot = await startBot({ yaml, env: { SHARED: SECRET } });
  now = bot.clock.now;
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", '/plan add 1 text "Announce" -- Tell everybody.');
  await bot.say("ada", "/plan finish 1");
  await bot.settle();
  return { bot, receiver };
}

type Told = Readonly<Record<string, unknown>>;

async function ask({ bot }: World, path: string, token = "reader", method = "GET") {
  const response = await bot.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const said: Told & { readonly deliveries?: readonly Told[] } = JSON.parse(await response.text());
  return { status: response.status, said };
}

async function firstOf(world: World): Promise<Told> {
  const { said } = await ask(world, "/deliveries?state=waiting");
  return said.deliveries?.[0] ?? {};
}

test("the delivery log tells each attempt, and never the code that answers a gate", async () => {
  const world = await refusedOnce();
  const first = await firstOf(world);
  expect(first).toMatchObject({
    endpoint: "board",
    checkpoint: "finish_planning",
    state: "waiting",
    attempts: [{ number: 1, status: 500, problem: "answered 500" }],
  });
  const one = await ask(world, `/deliveries/${String(first.id)}`);
  expect(one.said).toEqual(first);
  const { instanceCode } = await world.bot.plan(1);
  const all = await Promise.all(
    ["/deliveries", `/deliveries/${String(first.id)}`, "/plans/1/deliveries", "/plans/1/log"].map((path) =>
      ask(world, path),
    ),
  );
  expect(JSON.stringify(all)).not.toContain(instanceCode);
});

test("a delivery is sent again by a token that may write, and by no other", async () => {
  const world = await refusedOnce();
  const id = String((await firstOf(world)).id);
  expect(await ask(world, `/deliveries/${id}/send-again`, "reader", "POST")).toMatchObject({ status: 403 });
  world.receiver.react(() => ({ kind: "accept" }));
  expect(await ask(world, `/deliveries/${id}/send-again`, "writer", "POST")).toMatchObject({
    status: 200,
    said: { events: ["hook-sent-again"] },
  });
  await world.bot.settle();
  expect(world.receiver.accepted.map((delivery) => delivery.id)).toEqual([id]);
});

test("an endpoint that asked to be left alone is told to be, and can be enabled", async () => {
  const world = await refusedOnce(410);
  expect((await ask(world, "/endpoints")).said).toMatchObject({
    endpoints: [{ name: "board", disabled: { reason: "410" } }],
  });
  expect((await ask(world, "/endpoints/board/enable", "writer", "POST")).said).toEqual({ enabled: true });
  expect((await ask(world, "/endpoints/board/enable", "writer", "POST")).said).toEqual({ enabled: false });
  world.receiver.react(() => ({ kind: "accept" }));
  await world.bot.say("ada", "/plan hooks 1 again 1");
  await world.bot.settle();
  expect(world.receiver.accepted).toHaveLength(1);
});

test.each(["/deliveries/msg_none", "/endpoints/none/enable", "/deliveries/msg_none/send-again"])(
  "%s is not there",
  async (path) => {
    const world = await refusedOnce();
    const method = path.startsWith("/deliveries/msg_none") && !path.endsWith("again") ? "GET" : "POST";
    expect(await ask(world, path, "writer", method)).toMatchObject({ status: 404, said: { code: "not-found" } });
  },
);
