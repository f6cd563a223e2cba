/**
 * Who may ask the API, and what its answers carry.
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { tokenOf } from "../bearer-token.ts";
import { langOf } from "../language.ts";
import type { ApiEnv, ApiNeeds } from "./needs.ts";
import type { Operation } from "./operations.ts";
import { apiProblem } from "./problems.ts";

export const hardened = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
  // Whoever ends TLS in front of gonogo decides for the whole host.
  strictTransportSecurity: false,
});

/** Plans are nobody's to keep a copy of, unless an answer says otherwise. */
export const answersFresh: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
};

/** Lets in whoever has a token with this right; everybody where none is needed. */
export function mayAsk(right: Operation["right"], { settings }: ApiNeeds): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (right === undefined) return next();
    const header = c.req.header("authorization");
    const token = tokenOf(header, settings.tokens);
    if (!token) {
      const challenge = header === undefined ? "Bearer" : 'Bearer error="invalid_token"';
      return apiProblem(header === undefined ? "token-needed" : "unknown-token", {
        headers: { "www-authenticate": challenge },
      });
    }
    if (!token.may.includes(right)) return apiProblem("no-right", { detail: `The token may not ${right}.` });
    c.set("asker", { token, lang: langOf(c.req.header("accept-language"), settings.lang) });
    return next();
  };
}
