/**
 * An instance of 审批 as the core understands it: who decided what on which level, in whose place, and how it stands. What a
 * roll back undid counts no more.
 */
import { z } from "zod";
import type { DeskState, DeskVote } from "../../../src/flow/approval-desk.ts";
import type { ApprovalNode } from "./definition.ts";

const time = z.coerce.number().catch(0);
const taskSchema = z.object({
  id: z.string(),
  open_id: z.string().default(""),
  status: z.string(),
  node_id: z.string().default(""),
  custom_node_id: z.string().default(""),
  start_time: time,
});
const entrySchema = z.object({
  type: z.string(),
  create_time: time,
  open_id: z.string().default(""),
  open_id_list: z.array(z.string()).default([]),
  task_id: z.string().default(""),
  node_key: z.string().default(""),
  comment: z.string().optional(),
  ext: z.string().default(""),
});
export const instanceSchema = z.object({
  instance_code: z.string().default(""),
  approval_code: z.string(),
  status: z.string(),
  reverted: z.boolean().default(false),
  task_list: z.array(taskSchema).default([]),
  timeline: z.array(entrySchema).default([]),
});
export type Instance = z.output<typeof instanceSchema>;
type Task = Instance["task_list"][number];
type Entry = Instance["timeline"][number];

const extSchema = z.object({ open_id_list: z.array(z.string()).default([]) });
const HANDED_ON = ["TRANSFER", "ADD_APPROVER_BEFORE", "ADD_APPROVER", "ADD_APPROVER_AFTER"];
const ROLLED_BACK = ["ROLLBACK", "ROLLBACK_SELECTED"];
const REPEATED = "REMOVE_REPEAT";
const DECIDED = ["PASS", "REJECT", REPEATED];

export function deskStateOf(instance: Instance, nodes: readonly ApprovalNode[]): Omit<DeskState, "link"> {
  const votes = votesIn(instance, nodes);
  const pending = instance.task_list
    .filter(({ status }) => status === "PENDING")
    .flatMap((task) => levelOf(nodes, task.node_id, task.custom_node_id) ?? []);
  const level = pending.length > 0 ? Math.min(...pending) : Math.max(0, ...votes.map((vote) => vote.level));
  return { outcome: outcomeOf(instance), level, votes };
}

/** A status that is not known is no consent. */
function outcomeOf({ status, reverted }: Instance): DeskState["outcome"] {
  if (reverted) return "reverted";
  switch (status) {
    case "PENDING":
    case "OVERTIME_RECOVER":
      return "open";
    case "APPROVED":
      return "approved";
    case "REJECTED":
      return "rejected";
    case "CANCELED":
    case "DELETED":
      return "withdrawn";
    case "REVERTED":
      return "reverted";
    default:
      return "expired";
  }
}

function votesIn(instance: Instance, nodes: readonly ApprovalNode[]): readonly DeskVote[] {
  const tasks = new Map(instance.task_list.map((task) => [task.id, task]));
  /** By level and account, in whose place they decide. */
  const insteadOf = new Map<string, string>();
  return instance.timeline.reduce<readonly DeskVote[]>((votes, entry) => {
    const task = tasks.get(entry.task_id);
    if (ROLLED_BACK.includes(entry.type)) {
      const reopened = reopenedLevel(instance, entry, nodes);
      return votes.filter((vote) => vote.level < reopened);
    }
    const level = levelOf(nodes, task?.node_id ?? "", task?.custom_node_id ?? "", entry.node_key);
    if (level === undefined) return votes;
    if (HANDED_ON.includes(entry.type)) handOn(insteadOf, entry, level, instance, nodes);
    const vote = DECIDED.includes(entry.type) ? voteOf(entry, task, level, insteadOf) : undefined;
    return vote && (entry.type !== REPEATED || hasApproved(votes, vote)) ? votes.concat(vote) : votes;
  }, []);
}

/** Feishu asks nobody twice: what they said on an earlier level is what they say on the later one. */
function hasApproved(votes: readonly DeskVote[], { account }: DeskVote): boolean {
  return votes.some((vote) => vote.account === account && vote.verdict === "approve");
}

function voteOf(entry: Entry, task: Task | undefined, level: number, insteadOf: ReadonlyMap<string, string>) {
  const account = entry.open_id || (task?.open_id ?? "");
  // Passed by Feishu itself, which is nobody's word.
  if (account === "") return undefined;
  const seat = insteadOf.get(`${level}:${account}`);
  const comment = entry.comment?.trim();
  const vote: DeskVote = {
    level,
    account,
    verdict: entry.type === "REJECT" ? "reject" : "approve",
    at: entry.create_time,
    ...(comment && { comment }),
    ...(seat !== undefined && { for: seat }),
  };
  return vote;
}

/** Whoever was asked before has a place of their own, and needs nobody else's. */
function handOn(
  insteadOf: Map<string, string>,
  entry: Entry,
  level: number,
  instance: Instance,
  nodes: readonly ApprovalNode[],
): void {
  const giver = insteadOf.get(`${level}:${entry.open_id}`) ?? entry.open_id;
  for (const other of othersOf(entry)) {
    const own = instance.task_list.some(
      (task) =>
        task.open_id === other &&
        task.start_time < entry.create_time &&
        levelOf(nodes, task.node_id, task.custom_node_id) === level,
    );
    if (!own && other !== giver) insteadOf.set(`${level}:${other}`, giver);
  }
}

function othersOf({ open_id_list: list, ext }: Entry): readonly string[] {
  if (list.length > 0) return list;
  try {
    return extSchema.parse(JSON.parse(ext === "" ? "{}" : ext)).open_id_list;
  } catch {
    return [];
  }
}

/** The lowest level that is asked anew after a roll back; to the originator it is all of them. */
function reopenedLevel(instance: Instance, entry: Entry, nodes: readonly ApprovalNode[]): number {
  const anew = instance.task_list
    .filter((task) => task.start_time >= entry.create_time)
    .flatMap((task) => levelOf(nodes, task.node_id, task.custom_node_id) ?? []);
  return Math.min(...anew, ...(anew.length === 0 ? [0] : []));
}

function levelOf(nodes: readonly ApprovalNode[], ...names: readonly string[]): number | undefined {
  const given = names.filter((name) => name !== "");
  const place = nodes.findIndex(
    ({ id, customId }) => given.includes(id) || (customId !== undefined && given.includes(customId)),
  );
  return place === -1 ? undefined : place;
}
