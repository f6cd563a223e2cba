/**
 * Release notes of a plan, in Markdown: what it was released for, by the kind of issue, with links.
 *
 * They are made of what was read of its requirements last, so that they tell how things are; what an approval was bound to
 * is in the log.
 */
import type { Plan } from "../plan/plan.ts";
import type { IssueFacts, SprintFacts } from "../plan/reading.ts";
import { escapeMarkdown, oneLine, webAddress } from "./texts/markdown.ts";
import type { Reader } from "./texts/reader.ts";
import { say, sayMarkdown } from "./texts/say.ts";
import { windowText } from "./texts/when.ts";
import { sprintProgress } from "./views/requirement-lines.ts";

const KINDS = ["feature", "story", "improvement", "bug", "task", "epic", "pull-request"] as const;
type Kind = (typeof KINDS)[number];

/** What trackers call the kinds of issues, in the languages that their makers ship. */
const CALLED: Readonly<Record<string, Kind>> = {
  "new feature": "feature",
  feature: "feature",
  新功能: "feature",
  story: "story",
  "user story": "story",
  故事: "story",
  用户故事: "story",
  improvement: "improvement",
  改进: "improvement",
  bug: "bug",
  incident: "bug",
  故障: "bug",
  缺陷: "bug",
  task: "task",
  subtask: "task",
  "sub-task": "task",
  任务: "task",
  子任务: "task",
  epic: "epic",
  "pull request": "pull-request",
};

/** In the reader's language; titles and kinds that no tracker ships stay as they are. */
export function releaseNotes(plan: Plan, reader: Reader): string {
  const { content, index } = plan;
  const { lang } = reader;
  const read = readOf(plan);
  const when = content.window ? `${windowText(content.window, reader)} · ` : "";
  const parts = [
    `# ${escapeMarkdown(content.name)}`,
    `${escapeMarkdown(when)}${sayMarkdown(lang, "notes.plan", { index })}`,
    content.description.trim(),
    ...sprintParts(read.sprints, reader),
    ...issueParts(read.issues, reader),
    ...section(say(lang, "notes.others"), read.others.map(otherLine)),
  ];
  const made = parts.filter((part) => part !== "");
  return `${made.join("\n\n")}\n`;
}

interface Read {
  readonly sprints: readonly SprintFacts[];
  /** Each once, also where two sprints have it. */
  readonly issues: readonly IssueFacts[];
  /** Requirements of which nothing is known but their names. */
  readonly others: readonly string[];
}

function readOf({ content, reading = {} }: Plan): Read {
  const states = content.requirements.map((word) => ({ word, state: reading[word]?.state }));
  const sprints = states.flatMap(({ state }) => (state?.kind === "sprint" ? [state] : []));
  const single = states.flatMap(({ state }) => (state?.kind === "issue" ? [state] : []));
  const all: readonly IssueFacts[] = [...single, ...sprints.flatMap((sprint) => sprint.issues)];
  const issues = all.filter(({ key }, at) => all.findIndex((issue) => issue.key === key) === at);
  const others = states.flatMap(({ word, state }) =>
    state?.kind === "issue" || state?.kind === "sprint" ? [] : [word],
  );
  return { sprints, issues, others };
}

function sprintParts(sprints: readonly SprintFacts[], { lang }: Reader): readonly string[] {
  const lines = sprints.map((sprint) => {
    const goal = sprint.goal === undefined ? "" : `: ${escapeMarkdown(sprint.goal)}`;
    return `- ${linkTo(sprint.url, sprint.name)} (${escapeMarkdown(sprintProgress(sprint, lang))})${goal}`;
  });
  return section(say(lang, "notes.sprints"), lines);
}

/** Known kinds in their order, then those of the tracker's own, then what has none. */
function issueParts(issues: readonly IssueFacts[], { lang }: Reader): readonly string[] {
  const kindOf = ({ type = "" }: IssueFacts): string => CALLED[type.toLowerCase()] ?? type;
  const own = [...new Set(issues.map(kindOf))].filter((kind) => kind !== "" && !KINDS.some((known) => known === kind));
  return [...KINDS, ...own.toSorted(), ""].flatMap((kind) => {
    const of = issues.filter((issue) => kindOf(issue) === kind);
    const known = KINDS.find((each) => each === kind);
    const title = known ? say(lang, `notes.kind.${known}`) : kind === "" ? say(lang, "notes.kind.other") : kind;
    return section(title, of.map(issueLine));
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[`## ${escapeMarkdown(title)}`, "", ...lines].join("\n")];
}

/** What is not done says how far it is. */
function issueLine({ key, title, url, state, stage }: IssueFacts): string {
  const open = stage === "done" ? "" : ` (${escapeMarkdown(state)})`;
  return `- ${linkTo(url, key)} ${escapeMarkdown(title)}${open}`;
}

function otherLine(word: string): string {
  return `- ${linkTo(word, word)}`;
}

function linkTo(address: string | undefined, text: string): string {
  const link = address === undefined ? undefined : webAddress(address);
  return link === undefined ? escapeMarkdown(text) : `[${escapeMarkdown(oneLine(text))}](<${link}>)`;
}
