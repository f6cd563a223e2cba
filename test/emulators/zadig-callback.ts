/**
 * Zadig's callback for release plans, and the page where a plan can be looked at, over real HTTP on loopback. It answers as
 * Zadig's code does: every domain error is a 500, a repeat too; turned-off callbacks are taken with success and do nothing.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

export const ZADIG_TOKEN = "zadig-token-of-the-bot";

const callbackSchema = z.strictObject({
  release_plan_id: z.string().min(1),
  instance_code: z.string(),
  hook_event: z.enum(["finish_planning", "start_execute", "all_job_done"]),
  result: z.enum(["success", "failed"]),
  failed_reason: z.string(),
});
export type ZadigCallback = z.output<typeof callbackSchema>;

interface ZadigPlan {
  status: string;
  instance_code: string;
}

const WAITS = {
  finish_planning: ["wait_for_finish_planning_external_check", "finish_planning"],
  start_execute: ["wait_for_execute_external_check", "executing"],
  all_job_done: ["wait_for_all_done_external_check", "success"],
} as const;

/** What happens to the next callback: it never arrives, its answer is lost, or something else answers for Zadig. */
export type ZadigFault = "down" | "lost-answer" | "gateway" | "html";

export interface ZadigEmulator {
  readonly url: string;
  readonly plans: Map<string, ZadigPlan>;
  /** Callbacks that arrived, in order. */
  readonly callbacks: readonly ZadigCallback[];
  /** The next calls fail, one each. */
  fail(...faults: readonly ZadigFault[]): void;
  /** Takes callbacks with success and does nothing. */
  turnOff(): void;
  /** Answers as the document says, and not as the code does. */
  answerAsDocumented(): void;
  forgetToken(): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Told {
  readonly status: number;
  readonly json?: unknown;
  readonly html?: string;
}

function internal(description: string): Told {
  return { status: 500, json: { code: 500, description, extra: {}, message: "Internal Error", type: "error" } };
}

export async function openZadig(): Promise<ZadigEmulator> {
  const plans = new Map<string, ZadigPlan>();
  const callbacks: ZadigCallback[] = [];
  const violations: string[] = [];
  const faults: ZadigFault[] = [];
  let off = false;
  let documented = false;
  let token = ZADIG_TOKEN;

  const take = (body: string): Told => {
    const read = callbackSchema.safeParse(JSON.parse(body));
    if (!read.success) {
      violations.push(read.error.message);
      return { status: 400, json: { code: 400, message: "Bad Request" } };
    }
    const callback = read.data;
    callbacks.push(callback);
    const taken = documented ? { id: callback.release_plan_id } : { message: "success" };
    if (off) return { status: 200, json: taken };
    const plan = plans.get(callback.release_plan_id);
    if (!plan) return internal("failed to get release plan");
    if (plan.instance_code !== callback.instance_code) {
      return internal(`instance code is not correct, expected ${plan.instance_code}`);
    }
    const [waits, next] = WAITS[callback.hook_event];
    if (plan.status !== waits) return internal("status is not correct");
    plan.status = callback.result === "success" ? next : `${waits}_failed`;
    return { status: 200, json: taken };
  };

  const answer = (request: IncomingMessage, body: string): Told => {
    const path = request.url ?? "";
    const id = /^\/openapi\/release_plan\/v1\/([^/?]+)$/.exec(path)?.[1];
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, json: { message: "Unauthorized" } };
    if (request.method === "GET" && id !== undefined) {
      const plan = plans.get(decodeURIComponent(id));
      return plan ? { status: 200, json: { id, name: "", jobs: [], ...plan } } : internal("not found");
    }
    if (request.method !== "POST" || path !== "/api/callback/release_plan") {
      violations.push(`there is no ${request.method} ${path}`);
      return { status: 404, html: "404 page not found" };
    }
    if (request.headers["content-type"] !== "application/json") violations.push("a callback that is not JSON");
    return take(body);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const fault = request.method === "POST" ? faults.shift() : undefined;
    if (fault === "down") return void request.socket.destroy();
    if (fault === "gateway") return void response.writeHead(502, { "content-type": "text/html" }).end("<h1>502</h1>");
    if (fault === "html") return void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
    const { status, json, html } = answer(request, body);
    if (fault === "lost-answer") return void request.socket.destroy();
    response.writeHead(status, { "content-type": json === undefined ? "text/plain" : "application/json" });
    response.end(json === undefined ? html : JSON.stringify(json));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    plans,
    callbacks,
    fail: (...next) => void faults.push(...next),
    turnOff: () => {
      off = true;
    },
    answerAsDocumented: () => {
      documented = true;
    },
    forgetToken: () => {
      token = "another";
    },
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
