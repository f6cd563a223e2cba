/**
 * Requirements in lines: what each is, as it was read last, and what is different between two readings.
 */
import { same } from "../../plan/digest.ts";
import type {
  IssueFacts,
  RequirementEntry,
  RequirementState,
  RequirementStates,
  SprintFacts,
} from "../../plan/reading.ts";
import { progressIn } from "../../plan/reading.ts";
import { requirementChanges } from "../../plan/requirement-changes.ts";
import type { Inline, Line } from "../card.ts";
import { failureText } from "../texts/failure-text.ts";
import { excerpt, oneLine, webAddress } from "../texts/markdown.ts";
import { quoted } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

const LONGEST_TITLE = 100;
const DOT = " · ";

/** `SHOP-120 Cart totals · In review · Bo Lin`. */
export function requirementLine(word: string, entry: RequirementEntry | undefined, reader: Reader): Line {
  if (!entry) return [linked(word, word)];
  const { state, silent } = entry;
  if (state.kind !== "unread") return [...stateLine(word, state, reader), ...sinceLine(entry, reader)];
  const why = failureText(silent?.why ?? "", reader);
  return [linked(word, word), DOT, ...sayLine(reader.lang, "requirement.unread", { why })];
}

/** As of when it is known, where it could not be read since. */
export function sinceLine({ silent, at }: RequirementEntry, reader: Reader): Line {
  if (!silent) return [];
  const values = { at: shortTime(at, reader), why: failureText(silent.why, reader) };
  return [DOT, ...sayLine(reader.lang, "requirement.as-of", values)];
}

/** Where an issue is, and who works on it. */
export function whereLine({ key, url, assignee }: IssueFacts): Line {
  return assignee === undefined ? [linked(url, key)] : [linked(url, key), `${DOT}${oneLine(assignee)}`];
}

function stateLine(word: string, state: Exclude<RequirementState, { kind: "unread" }>, reader: Reader): Line {
  switch (state.kind) {
    case "missing":
      return [linked(word, word), DOT, say(reader.lang, "requirement.missing")];
    case "issue":
      return issueLine(state);
    case "sprint":
      return sprintLine(state, reader);
  }
}

export function issueLine({ key, title, state, assignee, url }: IssueFacts): Line {
  const words = [excerpt(oneLine(title), LONGEST_TITLE), oneLine(state), oneLine(assignee ?? "")];
  return [linked(url, key), ` ${words.filter((each) => each !== "").join(DOT)}`];
}

export function sprintLine(sprint: SprintFacts, { lang }: Reader): Line {
  const stage = say(lang, `requirement.sprint.${sprint.stage}`);
  return [linked(sprint.url ?? "", sprint.name), DOT, stage, DOT, sprintProgress(sprint, lang)];
}

export function sprintProgress(sprint: SprintFacts, lang: Reader["lang"]): string {
  const { done, total } = progressIn(sprint);
  if (total === 0) return say(lang, "requirement.sprint-empty");
  return say(lang, sprint.more ? "requirement.sprint-more" : "requirement.sprint", { done, total });
}

/** A link where the address is one that a browser may open. */
export function linked(address: string, text: string): Inline {
  const link = webAddress(address);
  return link === undefined ? oneLine(text) : { link, text: oneLine(text) };
}

/** What has changed of the requirements that both have; the first so many lines. */
export function requirementChangeLines(
  before: RequirementStates,
  after: RequirementStates,
  reader: Reader,
  most = 12,
): readonly Line[] {
  const lines = requirementChanges(before, after).flatMap(({ word, before: was, after: is }) =>
    was && is ? changeLines(word, was, is, reader) : [],
  );
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), [say(reader.lang, "card.requirements-more", { count: lines.length - most })]];
}

function changeLines(word: string, was: RequirementState, is: RequirementState, reader: Reader): readonly Line[] {
  const { lang } = reader;
  if (was.kind === "issue" && is.kind === "issue") return issueChanges(was, is, reader);
  if (was.kind === "sprint" && is.kind === "sprint") return sprintChanges(was, is, reader);
  const gone = is.kind === "missing" || is.kind === "unread";
  return [sayLine(lang, gone ? "requirement.change.gone" : "requirement.change.read", { name: oneLine(word) })];
}

function issueChanges(was: IssueFacts, is: IssueFacts, { lang }: Reader): readonly Line[] {
  const name = linked(is.url, is.key);
  const nobody = say(lang, "requirement.nobody");
  const lines: readonly (Line | undefined)[] = [
    was.state === is.state
      ? undefined
      : sayLine(lang, "requirement.change.state", { name, before: oneLine(was.state), after: oneLine(is.state) }),
    was.title === is.title
      ? undefined
      : sayLine(lang, "requirement.change.title", {
          name,
          before: quoted(excerpt(was.title, LONGEST_TITLE), lang),
          after: quoted(excerpt(is.title, LONGEST_TITLE), lang),
        }),
    was.assignee === is.assignee
      ? undefined
      : sayLine(lang, "requirement.change.assignee", {
          name,
          before: oneLine(was.assignee ?? nobody),
          after: oneLine(is.assignee ?? nobody),
        }),
  ];
  const told = lines.filter((line) => line !== undefined);
  return told.length > 0 ? told : [sayLine(lang, "requirement.change.other", { name })];
}

function sprintChanges(was: SprintFacts, is: SprintFacts, reader: Reader): readonly Line[] {
  const { lang } = reader;
  const sprint = linked(is.url ?? "", is.name);
  const find = (issues: readonly IssueFacts[], key: string) => issues.find((issue) => issue.key === key);
  const own =
    was.stage === is.stage
      ? []
      : [
          sayLine(lang, "requirement.change.state", {
            name: sprint,
            before: say(lang, `requirement.sprint.${was.stage}`),
            after: say(lang, `requirement.sprint.${is.stage}`),
          }),
        ];
  const lines = [
    ...own,
    ...is.issues
      .filter(({ key }) => !find(was.issues, key))
      .map(({ url, key }) => sayLine(lang, "requirement.change.added", { sprint, issue: linked(url, key) })),
    ...was.issues
      .filter(({ key }) => !find(is.issues, key))
      .map(({ url, key }) => sayLine(lang, "requirement.change.removed", { sprint, issue: linked(url, key) })),
    ...is.issues.flatMap((issue) => {
      const before = find(was.issues, issue.key);
      return before && !same(before, issue) ? issueChanges(before, issue, reader) : [];
    }),
  ];
  return lines.length > 0 ? lines : [sayLine(lang, "requirement.change.other", { name: sprint })];
}
