/**
 * What is asked of GitLab's REST API, through gitbeaker, and what of its answers is used.
 */

import type { Commits, Issues, Jobs, Lint as Linting, Pipelines, Projects, RepositoryFiles } from "@gitbeaker/rest";
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import type { Errand } from "../../src/flow/service-failure.ts";
import { RefusedError } from "../../src/flow/service-failure.ts";
import type { Instant, ParameterValue } from "../../src/plan/content.ts";
import type { Issue, Job, Lint, Pipeline, Project } from "./answers.ts";
import {
  commitSchema,
  issueSchema,
  jobSchema,
  lintSchema,
  pipelineSchema,
  projectSchema,
  variablesSchema,
} from "./answers.ts";
import { strange } from "./failure.ts";
import { createRequesters } from "./requester.ts";

const PAGE = 100;
/** A pipeline's jobs are read up to so many pages: GitLab allows no more jobs in one, unless it is told to. */
const MOST_JOB_PAGES = 20;

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

export interface Start {
  readonly ref: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, ParameterValue>>;
}

export interface PipelinePage {
  /** The newest first. */
  readonly pipelines: readonly Pipeline[];
  /** The number of the next page. */
  readonly next: number | undefined;
}

/** Projects by their paths. Rejects with an EngineError; a RefusedError where GitLab said no. */
export interface GitlabClient {
  project(project: string): Promise<Project>;
  /** The commit that a branch or tag is at. */
  commit(project: string, ref: string): Promise<string>;
  /** Has the configuration checked and merged; with a branch, as for a pipeline on it, whose variables it then knows. */
  lint(project: string, commit: string, branch?: string): Promise<Lint>;
  file(project: string, path: string, commit: string): Promise<string>;
  create(project: string, start: Start): Promise<Pipeline>;
  pipeline(project: string, id: number): Promise<Pipeline>;
  /** Pipelines that the API created, and that changed since then. */
  pipelines(project: string, since: Instant, page: number, ref?: string): Promise<PipelinePage>;
  /** The value of one of a pipeline's own variables. */
  variable(project: string, id: number, key: string): Promise<string | undefined>;
  /** In the order they were made in. */
  jobs(project: string, id: number, retried: boolean): Promise<readonly Job[]>;
  /** The jobs that start other pipelines. */
  bridges(project: string, id: number): Promise<readonly Job[]>;
  cancel(project: string, id: number): Promise<Pipeline>;
  retry(project: string, id: number): Promise<Pipeline>;
  issue(project: string, iid: number): Promise<Issue>;
  /** The address that a person opens for a run. */
  link(project: string, id: number): string;
  close(): Promise<void>;
}

interface Resources {
  readonly projects: Projects;
  readonly commits: Commits;
  readonly lints: Linting;
  readonly files: RepositoryFiles;
  readonly pipelines: Pipelines;
  readonly jobs: Jobs;
  readonly issues: Issues;
}

