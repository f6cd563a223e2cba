/**
 * Looking at plans: the list, one of them, its log, and the file it came from.
 */
import type { z } from "zod";
import { exportDraft } from "../../chat/plan-file/export.ts";
import { writePlanFile } from "../../chat/plan-file/write.ts";
import { planOf } from "../../flow/plan-row.ts";
import type { Plan } from "../../plan/plan.ts";
import { loadPlanByIndex } from "../../store/plans.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { listQuerySchema, logQuerySchema } from "./operations.ts";
import { etagOf, namesTag, readerOf } from "./outcome-response.ts";
import { entryAnswer, planAnswer, planLine } from "./plan-answer.ts";
import type { LogPageAnswer, PlanPageAnswer } from "./plan-schema.ts";
import { apiProblem } from "./problems.ts";
import { refusalProblem } from "./refusal-problem.ts";
import { schemaProblems } from "./schema-problems.ts";

/** A token that may read sees every plan, as an admin does. */
const EVERY_PLAN = { reader: "", all: true } as const;

export async function listPlans(c: ApiContext, { plans }: ApiNeeds): Promise<Response> {
  const query = queryOf(c, listQuerySchema);
  if (query instanceof Response) return query;
  const { scope, page } = query;
  const words = query.words.split(/\s+/u).filter((word) => word !== "");
  const found = await plans.list({ scope, words, page, ...EVERY_PLAN });
  const answer: PlanPageAnswer = { plans: found.plans.map(planLine), page, more: found.more, total: found.total };
  return c.json(answer);
}

export async function showPlan(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const etag = etagOf(found.version);
  if (namesTag(c.req.header("if-none-match") ?? "", etag)) return c.body(null, 304, { etag });
  return c.json(planAnswer(found.plan, found.version), 200, { etag });
}

export async function showLog(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const query = queryOf(c, logQuerySchema);
  if (query instanceof Response) return query;
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const { entries, more } = await needs.plans.log(found.plan.id, query.before);
  const answer: LogPageAnswer = { entries: entries.map((entry) => entryAnswer(entry, found.plan)), more };
  return c.json(answer);
}

export async function exportPlan(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const file = writePlanFile(exportDraft(found.plan, needs.settings.zone));
  return c.body(file, 200, { "content-type": "application/yaml; charset=utf-8", etag: etagOf(found.version) });
}

/** The plan of the address and how many entries its log has, or that there is none. */
export async function planNamed(
  c: ApiContext,
  needs: ApiNeeds,
): Promise<{ readonly plan: Plan; readonly version: number } | Response> {
  const index = c.req.param("index") ?? "";
  const row = /^[1-9]\d{0,8}$/.test(index) ? await loadPlanByIndex(needs.store.read, Number(index)) : undefined;
  if (!row) return refusalProblem({ code: "no-such-plan" }, readerOf(c, needs));
  return { plan: planOf(row), version: row.version };
}

/** The query as its schema reads it, or what is wrong with it. */
export function queryOf<S extends z.ZodType>(c: ApiContext, schema: S): z.output<S> | Response {
  const parsed = schema.safeParse(c.req.query());
  return parsed.success ? parsed.data : apiProblem("invalid-query", { errors: schemaProblems(parsed.error) });
}
