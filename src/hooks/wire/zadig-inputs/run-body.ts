/**
 * The body of `POST /openapi/workflows/custom/task`: which jobs run, and with which inputs.
 *
 * Zadig skips every job without an entry in `inputs`, keeps its own value for whatever an entry leaves out, and takes
 * repositories all together or not at all.
 */
import { namespaceOf } from "./knobs.ts";
import type { Node } from "./node.ts";
import { nodeOf, nodesOf, splitList, textOf } from "./node.ts";
import type { Opened } from "./opened.ts";
import type { Job, Target } from "./targets.ts";
import { isFromJob, onServices } from "./targets.ts";

/** Names that OpenAPI wants where a workflow holds ids. */
export interface ZadigNames {
  /** Addresses of image registries with their namespaces, by id. */
  readonly registries: Readonly<Record<string, string>>;
  /** Names of code hosts, by id. */
  readonly codehosts: Readonly<Record<string, string>>;
}

/** Why OpenAPI can't run it as it is wanted. */
export type RunProblem =
  | { readonly problem: "job-type"; readonly job: string; readonly type: string }
  | { readonly problem: "registry"; readonly job: string; readonly id: string }
  | { readonly problem: "codehost"; readonly where: string; readonly id: string }
  /** It takes its services from a job that does not run. */
  | { readonly problem: "leader-off"; readonly job: string; readonly leader: string }
  | { readonly problem: "missing"; readonly parameter: string }
  | { readonly problem: "nothing-runs" };

export interface RunBody {
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  readonly inputs: readonly { readonly job_name: string; readonly job_type: string; readonly parameters: Node }[];
}

export type RunBodyOrProblem = { readonly body: RunBody } | { readonly refused: RunProblem };

interface Making {
  readonly opened: Opened;
  readonly names: ZadigNames;
  readonly problems: RunProblem[];
}

export function makeRunBody(opened: Opened, names: ZadigNames): RunBodyOrProblem {
  const making: Making = { opened, names, problems: [] };
  const jobs = opened.jobs.filter((job) => opened.runs(job));
  const parameters = opened.params.filter((param) => opened.touched.has(param)).map((param) => paramOf(making, param));
  const inputs = jobs.map((job) => ({ job_name: job.name, job_type: job.type, parameters: inputOf(making, job) }));
  making.problems.push(...jobs.flatMap((job) => [...leaderProblems(opened, job), ...missingOf(opened, job)]));
  if (jobs.length === 0) making.problems.push({ problem: "nothing-runs" });
  const refused = making.problems[0];
  return refused ? { refused } : { body: { parameters, inputs } };
}

function leaderProblems(opened: Opened, job: Job): readonly RunProblem[] {
  const leader = opened.jobs.find(({ name }) => name === opened.selection(job)?.from);
  return leader && !opened.runs(leader) ? [{ problem: "leader-off", job: job.name, leader: leader.name }] : [];
}

/** What OpenAPI insists on, and neither the workflow nor the plan gives. */
function missingOf(opened: Opened, job: Job): readonly RunProblem[] {
  const { name, type, spec } = job;
  const missing: string[] = [];
  if ((type === "zadig-deploy" || type === "zadig-vm-deploy") && textOf(spec, "env") === "")
    missing.push(`${name}.env`);
  if (type === "sql" && textOf(spec, "source") === "runtime" && textOf(spec, "database_name") === "") {
    missing.push(`${name}.database`);
  }
  if (type === "zadig-vm-deploy" && !isFromJob(job)) {
    const bare = opened.taken(job).filter(({ entry }) => textOf(entry, "file_name") === "");
    missing.push(...bare.map(({ id }) => `${name}.${id}.file`));
  }
  return missing.map((parameter) => ({ problem: "missing", parameter }));
}

function paramOf(making: Making, param: Node): Node {
  const name = textOf(param, "name");
  const type = textOf(param, "type");
  if (type !== "repo") return { name, type, value: textOf(param, "value") };
  const repo = nodeOf(param, "repo");
  return {
    name,
    type,
    value: "",
    repo: {
      codehost_name: codehostOf(making, name, repo),
      repo_namespace: namespaceOf(repo),
      repo_name: textOf(repo, "repo_name"),
      branch: textOf(repo, "branch"),
      prs: [],
    },
  };
}

function inputOf(making: Making, job: Job): Node {
  const { spec } = job;
  const taken = making.opened.taken(job);
  switch (job.type) {
    case "zadig-build":
      return { registry: registryOf(making, job), service_list: taken.map((target) => serviceOf(making, job, target)) };
    case "zadig-deploy":
      return { env_name: textOf(spec, "env"), service_list: taken.map(deployedOf) };
    case "zadig-vm-deploy":
      return { env_name: textOf(spec, "env"), service_list: isFromJob(job) ? [] : taken.map(filedOf) };
    case "zadig-test":
      return listOf(making, job, taken, "testing_list", "testing_name");
    case "zadig-scanning":
      return listOf(making, job, taken, "scanning_list", "scanning_name");
    case "freestyle":
      if (onServices(job)) return { services: taken.map((target) => serviceOf(making, job, target)) };
      return {
        kv: variablesOf(making, nodesOf(spec, "envs")),
        repo_info: reposOf(making, job.name, nodesOf(spec, "repos")),
      };
    case "sql":
      return { database_name: textOf(spec, "database_name"), sql: textOf(spec, "sql") };
    default:
      return plainInputOf(making, job);
  }
}

