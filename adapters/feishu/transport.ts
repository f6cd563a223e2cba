/**
 * How the SDK's requests reach Feishu: each once, with a time limit, through the proxy of the environment; whatever is not a
 * success is an error that holds no secrets. The SDK's own client has no time limit, logs credentials with its errors, and
 * takes an error that comes with status 200 for a success.
 */
import { EnvHttpProxyAgent, request } from "undici";
import { z } from "zod";
import { unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import { FeishuError } from "./failure.ts";

/** What the SDK asks for; the rest of its options have no use here. */
interface Options {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly responseType?: string;
  readonly $return_headers?: boolean;
}

export interface TransportOptions {
  /** For one request (ms). */
  readonly timeout: number;
  readonly now: () => number;
}

const LARGEST_ANSWER = 8 * 1024 * 1024;
const LONGEST_WORDS = 300;
const answerSchema = z.looseObject({ code: z.number().optional(), msg: z.string().optional() });

/** The SDK's `httpInstance`. */
export function createTransport({ timeout, now }: TransportOptions) {
  const agent = new EnvHttpProxyAgent({ maxResponseSize: LARGEST_ANSWER });

  const ask = async (options: Options): Promise<unknown> => {
    const method = (options.method ?? "GET").toUpperCase();
    const url = addressOf(options);
    const call = `${method} ${url.pathname}`;
    const answer = await send(method, url, options, call);
    if (options.responseType === "stream" && answer.statusCode === 200) {
      return { data: answer.body, headers: answer.headers };
    }
    const text = await answer.body.text().catch((error: unknown) => {
      throw unanswered(call, error);
    });
    const json = answerSchema.safeParse(parsed(text));
    const code = json.data?.code;
    const words = (json.data?.msg ?? "").replaceAll(/\s+/gu, " ").slice(0, LONGEST_WORDS);
    if (answer.statusCode === 200 && json.success && (code ?? 0) === 0) {
      return options.$return_headers ? { data: json.data, headers: answer.headers } : json.data;
    }
    const { statusCode: status } = answer;
    throw new FeishuError(`Feishu answered ${code ?? status} to ${call}${words === "" ? "" : `: ${words}`}`, {
      call,
      code,
      status,
      retryAfter: pauseOf(answer.headers, now()),
    });
  };

  const send = async (method: string, url: URL, { headers, data }: Options, call: string) => {
    // The SDK hands an empty body to every GET, which some proxies refuse.
    const body = method === "GET" || data === undefined ? null : JSON.stringify(data);
    try {
      return await request(url, {
        method,
        headers: { ...textsOf(headers), ...(body !== null && { "content-type": "application/json; charset=utf-8" }) },
        body,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeout),
      });
    } catch (error) {
      throw unanswered(call, error);
    }
  };

  // What comes is parsed by the caller, whatever type the SDK hopes for.
  const to =
    (method: string) =>
    async <T>(url: string, options?: Options): Promise<T> =>
      (await ask({ ...options, url, method })) as T;
  const toWith =
    (method: string) =>
    async <T>(url: string, data?: unknown, options?: Options): Promise<T> =>
      (await ask({ ...options, url, data, method })) as T;
  return {
    request: async <T>(options: Options): Promise<T> => (await ask(options)) as T,
    get: to("GET"),
    delete: to("DELETE"),
    head: to("HEAD"),
    options: to("OPTIONS"),
    post: toWith("POST"),
    put: toWith("PUT"),
    patch: toWith("PATCH"),
    close: async (): Promise<void> => await agent.destroy(),
  };
}
export type Transport = ReturnType<typeof createTransport>;

/** A list is its name once for each value, as Feishu reads it. */
function addressOf({ url = "", params = {} }: Options): URL {
  const address = new URL(url);
  for (const [name, value] of Object.entries(params)) {
    for (const each of [value].flat()) if (each !== undefined) address.searchParams.append(name, String(each));
  }
  return address;
}

function textsOf(headers: Options["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}

function unanswered(call: string, cause: unknown): FeishuError {
  const { code, unreached } = unansweredBy(cause);
  const why = code === undefined ? "" : ` (${code})`;
  const what = unreached ? "Feishu can't be reached" : `no answer from Feishu to ${call}`;
  return new FeishuError(`${what}${why}`, { call, unreached }, cause);
}

/** `x-ogw-ratelimit-reset` is in seconds. */
function pauseOf(headers: Readonly<Record<string, string | string[] | undefined>>, now: number): number | undefined {
  const reset = [headers["x-ogw-ratelimit-reset"] ?? headers["retry-after"] ?? []].flat()[0];
  return retryAfterOf(reset, now);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
