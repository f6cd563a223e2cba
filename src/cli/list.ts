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
  const scope = SCOPES.find((known) => known === given[0]);
  const words = scope ? given.slice(1) : given;
  await withDatabase(job, async (core, settings) => {
    const reader = readerOf(scope ?? "open", as, (name) => personNamed(name, core, job).id, job);
    const found = await core.plans.list({ scope: scope ?? "open", words, page, reader, all: true });
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

function readerOf(scope: ListScope, as: string | undefined, find: (name: string) => string, { lang }: Job): string {
  if (as !== undefined) return find(as);
  if (scope !== "mine" && scope !== "waiting") return "";
  throw new Failure(EXIT.usage, { code: "who", message: TEXTS[lang].whoAsks(scope) });
}

/** A plan in a list, for programs. Times are milliseconds since 1970 UTC. */
export function planSummary({ index, id, key, status, content, manager, createdAt, changedAt }: Plan) {
  const { name, window, tags } = content;
  return { index, id, key, name, status, manager, window, tags, createdAt, changedAt };
}
