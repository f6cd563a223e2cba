/**
 * Zadig's release-plan API, for scripts that were written for it: plans are listed, read, made and changed in Zadig's shape,
 * through the same door as everywhere. Mounted at `/openapi/release_plan/v1`.
 */
import type { MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import { planOf } from "../../flow/plan-row.ts";
import { definitionsOf } from "../../hooks/body.ts";
import { planDetail, planSummary } from "../../hooks/wire/plan-detail.ts";
import { withInputs } from "../../hooks/wire/zadig-inputs.ts";
import type { Plan } from "../../plan/plan.ts";
import { countPlans, listPlans } from "../../store/plan-list.ts";
import { loadPlan, loadPlanByIndex } from "../../store/plans.ts";
import { answersFresh, hardened, mayAsk } from "../api/may-ask.ts";
import type { ApiContext, ApiEnv, ApiNeeds } from "../api/needs.ts";
import { readerOf } from "../api/outcome-response.ts";
import { apiProblem } from "../api/problems.ts";
import { limitBody } from "../api/read-body.ts";
import { refusalProblem } from "../api/refusal-problem.ts";
import { schemaProblems } from "../api/schema-problems.ts";
import { listQuerySchema } from "./schema.ts";

/** Reads Zadig's HTML, and what does that is heavy to load: it waits for the first plan that is written so. */
const writing = () => import("./writing.ts");

export function createReleasePlanApi(needs: ApiNeeds): Hono {
  const api = new Hono<ApiEnv>();
  api.use(hardened, answersFresh, saysMessage);
  api.get("/", mayAsk("read", needs), (c) => list(c, needs));
  api.post("/", mayAsk("write", needs), limitBody, async (c) => (await writing()).createPlan(c, needs));
  api.get("/:id", mayAsk("read", needs), (c) => show(c, needs));
  api.patch("/:id", mayAsk("write", needs), limitBody, async (c) => {
    const plan = await planNamed(c, needs);
    return plan instanceof Response ? plan : (await writing()).patchPlan(plan, c, needs);
  });
  api.all("/", () => apiProblem("wrong-method", { headers: { allow: "GET, POST" } }));
  api.all("/:id", () => apiProblem("wrong-method", { headers: { allow: "GET, PATCH" } }));
  api.all("*", () => apiProblem("not-found"));
  return new Hono().route("/", api);
}

const problemSchema = z.looseObject({ title: z.string(), detail: z.string().optional() });

/** Scripts of Zadig's read `message` and `description` of an error; a problem document has room for them. */
const saysMessage: MiddlewareHandler = async (c, next) => {
  await next();
  if (!(c.res.headers.get("content-type") ?? "").startsWith("application/problem+json")) return;
  const problem = problemSchema.parse(await c.res.json());
  const said = { ...problem, message: problem.title, description: problem.detail ?? problem.title };
  c.res = new Response(JSON.stringify(said), c.res);
};

async function list(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const query = listQuerySchema.safeParse(c.req.query());
  if (!query.success) return apiProblem("invalid-query", { errors: schemaProblems(query.error) });
  const { pageNum: page, pageSize: limit } = query.data;
  const { read } = needs.store;
  const [{ rows }, total] = await Promise.all([listPlans(read, { page, limit }), countPlans(read, {})]);
  const plans = rows.map((row) => planSummary(planOf(row), sources(needs)));
  return c.json({ list: plans, total });
}

async function show(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const plan = await planNamed(c, needs);
  if (plan instanceof Response) return plan;
  const definitions = await definitionsOf(needs.store.read, plan);
  return c.json(planDetail(await described(plan, needs), { ...sources(needs), definitions }));
}

/** While planning, what engines say now of the workflows; without their word every input would count as a secret. */
async function described(plan: Plan, { engines }: ApiNeeds): Promise<Plan> {
  const known = await engines();
  const now = plan.content.items.flatMap(({ id, work }) => {
    if (work.type !== "workflow") return [];
    const found = known[work.engine]?.find(({ workflow }) => workflow === work.workflow);
    return found ? [[id, found] as const] : [];
  });
  return { ...plan, workflows: { ...Object.fromEntries(now), ...plan.workflows } };
}

function sources({ directory }: ApiNeeds) {
  return { personName: (id: string) => directory.nameOf(id), withInputs };
}

/** By its id, as in lists, or by its number. */
async function planNamed(c: ApiContext, needs: ApiNeeds): Promise<Plan | Response> {
  const id = c.req.param("id") ?? "";
  const { read } = needs.store;
  const row = /^[1-9]\d{0,8}$/u.test(id) ? await loadPlanByIndex(read, Number(id)) : await loadPlan(read, id);
  return row ? planOf(row) : refusalProblem({ code: "no-such-plan" }, readerOf(c, needs));
}
