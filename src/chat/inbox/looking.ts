/**
 * Verbs that show something and change nothing.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Action } from "../action.ts";
import type { Card } from "../card.ts";
import type { LookVerb, Scope } from "../grammar/said.ts";
import { exportDraft } from "../plan-file/export.ts";
import { writePlanFile } from "../plan-file/write.ts";
import type { Reply } from "../ports.ts";
import { exportCard } from "../views/file-cards.ts";
import { homeCard } from "../views/home-card.ts";
import { hooksCard } from "../views/hooks-card.ts";
import { listCard, waitingCard } from "../views/list-cards.ts";
import { logCard } from "../views/log-card.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { planFor, refused } from "./talk.ts";

export async function looked(verb: LookVerb, index: number, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  if (verb !== "show") return [{ kind: "card", card: await cardFor(verb, plan, talk, needs) }];
  await needs.show(plan, talk, talk.key);
  return [];
}

/** What was so when it was asked; a plan's own card is kept true instead. */
async function cardFor(
  verb: Exclude<LookVerb, "show">,
  plan: Plan,
  { reader }: Talk,
  { plans, hooks }: ChatNeeds,
): Promise<Card> {
  switch (verb) {
    case "log":
      return logCard(plan, (await plans.log(plan.id)).entries, reader);
    case "hooks":
      return hooksCard(plan, await hooks.ofPlan(plan.id), reader);
    case "export":
      return exportCard(plan, writePlanFile(exportDraft(plan, reader.zone)), reader);
  }
}

/** What waits for the person who asks. */
export async function waiting(talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { person, reader } = talk;
  const page = await needs.plans.list({ scope: "waiting", words: [], page: 1, reader: person.id, all: false });
  return [{ kind: "card", card: waitingCard(page.plans, person.id, reader) }];
}

/** The start of whoever asks: what waits for them, and how many plans there are. */
export async function home(talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { person, reader } = talk;
  const page = (scope: Scope) => needs.plans.list({ scope, words: [], page: 1, reader: person.id, all: false });
  const [own, mine, open, done] = await Promise.all([page("waiting"), page("mine"), page("open"), page("done")]);
  const totals = { waiting: own.total, mine: mine.total, open: open.total, done: done.total };
  return [{ kind: "card", card: homeCard(own.plans, totals, person.id, reader) }];
}

export interface Listing {
  readonly scope: Scope;
  readonly words: string;
  readonly page: number;
}

export async function listed({ scope, words, page }: Listing, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { person, reader } = talk;
  const all = needs.directory.roles(person.id).includes("admin");
  const found = await needs.plans.list({
    scope,
    words: words.split(/\s+/u).filter(Boolean),
    page,
    reader: person.id,
    all,
  });
  const asked: Extract<Action, { do: "list" }> = { do: "list", scope, words, page };
  const pages = Math.max(1, Math.ceil(found.total / needs.plans.pageLength));
  return [{ kind: "card", card: listCard({ plans: found.plans, total: found.total, pages }, asked, reader) }];
}
