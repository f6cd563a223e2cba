/**
 * Plans and logs as the API shows them. The instance code stays inside: it is what a gate's answer must carry.
 * So do secrets.
 */
import type { LogEntry } from "../../flow/plan-shelf.ts";
import type { Item } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { shownEvent, shownPlan } from "../../plan/shown.ts";
import type { LogPageAnswer, PlanAnswer, PlanPageAnswer } from "./plan-schema.ts";

export function planAnswer(whole: Plan, version: number): PlanAnswer {
  const plan = shownPlan(whole);
  const { index, id, key, status, digest, manager, content, round, checks, ended } = plan;
  const { createdBy, createdAt, editedBy, editedAt, changedAt } = plan;
  return {
    ...{ index, id, key, status, version, digest, manager },
    ...content,
    items: content.items.map((item, place) => itemAnswer(item, place, plan)),
    round,
    checks: Object.values(checks),
    ...{ createdBy, createdAt, editedBy, editedAt, changedAt, ended },
  };
}

function itemAnswer(item: Item, place: number, { index, items, claims }: Plan): PlanAnswer["items"][number] {
  const progress = items[item.id] ?? { state: "todo" };
  return { number: `${index}.${place + 1}`, ...item, ...progress, claim: claims?.[item.id] };
}

export function planLine({ index, id, key, content, ...plan }: Plan): PlanPageAnswer["plans"][number] {
  const { name, window, tags } = content;
  const { status, manager, createdAt, changedAt } = plan;
  return { index, id, key, name, status, manager, window, tags, createdAt, changedAt };
}

/** `plan` is the one whose log it is. */
export function entryAnswer({ seq, at, event }: LogEntry, plan: Plan): LogPageAnswer["entries"][number] {
  const { at: _at, by, ...rest } = shownEvent(event, plan);
  if (!("instanceCode" in rest)) return { seq, at, by, event: { ...rest } };
  const { instanceCode: _code, ...told } = rest;
  return { seq, at, by, event: { ...told } };
}
