import { expect, onTestFinished, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { ChatError } from "../../src/chat/ports.ts";
import { createSender } from "../../src/flow/send-cards.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { insertPlan, loadPlan, saveSnapshot } from "../../src/store/plans.ts";
import { planRow } from "../support/plan-rows.ts";
import { quietAdapter } from "../support/quiet-chat.ts";

const JOB = { plan: "plan-1", card: "plan", place: "console:room:releases" } as const;

function cardSaying(title: string): Card {
  return { title, tone: "active", label: "", blocks: [], buttons: [], summary: title };
}

/** What goes wrong with the next calls, if anything; thrown before or after the platform has done it. */
interface Trouble {
  post?: () => void;
  posted?: () => void;
  edit?: (ref: string) => void;
}

/** A plan whose name its card shows, a platform that keeps the first message of a key, and its sender. */
async function world() {
  const store = await openStore("sqlite::memory:");
  onTestFinished(() => store.close());
  await migrate(store);
  const messages = new Map<string, Card>();
  const notes: string[] = [];
  const trouble: Trouble = {};
  const adapter = quietAdapter({
    post: async (_place, card, key) => {
      trouble.post?.();
      if (!messages.has(key)) messages.set(key, card);
      trouble.posted?.();
      return key;
    },
    edit: async (ref, card) => {
      trouble.edit?.(ref);
      messages.set(ref, card);
    },
    note: async (ref, text) => void notes.push(`${ref}: ${text}`),
  });
  const sender = createSender({
    store,
    adapters: { console: adapter },
    hash: (text) => text,
    show: {
      card: (plan) => ({ card: cardSaying(plan.content.name), closed: false }),
      note: () => "",
      notice: () => "",
      digest: () => "",
      moved: () => "goes on below",
    },
  });
  const named = (name: string) => JSON.stringify({ content: { name } });
  await store.write((tx) => insertPlan(tx, planRow({ snapshot: named("as it was") })));
  return {
    trouble,
    notes,
    titles: () => [...messages.values()].map(({ title }) => title),
    send: (attempt = 1) => sender.card(JOB, attempt),
    change: async (name: string) => {
      const row = await loadPlan(store.read, "plan-1");
      if (!row) throw new Error("there is no plan");
      const next = { ...row, version: row.version + 1, snapshot: named(name) };
      await store.write((tx) => saveSnapshot(tx, next, row.version));
    },
    stale: () => store.read.selectFrom("cards").select("version").execute(),
  };
}

/** Throws once. */
function once(error: Error): () => void {
  let thrown = false;
  return () => {
    if (thrown) return;
    thrown = true;
    throw error;
  };
}

test("a card whose posting was answered to nobody shows what is so when it is tried again", async () => {
  const { trouble, send, change, titles } = await world();
  trouble.posted = once(new Error("the answer was lost"));
  await expect(send()).rejects.toThrow("lost");
  await change("as it is");
  await send(2);
  expect(titles()).toEqual(["as it is"]);
});

test("a card whose message is too old goes on in a new one, and the old one says so", async () => {
  const { trouble, send, change, titles, notes } = await world();
  await send();
  trouble.edit = once(new ChatError("expired", "too old"));
  await change("as it is");
  await send();
  await change("as it became");
  await send();
  expect(titles()).toEqual(["as it was", "as it became"]);
  expect(notes).toEqual(["card:plan-1:plan:console:room:releases: goes on below"]);
});

test("a card that was being posted anew when its answer was lost is posted anew once", async () => {
  const { trouble, send, change, titles } = await world();
  await send();
  trouble.edit = once(new ChatError("expired", "too old"));
  trouble.posted = once(new Error("the answer was lost"));
  await change("as it is");
  await expect(send()).rejects.toThrow("lost");
  await change("as it became");
  await send(2);
  expect(titles()).toEqual(["as it was", "as it became"]);
});

test("a card that the platform will never take is left alone until the plan changes", async () => {
  const { trouble, send, change, stale } = await world();
  trouble.post = once(new ChatError("forbidden", "not in this chat"));
  await change("as it is");
  await expect(send()).rejects.toThrow("not in this chat");
  expect(await stale()).toEqual([{ version: 1 }]);
});
