/**
 * What to request after a redirect (RFC 9110, 15.4), without being led where the first request would not have gone.
 */

/** `same-method` follows what asks for the same request elsewhere; `none` takes a redirect as the answer. */
export type Redirects = "same-method" | "none";

export interface RedirectedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type RedirectStep =
  | { readonly to: URL; readonly headers: Readonly<Record<string, string>> }
  | { readonly refused: "downgrade" | "bad-location" };

const KEEPS_METHOD: ReadonlySet<number> = new Set([307, 308]);
/** Clients turn a POST into a GET on these, which is no delivery, so that only what is a GET already goes on. */
const MAKES_GET: ReadonlySet<number> = new Set([301, 302, 303]);
/** Headers that mean something to the origin they were made for, and must not be shown to another. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-zadig-token",
  "private-token",
  "x-api-key",
]);

/** Whether an answer is a redirect that is to be followed for this method. */
export function isFollowed(status: number, method: string, redirects: Redirects): boolean {
  if (redirects === "none") return false;
  return KEEPS_METHOD.has(status) || (MAKES_GET.has(status) && (method === "GET" || method === "HEAD"));
}

/** The next target and the headers for it; a change of origin drops secrets, https never becomes http. */
export function redirectStep(from: URL, location: string, request: RedirectedRequest): RedirectStep {
  const to = URL.parse(location, from.href);
  if (to === null) return { refused: "bad-location" };
  if (from.protocol === "https:" && to.protocol !== "https:") return { refused: "downgrade" };
  const headers = to.origin === from.origin ? request.headers : withoutSecrets(request.headers);
  return { to, headers };
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADERS.has(name.toLowerCase())));
}
