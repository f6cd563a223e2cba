/**
 * What a plan is released for: shown, changed and looked for.
 */
import { meantBy, requirementOf } from "../../plan/requirement.ts";
import type { Action } from "../action.ts";
import type { Said, Search } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { failureText } from "../texts/failure-text.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { foundCard } from "../views/found-card.ts";
import { notesCard } from "../views/notes-card.ts";
import { requirementsCard, sprintCard } from "../views/requirements-card.ts";
import { edit } from "./editing.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, plain, planFor, refused } from "./talk.ts";

export async function requirementsAsked(
  said: Extract<Said, { verb: "requirements" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  switch (said.what) {
    case "show":
      return requirementsShown({ plan: said.plan, page: 1 }, talk, needs);
    case "add":
    case "remove":
      return requirementsChanged(said.what, said.plan, said.words, talk, needs);
    case "find":
      return requirementsFound(said.plan, said.search, talk, needs);
  }
}

/** The requirements of a plan; with `of`, the issues of that sprint of it. */
export async function requirementsShown(
  { plan: index, page, of }: Omit<Extract<Action, { do: "requirements" }>, "do">,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const sprint = of === undefined ? undefined : sprintCard(plan, of, page, talk.reader);
  const finds = needs.findRequirements !== undefined;
  return [{ kind: "card", card: sprint ?? requirementsCard(plan, page, finds, talk.reader) }];
}

/** Words that are almost requirements are taken for what was meant: here they are typed by hand. */
export async function requirementsChanged(
  what: "add" | "remove",
  index: number,
  words: readonly string[],
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const { requirements } = plan.content;
  const meant = words.map((word) => (requirementOf(word) ? word : (meantBy(word) ?? word)));
  const stranger = what === "remove" ? meant.find((word) => !requirements.includes(word)) : undefined;
  if (stranger !== undefined) return bad(sayMarkdown(talk.lang, "problem.no-requirement", { word: stranger, index }));
  const next =
    what === "add"
      ? [...requirements, ...meant.filter((word, at) => !requirements.includes(word) && meant.indexOf(word) === at)]
      : requirements.filter((word) => !meant.includes(word));
  // Bound to what it builds on: nobody else's change is undone by it.
  return edit(plan, [{ change: "fields", requirements: next }], talk, needs, plan.digest);
}

export async function notesWritten(
  { plan: index, lang }: Extract<Said, { verb: "notes" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const notes = { ...talk.reader, lang: lang ?? talk.lang };
  return [{ kind: "card", card: notesCard(plan, notes, talk.reader) }];
}

export async function requirementsFound(
  index: number | undefined,
  search: Search,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = index === undefined ? undefined : await planFor(index, talk, needs);
  if (index !== undefined && !plan) return refused({ code: "no-such-plan" }, talk);
  if (!needs.findRequirements) return bad(say(talk.lang, "problem.no-tracker"));
  const found = await needs.findRequirements(search);
  switch (found.found) {
    case "no-board":
      return plain(sayMarkdown(talk.lang, "problem.no-board", { board: search.board ?? "" }));
    case "silent":
      return bad(sayMarkdown(talk.lang, "problem.not-found-out", { why: failureText(found.why, talk.reader) }));
    default:
      return [{ kind: "card", card: foundCard(found, search, plan, talk.reader) }];
  }
}
