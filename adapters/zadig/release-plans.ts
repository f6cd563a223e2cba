/**
 * Reads Zadig's release plans and their templates, to take them over. Templates have no OpenAPI: they are read where
 * Zadig's own pages read them, with the same token.
 */
import { z } from "zod";
import type { ZadigPlan, ZadigPlans, ZadigTemplate } from "../../src/hooks/wire/zadig-plan.ts";
import { zadigPlanSchema, zadigTemplateSchema } from "../../src/hooks/wire/zadig-plan.ts";
import type { ClientOptions, ZadigClient } from "./client.ts";
import { createClient } from "./client.ts";

const PAGE = 50;
/** More pages than any Zadig has plans for. */
const MOST_PAGES = 1_000;

const pageSchema = z.object({ list: z.array(z.object({ id: z.string() })).nullish(), total: z.number().nullish() });
const templatesSchema = z.union([
  z.array(z.object({ id: z.string() })),
  z
    .object({ templates: z.array(z.object({ id: z.string() })).nullish() })
    .transform(({ templates }) => templates ?? []),
]);

export function createReleasePlans(options: ClientOptions): ZadigPlans {
  const client = createClient(options);
  return { plans: () => plansOf(client), templates: () => templatesOf(client), close: () => client.close() };
}

async function plansOf(client: ZadigClient): Promise<readonly ZadigPlan[]> {
  const ids: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = await client.get("openapi/release_plan/v1", { pageNum: page, pageSize: PAGE }, pageSchema);
    const list = found?.list ?? [];
    ids.push(...list.map(({ id }) => id));
    if (list.length === 0 || ids.length >= (found?.total ?? 0)) break;
  }
  const plans: ZadigPlan[] = [];
  for (const id of new Set(ids)) {
    const plan = await client.get(`openapi/release_plan/v1/${encodeURIComponent(id)}`, {}, zadigPlanSchema);
    if (plan) plans.push(plan);
  }
  return plans;
}

async function templatesOf(client: ZadigClient): Promise<readonly ZadigTemplate[]> {
  const list = (await client.get("api/aslan/template/release_plan", {}, templatesSchema)) ?? [];
  const templates: ZadigTemplate[] = [];
  for (const { id } of list) {
    const path = `api/aslan/template/release_plan/${encodeURIComponent(id)}`;
    const template = await client.get(path, {}, zadigTemplateSchema);
    if (template) templates.push(template);
  }
  return templates;
}
