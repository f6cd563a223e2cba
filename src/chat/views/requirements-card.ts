/**
 * What a plan is released for, in full: each requirement with its state, and the issues of a sprint.
 */
import type { Plan } from "../../plan/plan.ts";
import { possibleCommands } from "../../plan/possible.ts";
import type { IssueFacts, RequirementEntry, RequirementState, Stage } from "../../plan/reading.ts";
import { requirementOf } from "../../plan/requirement.ts";
import type { Action } from "../action.ts";
import type { Block, Button, Card, ItemRow, Line, Tone } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { asOf } from "./as-of.ts";
import { formButton, showButton } from "./buttons.ts";
import { issueLine, linked, requirementLine, sinceLine, sprintProgress, whereLine } from "./requirement-lines.ts";
import { statusTone } from "./tones.ts";

const PAGE = 8;
const ISSUES_PAGE = 20;
const LONGEST_NAME = 120;

export const STAGE_TONES: Readonly<Record<Stage, Tone>> = { todo: "draft", doing: "active", done: "good" };

export function requirementsCard(plan: Plan, page: number, finds: boolean, reader: Reader): Card {
  const { lang } = reader;
  const { index, content } = plan;
  const values = { index, name: oneLine(content.name) };
  const from = (page - 1) * PAGE;
  const shown = content.requirements.slice(from, from + PAGE);
  const rows = shown.map((word, place) => requirementRow(word, from + place + 1, plan, reader));
  return {
    title: say(lang, "card.requirements-title", values),
    tone: statusTone(plan.status),
    label: say(lang, "card.requirements-count", { count: content.requirements.length }),
    blocks: [
      rows.length > 0
        ? { kind: "items", title: "", rows }
        : { kind: "markdown", text: say(lang, "card.requirements-none", { index }) },
      asOf(reader),
    ],
    buttons: [
      ...refreshButtons(plan, reader),
      ...addButtons(plan, finds, reader),
      ...turning(page, content.requirements.length > from + PAGE, { do: "requirements", plan: index, page }, reader),
      showButton("plan", index, reader),
    ],
    summary: say(lang, "card.requirements-title", values),
  };
}

function requirementRow(word: string, number: number, plan: Plan, reader: Reader): ItemRow {
  const { lang } = reader;
  const entry = plan.reading?.[word];
  const state = entry?.state;
  return {
    number: String(number),
    name: nameOf(word, state),
    tone: toneOf(state),
    label: labelOf(word, state, lang),
    kind: kindOf(word, state, lang),
    details: detailsOf(word, entry, reader),
    buttons: [
      ...(state?.kind === "sprint" && state.issues.length > 0 ? [issuesButton(word, plan, reader)] : []),
      ...(plan.status === "planning" ? [removeButton(word, plan, reader)] : []),
    ],
  };
}

function nameOf(word: string, state: RequirementState | undefined): string {
  if (state?.kind === "issue") return excerpt(oneLine(state.title), LONGEST_NAME);
  return oneLine(state?.kind === "sprint" ? state.name : word);
}

function toneOf(state: RequirementState | undefined): Tone {
  if (state?.kind === "issue" || state?.kind === "sprint") return STAGE_TONES[state.stage];
  return state?.kind === "missing" ? "bad" : "muted";
}

function labelOf(word: string, state: RequirementState | undefined, lang: Reader["lang"]): string {
  if (!state) return say(lang, isLink(word) ? "requirement.label.link" : "requirement.label.unread");
  if (state.kind === "issue") return oneLine(state.state);
  if (state.kind === "sprint") return say(lang, `requirement.sprint.${state.stage}`);
  return say(lang, `requirement.label.${state.kind}`);
}

function kindOf(word: string, state: RequirementState | undefined, lang: Reader["lang"]): string {
  if (state?.kind === "sprint") return sprintProgress(state, lang);
  const type = state?.kind === "issue" ? oneLine(state.type ?? "") : "";
  if (type !== "") return type;
  const named = requirementOf(word);
  // That it is a link says the label; where it leads is what tells two apart.
  return named?.kind === "link" ? new URL(named.url).host : say(lang, `requirement.kind.${named?.kind ?? "link"}`);
}

