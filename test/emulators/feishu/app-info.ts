/**
 * What the app is told of itself: its token, its bot, its scopes, and what it is subscribed to.
 */
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import type { Route } from "./http-server.ts";
import { route } from "./http-server.ts";
import { newId } from "./ids.ts";
import type { World } from "./world.ts";

/** As the app was set up in the console. */
export interface AppSetUp {
  botActive: boolean;
  /** Granted to the app. */
  scopes: string[];
  events: string[];
  callbacks: string[];
  subscription: "websocket" | "webhook";
  published: boolean;
}

export interface AppInfoParts {
  readonly world: World;
  readonly appId: string;
  readonly appSecret: string;
  readonly setUp: AppSetUp;
}

export interface AppInfo {
  readonly routes: readonly Route[];
  authorize(token: string | undefined): void;
  /** The tokens given out so far are worth nothing from now on. */
  revokeTokens(): void;
  readonly tokensGiven: number;
}

export function createAppInfo({ world, appId, appSecret, setUp }: AppInfoParts): AppInfo {
  let tokens: string[] = [];
  let given = 0;
  const routes = [
    route(
      "POST /open-apis/auth/v3/tenant_access_token/internal",
      /^\/open-apis\/auth\/v3\/tenant_access_token\/internal$/u,
      { body: z.strictObject({ app_id: z.string(), app_secret: z.string() }) },
      ({ body }) => {
        if (body.app_id !== appId) return { code: 10003, msg: "invalid param" };
        if (body.app_secret !== appSecret) return { code: 10014, msg: "app secret invalid" };
        const token = newId("t");
        tokens.push(token);
        given++;
        return { code: 0, msg: "ok", tenant_access_token: token, expire: 7_200 };
      },
      { open: true },
    ),
    route("GET /open-apis/bot/v3/info", /^\/open-apis\/bot\/v3\/info$/u, {}, () => {
      if (!setUp.botActive) throw new ApiError(11205, "app do not have bot");
      const bot = { activate_status: setUp.published ? 2 : 0, app_name: world.bot.name, open_id: world.bot.openId };
      return { code: 0, msg: "ok", bot: { ...bot, avatar_url: "https://avatars.example/bot.png", ip_white_list: [] } };
    }),
    route("GET /open-apis/application/v6/scopes", /^\/open-apis\/application\/v6\/scopes$/u, {}, () => ({
      code: 0,
      msg: "success",
      data: { scopes: setUp.scopes.map((scope) => ({ scope_name: scope, grant_status: 1, scope_type: "tenant" })) },
    })),
    route(
      "GET /open-apis/application/v6/applications/:id",
      /^\/open-apis\/application\/v6\/applications\/(\w+)$/u,
      { query: z.strictObject({ lang: z.enum(["zh_cn", "en_us", "ja_jp"]), user_id_type: z.string().optional() }) },
      () => {
        if (!setUp.scopes.includes("application:application:self_manage")) {
          throw new ApiError(
            99991672,
            "Access denied. One of the following scopes is required: [application:application:self_manage]",
          );
        }
        const app = {
          app_id: appId,
          status: setUp.published ? 1 : 2,
          online_version_id: setUp.published ? "oav_1" : "",
          event: { subscription_type: setUp.subscription, subscribed_events: setUp.events },
          callback: { callback_type: setUp.subscription, subscribed_callbacks: setUp.callbacks },
        };
        return { code: 0, msg: "success", data: { app } };
      },
    ),
  ];
  return {
    routes,
    authorize(token) {
      if (token === undefined) throw new ApiError(99991661, "Missing access token for authorization");
      if (!tokens.includes(token)) throw new ApiError(99991663, "Invalid access token for authorization");
    },
    revokeTokens: () => {
      tokens = [];
    },
    get tokensGiven() {
      return given;
    },
  };
}
