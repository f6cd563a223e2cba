/**
 * Looking through a workflow's tasks for the one that a key started.
 *
 * A task tells by its remark, or by the parameter GONOGO_RUN where its workflow declares one. A task of our own user that
 * tells nothing may be a start whose answer was lost before its remark could be written: a candidate.
 */

import PQueue from "p-queue";
import { jsonOf } from "../../src/flow/service-failure.ts";
import { isRunParameter } from "../../src/hooks/wire/zadig-inputs.ts";
import type { PastTask, Task } from "./answers.ts";
import { historySchema } from "./answers.ts";
import type { Attempt, Memory, Sent } from "./attempts.ts";
import type { ZadigClient } from "./client.ts";
import { attemptOf, keysOf } from "./marks.ts";
import type { RunRef, WorkflowName } from "./names.ts";
import { workflowNamed } from "./names.ts";
import { readTask } from "./tasks.ts";

const PAGE = 50;
const REQUESTS_AT_ONCE = 4;

export interface SearchNeeds {
  readonly client: ZadigClient;
  /** How tasks name the user of our token; undefined when the token does not tell. */
  readonly me: string | undefined;
  /** The keys of tasks that this process started, by workflow and number. */
  readonly claims: Memory<string>;
  /** The keys that remarks of older tasks tell, by workflow and number. */
  readonly told: Memory<readonly string[]>;
}

export interface Bounds {
  /** Tasks created before it (seconds) aren't looked at. */
  readonly since: number;
  readonly most: number;
}

export interface Searched {
  readonly exact?: RunRef | undefined;
  readonly candidates: readonly Task[];
  /** False when there are more tasks within the bounds than were looked at. */
  readonly complete: boolean;
  /** The number of the newest task; 0 when there is none. */
  readonly newest: number;
}

type Unsure = Extract<Attempt, { readonly attempt: "unsure" }>;

/** Looks for the task of a key. `unsure` is what this process knows of a start that may have happened. */
export async function search(
  needs: SearchNeeds,
  name: WorkflowName,
  key: string,
  bounds: Bounds,
  unsure?: Unsure,
): Promise<Searched> {
  const { tasks, complete } = await readHistory(needs.client, name, bounds);
  const newest = Math.max(0, ...tasks.map(({ task_id: task }) => task));
  const ours = tasks.filter(
    ({ task_creator: creator, task_id: task }) =>
      (needs.me === undefined || creator === needs.me) && task > (unsure?.before ?? 0),
  );
  const queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
  const looks = await queue.addAll(
    ours.map(
      ({ task_id }) =>
        async () =>
          await look(needs, name, task_id, key),
    ),
  );
  const exact = looks.find((each) => each.exact)?.exact;
  const candidates = looks
    .flatMap(({ candidate }) => candidate ?? [])
    .filter((task) => !contradicts(task, unsure?.parameters ?? []));
  return { exact, candidates, complete, newest };
}

/** The name that tasks carry: Zadig takes it from the token itself, which is a JWT. */
export function creatorOf(token: string): string | undefined {
  const payload: unknown = jsonOf(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  if (typeof payload !== "object" || payload === null || !("name" in payload)) return undefined;
  return typeof payload.name === "string" && payload.name !== "" ? payload.name : undefined;
}

async function readHistory(
  client: ZadigClient,
  { project, key }: WorkflowName,
  { since, most }: Bounds,
): Promise<{ readonly tasks: readonly PastTask[]; readonly complete: boolean }> {
  const tasks = new Map<number, PastTask>();
  for (let page = 1; tasks.size < most; page++) {
    const query = { projectKey: project, pageNum: page, pageSize: PAGE };
    const answer = await client.get(`openapi/workflows/custom/${key}/tasks`, query, historySchema);
    if (!answer) return { tasks: [...tasks.values()], complete: false };
    const found = answer.workflow_tasks;
    for (const task of found) if (task.create_time >= since) tasks.set(task.task_id, task);
    const older = found.some((task) => task.create_time < since);
    if (older || found.length < PAGE) return { tasks: [...tasks.values()], complete: true };
  }
  return { tasks: [...tasks.values()], complete: false };
}

interface Look {
  readonly exact?: RunRef | undefined;
  readonly candidate?: Task | undefined;
}

async function look(needs: SearchNeeds, name: WorkflowName, number: number, key: string): Promise<Look> {
  const place = `${workflowNamed(name)}/${number}`;
  const known = needs.told.get(place);
  if (known && !known.includes(key)) return {};
  const task = await readTask(needs.client, { ...name, task: number });
  if (!task) return {};
  const attempt = attemptOf(task, key) ?? (needs.claims.get(place) === key || carries(task, key) ? 1 : undefined);
  if (attempt !== undefined) return { exact: { ...name, task: number, attempt } };
  const keys = keysOf(task.remark);
  if (keys.length > 0) needs.told.note(place, keys);
  const tells = keys.length > 0 || needs.claims.has(place) || task.params.some((param) => isRunParameter(param.name));
  return tells ? {} : { candidate: task };
}

function carries(task: Task, key: string): boolean {
  return task.params.some((param) => isRunParameter(param.name) && param.value === key);
}

/** Whether a task was started with other parameters than these. */
function contradicts({ params }: Task, parameters: Sent): boolean {
  return parameters.some(({ name, type, value }) => {
    const there = params.find((param) => param.name === name);
    return type !== "repo" && there !== undefined && there.value !== value;
  });
}
