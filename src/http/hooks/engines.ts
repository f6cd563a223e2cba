/**
 * `POST /api/hooks/engines/<engine>`: an engine says that a run of ours has news, so that it is looked at now.
 */
import { Hono } from "hono";
import type { Engine } from "../../flow/engine.ts";
import { hurryReads } from "../../flow/hurry-reads.ts";
import type { Store } from "../../store/store.ts";
import { problemResponse } from "../problem.ts";
import { readBytes } from "./read-bytes.ts";

export interface EngineHookNeeds {
  readonly engines: Readonly<Record<string, Engine>>;
  readonly store: Store;
  readonly now: () => number;
}

/** GitHub's webhooks have 25 MB at most; what gonogo needs of them is far smaller (bytes). */
const LARGEST = 5 * 1024 * 1024;

/** Mounted at `/api/hooks/engines`. */
export function createEngineHooks({ engines, store, now }: EngineHookNeeds): Hono {
  const app = new Hono();
  app.post("/:engine", async (c) => {
    const name = c.req.param("engine");
    const engine = Object.hasOwn(engines, name) ? engines[name] : undefined;
    if (!engine?.hear) {
      return problemResponse({ status: 404, code: "no-such-engine", title: "No engine of this name hears webhooks" });
    }
    const body = await readBytes(c.req.raw, LARGEST);
    if (!body) return problemResponse({ status: 413, code: "too-large", title: "The webhook is too large" });
    const heard = await engine.hear({ headers: Object.fromEntries(c.req.raw.headers), body });
    if (heard.heard === "refused") {
      return problemResponse({ status: 401, code: "not-known", title: "This is not the engine's", detail: heard.why });
    }
    const refs = heard.heard === "runs" ? heard.refs : [];
    return c.json({ looked: await hurryReads(store, { port: name, kind: "read-run", refs }, now()) }, 200, {
      "cache-control": "no-store",
    });
  });
  return app;
}
