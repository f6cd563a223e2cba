/**
 * A GitHub for tests: the paths, codes, headers and bodies of its REST API for repositories, contents and Actions, over real
 * HTTP on loopback.
 *
 * A run moves on with every look at its jobs. Requests that a real GitHub would not have understood, or whose unknown fields
 * it would have passed over, are answered as it would, and remembered.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../support/remote-engine-contract.ts";
import type { EmulatedJob, EmulatedRun } from "./github-runs.ts";
import {
  cancelAll,
  inputProblem,
  inputsOf,
  jobsOf,
  moveOn,
  readWorkflow,
  repeatFailed,
  stateOf,
  titleOf,
} from "./github-runs.ts";

export const TOKEN = "github_pat_emulated";

export interface EmulatedRepo {
  readonly name: string;
  defaultBranch: string;
  /** The files of each branch by their path. */
  readonly branches: Map<string, Map<string, string>>;
  /** Files that are no workflow any more, by what GitHub calls their state. */
  readonly states: Map<string, string>;
  environments: readonly string[];
  /** Failing jobs pass from now on. */
  repaired: boolean;
  /** Issues by their number, as GitHub shows them. */
  readonly issues: Map<number, Readonly<Record<string, unknown>>>;
}

/** What a start is answered with. */
export type Telling =
  /** 200 with the run, as GitHub does since 2026. */
  | "run"
  /** 422, as an Enterprise Server that does not know to tell; 204 when it isn't asked to. */
  | "not-permitted"
  /** 204, as one that passes over what it does not know. */
  | "nothing";

export interface GithubEmulator {
  readonly url: string;
  readonly requests: readonly string[];
  readonly runs: EmulatedRun[];
  /** Answers that counted against the hourly limit. */
  readonly counted: readonly string[];
  telling: Telling;
  /** How many lists of runs don't show a new run. */
  lag: number;
  repo(name: string, files: Readonly<Record<string, string>>, more?: Partial<EmulatedRepo>): EmulatedRepo;
  /** Starts a run as somebody else would. */
  create(repo: string, file: string, by: Partial<EmulatedRun>): EmulatedRun;
  startsOf(key: string): number;
  /** Repeats the failed jobs as a person does in GitHub. */
  repeat(run: EmulatedRun): void;
  fail(fault: Fault): void;
  /** What a limit is told with instead of 429 and `Retry-After: 7`. */
  limitWith(status: number, headers: Readonly<Record<string, string>>, message?: string): void;
  failReading(): void;
  /** Answers so until it is told something else: by the end of the path that is asked for. */
  answer(path: string, status: number, body: unknown): void;
  /** Answers as before. */
  forget(path: string): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Asked {
  readonly repo: EmulatedRepo;
  readonly parts: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly accept: string;
}
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Route {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly query?: readonly string[];
  readonly accept?: string;
  readonly body?: z.ZodType;
  readonly handle: (asked: Asked) => Answer;
}

const JSON_TYPE = "application/vnd.github.v3+json";
const PAGED = ["page", "per_page"] as const;
const NOT_FOUND: Answer = {
  status: 404,
  body: { message: "Not Found", documentation_url: "https://docs.github.com/rest" },
};
const refuse = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: "https://x" },
});
/** Inputs are texts: GitHub takes other values only from those who know their types. */
const dispatchSchema = z.strictObject({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.string()).optional(),
  return_run_details: z.boolean().optional(),
});
const MOST_INPUTS = 25;

