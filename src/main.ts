/**
 * The one place that knows every part: wires them from the settings, starts and stops them.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import type { Logger } from "pino";
import { createCommandEngine } from "../adapters/command/engine.ts";
import type { Commands } from "../adapters/command/settings.ts";
import { createInbox } from "./chat/inbox/inbox.ts";
import type { ChatAdapter } from "./chat/ports.ts";
import { connectConsole } from "./connect-console.ts";
import { createAddressBook } from "./flow/address-book.ts";
import { privatePlace } from "./flow/card-names.ts";
import type { Door } from "./flow/door.ts";
import { createDoor } from "./flow/door.ts";
import type { World } from "./flow/effects.ts";
import type { Engine } from "./flow/engine.ts";
import { contextGatherer, describeEngines, sha256 } from "./flow/gather-context.ts";
import { outboxHandlers, timerHandlers } from "./flow/handlers.ts";
import { createOutboxWorker } from "./flow/outbox-worker.ts";
import type { PlanShelf } from "./flow/plan-shelf.ts";
import { createPlanShelf } from "./flow/plan-shelf.ts";
import { reconcileCards, refreshAccounts, refreshCards, showCard } from "./flow/reconcile.ts";
import { createRunWork } from "./flow/run-work.ts";
import { createSender } from "./flow/send-cards.ts";
import { createShow } from "./flow/show.ts";
import { createTimerLoop } from "./flow/timer-loop.ts";
import { createApi } from "./http/api/api.ts";
import { createApp } from "./http/app.ts";
import { createMetrics } from "./http/metrics.ts";
import { freezesFor } from "./people/calendar.ts";
import type { Directory } from "./people/directory.ts";
import { createDirectory } from "./people/directory.ts";
import { roomAt } from "./people/rooms.ts";
import { createSignIn } from "./people/sign-in.ts";
import { signInUrl } from "./people/sign-in-link.ts";
import type { Settings } from "./settings/settings.ts";
import { forgetKeys } from "./store/keys.ts";
import { migrate } from "./store/migrate.ts";
import { openStore } from "./store/open-store.ts";
import { forgetSentRows } from "./store/outbox-rows.ts";
import type { Store } from "./store/store.ts";
import { findTemplate, listTemplates, saveTemplate } from "./store/templates.ts";

/** Where approvals can be asked in this version. */
const DESKS = ["card"];
/** How long a crash keeps what was being sent from being sent again (ms). */
const LEASE = 15_000;
/** How often cards are compared with the truth, and what is done is tidied away (ms). */
const HOUSEKEEPING = 60_000;

export interface Process {
  readonly settings: Settings<Commands>;
  readonly log: Logger;
  readonly version: string;
  readonly now: () => number;
}

/** The parts that the command line shares with the server. */
export interface Core {
  readonly store: Store;
  readonly directory: Directory;
  readonly door: Door;
  readonly plans: PlanShelf;
  readonly engines: Readonly<Record<string, Engine>>;
  readonly world: (now: number) => World;
}

export interface CoreParts extends Process {
  /** Platforms whose adapters run in this process or in the one that serves. */
  readonly platforms: readonly string[];
}

/** Opens the database and makes everything that takes and answers commands; nothing is sent yet. */
export async function openCore({ settings, now, platforms }: CoreParts): Promise<Core> {
  const store = await openStore(settings.databaseUrl);
  await migrate(store);
  const known = await createDirectory({ settings, store, now });
  const engines = enginesOf(settings, now);
  const world = worldOf(settings, known, platforms);
  const directory: Directory = {
    ...known,
    // Cards that only this person reads are in this person's language.
    setLang: async (person, lang) => {
      await known.setLang(person, lang);
      await refreshAccounts(store, known.accountsOf(person), world(now()), now());
    },
  };
  const context = contextGatherer({
    directory,
    policies: settings.policies,
    gates: settings.gates,
    desks: DESKS,
    engines,
    freezes: freezesFor(settings.freezes),
    newCode: () => randomBytes(8).toString("hex"),
  });
  const door = createDoor({ store, now, newId: randomUUID, context, world });
  const placesOf = (person: string) => directory.roomsOf(person).flatMap((room) => settings.rooms[room]?.places ?? []);
  return { store, directory, door, plans: createPlanShelf(store, placesOf), engines, world };
}

function enginesOf(settings: Settings<Commands>, now: () => number): Readonly<Record<string, Engine>> {
  const { commands, data, file } = settings;
  if (!commands || Object.keys(commands).length === 0) return {};
  const base = file === undefined ? process.cwd() : join(file, "..");
  return { command: createCommandEngine({ commands, folder: data, base, now, environment: process.env }) };
}

function worldOf(settings: Settings, directory: Directory, platforms: readonly string[]): Core["world"] {
  const rooms = Object.fromEntries(Object.entries(settings.rooms).map(([name, { places }]) => [name, places]));
  const book = createAddressBook({ rooms, platforms, accountsOf: directory.accountsOf });
  return (now) => ({
    rules: { people: directory.view(now), policies: settings.policies },
    book,
    admins: directory.everybody().flatMap(({ id, roles }) => (roles.includes("admin") ? [id] : [])),
  });
}

