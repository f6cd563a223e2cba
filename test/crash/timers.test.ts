import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import type { Reader } from "../../src/store/store.ts";
import { FEED, serveFeed } from "../support/feed-server.ts";
import { ALIKE, databaseIn, dueAt, FULL, MIDNIGHT, makePending } from "./pending-timers.ts";

const LIFE = join(import.meta.dirname, "timer-life.ts");
const KILLS = 3;
/** One for each life; the last one is not killed. */
const ROUNDS = Array.from({ length: KILLS + 1 }, (_, round) => round);
/** A life begins so long before the timers of its round are due (ms). */
const BEFORE = 500;
/** About as long as it is at work on them (ms). */
const AT_WORK = 150;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What a timer leads to, the plans it is set for, and how long before their round it is due (ms). */
const KINDS = [
  ["reminded", "Nudge", 0],
  ["timed-out", "Expire", 0],
  ["schedule-began", "Schedule", 0],
  ["check-reminded", "Check", MINUTE],
  ["check-failed", "Check", 0],
  ["review-made", "Review", DAY],
] as const;

test("a timer of each kind fires once, and none before its time, in a gonogo that is killed over and over", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-timers-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { url, served } = await serveFeed({ status: 200, body: FEED });
  // To load what they are made of takes longer than they live.
  const [last, ...lives] = ROUNDS.map(() => spawnLife(folder));
  await makePending(folder, ROUNDS.length, url);
  for (const [round, life] of lives.entries()) {
    served.answer = { status: 200, body: FEED.replace("Stock-taking", `Freeze ${round}`) };
    await Promise.all([begin(life, dueAt(round) - BEFORE), pause(BEFORE)]);
    await pause(Math.random() * AT_WORK);
    await kill(life);
  }
  await begin(last, dueAt(KILLS) - BEFORE);
  const store = await openStore(databaseIn(folder));
  onTestFinished(() => store.close());
  await vi.waitFor(async () => expect(await undone(store.read)).toEqual([]), { timeout: 45_000, interval: 100 });
  await kill(last);

  expect(await happened(store.read)).toEqual(
    ROUNDS.flatMap((round) =>
      ALIKE.flatMap((number) => KINDS.map(([type, name]) => `${name} ${round} ${number} ${type}`)),
    ).toSorted(),
  );
  expect(await madeByThemselves(store.read)).toEqual(
    ROUNDS.flatMap((round) => [...ALIKE.map((number) => `Review ${round} ${number}`), `Series ${round}`]).toSorted(),
  );
  expect(await digests(store.read)).toEqual(
    FULL.map((person) => `digest:${person}:2026-11-24:console:direct:${person}`),
  );
  expect(await nextLooks(store.read)).toEqual(
    ROUNDS.flatMap((round) => ALIKE.map((number) => `Look ${round} ${number} at ${dueAt(round) + HOUR + 1}`)),
  );
  const cards = await cardsNow(store.read);
  expect(cards.filter((card) => card.includes(" · Look ") && !card.includes("5 hours left"))).toEqual([]);
  expect(cards.filter((card) => card.includes(" · Iced") && card.includes(`Freeze ${KILLS - 1}`))).toHaveLength(1);
  const feeds = await store.read.selectFrom("timers").select("due_at").where("kind", "=", "feed").execute();
  expect(feeds).toEqual([{ due_at: expect.toSatisfy((at: number) => at >= dueAt(KILLS) - BEFORE + DAY) }]);
}, 90_000);

function spawnLife(folder: string): ChildProcess {
  const life = spawn(process.execPath, [LIFE, folder], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => kill(life));
  return life;
}

/** Tells a process the time; it is up when this settles. */
async function begin(life: ChildProcess | undefined, at: number): Promise<void> {
  if (!life?.stdout) throw new Error("there is no life");
  const up = once(life.stdout, "data");
  life.stdin?.write(String(at));
  await up;
}

async function kill(life: ChildProcess | undefined): Promise<void> {
  if (!life || life.exitCode !== null || life.signalCode !== null) return;
  const gone = once(life, "exit");
  life.kill("SIGKILL");
  await gone;
}

/** Timers that are due, also those that the last start has set, and what is to be sent. */
async function undone(read: Reader): Promise<readonly string[]> {
  const due = await read
    .selectFrom("timers")
    .select("key")
    .where("due_at", "<=", dueAt(KILLS + 1))
    .execute();
  const unsent = await read.selectFrom("outbox").select("key").where("settled_at", "is", null).limit(1).execute();
  return [...due, ...unsent].map(({ key }) => key);
}

/** What timers led to, by plan, and whether it was early. */
async function happened(read: Reader): Promise<readonly string[]> {
  const rows = read.selectFrom("log").innerJoin("plans", "plans.id", "log.plan_id");
  const entries = await rows.select(["plans.name", "log.event", "log.at"]).execute();
  return entries
    .flatMap(({ name, event, at }) => {
      const { type } = JSON.parse(event);
      const kind = KINDS.find(([one]) => one === type);
      if (!kind) return [];
      const early = at < dueAt(Number(name.split(" ")[1])) - kind[2];
      return [`${name} ${type}${early ? " early" : ""}`];
    })
    .toSorted();
}

/** Plans that nobody asked for by hand, and whether they were early. */
async function madeByThemselves(read: Reader): Promise<readonly string[]> {
  const plans = await read.selectFrom("plans").select(["name", "created_at"]).execute();
  return plans
    .flatMap(({ name, created_at }) => {
      const [, review] = /^Review of \d+ · (.*)$/u.exec(name) ?? [];
      if (review !== undefined) return [review];
      if (!name.startsWith("Series ")) return [];
      return [created_at < dueAt(Number(name.split(" ")[1])) ? `${name} early` : name];
    })
    .toSorted();
}

/** The day's rest, as it was sent to those whose day was full, and whether that was early. */
async function digests(read: Reader): Promise<readonly string[]> {
  const rows = read.selectFrom("outbox").select(["key", "created_at"]).where("kind", "=", "digest");
  const sent = await rows.where("state", "=", "done").orderBy("key").execute();
  return sent
    .filter(({ key }) => FULL.some((person) => key.startsWith(`digest:${person}:`)))
    .map(({ key, created_at }) => `${key}${created_at < MIDNIGHT ? " early" : ""}`);
}

/** When the cards of plans whose window has begun are looked at next: each look sets the next one, an hour later. */
async function nextLooks(read: Reader): Promise<readonly string[]> {
  const rows = read.selectFrom("timers").innerJoin("plans", "plans.id", "timers.plan_id");
  const looks = await rows.select(["plans.name", "due_at"]).where("timers.kind", "=", "look").orderBy("name").execute();
  return looks.filter(({ name }) => name.startsWith("Look ")).map(({ name, due_at }) => `${name} at ${due_at}`);
}

async function cardsNow(read: Reader): Promise<readonly string[]> {
  const rows = await read.selectFrom("console_messages").select("body").where("key", "like", "card:%").execute();
  return rows.map(({ body }) => body);
}
