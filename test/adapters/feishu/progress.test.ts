/**
 * Two hundred plans that progress at once: the outbox of the product over the adapter, within the limits that Feishu documents.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { MessageRef } from "../../../src/chat/ports.ts";
import { enqueue } from "../../../src/flow/outbox.ts";
import { createOutboxWorker } from "../../../src/flow/outbox-worker.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { openWorld } from "./feishu-world.ts";

const PLANS = 200;
/** Teams have chats of their own: a chat takes five messages a second, whoever sends them. */
const ROOMS = 40;
/** Messages that a chat takes in a second. */
const A_SECOND = 5;
const STEPS = 10;
const STEP = 600;

function cardOf(plan: number, step: number): Card {
  const percent = (step / STEPS) * 100;
  const label = step === STEPS ? "Done" : "Running";
  const row = {
    number: `${plan}.1`,
    name: "Deploy",
    tone: "active",
    label,
    kind: "http:deploy",
    details: [],
    buttons: [],
  } as const;
  return {
    title: `${plan} · Release`,
    tone: "active",
    label,
    summary: label,
    blocks: [
      { kind: "progress", label: "Items finished", done: step === STEPS ? 1 : 0, total: 1 },
      { kind: "items", title: "Items", rows: [{ ...row, percent }] },
    ],
    buttons: [],
  };
}

test("each of 200 cards is true within three seconds' worth of its chat's messages, and no limit is exceeded", {
  timeout: 90_000,
}, async () => {
  const { feishu, start } = await openWorld();
  feishu.limits.enforce = false;
  const { chat } = await start();
  const rooms = Array.from({ length: ROOMS }, (_, room) => feishu.room(`Room ${room}`, []));
  const store = await openStore("sqlite::memory:");
  await migrate(store);
  const steps = new Map<number, number>();
  const refs = new Map<number, MessageRef>();
  const worker = createOutboxWorker({
    store,
    handlers: {
      card: {
        send: async ({ payload }) => {
          const plan: number = JSON.parse(payload);
          const room = rooms[plan % ROOMS];
          const ref = refs.get(plan);
          const card = cardOf(plan, steps.get(plan) ?? 0);
          if (ref === undefined) refs.set(plan, await chat.post(`feishu:room:${room?.id}`, card, `card:${plan}`));
          else await chat.edit(ref, card);
        },
      },
    },
    now: Date.now,
    newId: randomUUID,
    random: Math.random,
  });
  const change = async (plan: number, step: number): Promise<void> => {
    steps.set(plan, step);
    const key = `card:${plan}`;
    const row = { kind: "card", lane: `feishu|${key}`, collapse: key, key, payload: plan, dueAt: Date.now() };
    await store.write((tx) => enqueue(tx, row, Date.now()));
  };
  const stop = async () => {
    await worker.stop(0);
    await store.close();
  };
  onTestFinished(stop);
  worker.start();
  const plans = Array.from({ length: PLANS }, (_, plan) => plan);
  await Promise.all(plans.map((plan) => change(plan, 0)));
  await vi.waitFor(() => expect(refs.size).toBe(PLANS), { timeout: 30_000, interval: 50 });

  // Counted in messages of its chat and not in seconds, which say more of the machine than of gonogo.
  const sent = new Map<number, number>();
  const shownAfter = new Map<number, number>();
  const planOf = new Map([...refs].map(([plan, ref]) => [ref.split("/")[1], plan]));
  feishu.onMessage(({ id, card }) => {
    const plan = planOf.get(id);
    if (plan === undefined) return;
    sent.set(plan % ROOMS, sentIn(plan) + 1);
    if (card?.header?.text_tag_list?.[0]?.text.content === "Done") shownAfter.set(plan, sentIn(plan));
  });
  const sentIn = (plan: number): number => sent.get(plan % ROOMS) ?? 0;
  const lasts = await Promise.all(
    plans.map(async (plan) => {
      // They did not all begin in the same moment.
      await sleep((plan % 50) * 120);
      for (let step = 1; step <= STEPS; step++) {
        if (step > 1) await sleep(STEP);
        await change(plan, step);
      }
      return sentIn(plan);
    }),
  );
  await vi.waitFor(() => expect(shownAfter.size).toBe(PLANS), { timeout: 30_000, interval: 20 });
  const waits = plans.map((plan) => (shownAfter.get(plan) ?? Number.POSITIVE_INFINITY) - (lasts[plan] ?? 0));
  expect(feishu.limits.exceeded).toEqual([]);
  expect(feishu.violations).toEqual([]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(3 * A_SECOND);
});

test("how far something is comes soon, not with every step, and all of it before the end", {
  timeout: 20_000,
}, async () => {
  const { feishu, ada, start } = await openWorld();
  const { chat } = await start();
  const ref = await chat.post(`feishu:direct:${ada.openId}`, cardOf(1, 1), "card");
  const message = () => feishu.message(ref.split("/")[1] ?? "");
  await chat.edit(ref, cardOf(1, 2));
  for (let step = 3; step < STEPS; step++) await chat.edit(ref, cardOf(1, step));
  await vi.waitFor(() => expect(message().card?.text).toContain("90%"), 5_000);
  expect(message().edits).toBeLessThan(4);
  await chat.edit(ref, cardOf(1, 3));
  await chat.edit(ref, cardOf(1, STEPS));
  expect(message().card?.tags).toEqual(["Done"]);
  await chat.edit(ref, cardOf(1, 5));
  await chat.edit(ref, cardOf(1, 6));
  await chat.stop();
  expect(message().card?.text).toContain("60%");
});

test("an edit that failed is not put off when it is tried again, and nothing older comes after it", {
  timeout: 20_000,
}, async () => {
  const { feishu, ada, start } = await openWorld();
  const { chat } = await start();
  const ref = await chat.post(`feishu:direct:${ada.openId}`, cardOf(1, 1), "card");
  const message = () => feishu.message(ref.split("/")[1] ?? "");
  await chat.edit(ref, cardOf(1, 2));
  await chat.edit(ref, cardOf(1, 3));
  feishu.faults.add(/PATCH/u, { kind: "broken", status: 502 }, 2);
  await expect(chat.edit(ref, cardOf(1, STEPS))).rejects.toMatchObject({ code: "unreachable" });
  await expect(chat.edit(ref, cardOf(1, STEPS))).rejects.toMatchObject({ code: "unreachable" });
  await chat.edit(ref, cardOf(1, STEPS));
  expect(message().card?.tags).toEqual(["Done"]);
  await chat.stop();
  expect(message().card?.tags).toEqual(["Done"]);
});
