/**
 * A Jenkins for tests: the paths, codes, headers and bodies of its remote access API, over real HTTP on loopback.
 *
 * A queue item becomes a build at the second look at it, and a build moves on with every look at it. Requests that a real
 * Jenkins would not have understood are answered as it would, and remembered.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../support/remote-engine-contract.ts";
import type { EmulatedBuild, EmulatedJob, Item } from "./jenkins-beans.ts";
import { buildBean, itemBean, jobBean } from "./jenkins-beans.ts";
import { parseTree, pick } from "./jenkins-tree.ts";

const PREFIX = "/jenkins";
export const USER = "release-bot";
export const TOKEN = "11a7f3c0ffee5ec2e7";

export interface JenkinsEmulator {
  readonly url: string;
  readonly requests: readonly string[];
  job(job: EmulatedJob): EmulatedJob;
  builds(job: string): EmulatedBuild[];
  /** Schedules a build as somebody else would; answers with its queue item's number. */
  schedule(job: string, given?: Readonly<Record<string, string>>): number;
  /** Jenkins forgets items that left the queue, after five minutes. */
  forgetLeftItems(): void;
  /** The next POST is refused unless it carries a crumb, and all after it. */
  wantCrumbs(): void;
  startsOf(key: string): number;
  fail(fault: Fault): void;
  failReading(): void;
  /** The next reading request is answered with this instead. */
  answerWith(body: string): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

