/**
 * What went wrong with a request, as a problem document (RFC 9457) with a stable code.
 */
const TITLES = {
  "bad-request": [400, "The request could not be read."],
  "signed-out": [401, "Sign in first."],
  "other-origin": [403, "This request did not come from the console's own page."],
  "not-here": [404, "There is nothing here for you."],
  "too-large": [413, "That is too long to send."],
  "wrong-host": [421, "The console is not reached under this name."],
  "too-many": [429, "Too many open connections."],
  "went-wrong": [500, "Something went wrong."],
} as const;

export type ProblemCode = keyof typeof TITLES;

export function problem(code: ProblemCode, detail?: string): Response {
  const [status, title] = TITLES[code];
  const body = { type: "about:blank", title, status, code, ...(detail === undefined ? {} : { detail }) };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
