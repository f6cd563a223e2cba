/**
 * Requests to Zadig's OpenAPI with a user's API token.
 */

import { Agent, request } from "undici";
import { z } from "zod";
import type { Errand } from "../../src/flow/service-failure.ts";
import { jsonOf } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Answer } from "./failure.ts";
import { refused, saysNothingThere, strange, unanswered } from "./failure.ts";

/** A workflow or a task with hundreds of jobs is a fraction of this. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

type Query = Readonly<Record<string, string | number>>;

export interface ZadigClient {
  /** The address that a person opens, for a path below Zadig. */
  link(path: string, query: Query): string;
  /** Reads; undefined where there is nothing. */
  get<S extends z.ZodType>(path: string, query: Query, schema: S): Promise<z.output<S> | undefined>;
  /** Acts; answers with what Zadig says of it. */
  act<S extends z.ZodType>(
    method: "POST" | "PUT" | "DELETE",
    path: string,
    query: Query,
    body: object | undefined,
    schema: S,
  ): Promise<z.output<S>>;
  close(): Promise<void>;
}

/** What Zadig answers when there is nothing else to say: `{"message":"success"}`. */
export const doneSchema = z.looseObject({});

/** Makes a client; it opens connections as it needs them. */
export function createClient({ url, token, timeout, now }: ClientOptions): ZadigClient {
  const base = baseOf(url);
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  const addressOf = (path: string, query: Query): URL => {
    const address = new URL(path, base);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value));
    return address;
  };

  const send = async (errand: Errand, query: Query, body?: object): Promise<Answer> => {
    try {
      const answer = await request(addressOf(errand.path, query), {
        method: errand.method,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body && { "content-type": "application/json" }),
        },
        body: body ? JSON.stringify(body) : null,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeout),
      });
      const retryAfter = [answer.headers["retry-after"] ?? []].flat()[0];
      const text = await answer.body.text();
      return { status: answer.statusCode, text: token === "" ? text : text.replaceAll(token, "***"), retryAfter };
    } catch (error) {
      throw unanswered(errand, error);
    }
  };

  return {
    link: (path, query) => addressOf(path, query).href,
    async get(path, query, schema) {
      const errand = { method: "GET", path } as const;
      const answer = await send(errand, query);
      if (saysNothingThere(answer)) return undefined;
      if (answer.status !== 200) throw refused(errand, answer, now);
      return read(errand, answer, schema);
    },
    async act(method, path, query, body, schema) {
      const errand = { method, path } as const;
      const answer = await send(errand, query, body);
      if (answer.status < 200 || answer.status >= 300) throw refused(errand, answer, now);
      return read(errand, answer, schema);
    },
    close: async () => await agent.destroy(),
  };
}

/** Credentials inside the address are dropped: they would be told in links and errors. */
function baseOf(url: string): URL {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  base.username = "";
  base.password = "";
  base.search = "";
  base.hash = "";
  return base;
}

function read<S extends z.ZodType>(errand: Errand, { text }: Answer, schema: S): z.output<S> {
  const json = jsonOf(text);
  if (json === undefined) throw strange(errand, "it is not JSON");
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw strange(errand, `${issue?.path.join(".") || "the whole"} is not as documented`);
}
