/**
 * A GitLab for tests: the paths, codes, headers and bodies of its REST API for projects, CI lint, pipelines and jobs, over
 * real HTTP on loopback.
 *
 * A pipeline moves on with every look at it. Requests that a real GitLab would not have understood, or whose unknown fields
 * it would have passed over, are answered as it would, and remembered.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../support/remote-engine-contract.ts";
import { lint } from "./gitlab-configuration.ts";
import type { EmulatedJob, EmulatedPipeline } from "./gitlab-pipelines.ts";
import { cancelAll, jobsIn, latestOf, makeJob, moveOn, retryFailed, statusOf } from "./gitlab-pipelines.ts";

export const TOKEN = "glpat-emulated-token";
export const USERNAME = "release-bot";

export interface EmulatedProject {
  readonly path: string;
  readonly defaultBranch?: string;
  /** `.gitlab-ci.yml` of each branch. */
  readonly branches: Map<string, string>;
  /** Where the configuration is said to be; not said without. */
  configPath?: string;
  includes?: readonly { readonly type: string; readonly location: string }[];
  /** Includes something by the name of the branch, which a check without one does not know. */
  byBranch?: boolean;
  /** Failing jobs pass from now on. */
  repaired?: boolean;
  /** The project lets nobody set variables of pipelines. */
  withoutVariables?: boolean;
  /** Issues by their number in the project, as GitLab shows them. */
  issues?: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
}

export interface GitlabEmulator {
  readonly url: string;
  readonly requests: readonly string[];
  readonly pipelines: EmulatedPipeline[];
  project(project: Omit<EmulatedProject, "branches"> & { readonly file?: string }): EmulatedProject;
  /** Creates a pipeline as somebody else would. */
  create(project: string, by: Partial<EmulatedPipeline>): EmulatedPipeline;
  startsOf(key: string): number;
  /** Repeats the failed jobs as a person does in GitLab. */
  repeat(pipeline: EmulatedPipeline): void;
  fail(fault: Fault): void;
  /** What a refusal's headers are instead of `Retry-After: 7`. */
  refuseWith(headers: Readonly<Record<string, string>>): void;
  failReading(): void;
  /** The next reading request is answered with this instead. */
  answerWith(body: string): void;
  /** Answers so until it is told something else: by the end of the path that is asked for. */
  answer(path: string, status: number, body: unknown): void;
  /** Answers as before. */
  forget(path: string): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Asked {
  readonly project: EmulatedProject;
  readonly rest: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Route {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly query: readonly string[];
  readonly body?: z.ZodType;
  readonly handle: (asked: Asked) => Answer;
}

const PAGED = ["page", "per_page"] as const;
const NOT_FOUND = (what: string): Answer => ({ status: 404, body: { message: `404 ${what} Not Found` } });
const createSchema = z.strictObject({
  ref: z.string(),
  variables: z
    .array(
      z.strictObject({ key: z.string(), value: z.string(), variable_type: z.enum(["env_var", "file"]).optional() }),
    )
    .optional(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())])).optional(),
});

