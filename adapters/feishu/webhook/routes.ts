/**
 * Where Feishu posts in webhook mode: one address for events and callbacks.
 */
import { Hono } from "hono";
import { readAtMost } from "../../../src/flow/read-at-most.ts";
import type { Log } from "../log.ts";
import { Replays } from "./replays.ts";
import type { WebhookKeys } from "./verify.ts";
import { verify } from "./verify.ts";

/** An event is a fraction of this. */
const LARGEST = 1024 * 1024;

export interface WebhookParts {
  readonly keys: WebhookKeys;
  readonly now: () => number;
  readonly log: Log;
  readonly take: (json: unknown) => Promise<object>;
}

/** Events and callbacks come to `/events` below the path that these are served at. */
export function createWebhook({ keys, now, log, take }: WebhookParts): Hono {
  const replays = new Replays();
  const routes = new Hono();
  routes.post("/events", async (context) => {
    const body = await bodyOf(context.req.raw);
    if (!body) return context.json({ error: "the body is too large" }, 413);
    const verified = verify({ body, header: (name) => context.req.header(name) }, keys, now());
    if (verified.kind === "challenge") return context.json({ challenge: verified.challenge });
    if (verified.kind === "refused") {
      log.warn("a request to the Feishu webhook was refused", { why: verified.why });
      return context.json({ error: verified.why }, verified.status);
    }
    const { json, print } = verified;
    if (replays.has(print)) return context.json({});
    replays.add(print, now());
    try {
      return context.json(await take(json));
    } catch (error) {
      replays.forget(print);
      log.warn("an event of Feishu could not be taken", {
        why: error instanceof Error ? error.message : String(error),
      });
      return context.json({ error: "try again" }, 500);
    }
  });
  return routes;
}

/** The bytes as they came; undefined when there are too many. */
async function bodyOf(request: Request): Promise<Buffer | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST) return undefined;
  const bytes = request.body ? await readAtMost(request.body, LARGEST) : Buffer.alloc(0);
  return bytes === "too-large" ? undefined : bytes;
}
