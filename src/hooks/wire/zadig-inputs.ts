/**
 * What a plan may give to a workflow of Zadig's, and what becomes of it: in the definition that hook receivers see, and in
 * the request that runs it. All of it is computed from the definition, in the shape that hooks send:
 * `{ name, display_name, project, disabled, params, stages: [{ name, jobs: [{ name, type, spec, run_policy }] }] }`.
 *
 * Parameters of the workflow keep their names. Inputs of jobs have readable names: `<job>.services`, `<job>.env`,
 * `<job>.run`, `<job>.<service>/<module>.branch`, `<job>.<service>/<module>.<VARIABLE>`.
 */
import type { Json } from "../../flow/engine.ts";
import type { ParameterValue } from "../../plan/content.ts";
import type { Parameter } from "../../plan/workflow.ts";
import { MASK } from "./credentials.ts";
import { RUN_PARAMETER } from "./zadig-inputs/knobs.ts";
import type { Node } from "./zadig-inputs/node.ts";
import { isNode, nodesOf, textOf } from "./zadig-inputs/node.ts";
import type { Opened } from "./zadig-inputs/opened.ts";
import { open } from "./zadig-inputs/opened.ts";
import type { ZadigNames } from "./zadig-inputs/plain-inputs.ts";
import type { RunBodyOrProblem } from "./zadig-inputs/run-body.ts";
import { makeRunBody } from "./zadig-inputs/run-body.ts";
import type { Job } from "./zadig-inputs/targets.ts";

type Given = Readonly<Record<string, ParameterValue>>;

/** The parameters of a definition, in the order of the workflow. */
export function parametersOf(definition: Json): readonly Parameter[] {
  return open(definition, {}).knobs.map(({ parameter }) => parameter);
}

/** The definition with chosen values in their places, secrets among them, without the jobs that will not run. */
export function withInputs(definition: Json, given: Given): Json {
  const opened = open(definition, given);
  for (const job of opened.jobs) writeTargets(opened, job);
  const running = new Set(opened.jobs.filter((job) => opened.runs(job)).map(({ node }) => node));
  const stages = nodesOf(opened.workflow, "stages")
    .map((stage) => ({ ...stage, jobs: nodesOf(stage, "jobs").filter((job) => running.has(job)) }))
    .filter(({ jobs }) => jobs.length > 0);
  return jsonOf({ ...opened.workflow, stages });
}

/** The body of the request that runs a definition with what is given, or why OpenAPI can't run it. `key` names the run. */
export function runBodyOf(definition: Json, given: Given, names: ZadigNames, key: string): RunBodyOrProblem {
  const opened = open(definition, given);
  const made = makeRunBody(opened, names);
  if ("refused" in made || !holdsKey(opened)) return made;
  const carried = { name: RUN_PARAMETER, type: "string", value: key };
  return { body: { ...made.body, parameters: [...made.body.parameters, carried] } };
}

/** Whether a run of it builds images, so that the names of registries are needed. */
export function buildsImages(definition: Json, given: Given): boolean {
  const opened = open(definition, given);
  return opened.jobs.some((job) => job.type === "zadig-build" && opened.runs(job));
}

/** Whether this is the parameter that carries the key of a run, in workflows that declare it. */
export function isRunParameter(name: string): boolean {
  return name === RUN_PARAMETER;
}

/** The same without secrets: values of credentials are masked, and what opens a repository is left out. */
export function masked(value: unknown): Json {
  if (Array.isArray(value)) return value.map(masked);
  if (isNode(value))
    return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => maskedField(value, key, each)));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

const OF_REPOSITORIES = new Set(["oauth_token", "password", "ssh_key", "private_access_token", "username"]);
const OF_CREDENTIALS = new Set(["value", "default", "choice_value"]);

function maskedField(parent: Node, key: string, value: unknown): readonly (readonly [string, Json])[] {
  if (value === undefined || ("repo_name" in parent && OF_REPOSITORIES.has(key))) return [];
  const secret = parent.is_credential === true && OF_CREDENTIALS.has(key);
  if (!secret) return [[key, masked(value)]];
  if (Array.isArray(value)) return [[key, []]];
  return [[key, value === "" ? "" : MASK]];
}

/** Whether a run can carry its key in a parameter of its own. */
function holdsKey({ params }: Opened): boolean {
  return params.some(
    (param) => textOf(param, "name") === RUN_PARAMETER && /^(string|text)$/.test(textOf(param, "type")),
  );
}

function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (isNode(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, jsonOf(each)]));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function writeTargets(opened: Opened, job: Job): void {
  const selection = opened.selection(job);
  if (!selection) return;
  const taken = opened.taken(job);
  const chosen = new Set(taken.map(({ entry }) => entry));
  const own = nodesOf(job.spec, selection.list).filter((entry) => chosen.has(entry));
  // In the order in which the job has them; those that it follows another job for come after.
  const entries = [...new Set([...own, ...chosen])];
  if (job.type === "zadig-deploy") {
    const parts = new Set(taken.map(({ part }) => part));
    for (const entry of entries) entry.modules = nodesOf(entry, "modules").filter((part) => parts.has(part));
  }
  job.spec[selection.list] = entries;
}
