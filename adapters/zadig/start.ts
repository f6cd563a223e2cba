/**
 * Starting a workflow at most once for a key, or repeating a failed task of it.
 */
import type { Json, RunRequest } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import { buildsImages, runBodyOf } from "../../src/hooks/wire/zadig-inputs.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import { registriesSchema, startedSchema } from "./answers.ts";
import type { ZadigClient } from "./client.ts";
import { doneSchema } from "./client.ts";
import type { FindNeeds } from "./find.ts";
import { decide, RETRYABLE, repeatedBy } from "./find.ts";
import { attemptOf, isOver, keysOf, withKey, withLaterKey } from "./marks.ts";
import type { WorkflowName } from "./names.ts";
import { parseWorkflow, refOf, workflowNamed } from "./names.ts";
import { search } from "./search.ts";
import { readTask, TASK_PATH, writeRemark } from "./tasks.ts";

/** How far back a start looks for a run of its key; gonogo has asked `find` where one is likely. */
const LOOK_BACK_SECONDS = 24 * 3_600;
const MOST_TASKS = 100;

/** Starts it unless this key has a run; answers with the run's ref. Throws an EngineError. */
export async function startRun(needs: FindNeeds, run: RunRequest): Promise<string> {
  const { attempts } = needs;
  const before = attempts.get(run.key);
  if (before?.attempt === "started") return before.ref;
  try {
    const ref = (await repeat(needs, run)) ?? (await startAnew(needs, run));
    attempts.note(run.key, { attempt: "started", ref });
    return ref;
  } catch (error) {
    const sure = error instanceof EngineError && error.sure;
    if (before?.attempt === "unsure") attempts.note(run.key, before);
    else if (sure) attempts.note(run.key, { attempt: "refused" });
    throw error;
  }
}

async function startAnew(needs: FindNeeds, run: RunRequest): Promise<string> {
  const { client, attempts, claims, section, now } = needs;
  const { name, definition } = await acceptable(needs, run);
  const registries = buildsImages(definition, run.with) ? await readRegistries(client) : {};
  const body = bodyFor(definition, run, { registries, codehosts: section.codehosts });
  const since = Math.floor(now() / 1_000) - LOOK_BACK_SECONDS;
  const before = attempts.get(run.key);
  const unsure = before?.attempt === "unsure" ? before : undefined;
  const searched = await search(needs, name, run.key, { since, most: MOST_TASKS }, unsure);
  if (searched.exact) return refOf(searched.exact);
  if (unsure) {
    const found = await decide(needs, name, run.key, { ...searched, complete: true }, true);
    if (found.found === "run") return found.ref;
    if (found.found === "unknown") throw new EngineError(found.why, { sure: false, again: false });
  } else {
    attempts.note(run.key, { attempt: "unsure", before: searched.newest, parameters: body.parameters });
  }
  const remark = withKey("", run.key);
  // Newer releases of Zadig take a remark with the run; older ones read past it.
  const request = { project_key: name.project, workflow_key: name.key, ...body, remark };
  const { task_id: task } = await client.act("POST", TASK_PATH, {}, request, startedSchema);
  claims.note(`${workflowNamed(name)}/${task}`, run.key);
  await mark(client, { ...name, task }, remark);
  return refOf({ ...name, task, attempt: 1 });
}

/** Writes whose a task is. It runs all the same when that fails: then the next look at it tries again. */
export async function mark(
  client: ZadigClient,
  task: WorkflowName & { readonly task: number },
  remark: string,
): Promise<void> {
  try {
    await writeRemark(client, task, remark);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** Repeats the failed task that the run names; undefined when it has to be started anew. */
async function repeat(needs: FindNeeds, run: RunRequest): Promise<string | undefined> {
  const name = parseWorkflow(run.workflow);
  const repeated = name && run.again !== undefined ? repeatedBy(name, run.again) : undefined;
  if (!(name && repeated)) return undefined;
  await acceptable(needs, run);
  const { client, attempts } = needs;
  const task = await readTask(client, repeated);
  if (!task) return undefined;
  const began = attemptOf(task, run.key);
  if (began !== undefined) return refOf({ ...repeated, attempt: began });
  if (!isOver(task.status)) {
    throw notStarted(`the task ${task.task_id} was started again by somebody else, and goes on`);
  }
  if (!RETRYABLE.has(task.status)) return undefined;
  const marked = keysOf(task.remark).includes(run.key);
  const remark = marked ? task.remark : withLaterKey(task.remark, run.key, task.end_time);
  if (!marked) await writeRemark(client, repeated, remark);
  attempts.note(run.key, { attempt: "unsure" });
  const path = `openapi/workflows/custom/${name.key}/task/${task.task_id}`;
  await client.act("POST", path, { projectKey: name.project }, undefined, doneSchema);
  return refOf({ ...repeated, attempt: keysOf(remark).indexOf(run.key) + 1 });
}

/** The workflow as it is now, which takes what the run gives. */
async function acceptable(
  { catalogue }: FindNeeds,
  run: RunRequest,
): Promise<{ readonly name: WorkflowName; readonly definition: Json }> {
  const name = parseWorkflow(run.workflow);
  const workflow = name && (await catalogue.describe(run.workflow));
  if (!(name && workflow)) throw notStarted(`Zadig has no workflow ${run.workflow} that plans may run`);
  const problem = parameterProblem(workflow, run.with);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`);
  return { name, definition: workflow.definition };
}

type Made = ReturnType<typeof runBodyOf>;
type RunProblem = Extract<Made, { readonly refused: unknown }>["refused"];

function bodyFor(definition: Json, run: RunRequest, names: Parameters<typeof runBodyOf>[2]) {
  const made = runBodyOf(definition, run.with, names, run.key);
  if ("refused" in made) throw notStarted(reasonOf(made.refused));
  return made.body;
}

/** Registries by id, and the default one under "", as jobs that name none mean it. */
async function readRegistries(client: ZadigClient): Promise<Readonly<Record<string, string>>> {
  const all = (await client.get("openapi/system/registry", {}, registriesSchema)) ?? [];
  const named = all.map(({ registry_id: id, address, namespace }) => [id, `${address}/${namespace}`] as const);
  const preset = all.find((registry) => registry.is_default === true);
  return Object.fromEntries(preset ? [...named, ["", `${preset.address}/${preset.namespace}`] as const] : named);
}

function reasonOf(problem: RunProblem): string {
  switch (problem.problem) {
    case "job-type":
      return `the job ${problem.job} is of the type ${problem.type}, which Zadig's OpenAPI can't run`;
    case "registry":
      return `Zadig does not tell the registry ${problem.id || "(default)"} that the job ${problem.job} pushes to`;
    case "codehost":
      return `the code host ${problem.id} of ${problem.where} has no name: give it under engines.zadig.codehosts`;
    case "leader-off":
      return `the job ${problem.job} takes its services from the job ${problem.leader}, which would not run`;
    case "missing":
      return `parameter ${problem.parameter}: missing`;
    case "nothing-runs":
      return "none of its jobs would run";
  }
}

function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}
