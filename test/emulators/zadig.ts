/**
 * A Zadig for tests: the paths, codes, headers and bodies of its OpenAPI, over real HTTP on loopback.
 *
 * A task moves on with every look at it. Requests that a real Zadig would not have understood, or would have read past,
 * are answered as it would, and remembered.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../support/remote-engine-contract.ts";
import type { EmulatedJob, EmulatedParam, RunBody } from "./zadig-run.ts";
import { checkRun, REGISTRY, runSchema } from "./zadig-run.ts";

export const USER = "release-bot";
const payload = Buffer.from(JSON.stringify({ name: USER, uid: "u1", account: "bot" })).toString("base64url");
export const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${payload}.c2lnbmF0dXJl`;
const RETRYABLE = ["failed", "timeout", "cancelled", "reject"];

export interface EmulatedWorkflow {
  readonly key: string;
  readonly project: string;
  name: string;
  /** How its tasks end; `lasts` never. */
  outcome: string;
  /** What the last job says when it breaks. */
  error?: string;
  disabled?: boolean;
  type?: "custom" | "product";
  params: readonly EmulatedParam[] | null;
  stages: readonly { readonly name: string; readonly parallel?: boolean; readonly jobs: readonly EmulatedJob[] }[];
}

export interface EmulatedTask {
  readonly id: number;
  readonly workflow: EmulatedWorkflow;
  readonly creator: string;
  readonly body: RunBody;
  createTime: number;
  endTime: number;
  status: string;
  remark: string;
  revoker: string;
  looks: number;
  runs: number;
}

