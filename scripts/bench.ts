/**
 * What gonogo costs on this machine: `npm run bench`. The ratios say more than the figures. Everything is on loopback and
 * in a folder that is gone afterwards.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import pino from "pino";
import { SECTIONS } from "../src/connect-engines.ts";
import type { Core } from "../src/core.ts";
import { openCore } from "../src/core.ts";
import { setTimer } from "../src/flow/timers.ts";
import { readSettings } from "../src/settings/read.ts";
import { anyTimerDue, nextTimerDue } from "../src/store/timer-rows.ts";
import { deliveryRates, startReceiver } from "./bench-deliveries.ts";

const PLANS = 10_000;
const STARTS = 3;
const CLICKERS = 50;
const CLICKS = 12;
const MEASURED = 2_000;
const PORT = 4799;
const URL_HERE = `http://127.0.0.1:${PORT}`;
/** Plans that tell an endpoint of their first checkpoint. */
const TOLD = 3_000;
const PENDING = 100_000;
const CLI = join(import.meta.dirname, "..", "src", "cli.ts");

const folder = await mkdtemp(join(tmpdir(), "gonogo-bench-"));
const environment = {
  PATH: process.env.PATH,
  DATABASE_URL: `sqlite:${join(folder, "gonogo.db")}`,
  GONOGO_LANG: "en",
  GONOGO_PORT: String(PORT),
  GONOGO_LOG: "silent",
};

