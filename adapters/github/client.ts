/**
 * What is asked of GitHub's REST API, through octokit, and what of its answers is used.
 */

import type { Octokit } from "octokit";
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import type { Errand } from "../../src/flow/service-failure.ts";
import { RefusedError } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Issue, Job, Repo, Run, Workflow } from "./answers.ts";
import {
  commitSchema,
  environmentPageSchema,
  issueSchema,
  jobPageSchema,
  repoSchema,
  runPageSchema,
  runSchema,
  startedSchema,
  workflowPageSchema,
  workflowSchema,
} from "./answers.ts";
import { createExchange } from "./exchange.ts";
import { strange } from "./failure.ts";
import { RUN_KEY } from "./parameters.ts";
import type { RunRef } from "./run-ref.ts";
import type { RepoName, WorkflowName } from "./workflow-name.ts";

/** The version of the API that is spoken; GitHub keeps it until 2028 at least. */
const API_VERSION = "2022-11-28";
const PAGE = 100;
/** A run has 256 jobs at most of one matrix, and hardly more than some of those. */
const MOST_JOB_PAGES = 10;
const MOST_WORKFLOW_PAGES = 5;

export interface ClientOptions {
  /** The address of the API: `https://api.github.com`, or `https://github.example/api/v3`. */
  readonly url: string;
  readonly token: string;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

export interface Start {
  readonly workflow: WorkflowName;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the run is found by what it carries, where GitHub does not say which one it started. */
  readonly findable: boolean;
}

/** Rejects with an EngineError; a RefusedError where GitHub said no. */
export interface GithubClient {
  repo(name: RepoName): Promise<Repo>;
  /** The commit that a branch or tag is at. */
  commit(name: RepoName, ref: string): Promise<string>;
  file(name: RepoName, path: string, ref: string): Promise<string>;
  workflows(name: RepoName): Promise<readonly Workflow[]>;
  workflow(name: WorkflowName): Promise<Workflow>;
  environments(name: RepoName): Promise<readonly string[]>;
  /** Answers with the run's number, or undefined where GitHub took it and does not say. */
  dispatch(start: Start): Promise<number | undefined>;
  /** The runs of a workflow, the newest first; an empty page is the last one. */
  runs(name: WorkflowName, page: number): Promise<readonly Run[]>;
  /** The run in its latest attempt. */
  run(name: Omit<RunRef, "attempt">): Promise<Run>;
  attempt(name: RunRef): Promise<Run>;
  /** In the order they were made in. */
  jobs(name: RunRef): Promise<readonly Job[]>;
  cancel(name: RunRef): Promise<void>;
  repeat(name: RunRef): Promise<void>;
  issue(name: RepoName, number: number): Promise<Issue>;
  close(): Promise<void>;
}

/** Makes a client; octokit is loaded and connections are opened as they are needed. */
export function createClient({ url, token, timeout, now }: ClientOptions): GithubClient {
  const base = baseOf(url);
  const exchange = createExchange({ base, timeout, now });
  let loading: Promise<Octokit["request"]> | undefined;
  /** Learnt from GitHub: older Enterprise Servers refuse to be asked for the run. */
  let tellsRun = true;

  const ask = async <S extends z.ZodType>(route: string, values: Values, schema: S): Promise<z.output<S>> => {
    loading ??= load(base.href.replace(/\/$/, ""), token, exchange.fetch);
    const request = await loading;
    const errand = errandOf(route, values);
    const answer = await request(route, values).catch((error: unknown) => {
      // Octokit takes whatever stops a request for an answer with status 500.
      const cause = error instanceof Error ? error.cause : undefined;
      throw cause instanceof EngineError ? cause : strange(errand, "it can't be understood", error);
    });
    const parsed = schema.safeParse(answer.data);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join(".");
    throw strange(errand, `${place || "the whole"} is not as documented`);
  };

  const pages = async <T>(most: number, page: (number: number) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const all: T[] = [];
    for (let number = 1; number <= most; number++) {
      const some = await page(number);
      all.push(...some);
      if (some.length < PAGE) break;
    }
    return all;
  };

  const dispatch = async ({ workflow, ref, inputs, findable }: Start): Promise<number | undefined> => {
    if (!(tellsRun || findable)) throw untold(workflow);
    const { owner, repo, file } = workflow;
    const values = { owner, repo, workflow_id: file, ref, inputs, ...(tellsRun && { return_run_details: true }) };
    const route = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
    try {
      return (await ask(route, values, z.union([startedSchema, nothing])))?.workflow_run_id;
    } catch (error) {
      if (!(tellsRun && error instanceof RefusedError && isUnknownKey(error))) throw error;
      tellsRun = false;
      return await dispatch({ workflow, ref, inputs, findable });
    }
  };

  return {
    repo: ({ owner, repo }) => ask("GET /repos/{owner}/{repo}", { owner, repo }, repoSchema),
    commit: ({ owner, repo }, ref) =>
      ask("GET /repos/{owner}/{repo}/commits/{ref}", { owner, repo, ref, mediaType: { format: "sha" } }, commitSchema),
    file: ({ owner, repo }, path, ref) => {
      const values = { owner, repo, path, ref, mediaType: { format: "raw" } };
      return ask("GET /repos/{owner}/{repo}/contents/{path}", values, textSchema);
    },
    workflows: ({ owner, repo }) =>
      pages(MOST_WORKFLOW_PAGES, async (page) => {
        const route = "GET /repos/{owner}/{repo}/actions/workflows";
        return (await ask(route, { owner, repo, per_page: PAGE, page }, workflowPageSchema)).workflows;
      }),
    workflow: ({ owner, repo, file }) => {
      const route = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}";
      return ask(route, { owner, repo, workflow_id: file }, workflowSchema);
    },
    environments: ({ owner, repo }) =>
      pages(1, async (page) => {
        const route = "GET /repos/{owner}/{repo}/environments";
        const { environments } = await ask(route, { owner, repo, per_page: PAGE, page }, environmentPageSchema);
        return environments.map(({ name }) => name);
      }),
    dispatch,
    // Without filters: GitHub's filtered lists come from an index that lags behind, at times by hours.
    runs: async ({ owner, repo, file }, page) => {
      const route = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
      const values = { owner, repo, workflow_id: file, exclude_pull_requests: true, per_page: PAGE, page };
      return (await ask(route, values, runPageSchema)).workflow_runs;
    },
    run: ({ owner, repo, run }) =>
      ask("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { owner, repo, run_id: run }, runSchema),
    attempt: ({ owner, repo, run, attempt }) => {
      const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}";
      return ask(route, { owner, repo, run_id: run, attempt_number: attempt }, runSchema);
    },
    jobs: async ({ owner, repo, run, attempt }) => {
      const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs";
      const values = { owner, repo, run_id: run, attempt_number: attempt, per_page: PAGE };
      const jobs = await pages(
        MOST_JOB_PAGES,
        async (page) => (await ask(route, { ...values, page }, jobPageSchema)).jobs,
      );
      return jobs.toSorted((one, other) => one.id - other.id);
    },
    cancel: async ({ owner, repo, run }) => {
      await ask("POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel", { owner, repo, run_id: run }, z.unknown());
    },
    repeat: async ({ owner, repo, run }) => {
      const route = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs";
      await ask(route, { owner, repo, run_id: run }, z.unknown());
    },
    issue: ({ owner, repo }, number) =>
      ask("GET /repos/{owner}/{repo}/issues/{issue_number}", { owner, repo, issue_number: number }, issueSchema),
    close: exchange.close,
  };
}

