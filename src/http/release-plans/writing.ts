/**
 * Plans made and changed by scripts of Zadig's. What could not be kept is told in the answer, as `not_kept`.
 */
import type { ApplyNeeds } from "../../chat/plan-file/apply.ts";
import type { ItemDraft, PlanDraft } from "../../chat/plan-file/draft.ts";
import { draftOf } from "../../chat/plan-file/resolve.ts";
import { resolveProblemsText } from "../../chat/texts/file-problems-text.ts";
import { planOf } from "../../flow/plan-row.ts";
import type { Loss, Taking } from "../../hooks/wire/zadig-draft.ts";
import { draftOfZadig, takingOf } from "../../hooks/wire/zadig-draft.ts";
import { itemsOfJobs } from "../../hooks/wire/zadig-jobs.ts";
import { zadigPlanSchema } from "../../hooks/wire/zadig-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { loadPlan } from "../../store/plans.ts";
import { applyAsToken } from "../api/apply-as-token.ts";
import type { Answer, Submit } from "../api/idempotency.ts";
import { once } from "../api/idempotency.ts";
import type { ApiContext, ApiNeeds } from "../api/needs.ts";
import { readerOf } from "../api/outcome-response.ts";
import { plainText } from "../api/plain-text.ts";
import { apiProblem } from "../api/problems.ts";
import { bodyText } from "../api/read-body.ts";
import { languageHeaders, refusalProblem } from "../api/refusal-problem.ts";
import { schemaProblems } from "../api/schema-problems.ts";
import type { Written } from "./schema.ts";
import { createSchema, patchSchema } from "./schema.ts";

export async function createPlan(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const body = await written(c, createSchema);
  if (body instanceof Response) return body;
  if (hasHalfWindow(body.value)) return halfWindow();
  const lost: Loss[] = [];
  const draft = { items: [], ...draftFrom(body.value, await takingFor(needs), lost), name: body.value.name ?? "" };
  const answer = await once(c, body.text, needs, (submit) =>
    applied(draft, { byKey: async () => undefined }, c, needs, submit),
  );
  return answered(answer, c, needs, (plan) => ({ id: plan.id, index: plan.index, not_kept: lost }));
}

/** What is not given stays as it is. Given items take the place of all that there are; an owner stays with the item's name. */
export async function patchPlan(plan: Plan, c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const body = await written(c, patchSchema);
  if (body instanceof Response) return body;
  const taking = await takingFor(needs);
  const lost: Loss[] = [];
  const given = withBothEnds(body.value, plan);
  if (hasHalfWindow(given)) return halfWindow();
  const { manager } = draftFrom(given, taking, lost);
  if (manager !== undefined && manager !== plan.manager) lost.push({ what: "manager", name: manager });
  const weaker = lost.filter(({ what }) => GUARDS.includes(what)).map(({ what, name }) => `${what} ${name}`.trim());
  if (weaker.length > 0) return apiProblem("invalid-plan", { detail: `This can't be kept: ${weaker.join(", ")}.` });
  const byKey = async () => {
    const row = await loadPlan(needs.store.read, plan.id);
    return row && planOf(row);
  };
  const onto = (now: Plan) => patched(body.value, now, taking, needs);
  // The key says only that there is such a plan; an edit has none.
  const draft = { name: "", items: [], key: plan.id };
  const answer = await once(c, body.text, needs, (submit) => applied(draft, { byKey, onto }, c, needs, submit));
  return answered(answer, c, needs, (changed) => ({ message: "success", id: changed.id, not_kept: lost }));
}

/** Losses that a plan which is there does not take: without them anybody sooner, or fewer people, could let it go. */
const GUARDS: readonly Loss["what"][] = ["approver", "level", "approval", "window-over", "schedule-over"];

/** The plan as it is now with what was given: somebody else may have changed the rest in this very moment. */
function patched(body: Written, now: Plan, taking: Taking, { settings }: ApiNeeds): PlanDraft {
  const { manager: _, ...given } = draftFrom(withBothEnds(body, now), taking, []);
  const before = draftOf(now.content, { manager: now.manager, zone: settings.zone });
  const items = given.items?.map((item) => ({ ...itemDemands(before.items, item), ...item }));
  return { ...before, ...given, items: items ?? before.items, key: now.id };
}

