/**
 * The whole product in one process on a database of its own, with a clock moved by hand, and a chat platform and an engine
 * that do what the test says.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { onTestFinished } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import type { ChatAdapter, Inbox, MessageRef, Place } from "../../src/chat/ports.ts";
import { apiNeeds } from "../../src/connect-api.ts";
import { calendarRoute, connectCalendar } from "../../src/connect-calendar.ts";
import { connectRounds } from "../../src/connect-desks.ts";
import { SECTIONS } from "../../src/connect-engines.ts";
import { connectHookSending, hookRoutes } from "../../src/connect-hooks.ts";
import { connectInbox } from "../../src/connect-inbox.ts";
import { connectSeries, connectSeriesSending } from "../../src/connect-series.ts";
import type { Core } from "../../src/core.ts";
import { openCore } from "../../src/core.ts";
import type { ApprovalDesk } from "../../src/flow/approval-desk.ts";
import { cardNameOf, placeOf } from "../../src/flow/card-names.ts";
import { createChanges } from "../../src/flow/definition-changes.ts";
import { queueDigest, sendDigest } from "../../src/flow/digest.ts";
import type { Engine } from "../../src/flow/engine.ts";
import { sha256 } from "../../src/flow/gather-context.ts";
import { outboxHandlers, timerHandlers } from "../../src/flow/handlers.ts";
import { nudgeAgain } from "../../src/flow/nudging.ts";
import { createOutboxWorker } from "../../src/flow/outbox-worker.ts";
import { refreshCards } from "../../src/flow/reconcile.ts";
import { createReviews } from "../../src/flow/reviews.ts";
import { createRunWork } from "../../src/flow/run-work.ts";
import { createSender } from "../../src/flow/send-cards.ts";
import { createShow } from "../../src/flow/show.ts";
import type { Firing } from "../../src/flow/timer-loop.ts";
import { createTimerLoop } from "../../src/flow/timer-loop.ts";
import { createApi } from "../../src/http/api/api.ts";
import { createApp } from "../../src/http/app.ts";
import { fileRoutes } from "../../src/http/files.ts";
import { isLate } from "../../src/plan/items.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { HandClock } from "./hand-clock.ts";
import { handClock } from "./hand-clock.ts";
import { quietAdapter } from "./quiet-chat.ts";

export const START = Date.parse("2026-11-24T12:00:00Z");
export const ROOM = "console:room:releases";

/** What the platform does with a call before it does what it is asked: throwing here is a call that never arrived. */
export type Weather = (call: "post" | "edit" | "note" | "tell", place: string) => void | Promise<void>;

export interface Bot {
  readonly core: Core;
  readonly clock: HandClock;
  readonly inbox: Inbox;
  readonly platform: TestPlatform;
  say(person: string, text: string, key?: string): ReturnType<Inbox["message"]>;
  plan(index: number): Promise<Plan>;
  /** What external systems ask of its HTTP server. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends what is due; `patience` (ms) of the clock pass for what is to be tried again. */
  settle(patience?: number): Promise<void>;
  /** Cards that are not what a fresh rendering shows, by name. */
  untrue(): Promise<readonly string[]>;
}

export interface TestPlatform {
  readonly adapter: ChatAdapter;
  /** What each message shows now, by the key it was posted under. */
  readonly messages: ReadonlyMap<string, Card>;
  /** Calls that came, also those that failed. */
  readonly calls: readonly { readonly call: string; readonly place: string }[];
  /** What people were told directly, each once. */
  readonly told: readonly { readonly account: string; readonly text: string; readonly key: string }[];
  weather(before: Weather, after?: Weather): void;
}

function testPlatform(): TestPlatform {
  const messages = new Map<string, Card>();
  const places = new Map<string, Place>();
  const calls: { call: string; place: string }[] = [];
  const told = new Map<string, TestPlatform["told"][number]>();
  let before: Weather = () => undefined;
  let after: Weather = () => undefined;
  const through = async (call: Parameters<Weather>[0], place: string, act: () => void) => {
    calls.push({ call, place });
    await before(call, place);
    act();
    await after(call, place);
  };
  const adapter = quietAdapter({
    post: async (place, card, key): Promise<MessageRef> => {
      await through("post", place, () => {
        places.set(key, place);
        if (!messages.has(key)) messages.set(key, card);
      });
      return key;
    },
    edit: (ref, card) => through("edit", places.get(ref) ?? "", () => void messages.set(ref, card)),
    note: (ref) => through("note", places.get(ref) ?? "", () => undefined),
    tell: (account, _place, text, key) =>
      through("tell", account, () => {
        told.set(key, { account, text, key });
      }),
  });
  return {
    adapter,
    messages,
    calls,
    get told() {
      return [...told.values()];
    },
    weather: (sooner, later = () => undefined) => {
      before = sooner;
      after = later;
    },
  };
}

