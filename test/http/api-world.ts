/**
 * The API over the real door and a real database, with tokens and somebody for every part.
 */
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { connectCalendarDesk } from "../../src/connect-calendar.ts";
import { connectFiles } from "../../src/connect-files.ts";
import { createAddressBook } from "../../src/flow/address-book.ts";
import { createCatalogue } from "../../src/flow/catalogue.ts";
import { createDoor } from "../../src/flow/door.ts";
import type { PlanCommand } from "../../src/flow/envelope.ts";
import { contextGatherer, sha256 } from "../../src/flow/gather-context.ts";
import type { Outcome } from "../../src/flow/outcome.ts";
import { createPlanShelf } from "../../src/flow/plan-shelf.ts";
import { createSeriesDesk } from "../../src/flow/series-desk.ts";
import { createApi } from "../../src/http/api/api.ts";
import type { ApiNeeds } from "../../src/http/api/needs.ts";
import { createApp } from "../../src/http/app.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { createReleasePlanApi } from "../../src/http/release-plans/routes.ts";
import { createCalendar } from "../../src/people/calendar/calendar.ts";
import { createDirectory } from "../../src/people/directory.ts";
import { messageLimit } from "../../src/people/reach.ts";
import type { Context } from "../../src/plan/context.ts";
import type { Finding } from "../../src/plan/found.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { ANY_TIME } from "../support/cast.ts";
import { settingsOf } from "../support/settings.ts";

const SECRETS = {
  ci: "ci-secret",
  nightly: "nightly-secret",
  reader: "reader-secret",
  writer: "writer-secret",
  keeper: "keeper-secret",
};
export type TokenName = keyof typeof SECRETS;

const tokenLine = (name: TokenName, may: string) =>
  `  - { name: ${name}, sha256: ${createHash("sha256").update(SECRETS[name]).digest("hex")}, may: [${may}] }`;

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com }
  bo: { name: Bo }
  eve: { name: Eve, roles: [admin] }
