/**
 * What DingTalk says of an approval, as the votes that were given: who decided, in which level, and in whose place.
 *
 * https://open.dingtalk.com/document/development/obtains-the-details-of-a-single-approval-instance-pop
 */
import { z } from "zod";
import type { DeskState, DeskVote } from "../../src/flow/approval-desk.ts";
import type { Client } from "./client.ts";
import { FIELDS } from "./desk-form.ts";
import { DingtalkError } from "./failure.ts";

const text = z.string().nullish().catch(undefined);
/** Minutes in UTC, as `2022-08-31T11:52Z`. */
const moment = z
  .string()
  .nullish()
  .transform((told) => (told ? Date.parse(told) : Number.NaN))
  .transform((at) => (Number.isNaN(at) ? undefined : at))
  .catch(undefined);
const taskSchema = z.looseObject({
  // Eleven digits today: an opaque name.
  taskId: z.union([z.number(), z.string()]).transform(String),
  userId: z.string(),
  status: text,
  result: text,
  activityId: text,
  createTime: moment,
  finishTime: moment,
});
const recordSchema = z.looseObject({
  userId: text,
  type: text,
  result: text,
  remark: text,
  activityId: text,
  date: moment,
});
const instanceSchema = z.object({
  result: z.looseObject({
    status: z.string(),
    result: text,
    tasks: z.array(taskSchema).nullish(),
    operationRecords: z.array(recordSchema).nullish(),
    formComponentValues: z.array(z.looseObject({ name: text, value: text })).nullish(),
  }),
});
type Task = z.output<typeof taskSchema>;
type Entry = z.output<typeof recordSchema>;

export interface ReadInstance {
  readonly state: DeskState;
  /** The round that it was opened for. */
  readonly key: string | undefined;
}

/** Reads an instance; one that is gone was deleted. `levels` are the approvers of each level, as they were asked. */
export async function stateOf(
  client: Client,
  instance: string,
  levels: readonly (readonly string[])[],
): Promise<ReadInstance> {
  const path = "/v1.0/workflow/processInstances";
  const read = await client
    .call({ method: "GET", path, query: { processInstanceId: instance } }, instanceSchema)
    .catch((error: unknown) => {
      if (error instanceof DingtalkError && error.trouble === "missing") return undefined;
      throw error;
    });
  const link = `https://aflow.dingtalk.com/dingtalk/pc/query/pchomepage.htm#/plugin/approval?procInstId=${encodeURIComponent(instance)}`;
  if (!read) return { state: { outcome: "withdrawn", level: 0, votes: [], link }, key: undefined };
  const { status, result, tasks, operationRecords, formComponentValues } = read.result;
  const placed = placeTasks(tasks ?? [], operationRecords ?? [], levels);
  const votes = votesOf(placed, operationRecords ?? []);
  const running = placed.filter(({ task }) => task.status === "RUNNING" || task.status === "NEW");
  const level = running[0]?.level ?? Math.max(0, levels.length - 1, ...placed.map((each) => each.level));
  const key = formComponentValues?.find(({ name }) => name === FIELDS.key)?.value ?? undefined;
  return { state: { outcome: outcomeOf(status, result ?? ""), level, votes, link }, key };
}

function outcomeOf(status: string, result: string): DeskState["outcome"] {
  if (status === "COMPLETED") return result === "agree" ? "approved" : "rejected";
  return status === "TERMINATED" || status === "CANCELED" ? "withdrawn" : "open";
}

interface Placed {
  readonly task: Task;
  readonly level: number;
  /** The approver whose turn it was, where this is somebody else. */
  readonly owner: string;
}

/**
 * Gives each task its level. Nodes follow one another, one for each level; a node in which nobody of the next level is
 * asked was added to the level before.
 */
function placeTasks(
  tasks: readonly Task[],
  entries: readonly Entry[],
  levels: readonly (readonly string[])[],
): readonly Placed[] {
  const nodes = Map.groupBy(tasks, ({ activityId, taskId }) => activityId ?? taskId);
  const adders = entries
    .filter(({ type }) => type?.startsWith("APPEND_TASK") === true)
    .map(({ userId }) => userId ?? "");
  const placed: Placed[] = [];
  let level = -1;
  for (const node of nodes.values()) {
    const next = levels[level + 1] ?? [];
    const added = level >= 0 && !node.some(({ userId }) => next.includes(userId));
    if (!added) level++;
    const adder = added ? adders.shift() : undefined;
    const asked = added ? [] : (levels[level] ?? []);
    placed.push(...node.map((task) => ({ task, level, owner: adder ?? ownerOf(task, node, asked) })));
  }
  return placed;
}

/** Whose turn it was: each transfer makes one more task in its node, in the order of the transfers. */
function ownerOf(task: Task, node: readonly Task[], asked: readonly string[]): string {
  const first = new Set(asked.map((userId) => node.find((each) => each.userId === userId)));
  const heirs = node.filter((each) => !first.has(each));
  const givers = node.filter(({ result }) => result === "REDIRECTED");
  const own = first.has(task) ? -1 : heirs.indexOf(task);
  const giver = own < 0 ? undefined : givers[own];
  if (!giver || giver === task) return task.userId;
  const before = heirs.indexOf(giver);
  return before < own ? ownerOf(giver, node, asked) : task.userId;
}

function votesOf(placed: readonly Placed[], entries: readonly Entry[]): readonly DeskVote[] {
  const unused = entries.filter(({ type }) => type?.startsWith("EXECUTE_TASK") === true);
  return placed.flatMap(({ task, level, owner }): readonly DeskVote[] => {
    if (task.result !== "AGREE" && task.result !== "REFUSE") return [];
    const entry = unused.find(
      ({ userId, activityId, result }) =>
        userId === task.userId && result === task.result && (!activityId || activityId === task.activityId),
    );
    if (entry) unused.splice(unused.indexOf(entry), 1);
    return [
      {
        level,
        account: task.userId,
        verdict: task.result === "AGREE" ? "approve" : "reject",
        at: task.finishTime ?? entry?.date ?? 0,
        ...(entry?.remark && { comment: entry.remark }),
        ...(owner !== task.userId && { for: owner }),
      },
    ];
  });
}
