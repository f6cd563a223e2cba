/**
 * Who may speak to the console at all: its own page, under its own name, and what the browser may do with the answer.
 */

import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { problem } from "./problem.ts";

/** A message of 1 MB still arrives whole, with its wrapping, so that the refusal can be kind. */
export const MOST_BYTES = 1_572_864;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/iu;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer, and the refusal of requests that other sites make a browser send. */
export function guard(publicUrl: string | undefined): MiddlewareHandler {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  return async (context, next) => {
    const refused = refuse(context, publicHost);
    if (refused) return refused;
    await next();
    harden(context);
    return undefined;
  };
}

/** Answers bodies that are too long, with so many bytes of files, with a problem document before reading them. */
export function limitBody(files = 0): MiddlewareHandler {
  // A file comes in base64, which is a third longer.
  const maxSize = MOST_BYTES + Math.ceil((files * 4) / 3);
  return bodyLimit({ maxSize, onError: () => problem("too-large") });
}

function refuse(context: Context, publicHost: string | undefined): Response | undefined {
  const host = context.req.header("host") ?? new URL(context.req.url).host;
  // Another name that leads to loopback is how a foreign page reaches a local server.
  if (!(LOOPBACK.test(host) || host === publicHost)) return problem("wrong-host");
  if (context.req.method === "GET" || context.req.method === "HEAD") return undefined;
  return sameOrigin(context, host) ? undefined : problem("other-origin");
}

function sameOrigin(context: Context, host: string): boolean {
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin") return false;
  const origin = context.req.header("origin");
  if (origin === undefined) return site === "same-origin";
  return URL.canParse(origin) && new URL(origin).host === host;
}

function harden(context: Context): void {
  const headers = context.res.headers;
  headers.set("content-security-policy", POLICY);
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
}