groups: { qa: [bo, eve] }
rooms: { releases: {} }
sample: off
tokens:
${tokenLine("ci", "read, write")}
${tokenLine("nightly", "read, write")}
${tokenLine("reader", "read")}
${tokenLine("writer", "write")}
${tokenLine("keeper", "calendar")}
`;

/** 2026-11-24T12:00Z. */
export const NOON = 1_795_521_600_000;

export interface World {
  readonly store: Store;
  /** The API alone. */
  readonly app: Hono;
  now: number;
  /** What plans may run. */
  engines: Context["engines"];
  /** What happens while a request asks the engines. */
  meanwhile: () => Promise<unknown>;
  /** Whether the mail server answers. */
  mail: boolean;
  /** The whole app, to be served. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** A request to the whole app, as this token or as nobody. */
  ask(path: string, init?: Asking): Promise<Response>;
  /** A command of a person, past the API. */
  submit(person: string, plan: string, command: PlanCommand): Promise<Outcome>;
  /** How many rows every table has: what a refused request must not change. */
  state(): Promise<string>;
}

export interface Asking extends RequestInit {
  readonly as?: TokenName | undefined;
  readonly json?: unknown;
  readonly yaml?: string | undefined;
  /** What the server knows of the connection. */
  readonly from?: string | undefined;
}

export async function apiWorld(): Promise<World> {
  const settings = settingsOf(YAML, { GONOGO_LANG: "en" });
  const store = await openStore("sqlite::memory:");
  onTestFinished(() => store.close());
  await migrate(store);
  let serial = 0;
  const engines: Context["engines"] = {};
  const world = { now: NOON, mail: true, engines, meanwhile: async (): Promise<unknown> => undefined };
  const now = () => world.now;
  const directory = await createDirectory({ settings, store, now });
  const plans = createPlanShelf(store, () => []);
  const context = contextGatherer({
    directory,
    policies: settings.policies,
    gates: () => [],
    hooks: [],
    custom: settings.custom,
    desks: ["card"],
    catalogue: {
      ...createCatalogue({ engines: {}, store, now, hash: sha256 }),
      engines: async () => world.engines,
    },
    requirements: { read: async () => ({}), stop: async () => undefined },
    load: plans.byId,
    reach: ANY_TIME,
    told: { refresh: async () => undefined },
    provenAt: async () => undefined,
    calendar: { refresh: async () => undefined, freezes: () => [] },
    newCode: () => `code-${++serial}`,
  });
  const rooms = { releases: settings.rooms.releases?.places ?? [] };
  const book = createAddressBook({ rooms, platforms: ["console"], accountsOf: directory.accountsOf });
  const rules = () => ({ people: directory.view(now()), policies: settings.policies });
  const door = createDoor({
    store,
    now,
    newId: () => `plan-${++serial}`,
    context,
    world: () => ({
      freezes: () => [],
      hooks: () => [],
      rules: rules(),
      book,
      admins: ["eve"],
      reach: ANY_TIME,
      limit: messageLimit(settings, directory),
    }),
    hooks: { deliver: never, sendAgain: never },
  });
  const needs: ApiNeeds = {
    version: "1.2.3",
    settings,
    store,
    door,
    plans,
    directory,
    calendar: connectCalendarDesk(
      { store, directory, calendar: await createCalendar({ settings, store, now }) },
      { settings: { ...settings, commands: {}, engines: {} }, now },
    ),
    series: createSeriesDesk({ store, door, directory, settings, now, engines: async () => ({}) }),
    requirements: { find: async ({ board, words }) => found(board, words) },
    files: await connectFiles(settings, store, now),
    engines: async () => {
      await world.meanwhile();
      return world.engines;
    },
    now,
  };
  const api = createApi(needs);
  const health = async () => ({ parts: { store: true }, spare: { email: world.mail } });
  const app = createApp({
    version: "1.2.3",
    health,
    routes: [
      { path: "/api/v1", app: api },
      { path: "/openapi/release_plan/v1", app: createReleasePlanApi(needs) },
      { path: "/metrics", app: createMetrics({ version: "1.2.3", settings, store, now, health }) },
    ],
    log: pino({ level: "silent" }),
  });
  return Object.assign(world, {
    store,
    app: api,
    fetch: (request: Request) => app.request(request),
    ask: async (path: string, init: Asking = {}) => app.request(path, requestOf(init), connection(init.from)),
    submit: (id: string, plan: string, command: PlanCommand) =>
      door.submit({ actor: { kind: "person", id }, request: { plan, command } }),
    state: () => stateOf(store),
  });
}

/** A tracker with one board and no answer for some words. */
function found(board: string | undefined, words: string | undefined): Finding {
  if (words === "down") return { found: "silent", why: "Jira can't be reached (ECONNREFUSED)" };
  if (board === "nowhere") return { found: "no-board" };
  return { found: "boards", boards: [{ id: 7, name: "Shop board", type: "scrum", project: "SHOP" }], more: false };
}

/** No endpoint is set up, so there is nobody to tell. */
function never(): never {
  throw new Error("nobody is told");
}

function requestOf({ as, json, yaml, from: _from, ...init }: Asking): RequestInit {
  const headers = new Headers(init.headers);
  if (as) headers.set("authorization", `Bearer ${SECRETS[as]}`);
  if (json !== undefined) headers.set("content-type", "application/json");
  if (yaml !== undefined) headers.set("content-type", "application/yaml");
  const body = json === undefined ? (yaml ?? init.body) : JSON.stringify(json);
  const method = init.method ?? (body === undefined || body === null ? "GET" : "POST");
  return { ...init, method, headers, ...(body !== undefined && { body }) };
}

function connection(address: string | undefined): object {
  return address === undefined ? {} : { incoming: { socket: { remoteAddress: address } } };
}

const WATCHED = ["plans", "log", "outbox", "timers", "keys", "counters"] as const;

async function stateOf({ read }: Store): Promise<string> {
  const tables = WATCHED.map(async (table) => [table, await read.selectFrom(table).selectAll().execute()]);
  return JSON.stringify(await Promise.all(tables));
}

/** The routes that answer something of their own, as the OpenAPI document writes them. */
export function routesOf({ routes }: Hono): readonly string[] {
  const own = routes.filter(({ method }) => method !== "ALL");
  const written = own.map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, "{$1}")}`);
  return [...new Set(written)].toSorted();
}
