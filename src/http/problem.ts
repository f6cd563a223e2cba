/**
 * Errors over HTTP: problem documents (RFC 9457) with a stable `code`.
 */
export interface Problem {
  readonly status: number;
  /** Names the kind of problem for programs, for example `no-such-plan`. */
  readonly code: string;
  /** The same for every problem of this code. */
  readonly title: string;
  /** What is wrong this time, and what to do. */
  readonly detail?: string | undefined;
  readonly [extension: string]: unknown;
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: "about:blank", ...problem }), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}