/** The inbox that every chat adapter is given. */
export function inboxOf({ store, directory, door, plans, engines }: Core, { settings, now }: Process) {
  return createInbox({
    submit: (envelope) => door.submit(envelope),
    plans,
    show: (plan, { place, account }, key) => showCard(store, plan, privatePlace(place, account.id), key, now()),
    templates: {
      list: async () => (await listTemplates(store.read)).map(templateOf),
      find: async (name) => {
        const row = await findTemplate(store.read, name);
        return row && templateOf(row);
      },
      save: ({ name, draft, by, at }) => store.write((tx) => saveTemplate(tx, { name, draft, by_person: by, at })),
    },
    directory,
    now,
    engines: () => describeEngines(engines),
    policies: settings.policies,
    freezes: freezesFor(settings.freezes),
    rooms: Object.keys(settings.rooms),
    roomAt: (place) => roomAt(settings, place),
    defaults: settings.defaults,
    loginLink: async (person) => {
      if (settings.sample) return undefined;
      const { secret, expiresAt } = await createSignIn({ store, now }).createLoginLink(person);
      return { url: signInUrl(settings, secret), expiresAt };
    },
  });
}

function templateOf({
  name,
  draft,
  by_person: by,
  at,
}: {
  name: string;
  draft: string;
  by_person: string;
  at: number;
}) {
  return { name, draft, by, at };
}

export interface Gonogo extends AsyncDisposable {
  readonly core: Core;
  /** Where the console and the API answer. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts everything the settings ask for; answers when it takes commands. */
export async function startGonogo(parts: Process): Promise<Gonogo> {
  const { settings, log, version, now } = parts;
  const onError = (error: unknown) => log.error({ err: error }, "something went wrong");
  const core = await openCore({ ...parts, platforms: ["console"] });
  const { store, directory } = core;
  const signIn = createSignIn({ store, now });
  const webConsole = connectConsole({ settings, store, directory, signIn, now, version, onError });
  const adapters: Readonly<Record<string, ChatAdapter>> = { console: webConsole.adapter };
  const loops = createLoops(core, adapters, parts, onError);
  const inbox = inboxOf(core, parts);
  for (const adapter of Object.values(adapters)) await adapter.start(inbox);
  const app = createApp({
    version,
    health: async () => ({ parts: { store: await canRead(store) } }),
    // The console answers everything under `/`, so the others come before it.
    routes: [
      {
        path: "/api/v1",
        app: createApi({ ...core, settings, now, version, engines: () => describeEngines(core.engines) }),
      },
      { path: "/metrics", app: createMetrics({ ...core, settings, now, version }) },
      { path: "/", app: webConsole.routes },
    ],
    log,
  });
  const server = await listen(app.fetch, settings);
  loops.start();
  const stop = async () => {
    await server.close();
    await loops.stop();
    for (const adapter of Object.values(adapters)) await adapter.stop();
    for (const engine of Object.values(core.engines)) await engine.stop();
    await store.close();
  };
  return { core, url: server.url, stop, [Symbol.asyncDispose]: stop };
}

async function canRead(store: Store): Promise<boolean> {
  try {
    await store.read.selectFrom("counters").select("name").limit(1).execute();
    return true;
  } catch {
    return false;
  }
}

interface Loops {
  start(): void;
  stop(): Promise<void>;
}

/** What goes on without being asked: sending, timers, and bringing cards to the truth. */
function createLoops(
  core: Core,
  adapters: Readonly<Record<string, ChatAdapter>>,
  parts: Process,
  onError: (error: unknown) => void,
): Loops {
  const { store, door, plans, engines, world } = core;
  const { now, settings, log } = parts;
  const { lang, zone, freezes } = settings;
  const show = createShow({ lang, zone, directory: core.directory, now, freezes: freezesFor(freezes) });
  const sender = createSender({ store, adapters, show, hash: sha256 });
  const runs = createRunWork({
    engines,
    load: plans.byId,
    report: async (plan, command, key) => {
      await door.submit({ key, actor: { kind: "system", part: "engine" }, request: { plan, command } });
    },
    now,
  });
  const worker = createOutboxWorker({
    store,
    handlers: outboxHandlers({ sender, runs, now }),
    now,
    newId: randomUUID,
    random: Math.random,
    limits: { lease: LEASE },
    onError: (error, row) => log.warn({ err: error, row: row?.id, kind: row?.kind }, "sending failed"),
  });
  const timers = createTimerLoop(store, {
    handlers: timerHandlers(door, (plan) => refreshCards(store, plan, world(now()), now())),
    now,
    newId: randomUUID,
    onError,
  });
  const tidy = () => {
    housekeep(core, now()).catch(onError);
  };
  let every: NodeJS.Timeout | undefined;
  return {
    start() {
      worker.start();
      timers.start();
      tidy();
      every = setInterval(tidy, HOUSEKEEPING).unref();
    },
    async stop() {
      clearInterval(every);
      await Promise.all([worker.stop(), timers.stop()]);
    },
  };
}

const DAY = 24 * 60 * 60_000;
/** Longer than any platform redelivers an event. */
const KEYS_LAST = 30 * DAY;
const SENT_ROWS_LAST = 7 * DAY;

async function housekeep({ store, world }: Core, now: number): Promise<void> {
  await reconcileCards(store, world(now), now);
  await store.write((tx) => forgetKeys(tx, now - KEYS_LAST));
  await store.write((tx) => forgetSentRows(tx, now - SENT_ROWS_LAST));
}

function listen(fetch: (request: Request) => Response | Promise<Response>, { host, port }: Settings) {
  return new Promise<{ readonly url: string; close(): Promise<void> }>((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address) => {
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
}