/** A release plan as Zadig tells it, newest first in lists. */
export interface EmulatedPlan {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface EmulatedTemplate {
  readonly id: string;
  readonly template_name: string;
  readonly [field: string]: unknown;
}

export interface ZadigEmulator {
  readonly url: string;
  readonly plans: EmulatedPlan[];
  readonly templates: EmulatedTemplate[];
  /** Newest last. */
  readonly tasks: EmulatedTask[];
  readonly requests: string[];
  workflow(workflow: EmulatedWorkflow): EmulatedWorkflow;
  /** Makes another thing of a workflow, as saving it does. */
  save(workflow: EmulatedWorkflow, change: Partial<EmulatedWorkflow>): void;
  /** Starts a task as somebody else would, or as our user does by hand. */
  startByHand(key: string, creator: string): EmulatedTask;
  /** From now on a run keeps its remark, as in newer releases. */
  takeRemarks(): void;
  fail(fault: Fault): void;
  failReading(): void;
  /** So many remarks aren't written. */
  failRemarks(count: number): void;
  /** The next reading request is answered with this instead. */
  answerWith(body: string, status?: number): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Told {
  readonly status?: number;
  readonly json: unknown;
}
interface Asked {
  readonly query: URLSearchParams;
  readonly body: string;
}
type Route = readonly [
  method: string,
  path: RegExp,
  query: readonly string[],
  answer: (parts: readonly string[], asked: Asked) => Told,
];

const SUCCESS: Told = { json: { message: "success" } };
const internal = (description: string): Told => ({
  status: 500,
  json: { message: "Internal Error", code: 500, description },
});
const refusal = (code: number, message: string, description: string): Told => ({
  status: 400,
  json: { type: "error", message, code, description, extra: null },
});
const NOTHING = internal("mongo: no documents in result");

export async function openZadig(): Promise<ZadigEmulator> {
  const workflows = new Map<string, EmulatedWorkflow>();
  const updated = new Map<string, number>();
  const tasks: EmulatedTask[] = [];
  const plans: EmulatedPlan[] = [];
  const templates: EmulatedTemplate[] = [];
  const violations: string[] = [];
  const requests: string[] = [];
  let acting: Fault | undefined;
  let readingFails = false;
  let remarkFaults = 0;
  let keepsRemarks = false;
  let instead: { readonly body: string; readonly status: number } | undefined;
  let clock = 0;
  const violate = (what: string): void => void violations.push(what);
  const second = (): number => {
    clock = Math.max(Math.floor(Date.now() / 1_000), clock + 1);
    return clock;
  };

  const start = (workflow: EmulatedWorkflow, creator: string, body: RunBody): EmulatedTask => {
    const id = tasks.filter((task) => task.workflow === workflow).length + 1;
    const remark = keepsRemarks ? (body.remark ?? "") : "";
    const createTime = Math.floor(Date.now() / 1_000);
    const fresh = { status: "created", revoker: "", looks: 0, runs: 1, endTime: 0 };
    const task: EmulatedTask = { id, workflow, creator, body, createTime, remark, ...fresh };
    tasks.push(task);
    return task;
  };
  const taskAt = (key: string | null | undefined, id: string | null | undefined): EmulatedTask | undefined =>
    tasks.find((task) => task.workflow.key === key && String(task.id) === id);
  const end = (task: EmulatedTask, status: string): void => {
    task.status = status;
    task.endTime = second();
  };
  const look = (task: EmulatedTask): void => {
    if (task.endTime > 0) return;
    task.looks++;
    task.status = "running";
    if (task.looks > 2 && task.workflow.outcome !== "lasts") end(task, task.workflow.outcome);
  };

  const routes: readonly Route[] = [
    [
      "GET",
      /^\/openapi\/release_plan\/v1$/,
      ["pageNum", "pageSize"],
      (_, { query }) => {
        const [page, size] = [Number(query.get("pageNum")), Number(query.get("pageSize"))];
        if (!(page > 0 && size > 0)) violate("a page that is none");
        const list = plans.slice((page - 1) * size, page * size).map(({ id, index, name }) => ({ id, index, name }));
        return { json: { list: list.length === 0 ? null : list, total: plans.length } };
      },
    ],
    [
      "GET",
      /^\/openapi\/release_plan\/v1\/([^/]+)$/,
      [],
      ([id = ""]) => {
        const plan = plans.find((each) => each.id === id);
        return plan ? { json: plan } : NOTHING;
      },
    ],
    [
      "GET",
      /^\/api\/aslan\/template\/release_plan$/,
      [],
      () => ({ json: templates.map(({ id, template_name }) => ({ id, template_name })) }),
    ],
    [
      "GET",
      /^\/api\/aslan\/template\/release_plan\/([^/]+)$/,
      [],
      ([id = ""]) => {
        const template = templates.find((each) => each.id === id);
        return template ? { json: template } : NOTHING;
      },
    ],
    [
      "GET",
      /^\/openapi\/workflows$/,
      ["projectKey"],
      (_, { query }) => ({
        json: {
          workflows: [...workflows.values()]
            .filter(({ project }) => project === query.get("projectKey"))
            .map((workflow) => listBean(workflow, updated.get(workflow.key) ?? 0)),
        },
      }),
    ],
    [
      "GET",
      /^\/openapi\/workflows\/custom\/([^/]+)\/detail$/,
      ["projectKey"],
      ([key = ""], { query }) => {
        const workflow = workflows.get(key);
        // As in Zadig, the project of the answer is simply the one that was asked for.
        return workflow
          ? { json: detailBean(workflow, query.get("projectKey") ?? "", updated.get(key) ?? 0) }
          : NOTHING;
      },
    ],
    [
      "POST",
      /^\/openapi\/workflows\/custom\/task$/,
      [],
      (_, { body }) => {
        const parsed = runSchema.safeParse(JSON.parse(body));
        if (!parsed.success) {
          violate(`a run with ${z.prettifyError(parsed.error)}`);
          return refusal(6000, "invalid parameter", "cannot unmarshal");
        }
        const workflow = workflows.get(parsed.data.workflow_key);
        if (!workflow) return refusal(6168, "failed to find workflow", "mongo: no documents in result");
        if (workflow.project !== parsed.data.project_key) violate("a run of another project's workflow");
        if (workflow.disabled) return refusal(6169, "failed to create task", "workflow is disabled");
        const jobs = workflow.stages.flatMap((stage) => stage.jobs);
        const wrong = checkRun(parsed.data, workflow.params ?? [], jobs, violate);
        if (wrong !== undefined) return refusal(6000, "invalid parameter", wrong);
        const task = start(workflow, USER, parsed.data);
        return { json: { project_name: workflow.project, workflow_name: workflow.key, task_id: task.id } };
      },
    ],
    [
      "GET",
      /^\/openapi\/workflows\/custom\/task$/,
      ["taskId", "workflowKey"],
      (_, { query }) => {
        const task = taskAt(query.get("workflowKey"), query.get("taskId"));
        if (!task) return NOTHING;
        look(task);
        return { json: taskBean(task) };
      },
    ],
    [
      "DELETE",
      /^\/openapi\/workflows\/custom\/task$/,
      ["taskId", "workflowKey"],
      (_, { query }) => {
        const task = taskAt(query.get("workflowKey"), query.get("taskId"));
        if (!task) return NOTHING;
        if (task.status === "passed") return internal("task is passed, cannot cancel");
        if (task.endTime > 0) violate(`the ${task.status} task ${task.id} was overwritten by a cancel`);
        task.revoker = USER;
        end(task, "cancelled");
        return SUCCESS;
      },
    ],
    [
      "GET",
      /^\/openapi\/workflows\/custom\/([^/]+)\/tasks$/,
      ["projectKey", "pageNum", "pageSize"],
      ([key = ""], { query }) => {
        const all = tasks.filter((task) => task.workflow.key === key).reverse();
        const size = Number(query.get("pageSize") ?? 10);
        const from = (Number(query.get("pageNum") ?? 1) - 1) * size;
        const page = all.slice(from, from + size).map(historyBean);
        return { json: { total: all.length, workflow_tasks: page } };
      },
    ],
    [
      "POST",
      /^\/openapi\/workflows\/custom\/([^/]+)\/task\/(\d+)$/,
      ["projectKey"],
      ([key, id]) => {
        const task = taskAt(key, id);
        if (!task) return NOTHING;
        if (!RETRYABLE.includes(task.status)) return internal("工作流任务状态无法重试");
        Object.assign(task, { status: "waiting", endTime: 0, looks: 0, runs: task.runs + 1 });
        return SUCCESS;
      },
    ],
    [
      "PUT",
      /^\/openapi\/workflows\/custom\/([^/]+)\/task\/(\d+)$/,
      [],
      ([key, id], { body }) => {
        const task = taskAt(key, id);
        const { remark } = z.strictObject({ remark: z.string() }).parse(JSON.parse(body));
        if (!task) return NOTHING;
        if (remarkFaults > 0) {
          remarkFaults--;
          return internal("the database is away");
        }
        task.remark = remark;
        return SUCCESS;
      },
    ],
    ["GET", /^\/openapi\/system\/registry$/, [], () => ({ json: [REGISTRY] })],
  ];

  const route = (request: IncomingMessage, address: URL, body: string): Told => {
    const path = address.pathname;
    for (const [method, pattern, known, answer] of routes) {
      const match = pattern.exec(path);
      if (!match || method !== request.method) continue;
      const query = address.searchParams;
      const extra = [...query.keys()].filter((name) => !known.includes(name));
      const missing = known.filter((name) => !query.get(name));
      if (extra.length + missing.length > 0) violate(`${method} ${path} with ${[...query.keys()].join(", ")}`);
      if (body !== "" && request.headers["content-type"] !== "application/json")
        violate(`${method} ${path} is no JSON`);
      return answer(match.slice(1), { query, body });
    }
    violate(`there is no ${request.method} ${path}`);
    return { status: 404, json: { message: "404 page not found" } };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? "/", url);
    const body = await text(request);
    requests.push(`${request.method} ${address.pathname}`);
    const tell = ({ status = 200, json }: Told, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
      response.end(JSON.stringify(json));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      violate(`no token at ${request.method} ${address.pathname}`);
      return tell({ status: 401, json: { message: "auth failed" } });
    }
    const reading = request.method === "GET";
    if (reading && readingFails) {
      readingFails = false;
      return tell({ status: 503, json: { message: "upstream connect error" } });
    }
    if (reading && instead !== undefined) {
      const said = instead;
      instead = undefined;
      return void response.writeHead(said.status, { "content-type": "application/json" }).end(said.body);
    }
    const fault = reading || request.method === "PUT" ? undefined : acting;
    if (fault) acting = undefined;
    if (fault?.fault === "silence") return;
    if (fault?.fault === "refused") {
      const json = { message: `refused, ${TOKEN}` };
      return tell({ status: fault.status, json }, fault.status === 429 ? { "retry-after": "7" } : {});
    }
    const told = route(request, address, body);
    if (fault?.fault === "lost-answer") return void request.socket.destroy();
    tell(told);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violate(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    plans,
    templates,
    tasks,
    requests,
    workflow(workflow) {
      workflows.set(workflow.key, workflow);
      updated.set(workflow.key, second());
      return workflow;
    },
    save(workflow, change) {
      Object.assign(workflow, change);
      updated.set(workflow.key, second());
    },
    startByHand(key, creator) {
      const workflow = workflows.get(key);
      if (!workflow) throw new Error(`no workflow ${key}`);
      return start(workflow, creator, {
        project_key: workflow.project,
        workflow_key: key,
        parameters: [],
        inputs: workflow.stages.flatMap(({ jobs }) =>
          jobs.map((job) => ({ job_name: job.name, job_type: job.type, parameters: {} })),
        ),
      });
    },
    takeRemarks: () => {
      keepsRemarks = true;
    },
    fail: (fault) => {
      acting = fault;
    },
    failReading: () => {
      readingFails = true;
    },
    failRemarks: (count) => {
      remarkFaults = count;
    },
    answerWith: (body, status = 200) => {
      instead = { body, status };
    },
    violations: () => violations,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listBean({ key, name, type = "custom" }: EmulatedWorkflow, updated: number): object {
  return { workflow_key: key, workflow_name: name, update_by: "ada", update_time: updated, type };
}

function detailBean(workflow: EmulatedWorkflow, project: string, updated: number): object {
  const { key, name, params, stages, disabled } = workflow;
  return {
    workflow_key: key,
    workflow_name: name,
    project_key: project,
    description: "What it is for",
    created_by: "ada",
    create_time: 1_756_883_358,
    updated_by: "",
    update_time: updated,
    params,
    stages: stages.map((stage) => ({
      ...stage,
      jobs: stage.jobs.map((job) => ({ run_policy: "", error_policy: null, service_modules: null, ...job })),
    })),
    notify_ctls: [],
    share_storages: null,
    concurrency_limit: -1,
    ...(disabled && { disabled }),
  };
}

function historyBean({ id, workflow, creator, createTime, endTime, status }: EmulatedTask): object {
  return {
    workflow_key: workflow.key,
    workflow_name: workflow.name,
    project_key: workflow.project,
    task_id: id,
    create_time: createTime,
    task_creator: creator,
    start_time: createTime,
    end_time: endTime,
    status,
  };
}

function taskBean(task: EmulatedTask): object {
  const { id, workflow, body, status } = task;
  const given = new Map(body.parameters.map(({ name, value }) => [name, value]));
  const params = (workflow.params ?? []).map((param) => ({
    ...param,
    value: given.get(param.name) ?? param.value ?? "",
  }));
  const running = workflow.stages
    .map(({ name, jobs }) => ({
      name,
      jobs: jobs.filter((job) => body.inputs.some((input) => input.job_name === job.name)),
    }))
    .filter(({ jobs }) => jobs.length > 0);
  const all = running.flatMap(({ jobs }) => jobs);
  const statusOf = (job: EmulatedJob): string => jobStatus(task, all.indexOf(job), all.length);
  return {
    task_id: id,
    workflow_key: workflow.key,
    workflow_name: workflow.name,
    params,
    status,
    reverted: false,
    remark: task.remark,
    task_creator: task.creator,
    task_revoker: task.revoker,
    create_time: task.createTime,
    start_time: task.createTime,
    end_time: task.endTime,
    stages: running.map(({ name, jobs }) => ({
      name,
      status: stageStatus(jobs.map(statusOf)),
      start_time: 0,
      end_time: 0,
      parallel: false,
      jobs: jobs.map((job) => ({
        name: job.name,
        key: job.name,
        display_name: job.name,
        type: job.type,
        status: statusOf(job),
        error: RETRYABLE.includes(statusOf(job)) ? (workflow.error ?? "") : "",
        spec: null,
      })),
      error: "",
    })),
    project_key: workflow.project,
    error: "",
    is_restart: task.runs > 1,
    debug: false,
  };
}

/** The first job runs, then the last; how the task ends is how the last job ends. */
function jobStatus({ status, looks }: EmulatedTask, index: number, count: number): string {
  const last = index === count - 1;
  if (["passed", "skipped"].includes(status)) return status;
  if (RETRYABLE.includes(status)) return last ? status : "passed";
  if (looks === 0) return "";
  const current = Math.min(looks - 1, count - 1);
  if (index < current) return "passed";
  return index === current ? status : "";
}

function stageStatus(jobs: readonly string[]): string {
  return jobs.find((status) => status !== "passed") ?? "passed";
}
