/**
 * `/metrics` in Prometheus' text format: what is to be sent, and how many plans there are.
 */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { Hono } from "hono";
import type { Instant } from "../plan/content.ts";
import { STATUSES } from "../plan/plan.ts";
import type { TokenSettings } from "../settings/sections.ts";
import { countDeliveries } from "../store/deliveries.ts";
import { disabledEndpoints } from "../store/endpoint-states.ts";
import { countOutbox } from "../store/outbox-rows.ts";
import { countByStatus } from "../store/plan-counts.ts";
import type { Store } from "../store/store.ts";
import type { Health } from "./app.ts";
import { tokenOf } from "./bearer-token.ts";
import { problemResponse } from "./problem.ts";

export interface MetricsNeeds {
  readonly version: string;
  readonly settings: { readonly tokens: readonly TokenSettings[] };
  readonly store: Store;
  readonly now: () => Instant;
  readonly health: () => Promise<Health>;
}

/** Answers on this machine, and elsewhere to a token that may read. Mounted at `/metrics`. */
export function createMetrics(needs: MetricsNeeds): Hono {
  const app = new Hono();
  app.get("/", async (c) => {
    const token = tokenOf(c.req.header("authorization"), needs.settings.tokens);
    if (!(token?.may.includes("read") || isLocal(c))) return tokenNeeded();
    const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
    return c.body(await metricsText(needs), 200, headers);
  });
  return app;
}

function tokenNeeded(): Response {
  const problem = { status: 401, code: "token-needed", title: "A token that may read is needed" };
  return problemResponse(problem, { "www-authenticate": "Bearer" });
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** Somebody on this machine, neither through a proxy on it nor through a browser that another site's name led here. */
function isLocal(c: Context): boolean {
  if (FORWARDED.some((name) => c.req.header(name) !== undefined)) return false;
  return LOOPBACK.test(addressOf(c) ?? "") && LOCAL_HOST.test(c.req.header("host") ?? "");
}

/** Where the connection comes from; unknown when there is none. */
function addressOf(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}

const DELIVERY_STATES = ["waiting", "accepted", "given-up"] as const;

async function metricsText({ version, store, now, health }: MetricsNeeds): Promise<string> {
  const [{ parts, spare = {} }, outbox, plans, deliveries, disabled] = await Promise.all([
    health(),
    countOutbox(store.read),
    countByStatus(store.read),
    countDeliveries(store.read),
    disabledEndpoints(store.read),
  ]);
  const waited = outbox.oldest === undefined ? 0 : Math.max(0, now() - outbox.oldest) / 1000;
  return [
    ...gauge("gonogo_build_info", "The version that runs.", [[{ version, node: process.versions.node }, 1]]),
    ...gauge(
      "gonogo_part_up",
      "Whether a part can do its work.",
      Object.entries({ ...parts, ...spare }).map(([part, up]) => [{ part }, up ? 1 : 0]),
    ),
    ...gauge("gonogo_outbox_rows", "What is to be sent, by state.", [
      [{ state: "due" }, outbox.due],
      [{ state: "leased" }, outbox.leased],
      [{ state: "dead" }, outbox.dead],
    ]),
    ...gauge("gonogo_outbox_oldest_seconds", "How long the oldest thing to be sent has waited.", [[{}, waited]]),
    ...gauge(
      "gonogo_hook_deliveries",
      "What hook endpoints are told, by state.",
      DELIVERY_STATES.map((state) => [{ state }, deliveries.get(state) ?? 0]),
    ),
    ...gauge("gonogo_hook_endpoints_disabled", "Endpoints that asked to be left alone.", [[{}, disabled.length]]),
    ...gauge(
      "gonogo_plans",
      "Plans by status.",
      STATUSES.map((status) => [{ status }, plans.get(status) ?? 0]),
    ),
    "",
  ].join("\n");
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

function gauge(name: string, help: string, samples: readonly Sample[]): readonly string[] {
  const lines = samples.map(([labels, value]) => `${name}${labelsText(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