export interface BotOptions {
  readonly engine?: Engine;
  readonly desks?: readonly ApprovalDesk[];
  readonly random?: () => number;
  readonly databaseUrl?: string;
  /** What `gonogo.yaml` says, and names of the environment beside the usual ones. */
  readonly yaml?: string;
  /** When the clock stands there at first (ms). */
  readonly startAt?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const { engine, random = () => 0.5, databaseUrl = "sqlite::memory:", yaml = "sample: on\n" } = options;
  const clock = handClock(options.startAt ?? START);
  const { now } = clock;
  const data = mkdtempSync(join(tmpdir(), "gonogo-bot-"));
  const files = { FILES_URL: `file:${join(data, "files")}` };
  const env = {
    ...files,
    DATABASE_URL: databaseUrl,
    GONOGO_LANG: "en",
    GONOGO_TZ: "UTC",
    GONOGO_DATA: data,
    ...options.env,
  };
  writeFileSync(join(data, "gonogo.yaml"), yaml);
  const settings = readSettings({ env, cwd: data, sections: SECTIONS });
  const parts = { settings, log: pino({ level: "silent" }), version: "0", now };
  const engines = engine && { [engine.name]: engine };
  const core = await openCore({ ...parts, engines });
  const { store, door, plans, world, directory } = core;
  const platform = testPlatform();
  const { lang, zone, policies, custom } = settings;
  const { freezes } = core.calendar;
  const show = createShow({ lang, zone, directory, now, freezes, policies, custom, fileLink: core.files.link });
  const adapters = { console: platform.adapter };
  const sender = createSender({ store, adapters, show, hash: sha256 });
  const runs = createRunWork({
    engines: core.engines,
    load: plans.byId,
    changes: createChanges({ catalogue: core.catalogue, store }),
    late: (plan, item) => isLate(plan, item, { now: now(), freezes, policies }),
    report: async (plan, command, key) => {
      await door.submit({ key, actor: { kind: "system", part: "engine" }, request: { plan, command } });
    },
    now,
  });
  const hooks = connectHookSending(core, parts);
  const handlers = {
    ...outboxHandlers({
      sender,
      adapters,
      digest: (job) => sendDigest(job, store, adapters, show.digest),
      runs,
      rounds: connectRounds(core, options.desks ?? [], parts),
      now,
    }),
    deliver: hooks.handler,
    series: connectSeriesSending(core, adapters, parts),
  };
  const worker = createOutboxWorker({ store, handlers, now, newId: randomUUID, random, scheduler: clock });
  const again = {
    review: createReviews({ door, load: plans.byId, policies, admins: () => world(now()).admins, lang }),
    refresh: (plan: string) => refreshCards(store, plan, world(now()), now()),
    nudge: (plan: string) => nudgeAgain(store, plan, world(now()), now()),
    digest: (firing: Firing) =>
      queueDigest(firing, { store, now, limit: world(now()).limit, book: () => world(now()).book }),
  };
  const calendar = connectCalendar(core, parts);
  const timers = createTimerLoop(store, {
    handlers: { ...timerHandlers(door, again), ...calendar.handlers, ...connectSeries(core, parts) },
    now,
    newId: randomUUID,
    scheduler: clock,
  });
  worker.start();
  timers.start();
  await calendar.start();
  onTestFinished(async () => {
    const stopped = Promise.all([worker.stop(0), timers.stop()]);
    // Calls that never end are given up when their time is over.
    clock.advance(1);
    await stopped;
    await hooks.close();
    await calendar.close();
    await core.requirements.stop();
    await store.close();
  });
  const inbox = connectInbox(core, parts);
  const health = async () => ({ parts: {} });
  const api = createApi(apiNeeds(core, parts));
  const served = [
    { path: "/files", app: fileRoutes(core) },
    calendarRoute(core, parts),
    ...hookRoutes(core, parts),
    { path: "/api/v1", app: api },
  ];
  const routes = createApp({ version: "0", health, routes: served, log: parts.log });
  const settle = async (patience = 0) => {
    await worker.idle();
    for (let passed = 0; passed < patience; passed += 30_000) {
      clock.advance(30_000);
      await timers.idle();
      await worker.idle();
    }
  };
  return {
    core,
    clock,
    inbox,
    platform,
    settle,
    say: (person, text, key = randomUUID()) =>
      inbox.message({ key, account: { platform: "console", id: person }, place: ROOM, text, files: [] }),
    request: async (path, init) => routes.request(path, init),
    plan: async (index) => {
      const plan = await plans.byIndex(index);
      if (!plan) throw new Error(`there is no plan ${index}`);
      return plan;
    },
    untrue: async () => {
      const rows = await store.read.selectFrom("cards").selectAll().execute();
      const wrong = await Promise.all(
        rows.map(async ({ plan_id, card, place, ref }) => {
          const [plan, name, at] = [await plans.byId(plan_id), cardNameOf(card), placeOf(place)];
          const fresh = plan && name && at ? show.card(plan, name, at)?.card : undefined;
          const same = JSON.stringify(platform.messages.get(ref ?? "")) === JSON.stringify(fresh);
          return same ? [] : [`${card} at ${place}`];
        }),
      );
      return wrong.flat();
    },
  };
}