function isLink(word: string): boolean {
  return requirementOf(word)?.kind === "link";
}

/** What the row does not say by itself: where it is, who works on it, what the sprint is for, why it was not read. */
function detailsOf(word: string, entry: RequirementEntry | undefined, reader: Reader): readonly Line[] {
  const state = entry?.state;
  if (!state) return isLink(word) ? [requirementLine(word, undefined, reader)] : [];
  if (state.kind !== "issue" && state.kind !== "sprint") return [requirementLine(word, entry, reader)];
  const line: Line = state.kind === "issue" ? whereLine(state) : [linked(state.url ?? "", word)];
  const goal = state.kind === "sprint" && state.goal !== undefined ? [[oneLine(state.goal)]] : [];
  return [[...line, ...sinceLine(entry, reader)], ...goal];
}

/** The issues of a sprint of the plan, a page of them; undefined where it is no sprint that was read. */
export function sprintCard(plan: Plan, word: string, page: number, reader: Reader): Card | undefined {
  const state = plan.reading?.[word]?.state;
  if (state?.kind !== "sprint") return undefined;
  const { lang } = reader;
  const from = (page - 1) * ISSUES_PAGE;
  const issues = state.issues.slice(from, from + ISSUES_PAGE);
  const action = { do: "requirements", plan: plan.index, page, of: word } as const;
  const more: readonly Line[] =
    state.more && from + ISSUES_PAGE >= state.issues.length ? [[say(lang, "card.requirements-cut")]] : [];
  const list: Block = { kind: "list", lines: [...issues.map((issue) => lineOf(issue)), ...more] };
  return {
    title: oneLine(state.name),
    tone: STAGE_TONES[state.stage],
    label: sprintProgress(state, lang),
    blocks: [{ kind: "list", lines: [requirementLine(word, plan.reading?.[word], reader)] }, list, asOf(reader)],
    buttons: [
      ...turning(page, state.issues.length > from + ISSUES_PAGE, action, reader),
      requirementsButton(plan, reader),
    ],
    summary: oneLine(state.name),
  };
}

function lineOf(issue: IssueFacts): Line {
  const type = oneLine(issue.type ?? "");
  return type === "" ? issueLine(issue) : [...issueLine(issue), ` · ${type}`];
}

export function requirementsButton({ index }: Plan, { lang }: Reader): Button {
  return {
    id: `requirements:${index}`,
    label: say(lang, "button.requirements"),
    style: "plain",
    action: { do: "requirements", plan: index, page: 1 },
  };
}

function issuesButton(word: string, { index }: Plan, { lang }: Reader): Button {
  return {
    id: `issues:${word}`,
    label: say(lang, "button.issues"),
    style: "plain",
    action: { do: "requirements", plan: index, page: 1, of: word },
  };
}

function removeButton(word: string, { index }: Plan, { lang }: Reader): Button {
  return {
    id: `unrequire:${word}`.slice(0, 60),
    label: say(lang, "button.unrequire"),
    style: "plain",
    action: { do: "unrequire", plan: index, word },
  };
}

function refreshButtons(plan: Plan, { lang, now }: Reader): readonly Button[] {
  if (!possibleCommands(plan, now).includes("refresh")) return [];
  return [
    { id: "refresh", label: say(lang, "button.refresh"), style: "plain", action: { do: "refresh", plan: plan.index } },
  ];
}

function addButtons(plan: Plan, finds: boolean, reader: Reader): readonly Button[] {
  const { index, status } = plan;
  const { lang } = reader;
  if (status !== "planning") return [];
  const add = formButton("require", plan, reader, "plain");
  if (!finds) return [add];
  return [
    add,
    { id: "find", label: say(lang, "button.find"), style: "plain", action: { do: "find", plan: index, page: 1 } },
  ];
}

type Paged = Extract<Action, { page: number }>;

/** To the pages before and after. */
export function turning(page: number, more: boolean, action: Paged, { lang }: Reader): readonly Button[] {
  const to = (id: "previous" | "next", target: number): Button => ({
    id,
    label: say(lang, `button.${id}`),
    style: "plain",
    action: { ...action, page: target },
  });
  return [...(page > 1 ? [to("previous", page - 1)] : []), ...(more ? [to("next", page + 1)] : [])];
}