/** Inputs of the jobs that have neither services nor repositories. */
function plainInputOf(making: Making, job: Job): Node {
  const { spec } = job;
  switch (job.type) {
    case "plugin":
      return { kv: pairsOf(making, nodesOf(nodeOf(spec, "plugin"), "inputs"), "name") };
    case "custom-deploy":
      return { target_list: nodesOf(spec, "targets").map(containerOf) };
    case "k8s-blue-green-deploy":
    case "k8s-canary-deploy":
      return {
        service_list: nodesOf(spec, "targets").map((target) => ({
          service_name: textOf(target, "k8s_service_name"),
          image_name: textOf(target, "image"),
        })),
      };
    case "k8s-gray-release":
    case "k8s-gray-rollback":
      return { target_list: nodesOf(spec, "targets").map(workloadOf) };
    case "k8s-resource-patch":
      return { target_list: nodesOf(spec, "patch_items").map((item) => patchOf(making, item)) };
    case "tapd":
      return {
        project_id: textOf(spec, "project_id"),
        status: textOf(spec, "status"),
        iteration_ids: nodesOf(spec, "iterations").map((iteration) => textOf(iteration, "iteration_id")),
      };
    case "approval":
    case "ai":
    case "ai-release-specialist":
    case "k8s-blue-green-release":
    case "k8s-canary-release":
      return {};
    default:
      making.problems.push({ problem: "job-type", job: job.name, type: job.type });
      return {};
  }
}

function listOf(making: Making, job: Job, taken: readonly Target[], list: string, name: string): Node {
  if (onServices(job)) return { service_list: taken.map((target) => serviceOf(making, job, target)) };
  return {
    [list]: taken.map(({ id, entry }) => ({
      [name]: id,
      repo_info: reposOf(making, `${job.name}.${id}`, nodesOf(entry, "repos")),
      inputs: variablesOf(making, nodesOf(entry, "key_vals")),
    })),
  };
}

function serviceOf(making: Making, job: Job, { id, service, module, entry }: Target): Node {
  return {
    service_name: service,
    service_module: module,
    repo_info: reposOf(making, `${job.name}.${id}`, nodesOf(entry, "repos")),
    inputs: variablesOf(making, nodesOf(entry, "key_vals")),
  };
}

function deployedOf({ service, module, entry, part }: Target): Node {
  const strategy = textOf(entry, "value_merge_strategy");
  return {
    service_name: service,
    service_module: module,
    image_name: textOf(part, "image"),
    ...(strategy !== "" && { value_merge_strategy: strategy }),
  };
}

function filedOf({ service, entry }: Target): Node {
  return { service_name: service, file_name: textOf(entry, "file_name") };
}

/** A target is written `workload_type/workload_name/container_name`. */
function containerOf(target: Node): Node {
  const [type = "", workload = "", container = ""] = textOf(target, "target").split("/");
  return {
    workload_type: type,
    workload_name: workload,
    container_name: container,
    image_name: textOf(target, "image"),
  };
}

function workloadOf(target: Node): Node {
  return {
    workload_type: textOf(target, "workload_type"),
    workload_name: textOf(target, "workload_name"),
    container_name: textOf(target, "container_name"),
    image_name: textOf(target, "image"),
  };
}

function patchOf(making: Making, item: Node): Node {
  return {
    resource_name: textOf(item, "resource_name"),
    resource_kind: textOf(item, "resource_kind"),
    resource_group: textOf(item, "resource_group"),
    resource_version: textOf(item, "resource_version"),
    inputs: pairsOf(making, nodesOf(item, "params"), "name"),
  };
}

function variablesOf(making: Making, variables: readonly Node[]): readonly Node[] {
  return pairsOf(making, variables, "key");
}

/** The values that were set; Zadig keeps its own for the others. */
function pairsOf({ opened }: Making, nodes: readonly Node[], name: string): readonly Node[] {
  return nodes
    .filter((node) => opened.touched.has(node))
    .map((node) => {
      const value =
        textOf(node, "type") === "multi-select" ? splitList(textOf(node, "value")).join(",") : textOf(node, "value");
      return { key: textOf(node, name), value };
    });
}

/** All repositories when one was set, because Zadig drops those that an entry leaves out; none when none was. */
function reposOf(making: Making, where: string, repos: readonly Node[]): readonly Node[] {
  if (!repos.some((repo) => making.opened.touched.has(repo))) return [];
  return repos.map((repo) => ({
    codehost_name: codehostOf(making, where, repo),
    repo_namespace: namespaceOf(repo),
    repo_name: textOf(repo, "repo_name"),
    branch: textOf(repo, "branch"),
    prs: Array.isArray(repo.prs) ? repo.prs : [],
    enable_commit: repo.enable_commit === true,
    commit_id: textOf(repo, "commit_id"),
    remote_name: textOf(repo, "remote_name"),
    checkout_path: textOf(repo, "checkout_path"),
    submodules: repo.submodules === true,
  }));
}

function codehostOf({ names, problems }: Making, where: string, repo: Node): string {
  const id = textOf(repo, "codehost_id");
  const name = textOf(repo, "codehost_name") || (Object.hasOwn(names.codehosts, id) ? names.codehosts[id] : undefined);
  if (name) return name;
  problems.push({ problem: "codehost", where, id });
  return "";
}

function registryOf({ names, problems }: Making, job: Job): string {
  const id = textOf(job.spec, "docker_registry_id");
  const name = Object.hasOwn(names.registries, id) ? names.registries[id] : undefined;
  if (name !== undefined) return name;
  problems.push({ problem: "registry", job: job.name, id });
  return "";
}
