/**
 * What a notice is about, who hears it, and which of Zadig's waits an answer is for.
 */
import type { ZadigEvent, ZadigNotice, ZadigPlanNotice, ZadigSubscription } from "../../chat/zadig-notice.ts";
import { ZADIG_EVENTS } from "../../chat/zadig-notice.ts";
import { sha256 } from "../../flow/gather-context.ts";
import { canonicalJson } from "../../plan/digest.ts";
import type { SubscriptionRow } from "../../store/subscriptions.ts";

/** One card per chat is about one subject. */
export function subjectOf(notice: ZadigNotice): string {
  if (notice.kind === "plan") return `plan:${notice.id}`;
  const { project, workflow, task } = notice;
  return `task:${project}/${workflow}/${task}`;
}

/** Two hooks that say the same are one. */
export function noticeDigest(notice: ZadigNotice): string {
  return sha256(canonicalJson(notice));
}

/** Names one wait of one plan: the event, the edit, and the how manyth of the plan's waits it is. */
export function gateOf({ id, waitsFor, code }: ZadigPlanNotice, opening: number): string | undefined {
  if (waitsFor === undefined || code === undefined) return undefined;
  return sha256(canonicalJson([id, waitsFor, code, opening])).slice(0, 16);
}

/** A subscription as its row says it. */
export function subscriptionOf({ project, words, events }: SubscriptionRow): ZadigSubscription {
  const kept: unknown = JSON.parse(events);
  const heard = Array.isArray(kept) ? ZADIG_EVENTS.filter((event) => kept.includes(event)) : ZADIG_EVENTS;
  return { project: project ?? undefined, plan: words ?? undefined, events: heard };
}

/** Whether a chat with this subscription hears of it. */
export function hears({ project, plan, events }: ZadigSubscription, notice: ZadigNotice): boolean {
  return hearsEvent(events, notice) && isOfProject(project, notice) && isNamed(plan, notice);
}

/** A plan's hook whose event nobody can tell is for everybody who hears of plans. */
function hearsEvent(events: readonly ZadigEvent[], notice: ZadigNotice): boolean {
  if (notice.kind === "task") return events.includes("workflow");
  return notice.event === undefined ? events.some((event) => event !== "workflow") : events.includes(notice.event);
}

function isOfProject(project: string | undefined, notice: ZadigNotice): boolean {
  if (project === undefined) return true;
  const projects = notice.kind === "plan" ? notice.projects : [notice.project, notice.projectName];
  return projects.some((each) => sameWord(each) === sameWord(project));
}

function isNamed(words: string | undefined, notice: ZadigNotice): boolean {
  if (words === undefined) return true;
  const name = notice.kind === "plan" ? notice.name : (notice.plan?.name ?? "");
  return sameWord(words)
    .split(/\s+/u)
    .every((word) => sameWord(name).includes(word));
}

function sameWord(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