export async function openGitlab(): Promise<GitlabEmulator> {
  const projects = new Map<string, EmulatedProject>();
  const pipelines: EmulatedPipeline[] = [];
  const violations: string[] = [];
  const requests: string[] = [];
  const answers = new Map<string, Answer>();
  let acting: Fault | undefined;
  let refusal: Readonly<Record<string, string>> = { "retry-after": "7" };
  let readingFails = false;
  let instead: string | undefined;
  let ids = 1_000;
  let url = "";
  const nextId = (): number => ++ids;

  const violate = (what: string): void => void violations.push(what);
  const shaOf = (project: EmulatedProject, ref: string): string | undefined => {
    const file = project.branches.get(ref);
    return file === undefined ? undefined : createHash("sha1").update(`${ref}\n${file}`).digest("hex");
  };
  const fileAt = (project: EmulatedProject, sha: string): string | undefined =>
    [...project.branches].find(([ref]) => shaOf(project, ref) === sha || ref === sha)?.[1];
  const pipelineOf = ({ project, rest }: Asked): EmulatedPipeline | undefined =>
    pipelines.find((each) => each.project === project.path && String(each.id) === rest[0]);

  const shown = (pipeline: EmulatedPipeline) => ({
    id: pipeline.id,
    iid: pipeline.id - 1_000,
    project_id: 1,
    status: statusOf(pipeline),
    source: pipeline.source,
    ref: pipeline.ref,
    sha: pipeline.sha,
    name: null,
    web_url: `${url}/${pipeline.project}/-/pipelines/${pipeline.id}`,
    created_at: new Date(pipeline.createdAt).toISOString(),
    updated_at: new Date(pipeline.updatedAt).toISOString(),
  });
  const expanded = (pipeline: EmulatedPipeline) => ({
    ...shown(pipeline),
    tag: false,
    yaml_errors: null,
    user: { id: 7, username: pipeline.username, name: "Release bot", state: "active" },
    started_at: null,
    finished_at: null,
    duration: null,
  });
  const shownJob = (job: EmulatedJob): unknown => ({
    id: job.id,
    name: job.name,
    stage: job.configuration.stage,
    status: job.status,
    allow_failure: job.configuration.allow_failure,
    failure_reason: job.failureReason ?? undefined,
    web_url: `${url}/-/jobs/${job.id}`,
    ref: "main",
  });

  const make = (project: EmulatedProject, by: Partial<EmulatedPipeline>): EmulatedPipeline => {
    const { ref = project.defaultBranch ?? "main", inputs = {} } = by;
    const { configuration } = lint(project.branches.get(ref), inputs);
    const stages = z.array(z.string()).catch(["build", "test", "deploy"]).parse(configuration.stages);
    const sorted = jobsIn(configuration).toSorted(
      ([, one], [, other]) => stages.indexOf(one.stage) - stages.indexOf(other.stage),
    );
    const pipeline: EmulatedPipeline = {
      id: nextId(),
      project: project.path,
      ref,
      sha: shaOf(project, ref) ?? "",
      source: "api",
      username: USERNAME,
      variables: [],
      inputs,
      createdAt: Date.now(),
      updatedAt: Date.now(),
      jobs: sorted.map(([name, job]) => makeJob(nextId(), name, job)),
      ...by,
    };
    pipelines.unshift(pipeline);
    return pipeline;
  };

  const create = ({ project, body }: Asked): Answer => {
    const { ref, variables = [], inputs = {} } = createSchema.parse(body);
    const refuse = (message: string): Answer => ({ status: 400, body: { message: { base: [message] } } });
    const file = project.branches.get(ref);
    if (file === undefined) return refuse("Reference not found");
    if (project.withoutVariables && variables.length > 0) {
      return refuse("Insufficient permissions to set pipeline variables");
    }
    const linted = lint(file, inputs);
    if (!linted.valid) return refuse(linted.errors[0] ?? "invalid");
    return { status: 201, body: expanded(make(project, { ref, variables, inputs })) };
  };

  const jobsAt = (asked: Asked, triggers: boolean): Answer => {
    const pipeline = pipelineOf(asked);
    if (pipeline === undefined) return NOT_FOUND("Not found");
    const all = asked.query.include_retried === "true" ? pipeline.jobs : latestOf(pipeline);
    const jobs = all.filter(({ configuration }) => (configuration.trigger !== undefined) === triggers);
    return paged(jobs.toReversed().map(shownJob), asked);
  };

  const routes: readonly Route[] = [
    {
      method: "GET",
      path: /^$/,
      query: [],
      handle: ({ project }) => ({
        status: 200,
        body: {
          id: 1,
          path_with_namespace: project.path,
          name_with_namespace: project.path.replaceAll("/", " / "),
          description: "",
          web_url: `${url}/${project.path}`,
          default_branch: project.defaultBranch ?? "main",
          ...(project.configPath !== undefined && { ci_config_path: project.configPath }),
        },
      }),
    },
    {
      method: "GET",
      path: /^repository\/commits\/([^/]+)$/,
      query: [],
      handle: ({ project, rest }) => {
        const sha = shaOf(project, rest[0] ?? "");
        return sha === undefined ? NOT_FOUND("Commit") : { status: 200, body: { id: sha, short_id: sha.slice(0, 8) } };
      },
    },
    {
      method: "GET",
      path: /^issues\/(\d+)$/,
      query: [],
      handle: ({ project, rest }) => {
        const issue = project.issues?.get(Number(rest[0]));
        return issue ? { status: 200, body: { iid: Number(rest[0]), ...issue } } : NOT_FOUND("Not found");
      },
    },
    {
      method: "GET",
      path: /^repository\/files\/([^/]+)\/raw$/,
      query: ["ref"],
      handle: ({ project, rest, query }) => {
        const known = rest[0] === (project.configPath || ".gitlab-ci.yml");
        const file = known ? fileAt(project, query.ref ?? "") : undefined;
        return file === undefined
          ? NOT_FOUND("File")
          : { status: 200, body: file, headers: { "content-type": "text/plain" } };
      },
    },
    {
      method: "GET",
      path: /^ci\/lint$/,
      query: ["content_ref", "dry_run", "dry_run_ref", "include_jobs"],
      handle: ({ project, query }) => {
        if (project.byBranch && !(query.dry_run === "true" && project.branches.has(query.dry_run_ref ?? ""))) {
          const errors = [`Project \`${project.path}\` reference \`\` does not exist!`];
          return { status: 200, body: { valid: false, errors, warnings: [], merged_yaml: null, includes: null } };
        }
        const { valid, errors, merged_yaml } = lint(fileAt(project, query.content_ref ?? ""));
        return {
          status: 200,
          body: { valid, errors, warnings: [], merged_yaml, includes: project.includes ?? [] },
        };
      },
    },
    { method: "POST", path: /^pipeline$/, query: [], body: createSchema, handle: create },
    {
      method: "GET",
      path: /^pipelines$/,
      query: [...PAGED, "ref", "source", "updated_after", "order_by", "sort"],
      handle: (asked) => {
        const { ref, source, updated_after: after } = asked.query;
        const found = pipelines.filter(
          (each) =>
            each.project === asked.project.path &&
            (ref === undefined || each.ref === ref) &&
            (source === undefined || each.source === source) &&
            (after === undefined || each.updatedAt > Date.parse(after)),
        );
        return paged(found.map(shown), asked);
      },
    },
    {
      method: "GET",
      path: /^pipelines\/(\d+)$/,
      query: [],
      handle: (asked) => {
        const pipeline = pipelineOf(asked);
        if (pipeline === undefined) return NOT_FOUND("Not found");
        const body = expanded(pipeline);
        moveOn(pipeline, { repaired: asked.project.repaired ?? false, nextId, now: Date.now() });
        return { status: 200, body };
      },
    },
    {
      method: "GET",
      path: /^pipelines\/(\d+)\/variables$/,
      query: PAGED,
      handle: (asked) => {
        const pipeline = pipelineOf(asked);
        if (pipeline === undefined) return NOT_FOUND("Not found");
        // A developer may read the variables of pipelines of their own only.
        if (pipeline.username !== USERNAME) return { status: 403, body: { message: "403 Forbidden" } };
        return {
          status: 200,
          body: pipeline.variables.map(({ key, value }) => ({ variable_type: "env_var", key, value, raw: false })),
        };
      },
    },
    {
      method: "GET",
      path: /^pipelines\/(\d+)\/jobs$/,
      query: [...PAGED, "include_retried", "scope"],
      handle: (asked) => jobsAt(asked, false),
    },
    { method: "GET", path: /^pipelines\/(\d+)\/bridges$/, query: PAGED, handle: (asked) => jobsAt(asked, true) },
    {
      method: "POST",
      path: /^pipelines\/(\d+)\/cancel$/,
      query: [],
      handle: (asked) => {
        const pipeline = pipelineOf(asked);
        if (pipeline === undefined) return NOT_FOUND("Not found");
        cancelAll(pipeline, Date.now());
        return { status: 200, body: expanded(pipeline) };
      },
    },
    {
      method: "POST",
      path: /^pipelines\/(\d+)\/retry$/,
      query: [],
      handle: (asked) => {
        const pipeline = pipelineOf(asked);
        if (pipeline === undefined) return NOT_FOUND("Not found");
        retryFailed(pipeline, nextId, Date.now());
        return { status: 201, body: expanded(pipeline) };
      },
    },
  ];

  const answerTo = (method: string, path: string, query: URLSearchParams, sent: string): Answer => {
    const [, , , top, id, ...rest] = path.split("/");
    const project = top === "projects" && id !== undefined ? projects.get(decodeURIComponent(id)) : undefined;
    if (project === undefined) return NOT_FOUND("Project");
    const below = rest.join("/");
    const canned = [...answers].find(([end]) => path.endsWith(end))?.[1];
    if (canned) return canned;
    for (const route of routes) {
      const [, ...parts] = (method === route.method && route.path.exec(below)) || [];
      if (method !== route.method || !route.path.test(below)) continue;
      return routed(route, project, parts.map(decodeURIComponent), Object.fromEntries(query), sent);
    }
    violate(`no such route: ${method} ${path}`);
    return { status: 404, body: { error: "404 Not Found" } };
  };

  const routed = (
    route: Route,
    project: EmulatedProject,
    rest: readonly string[],
    query: Readonly<Record<string, string>>,
    sent: string,
  ): Answer => {
    const strange = Object.keys(query).filter((name) => !route.query.includes(name));
    if (strange.length > 0) violate(`unknown parameters of ${route.path.source}: ${strange.join(", ")}`);
    const body = sent === "" ? undefined : (JSON.parse(sent) as unknown);
    const checked = route.body?.safeParse(body);
    if (checked && !checked.success) {
      violate(`body of ${route.path.source}: ${checked.error.message}`);
      return { status: 400, body: { error: "ref is missing" } };
    }
    if (!route.body && sent !== "") violate(`a body where none is documented: ${route.path.source}`);
    return route.handle({ project, rest, query, body });
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await text(request);
    const { method = "GET", headers } = request;
    const address = new URL(request.url ?? "/", url);
    requests.push(`${method} ${address.pathname}${address.search}`);
    if (headers["private-token"] !== TOKEN) {
      violate("the token is missing");
      return send(response, { status: 401, body: { message: "401 Unauthorized" } });
    }
    if (sent !== "" && headers["content-type"] !== "application/json") violate("the body is not said to be JSON");
    const fault = method === "POST" ? acting : undefined;
    if (fault) acting = undefined;
    if (fault?.fault === "silence") return;
    if (fault?.fault === "refused") {
      const limited = fault.status === 429;
      const message = limited ? "Retry later" : `${fault.status} refused`;
      return send(response, { status: fault.status, body: { message }, headers: limited ? refusal : {} });
    }
    if (method === "GET" && readingFails) {
      readingFails = false;
      return send(response, { status: 503, body: "<html>down</html>", headers: { "content-type": "text/html" } });
    }
    if (method === "GET" && instead !== undefined) {
      const body = instead;
      instead = undefined;
      return send(response, { status: 200, body, headers: { "content-type": "application/json; raw" } });
    }
    const answer = answerTo(method, address.pathname, address.searchParams, sent);
    if (fault?.fault === "lost-answer") return void request.socket.destroy();
    send(response, answer);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violate(`the emulator failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  return {
    url,
    requests,
    pipelines,
    project({ file, ...given }) {
      const project: EmulatedProject = { ...given, branches: new Map() };
      if (file !== undefined) project.branches.set(given.defaultBranch ?? "main", file);
      projects.set(project.path, project);
      return project;
    },
    create(path, by) {
      const project = projects.get(path);
      if (!project) throw new Error(`no project ${path}`);
      return make(project, by);
    },
    startsOf: (key) =>
      pipelines.filter(({ variables }) => variables.some((each) => each.key === "GONOGO_RUN" && each.value === key))
        .length,
    repeat: (pipeline) => retryFailed(pipeline, nextId, Date.now()),
    fail: (fault) => {
      acting = fault;
    },
    refuseWith: (headers) => {
      refusal = headers;
    },
    failReading: () => {
      readingFails = true;
    },
    answerWith: (body) => {
      instead = body;
    },
    answer: (path, status, body) => void answers.set(path, { status, body }),
    forget: (path) => void answers.delete(path),
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Offset pagination, with the headers that GitLab documents for it. */
function paged(all: readonly unknown[], { query }: Asked): Answer {
  const page = Number(query.page ?? 1);
  const size = Math.min(Number(query.per_page ?? 20), 100);
  const more = all.length > page * size;
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size),
    headers: {
      "x-page": String(page),
      "x-per-page": String(size),
      "x-total": String(all.length),
      "x-total-pages": String(Math.ceil(all.length / size)),
      "x-next-page": more ? String(page + 1) : "",
      "x-prev-page": page > 1 ? String(page - 1) : "",
      ...(more && { link: `<http://elsewhere.invalid/?page=${page + 1}>; rel="next"` }),
    },
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const raw = headers["content-type"] !== undefined;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(raw ? String(body) : JSON.stringify(body));
}
