/**
 * The one HTTP server's routes: health, and what adapters and the API bring.
 */
import { Hono } from "hono";
import type { Logger } from "pino";
import { problemResponse } from "./problem.ts";

/** A health that is out of date is worse than none. */
const FRESH = { "cache-control": "no-store" };

export interface Health {
  /** By part, for example `store` or `console`: whether it can do its work. */
  readonly parts: Readonly<Record<string, boolean>>;
  /** Parts without which gonogo still serves everybody else, such as mail. */
  readonly spare?: Readonly<Record<string, boolean>> | undefined;
}

export interface AppParts {
  readonly version: string;
  readonly health: () => Promise<Health>;
  /** In this order: what is mounted at `/` comes last, so that it has no say in the others' requests. */
  readonly routes: readonly { readonly path: string; readonly app: Hono }[];
  readonly log: Logger;
}

/** `/healthz` says that the process lives, `/readyz` that each part can do its work; without a spare one it is degraded. */
export function createApp({ version, health, routes, log }: AppParts): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok", version }, 200, FRESH));
  app.get("/readyz", async (c) => {
    const { parts, spare = {} } = await health();
    const ready = Object.values(parts).every(Boolean);
    const whole = Object.values(spare).every(Boolean);
    const status = ready ? (whole ? "ready" : "degraded") : "not ready";
    return c.json({ status, parts: { ...parts, ...spare } }, ready ? 200 : 503, FRESH);
  });
  for (const { path, app: routed } of routes) app.route(path, routed);
  app.notFound(() => problemResponse({ status: 404, code: "not-found", title: "There is nothing at this address" }));
  app.onError((error) => {
    log.error({ error }, "a request failed");
    return problemResponse({ status: 500, code: "internal", title: "Something went wrong on our side" });
  });
  return app;
}