export async function openJenkins(): Promise<JenkinsEmulator> {
  const jobs = new Map<string, EmulatedJob>();
  const builds = new Map<string, EmulatedBuild[]>();
  const items: Item[] = [];
  const forgotten = new Set<number>();
  const violations: string[] = [];
  const requests: string[] = [];
  let acting: Fault | undefined;
  let readingFails = false;
  let instead: string | undefined;
  let crumbs = false;
  const buildsOf = (name: string): EmulatedBuild[] => {
    const existing = builds.get(name) ?? [];
    builds.set(name, existing);
    return existing;
  };
  const buildOf = ({ job, id }: Item) => buildsOf(job.name).find((build) => build.queueId === id);
  const violate = (what: string): void => void violations.push(what);

  const schedule = (name: string, given: Readonly<Record<string, string>> = {}): number => {
    const job = jobs.get(name);
    if (!job) throw new Error(`no job ${name}`);
    const same = items.find(
      (item) => waits(item) && item.job === job && JSON.stringify(item.given) === JSON.stringify(given),
    );
    if (same) return same.id;
    const id = 100 + items.length;
    items.push({ id, job, given, cancelled: false, built: false, looks: 0 });
    return id;
  };
  const waits = (item: Item): boolean => !item.cancelled && !item.built;

  const look = (item: Item): void => {
    item.looks++;
    if (item.looks < 2 || item.job.held || !waits(item)) return;
    const all = buildsOf(item.job.name);
    const number = (all[0]?.number ?? 0) + 1;
    item.built = true;
    all.unshift({
      number,
      queueId: item.id,
      timestamp: Date.now(),
      given: item.given,
      result: null,
      stopping: false,
      looks: 0,
    });
  };
  const move = (job: EmulatedJob, build: EmulatedBuild): void => {
    build.looks++;
    if (build.result !== null || build.looks < 3) return;
    if (build.stopping) build.result = "ABORTED";
    else if (job.outcome !== "lasts") build.result = job.outcome;
  };

  const answers: readonly Route[] = [
    [
      "GET",
      /^\/queue\/api\/json$/,
      () => ({
        json: { _class: "hudson.model.Queue", items: items.filter(waits).map((item) => itemBean(item, undefined)) },
      }),
    ],
    [
      "GET",
      /^\/queue\/item\/(\d+)\/api\/json$/,
      ([id]) => {
        const item = items.find((each) => String(each.id) === id);
        if (!item || forgotten.has(item.id)) return { status: 404 };
        look(item);
        return { json: itemBean(item, buildOf(item)) };
      },
    ],
    [
      "POST",
      /^\/queue\/cancelItem$/,
      (_, { query }) => {
        const item = items.find((each) => String(each.id) === query.get("id"));
        if (!item || !waits(item)) return { status: 404 };
        item.cancelled = true;
        return { status: 204 };
      },
    ],
    [
      "GET",
      /^\/crumbIssuer\/api\/json$/,
      () => ({
        json: {
          _class: "hudson.security.csrf.DefaultCrumbIssuer",
          crumb: "c0ffee",
          crumbRequestField: "Jenkins-Crumb",
        },
        headers: { "set-cookie": "JSESSIONID.1=node0abc; Path=/; HttpOnly" },
      }),
    ],
    [
      "GET",
      /^((?:\/job\/[^/]+)+)\/config\.xml$/,
      ([path]) => {
        const config = jobAt(path)?.config;
        return config === undefined ? { status: jobAt(path) ? 403 : 404 } : { body: config };
      },
    ],
    [
      "POST",
      /^((?:\/job\/[^/]+)+)\/(build|buildWithParameters)$/,
      ([path, way], { form }) => {
        const job = jobAt(path);
        if (!job) return { status: 404 };
        if (job.buildable === false) return { status: 409 };
        const given = Object.fromEntries(form);
        if ((way === "build") !== (job.parameters.length === 0)) {
          violate(`${way} of ${job.name}, which has ${job.parameters.length} parameters`);
          return { status: 500 };
        }
        checkGiven(job, given, violate);
        return { status: 201, headers: { location: `${url}/queue/item/${schedule(job.name, given)}/` } };
      },
    ],
    [
      "POST",
      /^((?:\/job\/[^/]+)+)\/(\d+)\/stop$/,
      ([path, number]) => {
        const build = builds.get(nameOf(path))?.find((each) => String(each.number) === number);
        if (!build) return { status: 404 };
        if (build.result === null) Object.assign(build, { stopping: true, looks: 1 });
        return { status: 302, headers: { location: `${url}${path}/${number}/` } };
      },
    ],
    [
      "GET",
      /^((?:\/job\/[^/]+)+)\/(\d+)\/wfapi\/describe$/,
      ([path, number]) => {
        const { stages } = jobAt(path) ?? {};
        return stages ? { json: { id: number, name: `#${number}`, status: "IN_PROGRESS", stages } } : { status: 404 };
      },
    ],
    [
      "GET",
      /^((?:\/job\/[^/]+)+)\/(\d+)\/api\/json$/,
      ([path, number]) => {
        const job = jobAt(path);
        const build = job && buildsOf(job.name).find((each) => String(each.number) === number);
        if (!job || !build) return { status: 404 };
        move(job, build);
        return { json: buildBean(job, build) };
      },
    ],
    [
      "GET",
      /^((?:\/job\/[^/]+)+)\/api\/json$/,
      ([path]) => {
        const bean = beanAt(nameOf(path));
        return bean ? { json: bean } : { status: 404 };
      },
    ],
  ];

  const jobAt = (path: string | undefined): EmulatedJob | undefined => jobs.get(nameOf(path));
  const beanAt = (name: string): object | undefined => {
    const job = jobs.get(name);
    if (job) return jobBean(job, buildsOf(name));
    const below = [...jobs.keys()].filter((each) => each.startsWith(`${name}/`));
    const children = new Set(below.map((each) => each.slice(name.length + 1).split("/")[0] ?? ""));
    const inside = [...children].map((child) => beanAt(`${name}/${child}`));
    const own = name.split("/").at(-1);
    return below.length === 0
      ? undefined
      : {
          _class: "com.cloudbees.hudson.plugins.folder.Folder",
          name: own,
          displayName: own,
          property: [],
          jobs: inside,
        };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? "/", url);
    const body = await text(request);
    requests.push(`${request.method} ${address.pathname}`);
    const refuse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
      void response
        .writeHead(status, { "content-type": "text/html;charset=utf-8", ...headers })
        .end(`<html><body>${message}</body></html>`);
    if (request.headers.authorization !== `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString("base64")}`) {
      violate(`no credentials at ${request.method} ${address.pathname}`);
      return refuse(401, "Unauthorized", { "www-authenticate": 'Basic realm="Jenkins"' });
    }
    const reading = request.method === "GET";
    if (reading && readingFails) {
      readingFails = false;
      return refuse(503, "Jenkins is getting ready to work");
    }
    if (reading && instead !== undefined) {
      const said = instead;
      instead = undefined;
      return void response.writeHead(200, { "content-type": "application/json" }).end(said);
    }
    if (
      !reading &&
      crumbs &&
      (request.headers["jenkins-crumb"] !== "c0ffee" || request.headers.cookie !== "JSESSIONID.1=node0abc")
    ) {
      return refuse(403, "No valid crumb was included in the request");
    }
    const fault = reading ? undefined : acting;
    if (fault) acting = undefined;
    if (fault?.fault === "silence") return;
    if (fault?.fault === "refused")
      return refuse(fault.status, "refused", fault.status === 429 ? { "retry-after": "7" } : {});
    const answer = route(answers, request, address, body, violate);
    if (fault?.fault === "lost-answer") return void request.socket.destroy();
    if (!answer) return refuse(404, "Not Found");
    if (answer.json === undefined && answer.body === undefined) {
      return refuse(answer.status ?? 200, "", answer.headers);
    }
    const json = answer.json === undefined ? undefined : told(answer.json, address, violate);
    response.writeHead(200, {
      "content-type": json === undefined ? "application/xml" : "application/json;charset=utf-8",
      ...answer.headers,
    });
    response.end(json ?? answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violate(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}${PREFIX}`;

  return {
    url,
    requests,
    job(job) {
      jobs.set(job.name, job);
      return job;
    },
    builds: buildsOf,
    schedule,
    forgetLeftItems() {
      for (const item of items) if (!waits(item)) forgotten.add(item.id);
    },
    wantCrumbs: () => {
      crumbs = true;
    },
    startsOf: (key) => items.filter(({ given }) => given.GONOGO_RUN === key).length,
    fail: (fault) => {
      acting = fault;
    },
    failReading: () => {
      readingFails = true;
    },
    answerWith: (body) => {
      instead = body;
    },
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Asked {
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}
interface Told {
  readonly status?: number;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
type Route = readonly [method: string, path: RegExp, answer: (parts: readonly string[], asked: Asked) => Told];

function route(
  routes: readonly Route[],
  request: IncomingMessage,
  address: URL,
  body: string,
  violate: (what: string) => void,
): Told | undefined {
  const path = address.pathname.startsWith(PREFIX) ? address.pathname.slice(PREFIX.length) : "";
  const extra = [...address.searchParams.keys()].filter((name) => name !== "tree" && name !== "id");
  if (extra.length > 0) violate(`${path} asked with ${extra.join(", ")}`);
  if (request.method === "POST" && request.headers["content-type"] !== "application/x-www-form-urlencoded") {
    violate(`POST ${path} is no form`);
  }
  for (const [method, pattern, answer] of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (method !== request.method) {
      violate(`${request.method} ${path}`);
      return { status: 405 };
    }
    return answer(match.slice(1), { query: address.searchParams, form: new URLSearchParams(body) });
  }
  violate(`there is no ${request.method} ${path}`);
  return undefined;
}

function told(bean: unknown, address: URL, violate: (what: string) => void): string {
  const tree = address.searchParams.get("tree");
  const unknown = (name: string): void => violate(`${address.pathname} has no field ${name}`);
  return JSON.stringify(tree === null ? bean : pick(bean, parseTree(tree), unknown));
}

/** Jenkins drops parameters that the job does not declare without a word, and fails on choices that aren't there. */
function checkGiven(job: EmulatedJob, given: Readonly<Record<string, string>>, violate: (what: string) => void): void {
  for (const [name, value] of Object.entries(given)) {
    const declared = job.parameters.find((parameter) => parameter.name === name);
    if (!declared) violate(`${job.name} declares no ${name}`);
    if (declared?.choices && !declared.choices.includes(value)) violate(`${value} is no choice for ${name}`);
    if (declared?._class.includes("Boolean") && value !== "true" && value !== "false") violate(`${name} is ${value}`);
  }
}

function nameOf(path: string | undefined): string {
  return (path ?? "")
    .split("/job/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment))
    .join("/");
}
