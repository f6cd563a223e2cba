/**
 * Zadig's release-plan and workflow hooks, mounted at `/api/hooks/zadig`. A hook is answered once it is stored; what follows
 * from it is sent afterwards.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { readNotice } from "../../hooks/incoming/read-notice.ts";
import type { IncomingHook, Taken } from "../../hooks/incoming/take-notice.ts";
import { problemResponse } from "../problem.ts";

export interface ZadigHooksNeeds {
  /** What Zadig sends in `X-Zadig-Token`; without it no hook is taken. */
  readonly secret: string | undefined;
  /** Where browsers reach Zadig; what it says of itself counts where the settings say nothing. */
  readonly zadigUrl?: string | undefined;
  readonly take: (hook: IncomingHook) => Promise<Taken>;
}

/** In bytes; a plan with many workflows is some hundred KB. */
const LARGEST_BODY = 1024 * 1024;
const LONGEST_UUID = 200;

const PROBLEMS = {
  "hooks-off": [404, "Hooks of Zadig are not taken here"],
  "wrong-method": [405, "This address does not take this method"],
  "unknown-token": [401, "The token is not the one of this address"],
  "too-large": [413, "The body is too large"],
  "bad-text": [400, "The body is not UTF-8"],
  "bad-json": [400, "The body is not JSON"],
  "unknown-kind": [422, "The hook is of a kind that is not understood"],
  "invalid-notice": [422, "The hook is not understood"],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

function problem(code: keyof typeof PROBLEMS, detail?: string, headers?: Readonly<Record<string, string>>): Response {
  const [status, title] = PROBLEMS[code];
  return problemResponse({ status, code, title, detail }, headers);
}

const limited = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => problem("too-large", `At most ${LARGEST_BODY} bytes.`),
});

/** The route of Zadig's hooks: 200 and the hook's id once it is stored, else a problem document. */
export function createZadigHooks(needs: ZadigHooksNeeds): Hono {
  const { secret } = needs;
  const app = new Hono();
  app.post("/", async (c, next) => {
    if (secret === undefined) return problem("hooks-off", "Set ZADIG_HOOK_SECRET to what Zadig sends as its secret.");
    if (!isSame(c.req.header("x-zadig-token") ?? "", secret)) return problem("unknown-token");
    return next();
  });
  app.post("/", limited, (c) => taken(c, needs));
  app.all("/", () => problem("wrong-method", undefined, { allow: "POST" }));
  return app;
}

/** In constant time, whatever the lengths. */
function isSame(given: string, secret: string): boolean {
  const [one, other] = [given, secret].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

async function taken(c: Context, { take, zadigUrl }: ZadigHooksNeeds): Promise<Response> {
  const body = await jsonIn(c);
  if (body instanceof Response) return body;
  const base = webBase(zadigUrl) ?? webBase(c.req.header("x-zadig-instance"));
  const read = readNotice(body.json, { event: c.req.header("x-zadig-event"), base });
  if (!read.ok) return problem(read.code, read.detail);
  const uuid = c.req.header("x-zadig-webhook-uuid")?.slice(0, LONGEST_UUID) || undefined;
  const { id } = await take({ notice: read.notice, uuid });
  return c.json({ id }, 200, { "cache-control": "no-store" });
}

async function jsonIn(c: Context): Promise<{ readonly json: unknown } | Response> {
  const bytes = await c.req.arrayBuffer();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return problem("bad-text");
  }
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    return problem("bad-json", error instanceof Error ? error.message : undefined);
  }
}

/** An http address without a slash at its end; anything else is no place for a link to lead to. */
function webBase(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, "");
}
