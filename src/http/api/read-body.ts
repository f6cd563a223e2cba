/**
 * The text that a request carries.
 */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiContext } from "./needs.ts";
import { apiProblem } from "./problems.ts";

/** In bytes: a replaced plan in JSON, with escapes, is longer than the longest plan file. */
const LARGEST_BODY = 1024 * 1024;

/** Refuses what is too long before it is read. */
export const limitBody = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => apiProblem("too-large", { detail: `At most ${LARGEST_BODY} bytes.` }),
});

/** The same for a form with a file of so many bytes. */
export function limitFile(most: number): MiddlewareHandler {
  const maxSize = most + LARGEST_BODY;
  return bodyLimit({ maxSize, onError: () => apiProblem("too-large", { detail: `At most ${most} bytes.` }) });
}

/** The body as text, or the problem with it. */
export async function bodyText(c: ApiContext): Promise<string | Response> {
  const bytes = await c.req.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return apiProblem("bad-text");
  }
}

/** Without its parameters, in lower case; empty when the request names none. */
export function mediaType(c: ApiContext): string {
  return (c.req.header("content-type") ?? "").split(";", 1).join("").trim().toLowerCase();
}
