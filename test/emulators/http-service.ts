/**
 * A deployment service for tests, with the kind of REST API that teams write themselves, over real HTTP on loopback.
 *
 * A run moves on with every look at it. Requests that the service would not have understood are answered as such services
 * answer, and remembered.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../support/remote-engine-contract.ts";

export const SECRET = "s3cr3t-of-the-service";

const startSchema = z.strictObject({
  job: z.string(),
  branch: z.string(),
  replicas: z.number().optional(),
  dry: z.boolean().optional(),
  meta: z.strictObject({ plan: z.number(), item: z.string(), note: z.string() }),
});

interface Run {
  readonly id: string;
  readonly key: string;
  readonly started: z.output<typeof startSchema>;
  status: "active" | "ok" | "broken" | "cancelled";
  looks: number;
}

/** What the service makes of a job: how its runs end, and the version of its steps. */
interface Job {
  ends: "ok" | "broken" | "never";
  version: number;
}

export interface HttpService {
  readonly url: string;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly runs: readonly Run[];
  readonly requests: readonly {
    readonly line: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  fail(fault: Fault): void;
  failReading(): void;
  /** The next request, of whatever kind, is answered with this. */
  answerWith(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Told {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function openHttpService(jobs: Readonly<Record<string, Job>>): Promise<HttpService> {
  const runs: Run[] = [];
  const violations: string[] = [];
  const requests: HttpService["requests"][number][] = [];
  let acting: Fault | undefined;
  let readingFails = false;
  let instead:
    | { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>> }
    | undefined;
  const violate = (what: string): void => void violations.push(what);

  const start = (request: IncomingMessage, body: string): Told => {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string") violate("a start without Idempotency-Key");
    if (request.headers["content-type"] !== "application/json") violate("a start that is not JSON");
    const parsed = startSchema.safeParse(JSON.parse(body));
    if (!parsed.success) {
      violate(`a start with ${parsed.error.message}`);
      return { status: 422, json: { error: "unprocessable" } };
    }
    if (!Object.hasOwn(jobs, parsed.data.job)) return { status: 404, json: { error: "no such job" } };
    const run: Run = {
      id: `run ${runs.length + 1}/a`,
      key: String(key),
      started: parsed.data,
      status: "active",
      looks: 0,
    };
    runs.push(run);
    return { status: 202, json: { run: { id: run.id } } };
  };

  const look = (run: Run): Told => {
    if (run.status === "active") run.looks++;
    const { ends = "never" } = jobs[run.started.job] ?? {};
    if (run.status === "active" && run.looks > 2 && ends !== "never") run.status = ends;
    const message = { active: null, ok: null, broken: "step 2 broke", cancelled: "cancelled by a client" }[run.status];
    const json = {
      status: run.status,
      done: run.looks / 10,
      step: `step ${run.looks}`,
      message,
      page: `${url}/pages/${runs.indexOf(run)}`,
    };
    return { status: 200, json };
  };

  const answer = (request: IncomingMessage, address: URL, body: string): Told | undefined => {
    const { pathname } = address;
    const line = `${request.method} ${pathname}`;
    const run = /^\/api\/runs\/([^/]+)(?:\/cancel)?$/.exec(pathname)?.[1];
    const known = run === undefined ? undefined : runs.find(({ id }) => id === decodeURIComponent(run));
    const job = /^GET \/api\/jobs\/([^/]+)$/.exec(line)?.[1];
    if (line === "POST /api/runs") return start(request, body);
    if (line === "GET /api/runs") {
      const key = address.searchParams.get("key");
      return { status: 200, json: { runs: runs.filter((each) => each.key === key).map(({ id }) => ({ id })) } };
    }
    if (job !== undefined) {
      const found = Object.hasOwn(jobs, job) ? jobs[job] : undefined;
      return found ? { status: 200, json: { job, version: found.version, looked: requests.length } } : { status: 404 };
    }
    if (run === undefined) return undefined;
    if (!known) return { status: 404, json: { error: "no such run" } };
    if (request.method === "GET" && !pathname.endsWith("/cancel")) return look(known);
    if (request.method !== "POST" || !pathname.endsWith("/cancel")) return undefined;
    if (known.status !== "active") return { status: 409, json: { error: "over" } };
    known.status = "cancelled";
    return { status: 204 };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? "/", url);
    const body = await text(request);
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    const tell = ({ status, json, headers = {} }: Told): void => {
      response.writeHead(status, { ...(json !== undefined && { "content-type": "application/json" }), ...headers });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    };
    if (request.headers["x-token"] !== `Token ${SECRET}`) {
      violate(`no token at ${request.method} ${address.pathname}`);
      return tell({ status: 401, json: { error: "who are you" } });
    }
    if (instead) {
      const said = instead;
      instead = undefined;
      return void response.writeHead(said.status, said.headers).end(said.body);
    }
    const reading = request.method === "GET";
    if (reading && readingFails) {
      readingFails = false;
      return tell({ status: 503 });
    }
    const fault = reading ? undefined : acting;
    if (fault) acting = undefined;
    if (fault?.fault === "silence") return;
    if (fault?.fault === "refused") {
      return tell({ status: fault.status, headers: fault.status === 429 ? { "retry-after": "7" } : {} });
    }
    const told = answer(request, address, body);
    if (fault?.fault === "lost-answer") return void request.socket.destroy();
    if (!told) violate(`there is no ${request.method} ${address.pathname}`);
    tell(told ?? { status: 404, json: { error: "not found" } });
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violate(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    jobs,
    runs,
    requests,
    fail: (fault) => {
      acting = fault;
    },
    failReading: () => {
      readingFails = true;
    },
    answerWith: (status, body, headers = {}) => {
      instead = { status, body, headers };
    },
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
