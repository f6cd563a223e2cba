import { expect, onTestFinished, test } from "vitest";
import type { Delivery } from "../../src/chat/deliveries.ts";
import { planDeliveries, sendAgainOf } from "../../src/hooks/delivery-log.ts";
import { failing, startHookReceiver } from "../emulators/hook-receiver.ts";
import type { Bot } from "../support/bot.ts";
import { START, startBot } from "../support/bot.ts";

const SECRET = "a secret of two teams";

async function told(yaml: (url: string) => string) {
  let now = () => START;
  const receiver = await startHookReceiver({ secret: SECRET, now: () => now() });
  onTestFinished(() => receiver.close());
  const bot = await startBot({ yaml: `sample: on\n${yaml(receiver.url)}`, env: { SHARED_SECRET: SECRET } });
  now = bot.clock.now;
  return { bot, receiver };
}

const one =
  (more = "") =>
  (url: string) =>
    `
hooks:
  - { name: board, url: "${url}", secret: "env:SHARED_SECRET", allow: [127.0.0.1]${more} }
`;

/** A plan that one person takes from draft to success. */
async function release(bot: Bot, name = "Release 2.4"): Promise<string> {
  await bot.say("ada", `/plan new "${name}"`);
  const { plans } = bot.core;
  const page = await plans.list({ scope: "all", words: [], page: 1, reader: "", all: true });
  const index = page.plans[0]?.index ?? 0;
  for (const command of [`add ${index} text "Announce" -- Tell everybody.`, `finish ${index}`, `start ${index}`]) {
    await bot.say("ada", `/plan ${command}`);
  }
  await bot.say("ada", `/plan done ${index}.1 told`);
  return page.plans[0]?.id ?? "";
}

/** Numbers from 0 to 1, the same for the same seed. */
function fractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function deliveriesOf(bot: Bot, plan: string): Promise<readonly Delivery[]> {
  return (await planDeliveries(bot.core.store.read, plan)).deliveries;
}

test("an endpoint hears of each checkpoint once, in order, and the thread says that it did", async () => {
  const { bot, receiver } = await told(one());
  const id = await release(bot);
  await bot.settle();
  expect(receiver.eventsOf(id)).toEqual(["finish_planning", "start_execute", "all_job_done"]);
  const { entries } = await bot.core.plans.log(id);
  const reports = entries.flatMap(({ event }) => (event.type === "hook-reported" ? [event.report] : []));
  expect(reports).toEqual(["accepted", "accepted", "accepted"]);
});

test("each body tells the plan as it was at its checkpoint, however late it is sent", async () => {
  const { bot, receiver } = await told(one());
  await receiver.kill();
  const id = await release(bot);
  await bot.settle();
  await receiver.restart();
  await bot.settle(10 * 60_000);
  expect(receiver.eventsOf(id)).toEqual(["finish_planning", "start_execute", "all_job_done"]);
  const bodies = receiver.accepted.map(({ body }) => JSON.parse(body).release_plan.status);
  expect(bodies).toEqual(["finish_planning", "executing", "success"]);
});

test("a receiver that fails is tried again under the same id, and people hear of the first failure and of the end", async () => {
  const { bot, receiver } = await told(one());
  let refusals = 2;
  receiver.react(() => (refusals-- > 0 ? { kind: "fail", status: 500 } : { kind: "accept" }));
  const id = await release(bot);
  await bot.settle(5 * 60_000);
  const [, , first] = await deliveriesOf(bot, id);
  expect(first?.attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
  const { entries } = await bot.core.plans.log(id);
  const reports = entries.flatMap(({ event }) =>
    event.type === "hook-reported" && event.delivery === first?.id ? [event.report] : [],
  );
  expect(reports.toReversed()).toEqual(["failing", "accepted"]);
});

test("three days of silence end in giving up, which the manager is told, and it can be sent again", async () => {
  const { bot, receiver } = await told(one());
  receiver.react(() => ({ kind: "fail", status: 503 }));
  const id = await release(bot);
  await bot.settle(80 * 3_600_000);
  const [, , first] = await deliveriesOf(bot, id);
  expect(first?.state).toBe("given-up");
  expect((first?.settled ?? 0) - (first?.at ?? 0)).toBeGreaterThan(72 * 3_600_000);
  receiver.react(() => ({ kind: "accept" }));
  await bot.say("ada", "/plan hooks 1 again 1");
  await bot.settle();
  expect(receiver.accepted.map((delivery) => delivery.id)).toContain(first?.id);
});

test("410 disables the endpoint until an admin enables it", async () => {
  const { bot, receiver } = await told(one());
  receiver.react(() => ({ kind: "fail", status: 410 }));
  const id = await release(bot);
  await bot.settle();
  const states = (await deliveriesOf(bot, id)).map(({ state }) => state);
  expect(states).toEqual(["given-up", "given-up", "given-up"]);
  expect(receiver.requests).toBe(1);
});

test("a dead receiver of one endpoint delays no other", async () => {
  const { bot, receiver } = await told(
    (url) => `
hooks:
  - { name: dead, url: "http://127.0.0.1:1/", allow: [127.0.0.1] }
  - { name: board, url: "${url}", secret: "env:SHARED_SECRET", allow: [127.0.0.1] }
`,
  );
  const id = await release(bot);
  await bot.settle();
  expect(receiver.eventsOf(id)).toEqual(["finish_planning", "start_execute", "all_job_done"]);
});

test("a private address that is not listed is not called", async () => {
  const { bot, receiver } = await told(
    (url) => `
hooks:
  - { name: inside, url: "${url}", secret: "env:SHARED_SECRET" }
`,
  );
  const id = await release(bot);
  await bot.settle();
  expect(receiver.requests).toBe(0);
  const [, , first] = await deliveriesOf(bot, id);
  expect(first?.attempts[0]?.problem).toMatch(/forbidden-address/);
});

test("an endpoint for named plans hears only of those that name it", async () => {
  const { bot, receiver } = await told(one(", plans: named"));
  const quiet = await release(bot, "Quiet");
  await bot.settle();
  expect(receiver.eventsOf(quiet)).toEqual([]);
  await bot.say("ada", "/plan new\nname: Loud\nhooks: [board]\nitems:\n  - { name: A, text: b }");
  await bot.say("ada", "/plan finish 2");
  await bot.settle();
  expect(receiver.accepted.map(({ event }) => event)).toEqual(["finish_planning"]);
});

test("a share of failures, dropped answers included, loses and doubles nothing", async () => {
  const { bot, receiver } = await told(one());
  receiver.react(failing(0.5, fractions(7)));
  const ids: string[] = [];
  for (let index = 0; index < 10; index += 1) ids.push(await release(bot, `Release ${index}`));
  await bot.settle(4 * 3_600_000);
  for (const id of ids) expect(receiver.eventsOf(id)).toEqual(["finish_planning", "start_execute", "all_job_done"]);
});

test("only the plan's manager, an admin or a token sends again", async () => {
  const { bot, receiver } = await told(one());
  receiver.react(() => ({ kind: "fail", status: 410 }));
  const id = await release(bot);
  await bot.settle();
  const [first] = await deliveriesOf(bot, id);
  const again = await sendAgainOf(bot.core.store.read, first?.id ?? "");
  if (!again) throw new Error("there is no delivery");
  const refused = await bot.core.door.submit({ actor: { kind: "person", id: "dana" }, request: again });
  expect(refused).toMatchObject({ taken: false, refusal: { code: "not-allowed" } });
});
