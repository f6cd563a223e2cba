/**
 * Requests to Jenkins' remote access API, with Basic authentication by a user's API token.
 *
 * API tokens need no crumb. Some installations ask for one all the same (a proxy in between, an own crumb issuer): a POST
 * refused for want of a crumb did nothing, so it is repeated once with a crumb and the session that it belongs to.
 */

import { Agent, request } from "undici";
import { z } from "zod";
import type { Errand, Refusal } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import { refused, strange, unanswered } from "./failure.ts";

/** The largest answer of a sane Jenkins, with hundreds of jobs and their parameters, is a fraction of this. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
const WITHOUT_CRUMB = /no valid crumb/i;
const FORM = "application/x-www-form-urlencoded";
const TOKEN = /^[\w.-]{1,100}$/;

export interface Answer extends Refusal {
  readonly text: string;
}

export interface ClientOptions {
  readonly url: string;
  readonly user: string;
  readonly token: string;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

export interface JenkinsClient {
  /** The address that a person opens, for a path below Jenkins. */
  link(path: string): string;
  /** Reads `<path>/api/json`; undefined where there is nothing. `tree` names the fields, as Jenkins documents it. */
  json<S extends z.ZodType>(path: string, tree: string, schema: S): Promise<z.output<S> | undefined>;
  /** Reads another address that answers in JSON. */
  plainJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined>;
  /** Reads a text; undefined where there is none, or none for this user. */
  text(path: string): Promise<string | undefined>;
  /** Acts; answers with whatever Jenkins says short of a refusal: 2xx, redirects, and refusals that are expected. */
  post(path: string, form?: Readonly<Record<string, string>>, expected?: readonly number[]): Promise<Answer>;
  close(): Promise<void>;
}

const crumbSchema = z.object({ crumb: z.string(), crumbRequestField: z.string().regex(TOKEN) });

/** Makes a client; it opens connections as it needs them. */
export function createClient(options: ClientOptions): JenkinsClient {
  const { timeout, now } = options;
  const base = baseOf(options.url);
  const authorization = `Basic ${Buffer.from(`${options.user}:${options.token}`).toString("base64")}`;
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });

  const send = async (errand: Errand, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> => {
    try {
      const answer = await request(new URL(errand.path, base), {
        method: errand.method,
        // Jenkins words what a queue item waits for in the language it is asked in.
        headers: { authorization, "accept-language": "en", ...headers },
        body: body ?? null,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeout),
      });
      const header = (name: string) => [answer.headers[name] ?? []].flat()[0];
      return { status: answer.statusCode, header, text: await answer.body.text() };
    } catch (error) {
      throw unanswered(bare(errand), error);
    }
  };

  const get = async (path: string, absent: readonly number[]): Promise<string | undefined> => {
    const errand = { method: "GET", path } as const;
    const answer = await send(errand, { accept: "application/json, */*;q=0.5" });
    if (absent.includes(answer.status)) return undefined;
    if (answer.status !== 200) throw refused(bare(errand), answer, now);
    return answer.text;
  };

  const plainJson = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> => {
    const text = await get(path, [404]);
    return text === undefined ? undefined : read({ method: "GET", path }, text, schema);
  };

  const crumb = async (): Promise<Readonly<Record<string, string>> | undefined> => {
    const errand = { method: "GET", path: "crumbIssuer/api/json" } as const;
    const answer = await send(errand, { accept: "application/json" });
    if (answer.status !== 200) return undefined;
    const { crumb: value, crumbRequestField } = read(errand, answer.text, crumbSchema);
    const cookie = answer.header("set-cookie")?.split(";")[0];
    return { [crumbRequestField]: value, ...(cookie !== undefined && { cookie }) };
  };

  return {
    link: (path) => new URL(path, base).href,
    plainJson,
    json: (path, tree, schema) => plainJson(`${slashed(path)}api/json?tree=${encodeURIComponent(tree)}`, schema),
    text: async (path) => await get(path, [401, 403, 404]),
    async post(path, form = {}, expected = []) {
      const errand = { method: "POST", path } as const;
      const body = new URLSearchParams(form).toString();
      const act = (headers: Readonly<Record<string, string>>) =>
        send(errand, { "content-type": FORM, ...headers }, body);
      const first = await act({});
      const wanting = first.status === 403 && WITHOUT_CRUMB.test(first.text) ? await crumb() : undefined;
      const answer = wanting === undefined ? first : await act(wanting);
      if (answer.status >= 400 && !expected.includes(answer.status)) throw refused(bare(errand), answer, now);
      return answer;
    },
    close: async () => await agent.destroy(),
  };
}

/** Credentials inside the address are dropped: they would be told in links and errors. */
function baseOf(url: string): URL {
  const base = new URL(slashed(url));
  base.username = "";
  base.password = "";
  base.search = "";
  base.hash = "";
  return base;
}

function slashed(path: string): string {
  return path === "" || path.endsWith("/") ? path : `${path}/`;
}

/** Without its query, which may be long and says nothing to a person. */
function bare({ method, path }: Errand): Errand {
  return { method, path: path.split("?")[0] ?? path };
}

function read<S extends z.ZodType>(errand: Errand, text: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(parseJson(bare(errand), text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw strange(bare(errand), `${issue?.path.join(".") || "the whole"} is not as documented`);
}

function parseJson(errand: Errand, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw strange(errand, "it is not JSON", error);
  }
}
