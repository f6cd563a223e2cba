/**
 * `gonogo list`: one page of plans, newest first. Whoever has the database may see all of it.
 */

import { say } from "../chat/texts/say.ts";
import { shortWindow } from "../chat/times/echo.ts";
import type { ListScope } from "../flow/plan-shelf.ts";
import { PLANS_A_PAGE } from "../flow/plan-shelf.ts";
import type { Plan } from "../plan/plan.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { personNamed, readerAt, withDatabase } from "./job.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

export const SCOPES: readonly ListScope[] = ["mine", "waiting", "open", "done", "all"];

export interface ListOptions {
  /** A scope first, where the first word is one, and words to find. */
  readonly words: readonly string[];
  readonly page: number;
  readonly as?: string | undefined;
}

export async function list(job: Job, { words: given, page, as }: ListOptions): Promise<void> {
  const named = SCOPES.find((known) => known === given[0]);
  const words = named ? given.slice(1) : given;
  const scope = named ?? "open";
  const needsReader = scope === "mine" || scope === "waiting";
  if (needsReader && as === undefined) {
    throw new Failure(EXIT.usage, { code: "who", message: TEXTS[job.lang].whoAsks(scope) });
  }
  await withDatabase(job, async (core, settings) => {
    const reader = as === undefined ? "" : personNamed(as, core, job).id;
    const found = await core.plans.list({ scope, words, page, reader, all: true });
    const pages = Math.max(1, Math.ceil(found.total / PLANS_A_PAGE));
    const { columns, noPlans, page: footer } = TEXTS[job.lang];
    const heads = [columns.plan, columns.status, columns.name, columns.manager, columns.window];
    const { zone, lang, name, now } = readerAt(job, core, settings);
    const rows = found.plans.map(({ index, status, content, manager }) => [
      String(index),
      say(lang, `status.${status}`),
      content.name,
      name(manager),
      content.window ? shortWindow(content.window, now, { zone, lang }) : "",
    ]);
    const text = rows.length === 0 ? noPlans : `${table(heads, rows)}\n\n${footer(page, pages, found.total)}`;
    job.answer(text, { plans: found.plans.map(planSummary), page, pages, total: found.total });
  });
}

/** A plan in a list, for programs. Times are milliseconds since 1970 UTC. */
export function planSummary({ index, id, key, status, content, manager, createdAt, changedAt }: Plan) {
  const { name, window, tags } = content;
  return { index, id, key, name, status, manager, window, tags, createdAt, changedAt };
}
