/**
 * The HTTP side: both APIs on one loopback port, with tokens, limits and faults before any route.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Asked, Told } from "./answers.ts";
import { ok, Refusal, refuse, refuseOld } from "./answers.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Seen, World } from "./world.ts";

export interface Route {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string | RegExp;
  /** What the query may hold beside a token. */
  readonly query?: readonly string[];
  /** Without a token, and outside the quota. */
  readonly open?: boolean;
  readonly answer: (asked: Asked, fault: Fault | undefined) => Told | Promise<Told>;
}

/** Calls a second of one app and API in the standard edition. */
const CALLS_PER_SECOND = 20;

export interface HttpSide {
  readonly server: Server;
  readonly url: () => string;
  /** Tokens that are taken. */
  readonly tokens: Set<string>;
  close(): Promise<void>;
}

/** A request that no client should make, unlike one for something that is not there. */
function isMistake({ status, json }: Told): boolean {
  return status === 400 && /invalidParameter|MissingStringValue|param\.error/u.test(JSON.stringify(json));
}

export async function openServer(world: World, faults: Faults, routes: readonly Route[]): Promise<HttpSide> {
  const tokens = new Set<string>();
  const calls = new Map<string, number[]>();
  const hanging = new Set<ServerResponse>();

  function throttled(path: string): boolean {
    const now = world.now();
    const recent = (calls.get(path) ?? []).filter((at) => at > now - 1_000);
    calls.set(path, [...recent, now]);
    return recent.length >= CALLS_PER_SECOND;
  }

  /** What stands before every route that needs a token. */
  function gatekeep(asked: Asked, old: boolean): void {
    if (asked.token === undefined || !tokens.has(asked.token)) {
      throw old
        ? refuseOld(40_014, "不合法的access_token")
        : refuse(401, "InvalidAuthentication", "不合法的access_token");
    }
    if (faults.quotaUsed) {
      const words = "本月调用次数已达上限";
      throw old ? refuseOld(90_020, words) : refuse(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", words);
    }
    if (throttled(asked.path)) {
      throw old
        ? refuseOld(90_018, "too fast")
        : refuse(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "too fast");
    }
  }

  async function answerTo(route: Route, asked: Asked, fault: Fault | undefined): Promise<Told> {
    const old = asked.path.startsWith("/topapi/");
    try {
      if (fault?.kind === "qps") throw refuse(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "too fast");
      if (fault?.kind === "forbidden") {
        throw refuse(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "应用尚未开通所需的权限");
      }
      if (fault?.kind === "token") {
        tokens.clear();
        throw old ? refuseOld(42_001, "expired") : refuse(401, "InvalidAuthentication", "expired");
      }
      if (!route.open) gatekeep(asked, old);
      const strange = [...asked.query.keys()].filter((name) => name !== "access_token" && !route.query?.includes(name));
      if (strange.length > 0) throw refuse(400, "invalidParameter", `unknown: ${strange.join()}`);
      return await route.answer(asked, fault);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isMistake(error.told)) world.violations.push(`${asked.path}: ${JSON.stringify(error.told.json)}`);
      return error.told;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? "", "http://127.0.0.1");
    const raw = await text(request);
    const seen: Seen = {
      method: request.method ?? "",
      path: address.pathname,
      query: address.search,
      body: raw === "" ? undefined : JSON.parse(raw),
      at: world.now(),
      status: 0,
    };
    world.requests.push(seen);
    if (request.headers.accept !== "application/json") world.violations.push(`${seen.path} would be answered in XML`);
    const route = routes.find(
      ({ method, path }) =>
        method === request.method && (typeof path === "string" ? path === seen.path : path.test(seen.path)),
    );
    const header = request.headers["x-acs-dingtalk-access-token"];
    const token = seen.path.startsWith("/topapi/") ? address.searchParams.get("access_token") : header;
    const asked: Asked = {
      method: seen.method,
      path: seen.path,
      query: address.searchParams,
      body: seen.body,
      token: typeof token === "string" ? token : undefined,
    };
    const fault = faults.take(seen.path);
    if (fault?.kind === "hang") return void hanging.add(response);
    if (fault?.kind === "cut" && !fault.done) return void request.socket.destroy();
    const skipped = fault?.kind === "504" && !fault.done;
    const told = !route
      ? { status: 404, json: { code: "InvalidAction.NotFound", message: `no ${seen.method} ${seen.path}` } }
      : skipped
        ? ok({})
        : await answerTo(route, asked, fault);
    if (!route) world.violations.push(`${seen.method} ${seen.path} is no call of DingTalk's`);
    if (fault?.kind === "cut") return void request.socket.destroy();
    const sent =
      fault?.kind === "504" ? { status: 504, json: { code: "ServiceUnavailable", message: "timeout" } } : told;
    seen.status = sent.status;
    response.writeHead(sent.status, { "content-type": "application/json" });
    response.end(
      typeof sent.json === "string" || sent.json instanceof Uint8Array ? sent.json : JSON.stringify(sent.json),
    );
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      world.violations.push(`${request.url}: ${String(error)}`);
      response.writeHead(500).end(JSON.stringify({ code: "SystemError", message: String(error) }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { readonly port: number };
  return {
    server,
    url: () => `http://127.0.0.1:${port}`,
    tokens,
    close: () =>
      new Promise((resolve) => {
        for (const response of hanging) response.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