/** Answers undefined where GitHub shows nothing, or says one of these. */
export async function orAbsent<T>(asked: Promise<T>, statuses: readonly number[] = [404]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && statuses.includes(error.status) && !error.again) return undefined;
    throw error;
  }
}

type Values = Readonly<Record<string, unknown>>;

const nothing = z.union([z.literal(""), z.undefined()]).transform(() => undefined);
/** Octokit reads what is not said to be text as bytes. */
const textSchema = z.union([
  z.string(),
  z.instanceof(ArrayBuffer).transform((bytes) => new TextDecoder().decode(bytes)),
]);

async function load(baseUrl: string, auth: string, fetch: unknown): Promise<Octokit["request"]> {
  const { Octokit } = await import("octokit");
  const silent = () => undefined;
  const octokit = new Octokit({
    baseUrl,
    auth,
    userAgent: "gonogo",
    request: { fetch },
    // Both would wait and repeat on their own, acting requests as well.
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  return octokit.request.defaults({ headers: { "x-github-api-version": API_VERSION } });
}

function errandOf(route: string, values: Values): Errand {
  const [method = "GET", path = ""] = route.split(" ");
  return { method, path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name])) };
}

/** GitHub's words for a field that this version of it does not know. */
function isUnknownKey({ status, words }: RefusedError): boolean {
  return status === 422 && /return_run_details/.test(words);
}

function untold({ owner, repo, file }: WorkflowName): EngineError {
  const message =
    `this GitHub does not say which run it starts, so ${owner}/${repo}/${file} must declare the input ${RUN_KEY} and ` +
    "show it in its run-name";
  return new EngineError(message, { sure: true, again: false });
}

function baseOf(url: string): URL {
  return new URL(url.endsWith("/") ? url : `${url}/`);
}
