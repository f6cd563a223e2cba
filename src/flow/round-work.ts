/**
 * Asking for consent at a platform's own approval, following it, and taking it back. Events of the platform only hasten the
 * next look: what counts is always what the desk says when it is read.
 */
import type { DeskReport, DeskVote } from "../plan/command.ts";
import { LIMITS } from "../plan/content.ts";
import type { Plan, Round } from "../plan/plan.ts";
import { isFinal } from "../plan/transitions.ts";
import type { ApprovalDesk, DeskState } from "./approval-desk.ts";
import { DeskError } from "./approval-desk.ts";
import type { PlanCommand } from "./envelope.ts";
import type { RoundRequest } from "./round-request.ts";
import { roundKey } from "./round-request.ts";
import { SendError } from "./send-error.ts";

/** Attempts at asking or taking back before a person is told. */
export const ROUND_ATTEMPTS = 6;
/** How soon a round is read again (ms), where no event of the platform says so before. */
const READ_PAUSE = { young: 10_000, old: 60_000, youngFor: 30 * 60_000, approved: 10 * 60_000 } as const;

interface RoundJob {
  readonly plan: string;
  readonly desk: string;
  readonly round: number;
}
export type OpenRoundJob = RoundJob;
export interface ReadRoundJob extends RoundJob {
  readonly ref: string;
  readonly since: number;
}
export interface WithdrawRoundJob extends RoundJob {
  readonly ref?: string | undefined;
  /** In whose name it was asked. */
  readonly manager: string;
}

export interface RoundWorkNeeds {
  readonly desks: Readonly<Record<string, ApprovalDesk>>;
  readonly load: (plan: string) => Promise<Plan | undefined>;
  /** The round as the desk is to ask it. */
  readonly request: (plan: Plan, round: Round) => RoundRequest;
  /** Whose account of the desk's platform it is; undefined for a stranger. */
  readonly personOf: (platform: string, account: string) => Promise<string | undefined>;
  readonly accountOf: (platform: string, person: string) => string | undefined;
  /** Sends what the desk reports through the door. Without a key a repeat is harmless by itself. */
  readonly report: (plan: string, command: PlanCommand, key?: string) => Promise<void>;
  readonly now: () => number;
}

export interface RoundWork {
  open(job: OpenRoundJob, attempt: number): Promise<void>;
  /** Answers when to read again (ms from now), or undefined when nobody waits for it any more. */
  read(job: ReadRoundJob): Promise<number | undefined>;
  withdraw(job: WithdrawRoundJob, attempt: number): Promise<void>;
}

export function createRoundWork(needs: RoundWorkNeeds): RoundWork {
  return {
    open: (job, attempt) => open(needs, job, attempt),
    read: (job) => read(needs, job),
    withdraw: (job, attempt) => withdraw(needs, job, attempt),
  };
}

async function open(needs: RoundWorkNeeds, job: OpenRoundJob, attempt: number): Promise<void> {
  const plan = await needs.load(job.plan);
  const round = plan && awaited(plan, job);
  if (!plan || !round || round.desk?.ref !== undefined) return;
  const failed = (reason: string) =>
    needs.report(job.plan, { type: "desk-failed", round: job.round, reason: bounded(reason) });
  const desk = needs.desks[job.desk];
  if (!desk) return failed(`${job.desk} is not configured`);
  const request = needs.request(plan, round);
  if (!request.ok) return failed(request.problem);
  try {
    const found = attempt > 1 ? await desk.find(request.round.key) : ({ found: "none" } as const);
    if (found.found === "unknown") return await failed(found.why);
    const ref = found.found === "round" ? found.ref : await desk.open(request.round);
    await needs.report(
      job.plan,
      { type: "desk-opened", round: job.round, ref },
      `desk-opened:${request.round.key}:${ref}`,
    );
  } catch (error) {
    if (attempt < ROUND_ATTEMPTS) againIfPossible(error);
    await failed(textOf(error));
  }
}

/** Throws what is worth another attempt. */
function againIfPossible(error: unknown): void {
  if (!(error instanceof DeskError)) throw error;
  if (error.again) throw new SendError(error.message, { again: true, retryAfter: error.retryAfter, cause: error });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The round that the plan waits for, if it is this one. */
function awaited({ status, round }: Plan, { round: number, desk }: RoundJob): Round | undefined {
  return status === "wait_for_approval" && round?.number === number && round.desk?.name === desk ? round : undefined;
}

async function read(needs: RoundWorkNeeds, job: ReadRoundJob): Promise<number | undefined> {
  const plan = await needs.load(job.plan);
  if (!plan || isFinal(plan) || plan.round?.number !== job.round || plan.round.outcome === "denied") return undefined;
  const desk = needs.desks[job.desk];
  if (!desk) return READ_PAUSE.old;
  const state = await desk.read(job.ref);
  const report = await reportOf(state, job.desk, needs);
  await needs.report(job.plan, { type: "desk-reported", round: job.round, report });
  // What was approved may still be taken back.
  if (state.outcome === "approved") return READ_PAUSE.approved;
  if (state.outcome !== "open") return undefined;
  return needs.now() - job.since < READ_PAUSE.youngFor ? READ_PAUSE.young : READ_PAUSE.old;
}

async function reportOf(state: DeskState, platform: string, { personOf }: RoundWorkNeeds): Promise<DeskReport> {
  const votes: DeskVote[] = [];
  const inOrder = state.votes.toSorted((one, other) => one.level - other.level || one.at - other.at);
  for (const { account, for: turn, comment, ...vote } of inOrder) {
    const by = await personOf(platform, account);
    const instead = turn === undefined || turn === account ? undefined : await personOf(platform, turn);
    votes.push({ ...vote, by, for: instead, comment: comment === undefined ? undefined : bounded(comment) });
  }
  return { outcome: state.outcome, level: state.level, votes, link: linkOf(state) };
}

function linkOf({ link }: DeskState): string | undefined {
  return link !== undefined && link.length <= LIMITS.reason && /^https?:\/\//.test(link) ? link : undefined;
}

async function withdraw(needs: RoundWorkNeeds, job: WithdrawRoundJob, attempt: number): Promise<void> {
  const desk = needs.desks[job.desk];
  const key = roundKey(job.plan, job.round);
  try {
    if (!desk) throw new DeskError(`${job.desk} is not configured`, { sure: true, again: false });
    const found = job.ref === undefined ? await desk.find(key) : ({ found: "round", ref: job.ref } as const);
    if (found.found === "none") return;
    if (found.found === "unknown") throw new DeskError(found.why, { sure: false, again: false });
    const originator = needs.accountOf(job.desk, job.manager);
    if (originator === undefined) throw new DeskError("its originator has no account", { sure: true, again: false });
    await desk.withdraw(found.ref, originator);
  } catch (error) {
    if (attempt < ROUND_ATTEMPTS) againIfPossible(error);
    const { desk: name, round } = job;
    const failed = { type: "desk-not-withdrawn", desk: name, round, reason: bounded(textOf(error)) } as const;
    await needs.report(job.plan, failed, `desk-not-withdrawn:${key}`);
  }
}

/** Without characters that cannot be seen, and no longer than a plan keeps. */
function bounded(text: string): string {
  return text.replaceAll(/(?!\n|\t)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, "").slice(0, LIMITS.reason);
}
