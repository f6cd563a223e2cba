import { expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { createSender } from "../../src/flow/send-cards.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { insertPlan, loadPlan, saveSnapshot } from "../../src/store/plans.ts";
import { planRow } from "../support/plan-rows.ts";
import { quietAdapter } from "../support/quiet-chat.ts";

const PLACE = "console:room:releases";

function cardSaying(title: string): Card {
  return { title, tone: "active", label: "", blocks: [], buttons: [], summary: title };
}

/** A platform that keeps the first message of a key, and loses the answer of the first call. */
function forgetfulPlatform() {
  const messages = new Map<string, Card>();
  let answers = false;
  const never = () => Promise.reject(new Error("not needed here"));
  const adapter = quietAdapter({
    note: never,
    tell: never,
    post: async (_place, card, key) => {
      if (!messages.has(key)) messages.set(key, card);
      if (!answers) {
        answers = true;
        throw new Error("the answer was lost");
      }
      return key;
    },
    edit: async (ref, card) => void messages.set(ref, card),
  });
  return { adapter, titles: () => [...messages.values()].map(({ title }) => title) };
}

test("a card whose posting was answered to nobody shows what is so when it is tried again", async () => {
  await using store = await openStore("sqlite::memory:");
  await migrate(store);
  const { adapter, titles } = forgetfulPlatform();
  const sender = createSender({
    store,
    adapters: { console: adapter },
    hash: (text) => text,
    show: {
      card: (plan) => ({ card: cardSaying(plan.content.name), closed: false }),
      note: () => "",
      notice: () => "",
    },
  });
  const job = { plan: "plan-1", card: "plan", place: PLACE } as const;
  const named = (name: string) => JSON.stringify({ content: { name } });
  await store.write((tx) => insertPlan(tx, planRow({ snapshot: named("as it was") })));
  await expect(sender.card(job, 1)).rejects.toThrow("lost");

  const row = await loadPlan(store.read, "plan-1");
  if (row) await store.write((tx) => saveSnapshot(tx, { ...row, version: 1, snapshot: named("as it is") }, 0));
  await sender.card(job, 2);
  expect(titles()).toEqual(["as it is"]);
});
