/**
 * The app's access token: got once, kept until shortly before it lapses. The secret travels in a body, never in an address.
 */
import { z } from "zod";
import type { Errand } from "./failure.ts";
import { DingtalkError, jsonOf, refused, strange } from "./failure.ts";
import type { Http } from "./http.ts";

/** Renewed so long before it lapses, that no call goes out with a token that lapses on the way. */
const EARLY_MS = 5 * 60_000;

const tokenSchema = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Tokens {
  /** One request at a time, however many ask. Rejects with a DingtalkError. */
  get(): Promise<string>;
  /** Forgets this token, unless there is a newer one already. */
  forget(token: string): void;
}

export interface TokenNeeds extends Credentials {
  readonly http: Http;
  readonly apiBase: string;
  readonly now: () => number;
}

export function createTokens(needs: TokenNeeds): Tokens {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const asked = needs.now();
    const { accessToken, expireIn } = await requestToken(needs);
    kept = { token: accessToken, until: asked + expireIn * 1_000 - EARLY_MS };
    return accessToken;
  }

  return {
    get: () => {
      if (kept && needs.now() < kept.until) return Promise.resolve(kept.token);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget: (token) => {
      if (kept?.token === token) kept = undefined;
    },
  };
}

/** https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app */
async function requestToken({ http, apiBase, clientId, clientSecret, now }: TokenNeeds) {
  const errand: Errand = { method: "POST", path: "/v1.0/oauth2/accessToken" };
  const body = { appKey: clientId, appSecret: clientSecret };
  const answer = await http.send(errand, new URL(errand.path, apiBase), { body });
  if (answer.status !== 200) {
    const error = refused(errand, answer, now());
    // Wrong credentials are a bad request here.
    if (error.trouble !== "invalid") throw error;
    throw new DingtalkError("credentials", error.message, { code: error.code });
  }
  const parsed = tokenSchema.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw strange(errand, "it holds no token");
  return parsed.data;
}
