/**
 * What was found of boards, sprints and issues; for a plan that is being written, with buttons that add it.
 */
import type { FoundBoard, FoundRequirements, FoundSprint } from "../../plan/found.ts";
import type { Plan } from "../../plan/plan.ts";
import type { IssueFacts } from "../../plan/reading.ts";
import { sprintWord } from "../../plan/requirement.ts";
import type { Action } from "../action.ts";
import type { Button, Card, ItemRow } from "../card.ts";
import type { Search } from "../grammar/said.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { asOf } from "./as-of.ts";
import { whereLine } from "./requirement-lines.ts";
import { requirementsButton, STAGE_TONES, turning } from "./requirements-card.ts";

const LONGEST_NAME = 120;

export function foundCard(found: FoundRequirements, search: Search, plan: Plan | undefined, reader: Reader): Card {
  const { lang } = reader;
  const title = say(lang, `card.found.${found.found}`);
  const about = { do: "find", ...(plan && { plan: plan.index }) } as const;
  const rows = rowsOf(found, about, plan, reader);
  return {
    title: found.found === "sprints" ? `${title} · ${oneLine(found.board)}` : title,
    tone: "muted",
    label: wantedText(search, reader),
    blocks: [
      rows.length > 0
        ? { kind: "items", title: "", rows }
        : { kind: "markdown", text: say(lang, "card.found.nothing") },
      asOf(reader),
    ],
    buttons: [
      ...turning(search.page, found.more, { ...about, ...search }, reader),
      ...(plan ? [requirementsButton(plan, reader)] : []),
    ],
    summary: title,
  };
}

/** What was looked for, as it was typed. */
function wantedText({ project, board, sprint, words }: Search, { lang }: Reader): string {
  const parts = [project, board, sprint === undefined ? undefined : String(sprint), words];
  const said = parts.filter((part) => part !== undefined).map((part) => oneLine(part));
  return said.length > 0 ? said.join(" · ") : say(lang, "card.found.all");
}

type About = Pick<Extract<Action, { do: "find" }>, "do" | "plan">;

function rowsOf(found: FoundRequirements, about: About, plan: Plan | undefined, reader: Reader): readonly ItemRow[] {
  switch (found.found) {
    case "boards":
      return found.boards.map((board) => boardRow(board, about, reader));
    case "sprints":
      return found.sprints.map((sprint) => sprintRow(sprint, about, plan, reader));
    case "issues":
      return found.issues.map((issue) => issueRow(issue, plan, reader));
  }
}

function boardRow({ id, name, type, project }: FoundBoard, about: About, { lang }: Reader): ItemRow {
  const sprints: Button = {
    id: `board:${id}`,
    label: say(lang, "button.sprints"),
    style: "plain",
    action: { ...about, board: String(id), page: 1 },
  };
  const label = oneLine(project ?? "");
  return {
    number: String(id),
    name: oneLine(name),
    tone: "muted",
    label,
    kind: oneLine(type),
    details: [],
    buttons: [sprints],
  };
}

function sprintRow(sprint: FoundSprint, about: About, plan: Plan | undefined, reader: Reader): ItemRow {
  const { lang } = reader;
  const { id, name, project, stage, goal } = sprint;
  const word = project === undefined ? undefined : sprintWord(project, id);
  const issues: Button = {
    id: `sprint:${id}`,
    label: say(lang, "button.issues"),
    style: "plain",
    action: { ...about, sprint: id, page: 1 },
  };
  return {
    number: String(id),
    name: oneLine(name),
    tone: STAGE_TONES[stage],
    label: say(lang, `requirement.sprint.${stage}`),
    kind: word ?? "",
    details: goal === undefined ? [] : [[oneLine(goal)]],
    buttons: [issues, ...addButtons(word, plan, reader)],
  };
}

function issueRow(issue: IssueFacts, plan: Plan | undefined, reader: Reader): ItemRow {
  return {
    number: issue.key,
    name: excerpt(oneLine(issue.title), LONGEST_NAME),
    tone: STAGE_TONES[issue.stage],
    label: oneLine(issue.state),
    kind: oneLine(issue.type ?? ""),
    details: [whereLine(issue)],
    buttons: addButtons(issue.key, plan, reader),
  };
}

/** Nothing is added twice, nor to a plan whose planning is finished. */
function addButtons(word: string | undefined, plan: Plan | undefined, { lang }: Reader): readonly Button[] {
  if (word === undefined || plan?.status !== "planning" || plan.content.requirements.includes(word)) return [];
  const action = { do: "require", plan: plan.index, word } as const;
  return [{ id: `require:${word}`.slice(0, 60), label: say(lang, "button.require"), style: "primary", action }];
}
