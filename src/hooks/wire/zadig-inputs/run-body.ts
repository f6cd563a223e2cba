/**
 * The body of `POST /openapi/workflows/custom/task`: which jobs run, and with which inputs.
 *
 * Zadig skips every job without an entry in `inputs`, keeps its own value for whatever an entry leaves out, and takes
 * repositories all together or not at all.
 */
import { namespaceOf } from "./knob.ts";
import type { Node } from "./node.ts";
import { nodeOf, nodesOf, textOf } from "./node.ts";
import type { Opened } from "./opened.ts";
import type { Making, ZadigNames } from "./plain-inputs.ts";
import { pairsOf, plainInputOf } from "./plain-inputs.ts";
import type { RunProblem } from "./run-problem.ts";
import { problemsOf } from "./run-problem.ts";
import type { Job, Target } from "./targets.ts";
import { isFromJob, onServices } from "./targets.ts";

export interface RunBody {
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  readonly inputs: readonly { readonly job_name: string; readonly job_type: string; readonly parameters: Node }[];
}

export type RunBodyOrProblem = { readonly body: RunBody } | { readonly refused: RunProblem };

export function makeRunBody(opened: Opened, names: ZadigNames): RunBodyOrProblem {
  const making: Making = { opened, names, problems: [] };
  const jobs = opened.jobs.filter((job) => opened.runs(job));
  const parameters = opened.params.filter((param) => opened.touched.has(param)).map((param) => paramOf(making, param));
  const inputs = jobs.map((job) => ({ job_name: job.name, job_type: job.type, parameters: inputOf(making, job) }));
  making.problems.push(...jobs.flatMap((job) => problemsOf(opened, job)));
  if (jobs.length === 0) making.problems.push({ problem: "nothing-runs" });
  const refused = making.problems[0];
  return refused ? { refused } : { body: { parameters, inputs } };
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

function variablesOf(making: Making, variables: readonly Node[]): readonly Node[] {
  return pairsOf(making, variables, "key");
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
