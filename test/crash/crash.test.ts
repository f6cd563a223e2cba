import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setSeriesTimer } from "../../src/flow/series-desk.ts";
import type { PlanEvent } from "../../src/plan/event.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { openStore } from "../../src/store/open-store.ts";
import { addSeries } from "../../src/store/series.ts";
import type { Reader } from "../../src/store/store.ts";
import { saveTemplate } from "../../src/store/templates.ts";
import type { Acknowledged } from "./client.ts";
import { live } from "./client.ts";
import type { MortalServer } from "./mortal-server.ts";
import { mortalServer } from "./mortal-server.ts";

const KILLS = 50;
const CLIENTS = 6;
const RECURRING = 20;
/** The longest that a server lives after it was ready (ms), where it was ready sooner than that. */
const LONGEST_LIFE = 600;
/** More than the lease of what was being sent when the last server was killed (ms). */
const SETTLING = 60_000;

/** What is on disk when the dust has settled. */
interface Remains {
  readonly plans: readonly Plan[];
  readonly events: readonly PlanEvent[];
  readonly ran: readonly string[];
  /** Recurring plans whose next one is ahead. */
  readonly waiting: number;
  readonly stale: readonly string[];
  readonly decidedWithButtons: readonly string[];
  readonly cardsTwice: readonly string[];
}

let server: MortalServer;
let remains: Remains;
let verdict: string;
const acknowledged: Acknowledged = { plans: new Map(), comments: new Set(), runs: new Set() };

beforeAll(async () => {
  server = await mortalServer();
  await server.start();
  await letPlansRecur();
  let over = false;
  const clients = Array.from({ length: CLIENTS }, (_, place) =>
    live({ url: server.url, name: `c${place}`, acknowledged, over: () => over }),
  );
  let startTook = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    // On a busy machine everything takes longer, and a life in which nothing could happen proves nothing.
    await pause(50 + Math.random() * Math.max(LONGEST_LIFE, startTook));
    await server.kill();
    const begun = Date.now();
    await server.start();
    startTook = Date.now() - begun;
  }
  over = true;
  await Promise.all(clients);
  await settled();
  await server.stop();
  verdict = await server.gonogo("verify", "--json");
  remains = await look();
}, 600_000);

afterAll(async () => {
  await server?.kill();
  await server?.remove();
});

/** As long as it is killed, the time of one recurring plan comes each second or so. */
async function letPlansRecur(): Promise<void> {
  const store = await openStore(server.database);
  const draft = "name: By itself\nitems:\n  - { name: Tell, text: tell }\n";
  const first = Math.ceil(Date.now() / 1_000) * 1_000;
  await store.write(async (tx) => {
    await saveTemplate(tx, { name: "daily", draft, by_person: "ada", at: first });
    for (let number = 1; number <= RECURRING; number += 1) {
      const at = first + number * 1_000;
      const given = JSON.stringify({ fields: { name: `By itself ${number}` }, values: {} });
      const by_actor = JSON.stringify({ kind: "person", id: "ada" });
      const series = {
        template: "daily",
        repeat: "FREQ=DAILY",
        from_at: at,
        zone: "UTC",
        given,
        next_at: at,
        by_actor,
        at,
      };
      await setSeriesTimer(tx, await addSeries(tx, series), at);
    }
  });
  await store.close();
}

/** Waits until nothing is left to send. */
async function settled(): Promise<void> {
  const until = Date.now() + SETTLING;
  const store = await openStore(server.database);
  try {
    while (Date.now() < until) {
      const open = await store.read
        .selectFrom("outbox")
        .select("id")
        .where("settled_at", "is", null)
        .limit(1)
        .execute();
      const due = await store.read
        .selectFrom("timers")
        .select("key")
        .where("kind", "=", "series")
        .where("due_at", "<=", Date.now())
        .limit(1)
        .execute();
      if (open.length === 0 && due.length === 0) return;
      await pause(250);
    }
    throw new Error("the outbox does not drain");
  } finally {
    await store.close();
  }
}

async function look(): Promise<Remains> {
  const store = await openStore(server.database);
  try {
    const plans = await store.read.selectFrom("plans").selectAll().execute();
    const series = await store.read.selectFrom("series").select("next_at").execute();
    const log = await store.read.selectFrom("log").select("event").execute();
    return {
      plans: plans.map(({ snapshot }): Plan => JSON.parse(snapshot)),
      events: log.map(({ event }): PlanEvent => JSON.parse(event)),
      ran: await server.ran(),
      waiting: series.filter(({ next_at }) => next_at !== null && next_at > Date.now()).length,
      ...(await cardsOf(store.read)),
    };
  } finally {
    await store.close();
  }
}

