/**
 * HTTP as the open platform speaks it: `{code, msg, data}`, bearer tokens, strict bodies, limits and faults.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ApiError, fieldError } from "./api-error.ts";
import type { Faults } from "./faults.ts";
import { errorOf } from "./faults.ts";
import type { Limits, Rule } from "./limits.ts";
import { APP_RULES } from "./limits.ts";

export interface Asked<Query, Body> {
  readonly parts: readonly string[];
  readonly query: Query;
  readonly body: Body;
}

/** A file comes back as it is. */
export interface FileAnswer {
  readonly file: Buffer;
}

export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly open: boolean;
  readonly rules: readonly Rule[];
  answer(asked: {
    readonly parts: readonly string[];
    readonly query: Readonly<Record<string, string | readonly string[]>>;
    readonly body: unknown;
  }): unknown;
}

/** What is kept of each call, without secrets. */
export interface Call {
  readonly line: string;
  readonly body: unknown;
  readonly status: number;
  readonly code: number;
  readonly at: number;
}

/** A route whose query and body are held to their schemas: what the documents do not name is refused. */
export function route<Q extends z.ZodType, B extends z.ZodType>(
  line: string,
  path: RegExp,
  schemas: { readonly query?: Q; readonly body?: B },
  answer: (asked: Asked<z.output<Q>, z.output<B>>) => unknown,
  { open = false, rules = APP_RULES }: { readonly open?: boolean; readonly rules?: readonly Rule[] } = {},
): Route {
  const method = line.slice(0, line.indexOf(" "));
  return {
    name: line,
    method,
    path,
    open,
    rules,
    answer: ({ parts, query, body }) => {
      const asked = { parts, query: held(schemas.query, query), body: held(schemas.body, body) };
      return answer(asked);
    },
  };
}

function held<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  const strict: z.ZodType = schema ?? z.strictObject({}).optional();
  const read = strict.safeParse(value);
  if (read.success) return read.data as z.output<S>;
  const issue = read.error.issues[0];
  throw fieldError(`${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}

export interface HttpParts {
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly limits: Limits;
  /** Throws when the token is none of ours. */
  readonly authorize: (token: string | undefined) => void;
  readonly violate: (what: string) => void;
  readonly now: () => number;
}

export interface HttpServer {
  readonly url: string;
  readonly server: ReturnType<typeof createServer>;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

export async function openHttpServer(parts: HttpParts): Promise<HttpServer> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    handle(parts, calls, request, response).catch((error: unknown) => {
      parts.violate(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(
  parts: HttpParts,
  calls: Call[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? "/", "http://emulator");
  const line = `${request.method} ${address.pathname}`;
  const raw = await text(request);
  const body = raw === "" ? undefined : parse(raw);
  const fault = parts.faults.take(line);
  const note = (status: number, code: number) => void calls.push({ line, body, status, code, at: parts.now() });
  try {
    const failure = fault && errorOf(fault);
    if (failure) throw failure;
    const told = answer(parts, request, address, body);
    note(200, 0);
    if (fault?.kind === "lost-answer") return void request.socket.destroy();
    if (fault?.kind === "slow") await sleep(fault.milliseconds);
    if (isFile(told))
      return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(told.file);
    send(response, 200, told);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    note(error.status, error.code);
    if (error.code === 99992402) parts.violate(`${line}: ${error.message}`);
    if (error.code === -1) return void response.writeHead(error.status, error.headers).end(error.message);
    const log = { log_id: "20261128152600E2CA0B0000000000", troubleshooter: "https://open.feishu.cn/search" };
    send(response, error.status, { code: error.code, msg: error.message, error: log }, error.headers);
  }
}

function answer(parts: HttpParts, request: IncomingMessage, address: URL, body: unknown): unknown {
  for (const each of parts.routes) {
    const match = each.method === request.method ? each.path.exec(address.pathname) : null;
    if (!match) continue;
    if (!each.open) parts.authorize(/^Bearer (.+)$/u.exec(request.headers.authorization ?? "")?.[1]);
    parts.limits.count(`api:${each.name}`, each.rules);
    return each.answer({ parts: match.slice(1), query: queryOf(address), body });
  }
  parts.violate(`there is no ${request.method} ${address.pathname}`);
  throw new ApiError(99991663, "page not found", 404);
}

/** A name that comes twice is a list. */
function queryOf(address: URL): Readonly<Record<string, string | readonly string[]>> {
  const names = [...new Set(address.searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = address.searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

function isFile(told: unknown): told is FileAnswer {
  return typeof told === "object" && told !== null && "file" in told && Buffer.isBuffer(told.file);
}

function send(response: ServerResponse, status: number, json: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(json));
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