function hasHalfWindow({ start_time, end_time }: Written): boolean {
  return Boolean(start_time) !== Boolean(end_time);
}

function halfWindow(): Response {
  return apiProblem("invalid-plan", { detail: "A window has both start_time and end_time." });
}

/** A window of which one end is given keeps the other. */
function withBothEnds(given: Written, { content: { window } }: Plan): Written {
  const { start_time, end_time } = given;
  if ((start_time === undefined) === (end_time === undefined) || !window) return given;
  const { opens, closes } = window;
  return { ...given, start_time: start_time ?? opens / 1_000, end_time: end_time ?? closes / 1_000 };
}

/** What Zadig's API has no words for stays with the item of the same name. */
function itemDemands(before: readonly ItemDraft[], { name, run }: ItemDraft): Partial<ItemDraft> {
  const known = before.find((each) => each.name === name);
  if (!known) return {};
  const { owner, asks, checks, confirm } = known;
  return {
    ...(owner && { owner }),
    ...(run === undefined && { ...(asks && { asks }), ...(checks && { checks }), ...(confirm && { confirm }) }),
  };
}

async function takingFor({ directory, engines, now }: ApiNeeds): Promise<Taking> {
  await directory.refresh();
  return takingOf(directory, await engines(), now());
}

/** The keys that were given, in the words of a plan file; those that clear something are there and undefined. */
function draftFrom(given: Written, taking: Taking, lost: Loss[]): Partial<PlanDraft> {
  const { jobs, manager_id, manager_identity_type: _, ...plain } = given;
  const manager = manager_id && taking.person(manager_id) !== undefined ? manager_id : given.manager;
  const whole = zadigPlanSchema.parse({
    id: "1",
    status: "",
    ...plain,
    name: given.name ?? "",
    manager: manager ?? "",
  });
  const { draft, lost: missing } = draftOfZadig(whole, taking);
  const named = given.manager !== undefined || given.manager_id !== undefined;
  lost.push(...missing.filter(({ what }) => what !== "manager" || named));
  return {
    ...(given.name !== undefined && { name: draft.name }),
    ...(named && draft.manager !== undefined && { manager: draft.manager }),
    ...((given.start_time ?? given.end_time) !== undefined && { window: draft.window }),
    ...(given.schedule_execute_time !== undefined && { schedule: draft.schedule }),
    ...(given.description !== undefined && { description: draft.description ?? "" }),
    ...(given.approval !== undefined && { approval: draft.approval }),
    ...(jobs && { items: itemsOfJobs(jobs, taking, lost) }),
  };
}

async function applied(
  draft: PlanDraft,
  held: Pick<ApplyNeeds, "byKey" | "onto">,
  c: ApiContext,
  needs: ApiNeeds,
  submit: Submit,
): Promise<Answer> {
  const reader = readerOf(c, needs);
  const result = await applyAsToken(draft, held, c, needs, submit);
  switch (result.kind) {
    case "answered":
      return result.outcome;
    case "no-manager":
      return apiProblem("manager-needed", { detail: "A token owns no plan: name a manager who is known here." });
    case "unresolved": {
      const detail = plainText(resolveProblemsText(result.problems, reader));
      return apiProblem("invalid-plan", { detail, errors: result.problems, headers: languageHeaders(reader) });
    }
  }
}

function answered(
  answer: Answer,
  c: ApiContext,
  needs: ApiNeeds,
  tell: (plan: Pick<Plan, "id" | "index">) => object,
): Response {
  if (answer instanceof Response) return answer;
  return answer.taken ? c.json(tell(answer.plan)) : refusalProblem(answer.refusal, readerOf(c, needs));
}

async function written<T>(
  c: ApiContext,
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: T } | { success: false; error: Parameters<typeof schemaProblems>[0] };
  },
): Promise<{ readonly text: string; readonly value: T } | Response> {
  const text = await bodyText(c);
  if (text instanceof Response) return text;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return apiProblem("bad-json");
  }
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { text, value: parsed.data }
    : apiProblem("invalid-plan", { errors: schemaProblems(parsed.error) });
}
