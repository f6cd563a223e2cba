/**
 * What came of a command, as a response.
 */

import type { Reader } from "../../chat/texts/reader.ts";
import type { Outcome } from "../../flow/outcome.ts";
import { planOf } from "../../flow/plan-row.ts";
import { loadPlan } from "../../store/plans.ts";
import type { Answer } from "./idempotency.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import type { OutcomeAnswer } from "./plan-schema.ts";
import { refusalProblem } from "./refusal-problem.ts";

export async function outcomeResponse(answer: Answer, c: ApiContext, needs: ApiNeeds): Promise<Response> {
  if (answer instanceof Response) return answer;
  if (!answer.taken) return refusalProblem(answer.refusal, readerOf(c, needs), await planAbout(answer, c, needs));
  const { plan, version, events } = answer;
  const body: OutcomeAnswer = { plan: { id: plan.id, index: plan.index }, version, events };
  const headers = { etag: etagOf(version) };
  if (!events.includes("created")) return c.json(body, 200, headers);
  return c.json(body, 201, { ...headers, location: `${c.req.path}/${plan.index}` });
}

/** Items are called by their names to those who may read the plan. */
async function planAbout({ plan }: Outcome, c: ApiContext, { store }: ApiNeeds) {
  if (!plan || !c.get("asker").token.may.includes("read")) return undefined;
  const row = await loadPlan(store.read, plan.id);
  return row && planOf(row);
}

export function readerOf(c: ApiContext, { settings, directory, now }: ApiNeeds): Reader {
  return {
    lang: c.get("asker").lang,
    zone: settings.zone,
    now: now(),
    name: directory.nameOf,
    custom: settings.custom,
  };
}

/** A plan's version as its entity tag. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Whether a list of entity tags, as `If-Match` and `If-None-Match` have it, names this one. */
export function namesTag(header: string, etag: string): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(etag);
}
