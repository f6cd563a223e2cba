/**
 * How gitbeaker's requests reach GitLab here: each once and with a time limit. Its own requester sleeps and repeats on 429
 * and 502, acting requests as well; and it rewrites the names of inputs, which are the project's.
 */

import type { Gitlab } from "@gitbeaker/rest";
import { Agent, request } from "undici";
import type { Errand } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import { refused, strange, unanswered } from "./failure.ts";

/** The largest answer of a sane GitLab, a merged configuration, is a fraction of this. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** What gitbeaker asks of the function that makes its requesters. */
export type RequesterFn = NonNullable<ConstructorParameters<typeof Gitlab>[0]["requesterFn"]>;
type Service = Parameters<RequesterFn>[0];
type Requester = ReturnType<RequesterFn>;
type Options = Parameters<Requester["get"]>[1];

export interface RequesterOptions {
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** Makes gitbeaker's requesters; they share connections until they are closed. */
export function createRequesters({ timeout, now }: RequesterOptions) {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });

  const send = async (service: Service, errand: Errand, endpoint: string, options: Options): Promise<Answer> => {
    const url = new URL(endpoint, service.url.endsWith("/") ? service.url : `${service.url}/`);
    for (const [name, value] of queryOf(options)) url.searchParams.append(name, value);
    const body = bodyOf(options);
    const headers = { ...service.headers, ...(await authOf(service)), accept: "application/json" };
    try {
      const answer = await request(url, {
        method: errand.method,
        headers: body === null ? headers : { ...headers, "content-type": "application/json" },
        body,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeout),
      });
      const header = (name: string) => [answer.headers[name] ?? []].flat()[0];
      return { status: answer.statusCode, header, text: await answer.body.text() };
    } catch (error) {
      throw unanswered(errand, error);
    }
  };

  const ask = async (service: Service, method: Errand["method"], endpoint: string, options: Options) => {
    const errand: Errand = { method, path: endpoint.replaceAll("%2F", "/") };
    const answer = await send(service, errand, endpoint, options);
    if (answer.status < 200 || answer.status > 299) throw refused(errand, answer, now);
    const body = endpoint.endsWith("/raw") ? answer.text : parse(errand, answer.text);
    // Without links gitbeaker does not go on to further pages by itself.
    const next = answer.header("x-next-page");
    return { body, status: answer.status, headers: next === undefined ? {} : { "x-next-page": next } };
  };

  return {
    requesterFn: (service: Service): Requester => {
      const unused = async (): Promise<never> => {
        throw new Error("only GET and POST are used");
      };
      return {
        // What comes is parsed by the caller, whatever type gitbeaker hopes for.
        get: async (endpoint, options) => (await ask(service, "GET", endpoint, options)) as never,
        post: async (endpoint, options) => (await ask(service, "POST", endpoint, options)) as never,
        put: unused,
        patch: unused,
        delete: unused,
      };
    },
    close: async () => await agent.destroy(),
  };
}

function queryOf(options: Options): readonly (readonly [string, string])[] {
  const params = Object.entries(options?.searchParams ?? {});
  return params.flatMap(([name, value]) => (value === undefined ? [] : [[snake(name), String(value)]]));
}

function bodyOf(options: Options): string | null {
  const body = options?.body;
  if (body === undefined || body instanceof FormData || Object.keys(body).length === 0) return null;
  return JSON.stringify(Object.fromEntries(Object.entries(body).map(([name, value]) => [snake(name), value])));
}

async function authOf({ authHeaders }: Service): Promise<Readonly<Record<string, string>>> {
  const headers = Object.entries(authHeaders).map(async ([name, value]) => [name, await value()] as const);
  return Object.fromEntries(await Promise.all(headers));
}

/** GitLab's own spelling of gitbeaker's names: `updatedAfter` is `updated_after`. */
function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function parse(errand: Errand, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw strange(errand, "it is not JSON", error);
  }
}