async function cardsOf(read: Reader): Promise<Pick<Remains, "stale" | "decidedWithButtons" | "cardsTwice">> {
  const cards = await read
    .selectFrom("cards")
    .innerJoin("plans", "plans.id", "cards.plan_id")
    .select(["cards.card", "cards.ref", "cards.closed", "cards.version", "plans.version as newest", "plans.name"])
    .execute();
  const messages = await read.selectFrom("console_messages").select(["id", "key", "body"]).execute();
  const bodies = new Map(messages.map(({ id, body }) => [String(id), body]));
  const buttonsOf = (ref: string | null): unknown[] => JSON.parse(bodies.get(ref ?? "") ?? "{}").card?.buttons ?? [];
  const posted = messages.filter(({ key }) => key.startsWith("card:"));
  return {
    stale: cards
      .filter(({ closed, version, newest }) => closed === 0 && version !== newest)
      .map(({ card, name }) => `${name} ${card}`),
    decidedWithButtons: cards
      .filter(({ closed, ref }) => closed === 1 && buttonsOf(ref).length > 0)
      .map(({ card, name }) => `${name} ${card}`),
    cardsTwice: posted.length === cards.length ? [] : [`${posted.length} messages for ${cards.length} cards`],
  };
}

function times<T>(items: readonly T[]): ReadonlyMap<T, number> {
  return new Map([...Map.groupBy(items, (item) => item)].map(([item, all]) => [item, all.length]));
}

describe(`after ${KILLS} kills of the server under load`, () => {
  test("there was a load: plans were written, approved and run", () => {
    expect(acknowledged.plans.size).toBeGreaterThan(CLIENTS);
    expect(acknowledged.runs.size).toBeGreaterThan(CLIENTS);
    expect(acknowledged.comments.size).toBeGreaterThan(KILLS);
  });

  test("every acknowledged plan is there once, under the number that was told", () => {
    const kept = new Map(remains.plans.map(({ index, content }) => [index, content.name]));
    for (const [index, name] of acknowledged.plans) expect([index, kept.get(index)]).toEqual([index, name]);
    const names = times(remains.plans.map(({ content }) => content.name));
    expect([...names].filter(([, count]) => count > 1)).toEqual([]);
  });

  test("every recurring plan was made once, and waits for tomorrow", () => {
    const made = remains.plans.map(({ content }) => content.name).filter((name) => name.startsWith("By itself "));
    const wanted = Array.from({ length: RECURRING }, (_, place) => `By itself ${place + 1}`);
    expect(made.toSorted()).toEqual(wanted.toSorted());
    expect(remains.waiting).toBe(RECURRING);
  });

  test("every acknowledged comment is in the log, and none is there twice", () => {
    const comments = times(remains.events.flatMap((event) => (event.type === "commented" ? [event.text] : [])));
    expect([...acknowledged.comments].filter((text) => comments.get(text) !== 1)).toEqual([]);
    expect([...comments].filter(([, count]) => count > 1)).toEqual([]);
  });

  test("every run that was started ran once, and no other ran", () => {
    const started = remains.events.flatMap((event) => (event.type === "item-started" ? [event.key] : []));
    expect([...times(started)].filter(([, count]) => count > 1)).toEqual([]);
    const linked = remains.events.flatMap((event) => (event.type === "run-linked" ? [event.ref] : []));
    expect(linked).toHaveLength(started.length);
    expect(remains.ran.toSorted()).toEqual(linked.toSorted());
    const running = new Set(remains.plans.filter(({ items }) => items.i1?.state === "done").map(({ index }) => index));
    expect([...acknowledged.runs].filter((index) => !running.has(index))).toEqual([]);
  });

  test("the hash chain verifies, and the log folds to the snapshots", () => {
    expect(JSON.parse(verdict)).toMatchObject({ ok: true });
  });

  test("each card was posted once and shows the newest version, and decided ones have no buttons", () => {
    const { stale, decidedWithButtons, cardsTwice } = remains;
    expect({ stale, decidedWithButtons, cardsTwice }).toEqual({ stale: [], decidedWithButtons: [], cardsTwice: [] });
  });
});