export async function openGithub(): Promise<GithubEmulator> {
  const repos = new Map<string, EmulatedRepo>();
  const runs: EmulatedRun[] = [];
  const violations: string[] = [];
  const requests: string[] = [];
  const counted: string[] = [];
  const answers = new Map<string, Answer>();
  let acting: Fault | undefined;
  let limit: Answer = { ...refuse(429, "API rate limit exceeded"), headers: { "retry-after": "7" } };
  let readingFails = false;
  let ids = 30_000_000_000;
  let url = "";
  const nextId = (): number => ++ids;
  const violate = (what: string): void => void violations.push(what);

  const shaOf = (repo: EmulatedRepo, ref: string): string | undefined => {
    const files = repo.branches.get(ref);
    return (
      files &&
      createHash("sha1")
        .update(JSON.stringify([ref, ...files]))
        .digest("hex")
    );
  };
  const filesAt = (repo: EmulatedRepo, ref: string): Map<string, string> | undefined =>
    [...repo.branches].find(([branch]) => branch === ref || shaOf(repo, branch) === ref)?.[1];
  const pathOf = (file: string): string => `.github/workflows/${file}`;
  const workflowShown = (repo: EmulatedRepo, path: string, index: number) => ({
    id: 1_000 + index,
    node_id: "W_1",
    name: readWorkflow(repo.branches.get(repo.defaultBranch)?.get(path) ?? "")?.name ?? path,
    path,
    state: repo.states.get(path) ?? "active",
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    url: `${url}/repos/${repo.name}/actions/workflows/${1_000 + index}`,
    html_url: `${url}/${repo.name}/blob/${repo.defaultBranch}/${path}`,
    badge_url: `${url}/${repo.name}/badge.svg`,
  });
  /** GitHub knows the workflows of the default branch. */
  const workflowsOf = (repo: EmulatedRepo) =>
    [...(repo.branches.get(repo.defaultBranch)?.keys() ?? [])]
      .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
      .map((path, index) => workflowShown(repo, path, index));

  const shown = (run: EmulatedRun, attempt: number) => ({
    id: run.id,
    name: run.definition.name ?? run.file,
    node_id: "WFR_1",
    head_branch: run.branch,
    head_sha: "0".repeat(40),
    path: pathOf(run.file),
    display_title: run.title,
    run_number: 1,
    event: run.event,
    ...stateOf(run, attempt),
    workflow_id: 1_000,
    url: `${url}/repos/${run.repo}/actions/runs/${run.id}`,
    html_url: `${url}/${run.repo}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: new Date(run.created).toISOString().replace(/\.\d+Z$/, "Z"),
    updated_at: new Date(run.created).toISOString().replace(/\.\d+Z$/, "Z"),
    run_attempt: attempt,
    previous_attempt_url: null,
  });
  const shownJob = (run: EmulatedRun, job: EmulatedJob, attempt: number) => ({
    id: job.id,
    run_id: run.id,
    run_attempt: attempt,
    status: job.status,
    conclusion: job.conclusion,
    name: job.name,
    steps:
      job.status === "queued" ? [] : job.steps.map(({ run: _, ...step }, index) => ({ ...step, number: index + 1 })),
    html_url: `${url}/${run.repo}/actions/runs/${run.id}/job/${job.id}`,
    labels: ["ubuntu-latest"],
    runner_name: null,
  });
  const runOf = ({ repo, parts }: Asked): EmulatedRun | undefined =>
    runs.find((run) => run.repo === repo.name && String(run.id) === parts[0]);

  const make = (repo: EmulatedRepo, file: string, by: Partial<EmulatedRun>): EmulatedRun => {
    const branch = by.branch ?? repo.defaultBranch;
    const definition = readWorkflow(filesAt(repo, branch)?.get(pathOf(file)) ?? "");
    if (definition === undefined) throw new Error(`no workflow ${file} on ${branch}`);
    const inputs = by.inputs ?? {};
    const run: EmulatedRun = {
      id: nextId(),
      repo: repo.name,
      file,
      event: "workflow_dispatch",
      branch,
      title: titleOf(definition, inputs, file),
      inputs,
      definition,
      created: Date.now(),
      attempts: [jobsOf(definition, nextId)],
      hidden: 0,
      ...by,
    };
    runs.unshift(run);
    return run;
  };

  const dispatch = ({ repo, parts: [file = ""], body }: Asked): Answer => {
    const { ref, inputs = {}, return_run_details: details = false } = dispatchSchema.parse(body);
    const path = pathOf(file);
    if (!workflowsOf(repo).some((workflow) => workflow.path === path)) return NOT_FOUND;
    if (emulator.telling === "not-permitted" && details) {
      return refuse(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
    }
    const state = repo.states.get(path) ?? "active";
    if (state !== "active") return refuse(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    if (!repo.branches.has(ref)) return refuse(422, `No ref found for: ${ref}`);
    const definition = readWorkflow(repo.branches.get(ref)?.get(path) ?? "");
    if (definition === undefined || inputsOf(definition) === undefined) {
      return refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
    }
    if (Object.keys(inputs).length > MOST_INPUTS) violate("more than 25 inputs");
    const problem = inputProblem(definition, inputs);
    if (problem !== undefined) return refuse(422, problem);
    const run = make(repo, file, { branch: ref, inputs, hidden: emulator.lag });
    if (!(details && emulator.telling === "run")) return { status: 204 };
    const { id } = run;
    const run_url = `${url}/repos/${repo.name}/actions/runs/${id}`;
    return { status: 200, body: { workflow_run_id: id, run_url, html_url: `${url}/${repo.name}/actions/runs/${id}` } };
  };

  const routes: readonly Route[] = [
    {
      method: "GET",
      path: /^$/,
      handle: ({ repo }) => ({
        status: 200,
        body: {
          id: 1,
          name: repo.name.split("/")[1],
          full_name: repo.name,
          private: true,
          html_url: `${url}/${repo.name}`,
          description: null,
          default_branch: repo.defaultBranch,
        },
      }),
    },
    {
      method: "GET",
      path: /^commits\/([^/]+)$/,
      accept: "application/vnd.github.v3.sha",
      handle: ({ repo, parts: [ref = ""] }) => {
        const sha = shaOf(repo, ref);
        if (sha === undefined) return refuse(422, `No commit found for SHA: ${ref}`);
        return { status: 200, body: sha, type: "application/vnd.github.v3.sha; charset=utf-8" };
      },
    },
    {
      method: "GET",
      path: /^contents\/([^/]+)$/,
      query: ["ref"],
      accept: "application/vnd.github.v3.raw",
      handle: ({ repo, parts: [path = ""], query }) => {
        const file = filesAt(repo, query.ref ?? repo.defaultBranch)?.get(path);
        if (file === undefined) return NOT_FOUND;
        return { status: 200, body: file, type: "application/vnd.github.v3.raw; charset=utf-8" };
      },
    },
    {
      method: "GET",
      path: /^environments$/,
      query: PAGED,
      handle: ({ repo }) => ({
        status: 200,
        body: {
          total_count: repo.environments.length,
          environments: repo.environments.map((name) => ({ id: 1, name })),
        },
      }),
    },
    {
      method: "GET",
      path: /^actions\/workflows$/,
      query: PAGED,
      handle: (asked) => paged("workflows", workflowsOf(asked.repo), asked),
    },
    {
      method: "GET",
      path: /^actions\/workflows\/([^/]+)$/,
      handle: ({ repo, parts: [file = ""] }) => {
        const workflow = workflowsOf(repo).find(({ path }) => path === pathOf(file));
        return workflow ? { status: 200, body: workflow } : NOT_FOUND;
      },
    },
    { method: "POST", path: /^actions\/workflows\/([^/]+)\/dispatches$/, body: dispatchSchema, handle: dispatch },
    {
      method: "GET",
      path: /^actions\/workflows\/([^/]+)\/runs$/,
      query: [...PAGED, "exclude_pull_requests"],
      handle: (asked) => {
        const [file] = asked.parts;
        if (!workflowsOf(asked.repo).some(({ path }) => path === pathOf(file ?? ""))) return NOT_FOUND;
        const own = runs.filter((run) => run.repo === asked.repo.name && run.file === file);
        const visible = own.filter((run) => run.hidden === 0);
        for (const run of own) run.hidden = Math.max(0, run.hidden - 1);
        const all = visible.map((run) => shown(run, run.attempts.length));
        return paged("workflow_runs", all, asked);
      },
    },
    {
      method: "GET",
      path: /^actions\/runs\/(\d+)$/,
      handle: (asked) => {
        const run = runOf(asked);
        return run ? { status: 200, body: shown(run, run.attempts.length) } : NOT_FOUND;
      },
    },
    {
      method: "GET",
      path: /^actions\/runs\/(\d+)\/attempts\/(\d+)$/,
      handle: (asked) => {
        const run = runOf(asked);
        const attempt = Number(asked.parts[1]);
        return run && attempt <= run.attempts.length ? { status: 200, body: shown(run, attempt) } : NOT_FOUND;
      },
    },
    {
      method: "GET",
      path: /^actions\/runs\/(\d+)\/attempts\/(\d+)\/jobs$/,
      query: PAGED,
      handle: (asked) => {
        const run = runOf(asked);
        const attempt = Number(asked.parts[1]);
        const jobs = run?.attempts[attempt - 1];
        if (run === undefined || jobs === undefined) return NOT_FOUND;
        const listed = jobs.filter(({ status }) => status !== "absent").map((job) => shownJob(run, job, attempt));
        const answer = paged("jobs", listed, asked);
        if ((asked.query.page ?? "1") === "1") moveOn(run, attempt, asked.repo.repaired);
        return answer;
      },
    },
    {
      method: "GET",
      path: /^issues\/(\d+)$/,
      handle: ({ repo, parts }) => {
        const issue = repo.issues.get(Number(parts[0]));
        return issue ? { status: 200, body: { number: Number(parts[0]), ...issue } } : NOT_FOUND;
      },
    },
    {
      method: "POST",
      path: /^actions\/runs\/(\d+)\/cancel$/,
      handle: (asked) => {
        const run = runOf(asked);
        if (run === undefined) return NOT_FOUND;
        if (stateOf(run, run.attempts.length).status === "completed") {
          return refuse(409, "Cannot cancel a workflow run that is completed.");
        }
        cancelAll(run);
        return { status: 202, body: {} };
      },
    },
    {
      method: "POST",
      path: /^actions\/runs\/(\d+)\/rerun-failed-jobs$/,
      handle: (asked) => {
        const run = runOf(asked);
        if (run === undefined) return NOT_FOUND;
        if (stateOf(run, run.attempts.length).status !== "completed") {
          return refuse(403, "This workflow is already running");
        }
        repeatFailed(run, nextId);
        return { status: 201, body: {} };
      },
    },
  ];

  const answerTo = (request: IncomingMessage, address: URL, sent: string): Answer => {
    const { method = "GET", headers } = request;
    const canned = [...answers].find(([end]) => decodeURIComponent(address.pathname).endsWith(end))?.[1];
    if (canned) return canned;
    const [, top, owner, name, ...rest] = address.pathname.split("/");
    const repo = top === "repos" ? repos.get(`${owner}/${name}`.toLowerCase()) : undefined;
    if (top !== "repos") violate(`no such route: ${method} ${address.pathname}`);
    if (repo === undefined) return NOT_FOUND;
    const below = rest.join("/");
    const route = routes.find((each) => each.method === method && each.path.test(below));
    if (route === undefined) {
      violate(`no such route: ${method} ${address.pathname}`);
      return NOT_FOUND;
    }
    const [, ...parts] = route.path.exec(below) ?? [];
    const query = Object.fromEntries(address.searchParams);
    const strange = Object.keys(query).filter((each) => !(route.query ?? []).includes(each));
    if (strange.length > 0) violate(`unknown parameters of ${route.path.source}: ${strange.join(", ")}`);
    if (headers.accept !== (route.accept ?? JSON_TYPE)) violate(`${below} accepts ${headers.accept}`);
    const body = sent === "" ? undefined : (JSON.parse(sent) as unknown);
    const checked = route.body?.safeParse(body);
    if (checked && !checked.success) {
      violate(`body of ${route.path.source}: ${checked.error.message}`);
      return refuse(422, "Invalid request.");
    }
    if (!route.body && sent !== "") violate(`a body where none is documented: ${route.path.source}`);
    return route.handle({ repo, parts: parts.map(decodeURIComponent), query, body, accept: headers.accept ?? "" });
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await text(request);
    const { method = "GET", headers } = request;
    const address = new URL(request.url ?? "/", url);
    const line = `${method} ${decodeURIComponent(address.pathname)}${address.search}`;
    requests.push(line);
    if (!headers["user-agent"]) violate("no User-Agent: GitHub refuses such requests");
    if (headers["x-github-api-version"] !== "2022-11-28") violate(`API version ${headers["x-github-api-version"]}`);
    if (headers.authorization !== `token ${TOKEN}` && headers.authorization !== `Bearer ${TOKEN}`) {
      violate("the token is missing");
      return void send(request, response, refuse(401, "Bad credentials"));
    }
    if (sent !== "" && !headers["content-type"]?.startsWith("application/json"))
      violate("the body is not said to be JSON");
    const fault = method === "POST" ? acting : undefined;
    if (fault) acting = undefined;
    if (fault?.fault === "silence") return;
    if (fault?.fault === "refused") {
      const answer = fault.status === 429 ? limit : refuse(fault.status, `${fault.status} refused`);
      return void send(request, response, answer);
    }
    if (method === "GET" && readingFails) {
      readingFails = false;
      return void send(request, response, { status: 503, body: "<html>Unicorn!</html>", type: "text/html" });
    }
    const answer = answerTo(request, address, sent);
    if (fault?.fault === "lost-answer") return void request.socket.destroy();
    if (send(request, response, answer) !== 304) counted.push(line);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violate(`the emulator failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  url = `http://127.0.0.1:${port}`;

  const emulator: GithubEmulator = {
    url,
    requests,
    runs,
    counted,
    telling: "run",
    lag: 0,
    repo(name, files, more = {}) {
      const paths = Object.entries(files).map(
        ([path, file]) => [path.includes("/") ? path : pathOf(path), file] as const,
      );
      const repo: EmulatedRepo = {
        name,
        defaultBranch: "main",
        branches: new Map([[more.defaultBranch ?? "main", new Map(paths)]]),
        states: new Map(),
        environments: [],
        repaired: false,
        issues: new Map(),
        ...more,
      };
      repos.set(name.toLowerCase(), repo);
      return repo;
    },
    create(name, file, by) {
      const repo = repos.get(name.toLowerCase());
      if (!repo) throw new Error(`no repository ${name}`);
      return make(repo, file, by);
    },
    startsOf: (key) => runs.filter(({ inputs }) => inputs.gonogo_run === key).length,
    repeat: (run) => repeatFailed(run, nextId),
    fail: (fault) => {
      acting = fault;
    },
    limitWith: (status, headers, message = "API rate limit exceeded") => {
      limit = { ...refuse(status, message), headers };
    },
    failReading: () => {
      readingFails = true;
    },
    answer: (path, status, body) => void answers.set(path, { status, body }),
    forget: (path) => void answers.delete(path),
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
  return emulator;
}

function paged(key: string, all: readonly unknown[], { query }: Asked): Answer {
  const page = Number(query.page ?? 1);
  const size = Math.min(Number(query.per_page ?? 30), 100);
  return { status: 200, body: { total_count: all.length, [key]: all.slice((page - 1) * size, page * size) } };
}

/** With an entity tag; answers the status that was sent, 304 where the asker has it already. */
function send(request: IncomingMessage, response: ServerResponse, answer: Answer): number {
  const { status, body, type = "application/json; charset=utf-8", headers = {} } = answer;
  const written = body === undefined ? "" : type.startsWith("application/json") ? JSON.stringify(body) : String(body);
  const tag = `W/"${createHash("sha256").update(written).digest("hex")}"`;
  const same = request.method === "GET" && status === 200 && request.headers["if-none-match"] === tag;
  const sent = same ? 304 : status;
  response.writeHead(sent, {
    ...(written !== "" && !same && { "content-type": type }),
    ...(status === 200 && request.method === "GET" && { etag: tag }),
    ...headers,
  });
  response.end(same || written === "" ? undefined : written);
  return sent;
}