function line(what: string, figure: string): void {
  console.log(`${what.padEnd(58)} ${figure.padStart(14)}`);
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

async function open(): Promise<Core> {
  const settings = readSettings({ env: environment, cwd: folder, sections: SECTIONS });
  const log = pino({ level: "silent" });
  return openCore({ settings, log, version: "0", now: Date.now });
}

const ADA = { kind: "person", id: "ada" } as const;

async function makePlan(core: Core, number: number, announce: readonly string[] = ["releases"]): Promise<string> {
  const content = {
    name: `Release ${number}`,
    description: "",
    requirements: [],
    items: [{ id: "i1", name: "Tell", owners: ["dana"], after: [], work: { type: "text", content: "tell" } }],
    policy: "standard",
    editors: [],
    tags: [],
  } as const;
  const outcome = await core.door.submit({
    actor: ADA,
    request: { command: { type: "create", manager: "ada", content: { ...content, announce } } },
  });
  if (!outcome.taken) throw new Error(`plan ${number} was refused: ${outcome.refusal.code}`);
  return outcome.plan.id;
}

/** Runs `work` for a while with so many in flight; answers how often a second. */
async function rate(inFlight: number, work: (turn: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let turns = 0;
  const one = async () => {
    while (performance.now() - begun < MEASURED) await work(turns++);
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return turns / ((performance.now() - begun) / 1_000);
}

/** Bare prepared statements: a transaction of four rows of the same size, each made durable. */
function bareRate(): number {
  const database = new Database(join(folder, "bare.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  for (const table of ["a", "b", "c", "d"]) database.exec(`create table ${table} (id integer primary key, body text)`);
  const inserts = ["a", "b", "c", "d"].map((table) => database.prepare(`insert into ${table} (body) values (?)`));
  const body = "x".repeat(1_000);
  const commit = database.transaction(() => {
    for (const insert of inserts) insert.run(body);
  });
  const begun = performance.now();
  let turns = 0;
  for (; performance.now() - begun < MEASURED; turns += 1) commit();
  database.close();
  return turns / (MEASURED / 1_000);
}

/** One look of the timer loop for what is due (ms), with so many timers that are not. */
async function tickCost(core: Core, pending: number): Promise<number> {
  const due = Date.now() + 86_400_000;
  await core.store.write((tx) => tx.deleteFrom("timers").execute());
  for (let made = 0; made < pending; made += 1_000) {
    await core.store.write(async (tx) => {
      for (let place = made; place < Math.min(pending, made + 1_000); place += 1)
        await setTimer(tx, { key: `bench:${place}`, kind: "look", dueAt: due + place });
    });
  }
  const kinds = ["look", "nudge", "schedule", "expire"];
  const looks = await rate(1, async () => {
    const now = Date.now();
    await anyTimerDue(core.store.read, now, kinds);
    await nextTimerDue(core.store.read, now);
  });
  return 1_000 / looks;
}

async function deliveries(): Promise<void> {
  const receiver = await startReceiver();
  const hooks = { HOOK_URL: receiver.url, HOOK_SECRET: "a secret of two teams", HOOK_ALLOW: "127.0.0.1" };
  const env = { ...environment, ...hooks, DATABASE_URL: `sqlite:${join(folder, "told.db")}` };
  const settings = readSettings({ env, cwd: folder, sections: SECTIONS });
  const parts = { settings, log: pino({ level: "silent" }), version: "0", now: Date.now };
  const core = await openCore(parts);
  for (let made = 0; made < TOLD; made += 100) {
    const finish = async (number: number) => {
      const plan = await makePlan(core, number, []);
      await core.door.submit({ actor: ADA, request: { plan, command: { type: "finish" } } });
    };
    await Promise.all(Array.from({ length: 100 }, (_, place) => finish(made + place)));
  }
  const { gonogo, bare, size } = await deliveryRates(core, parts, receiver);
  await core.store.close();
  receiver.close();
  line(`bare undici requests of ${size} bytes a second`, bare.toFixed(0));
  line("deliveries a second, logged, signed and reported", `${gonogo.toFixed(0)} (${(gonogo / bare).toFixed(2)}×)`);
}

async function serve(): Promise<{ readonly child: ChildProcess; readonly readyAfter: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, "serve"], { cwd: folder, env: environment, stdio: "ignore" });
  for (;;) {
    const answer = await fetch(`${URL_HERE}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return { child, readyAfter: performance.now() - begun };
    await pause(5);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** How long a click takes to be acknowledged (ms), sorted, while all the others click too. */
async function clicks(): Promise<readonly number[]> {
  const taken: number[] = [];
  const clicker = async (place: number) => {
    for (let turn = 0; turn < CLICKS; turn += 1) {
      const body = JSON.stringify({
        key: randomUUID(),
        place: "console:room:releases",
        action: { do: "form", form: "comment", plan: place + 1 },
      });
      const values = turn % 2 === 0 ? body : JSON.stringify({ ...JSON.parse(body), values: { text: `click ${turn}` } });
      const path = turn % 2 === 0 ? "action" : "form";
      const headers = { "content-type": "application/json", origin: URL_HERE, "x-console-as": "ada" };
      const begun = performance.now();
      const answer = await fetch(`${URL_HERE}/console/${path}`, { method: "POST", headers, body: values });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`a click was answered with ${answer.status}`);
      if (turn > 1) taken.push(performance.now() - begun);
      await pause(Math.random() * 400);
    }
  };
  await Promise.all(Array.from({ length: CLICKERS }, (_, place) => clicker(place)));
  return taken.toSorted((one, other) => one - other);
}

try {
  console.log(`Node ${process.version}, SQLite with synchronous=FULL; figures are of this machine at this moment\n`);
  const core = await open();
  const begun = performance.now();
  const plans: string[] = [];
  for (let made = 0; made < PLANS; made += 100) {
    plans.push(...(await Promise.all(Array.from({ length: 100 }, (_, place) => makePlan(core, made + place)))));
  }
  line("plans written a second, 100 in flight", (PLANS / ((performance.now() - begun) / 1_000)).toFixed(0));
  const comment = (turn: number) => {
    const plan = plans[turn % plans.length] ?? "";
    return core.door.submit({
      key: randomUUID(),
      actor: ADA,
      request: { plan, command: { type: "comment", text: "hi" } },
    });
  };
  const bare = bareRate();
  const [one, many] = [await rate(1, comment), await rate(64, comment)];
  line("bare better-sqlite3 transactions of four rows a second", bare.toFixed(0));
  line("commands through the door a second, 1 in flight", `${one.toFixed(0)} (${(one / bare).toFixed(2)}×)`);
  line("commands through the door a second, 64 in flight", `${many.toFixed(0)} (${(many / bare).toFixed(2)}×)`);
  const [few, lots] = [await tickCost(core, 100), await tickCost(core, PENDING)];
  line("a tick with 100 timers pending (ms)", few.toFixed(3));
  line(`a tick with ${PENDING} timers pending (ms)`, `${lots.toFixed(3)} (${(lots / few).toFixed(2)}×)`);
  await core.store.write((tx) => tx.updateTable("outbox").set({ state: "done", settled_at: Date.now() }).execute());
  await core.store.close();

  await deliveries();

  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const { child, readyAfter } = await serve();
    starts.push(readyAfter);
    await end(child);
  }
  line(
    `start to ready with ${PLANS} plans, median of ${STARTS} (ms)`,
    quantile(
      starts.toSorted((a, b) => a - b),
      0.5,
    ).toFixed(0),
  );
  const { child } = await serve();
  const taken = await clicks();
  line(`a click acknowledged while ${CLICKERS} click, median (ms)`, quantile(taken, 0.5).toFixed(1));
  line(`a click acknowledged while ${CLICKERS} click, 95 % (ms)`, quantile(taken, 0.95).toFixed(1));
  await end(child);
} finally {
  await rm(folder, { recursive: true, force: true });
}
