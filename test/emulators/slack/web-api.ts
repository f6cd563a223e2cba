/**
 * The Web API over HTTP: forms in, JSON out, with Slack's checks of tokens, scopes, arguments and pace.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Fault, Faults } from "./faults.ts";
import type { Answer, Method, MethodContext } from "./method.ts";
import { refused } from "./method.ts";
import type { ChannelPace } from "./pace.ts";
import { APP_TOKEN, BOT_TOKEN } from "./world.ts";

export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** What came of it: Slack's word for a refusal, `ok`, or what went wrong on the way. */
  result: string;
}

export interface WebApiParts {
  readonly methods: Readonly<Record<string, Method>>;
  readonly context: () => Omit<MethodContext, "token">;
  readonly scopes: ReadonlySet<string>;
  readonly faults: Faults;
  readonly pace: ChannelPace;
  readonly enforced: () => boolean;
  readonly calls: Call[];
  readonly now: () => number;
}

/** Arguments that come as JSON inside the form, and those that are booleans. */
const JSON_FIELDS = new Set(["blocks", "view", "metadata", "unfurls", "files"]);
const BOOLEANS = new Set([
  "exclude_archived",
  "include_all_metadata",
  "include_disabled",
  "include_locale",
  "include_num_members",
  "include_users",
  "inclusive",
  "link_names",
  "prevent_creation",
  "reply_broadcast",
  "return_im",
  "unfurl_links",
  "unfurl_media",
]);

export async function answerWebApi(
  parts: WebApiParts,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = await text(request);
  const args = argsOf(body);
  const call: Call = { method: name, args, at: parts.now(), result: "" };
  parts.calls.push(call);
  const fault = parts.faults.take(name, args);
  if (fault && fault.kind !== "lost" && fault.kind !== "silent") {
    call.result = fault.kind;
    return failing(fault, response);
  }
  const answer = answerOf(parts, name, args, request.headers.authorization);
  call.result = typeof answer === "number" ? "ratelimited" : answer.ok ? "ok" : String(answer.error);
  if (fault?.kind === "lost") return response.destroy();
  if (fault?.kind === "silent") return undefined;
  if (typeof answer === "number") return failing({ kind: "rate-limited", seconds: answer }, response);
  return send(response, answer, parts.scopes);
}

function send(response: ServerResponse, answer: Answer, scopes: ReadonlySet<string>) {
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "x-oauth-scopes": [...scopes].join(","),
    "x-slack-req-id": "0",
  });
  return response.end(JSON.stringify(answer));
}

export function failing(fault: Fault, response: ServerResponse) {
  switch (fault.kind) {
    case "status":
      return response.writeHead(fault.status, { "content-type": "text/html" }).end("<html>Something went wrong</html>");
    case "rate-limited":
      return response
        .writeHead(429, { "retry-after": String(fault.seconds), "content-type": "application/json" })
        .end(JSON.stringify(refused("ratelimited")));
    case "refused":
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(refused(fault.error)));
    default:
      return response.destroy();
  }
}

function argsOf(body: string): Readonly<Record<string, unknown>> {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => {
    if (JSON_FIELDS.has(name)) return [name, parsed(value)];
    return [name, BOOLEANS.has(name) ? value === "true" || value === "1" : value];
  });
  return Object.fromEntries(entries);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Seconds to wait, where it came too fast. */
function answerOf(
  parts: WebApiParts,
  name: string,
  args: Call["args"],
  authorization: string | undefined,
): Answer | number {
  const found = parts.methods[name];
  if (!found) return refused("unknown_method");
  const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  if (token === undefined) return refused("not_authed");
  const kind = token === BOT_TOKEN ? "bot" : token === APP_TOKEN ? "app" : undefined;
  if (!kind) return refused("invalid_auth");
  if ((found.token ?? "bot") !== kind) return refused("not_allowed_token_type");
  if (found.scopes.length > 0 && !found.scopes.some((scope) => parts.scopes.has(scope))) {
    return { ok: false, error: "missing_scope", needed: found.scopes.join(","), provided: [...parts.scopes].join(",") };
  }
  const read = found.args.safeParse(args);
  if (!read.success) {
    const messages = read.error.issues.map(
      ({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.join("/")}]`,
    );
    return refused("invalid_arguments", messages);
  }
  const paced = name === "chat.postMessage" && parts.pace.spacing > 0;
  if (paced && !parts.pace.take(String(args.channel)) && parts.enforced()) return 1;
  return found.run(read.data as never, { ...parts.context(), token: kind });
}