/** Makes a client; gitbeaker is loaded and connections are opened as they are needed. */
export function createClient(options: ClientOptions): GitlabClient {
  const base = baseOf(options.url);
  const { requesterFn, close } = createRequesters(options);
  let loading: Promise<Resources> | undefined;
  const resources = async (): Promise<Resources> => {
    loading ??= load({ host: base.href.replace(/\/$/, ""), token: options.token, requesterFn, queryTimeout: null });
    return await loading;
  };

  const ask = async <S extends z.ZodType>(
    errand: Errand,
    call: (from: Resources) => Promise<unknown>,
    schema: S,
  ): Promise<z.output<S>> => {
    const answer = await call(await resources()).catch((error: unknown) => {
      throw error instanceof EngineError ? error : strange(errand, "it can't be understood", error);
    });
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join(".");
    throw strange(errand, `${place || "the whole"} is not as documented`);
  };
  const get = <S extends z.ZodType>(path: string, call: (from: Resources) => Promise<unknown>, schema: S) =>
    ask({ method: "GET", path: `projects/${path}` }, call, schema);
  const act = (path: string, call: (from: Resources) => Promise<unknown>) =>
    ask({ method: "POST", path: `projects/${path}` }, call, pipelineSchema);

  const pages = async (path: string, call: (from: Resources, page: number) => Promise<unknown>) => {
    const jobs: Job[] = [];
    for (let page: number | undefined = 1, read = 0; page !== undefined && read < MOST_JOB_PAGES; read++) {
      const number: number = page;
      const answer: JobPage = await get(path, (from) => call(from, number), jobPageSchema);
      jobs.push(...answer.data);
      page = answer.paginationInfo.next ?? undefined;
    }
    return jobs.sort((one, other) => one.id - other.id);
  };

  return {
    project: (project) => get(project, ({ projects }) => projects.show(project), projectSchema),
    commit: async (project, ref) => {
      const path = `${project}/repository/commits/${ref}`;
      return (await get(path, ({ commits }) => commits.show(project, ref), commitSchema)).id;
    },
    lint: (project, commit, branch) => {
      const run = branch === undefined ? { dryRun: false } : { dryRun: true, dryRunRef: branch };
      const query = { contentRef: commit, includeJobs: false, ...run };
      return get(`${project}/ci/lint`, ({ lints }) => lints.check(project, query), lintSchema);
    },
    file: (project, file, commit) =>
      get(`${project}/repository/files/${file}/raw`, ({ files }) => files.showRaw(project, file, commit), z.string()),
    create: (project, { ref, variables, inputs }) => {
      const listed = Object.entries(variables).map(([key, value]) => ({ key, value }));
      const body = { variables: listed, ...(Object.keys(inputs).length > 0 && { inputs }) };
      return act(`${project}/pipeline`, (from) => from.pipelines.create(project, ref, body));
    },
    pipeline: (project, id) => {
      return get(`${project}/pipelines/${id}`, ({ pipelines }) => pipelines.show(project, id), pipelineSchema);
    },
    pipelines: async (project, since, page, ref) => {
      const updatedAfter = new Date(since).toISOString();
      const query = { source: "api", updatedAfter, orderBy: "id", sort: "desc", page, perPage: PAGE } as const;
      const more = { showExpanded: true, ...(ref !== undefined && { ref }) } as const;
      const call = ({ pipelines }: Resources) => pipelines.all(project, { ...query, ...more });
      const { data, paginationInfo } = await get(`${project}/pipelines`, call, pipelinePageSchema);
      return { pipelines: data, next: paginationInfo.next ?? undefined };
    },
    variable: async (project, id, key) => {
      const call = ({ pipelines }: Resources) => pipelines.allVariables(project, id);
      const variables = await get(`${project}/pipelines/${id}/variables`, call, variablesSchema);
      return variables.find((variable) => variable.key === key)?.value ?? undefined;
    },
    jobs: (project, id, retried) => {
      const query = { pipelineId: id, includeRetried: retried, perPage: PAGE, showExpanded: true } as const;
      return pages(`${project}/pipelines/${id}/jobs`, ({ jobs }, page) => jobs.all(project, { ...query, page }));
    },
    bridges: (project, id) => {
      const query = (page: number) => ({ page, perPage: PAGE, showExpanded: true }) as const;
      const path = `${project}/pipelines/${id}/bridges`;
      return pages(path, ({ jobs }, page) => jobs.allPipelineBridges(project, id, query(page)));
    },
    cancel: (project, id) => act(`${project}/pipelines/${id}/cancel`, ({ pipelines }) => pipelines.cancel(project, id)),
    retry: (project, id) => act(`${project}/pipelines/${id}/retry`, ({ pipelines }) => pipelines.retry(project, id)),
    issue: (project, iid) =>
      get(`${project}/issues/${iid}`, ({ issues }) => issues.show(iid, { projectId: project }), issueSchema),
    link: (project, id) => new URL(`${project}/-/pipelines/${id}`, base).href,
    close,
  };
}

const paginationInfo = z.object({ next: z.number().int().positive().nullable() });
const pipelinePageSchema = z.object({ data: z.array(pipelineSchema), paginationInfo });
const jobPageSchema = z.object({ data: z.array(jobSchema), paginationInfo });
type JobPage = z.output<typeof jobPageSchema>;

/** Answers with undefined where GitLab has nothing, or nothing for this token. */
export async function orAbsent<T>(asked: Promise<T>, absent: readonly number[] = [404]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && absent.includes(error.status)) return undefined;
    throw error;
  }
}

async function load(options: ConstructorParameters<typeof Projects<false>>[0]): Promise<Resources> {
  const gitbeaker = await import("@gitbeaker/rest");
  return {
    projects: new gitbeaker.Projects<false>(options),
    commits: new gitbeaker.Commits<false>(options),
    lints: new gitbeaker.Lint<false>(options),
    files: new gitbeaker.RepositoryFiles<false>(options),
    pipelines: new gitbeaker.Pipelines<false>(options),
    jobs: new gitbeaker.Jobs<false>(options),
    issues: new gitbeaker.Issues<false>(options),
  };
}

/** With a slash at its end, and without credentials: they would be told in links and errors. */
function baseOf(url: string): URL {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  base.username = "";
  base.password = "";
  base.search = "";
  base.hash = "";
  return base;
}
