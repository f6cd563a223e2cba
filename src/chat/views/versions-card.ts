/**
 * What a plan's versions are, and what is different between two of them.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Secrets } from "../../plan/secrets.ts";
import { secretsOf } from "../../plan/secrets.ts";
import type { Version } from "../../plan/versions.ts";
import type { Block, Card, Line } from "../card.ts";
import { fieldText } from "../texts/field-text.ts";
import { oneLine } from "../texts/markdown.ts";
import { actorLine, joinWords } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { sourceLine } from "../texts/source-text.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { changeLines } from "./changes.ts";
import { statusTone } from "./tones.ts";

/** Older ones can be asked for by their numbers. */
const MOST_SHOWN = 12;
/** Of each text that was rewritten. */
const MOST_TEXT_LINES = 40;

/** Without numbers, what changed since the last approval; where there was none, since the plan was made. */
export interface Comparing {
  readonly from?: Version | undefined;
  readonly to: Version;
}

export function versionsCard(
  plan: Plan,
  versions: readonly Version[],
  comparing: Comparing | undefined,
  reader: Reader,
): Card {
  const { lang } = reader;
  const names = { index: plan.index, name: oneLine(plan.content.name) };
  return {
    title: say(lang, "card.diff.title", names),
    tone: statusTone(plan.status),
    label: say(lang, "card.diff.label", { count: versions.length }),
    blocks: [
      comparing ? betweenBlock(plan, comparing, reader) : sinceBlock(plan, versions, reader),
      ...listBlocks(plan, versions, reader),
      asOf(reader),
    ],
    buttons: [showButton("plan", plan.index, reader)],
    summary: say(lang, "card.diff.summary", names),
  };
}

function sinceBlock(plan: Plan, versions: readonly Version[], reader: Reader): Block {
  const { lang } = reader;
  const { content, workflows, requirements, approvedContent, approvedWorkflows = {}, approvedRequirements } = plan;
  const secrets = secretsOf(plan);
  const now = { content, workflows, requirements, secrets };
  const first = versions[0];
  if (!approvedContent) {
    const before = { content: first?.content ?? content, workflows: {}, secrets: first?.secrets ?? {} };
    return changesBlock(say(lang, "card.diff.since-first"), changeLines(before, now, reader, MOST_TEXT_LINES), reader);
  }
  const before = {
    content: approvedContent,
    workflows: approvedWorkflows,
    requirements: approvedRequirements,
    secrets,
  };
  return changesBlock(say(lang, "card.diff.since-approval"), changeLines(before, now, reader, MOST_TEXT_LINES), reader);
}

function betweenBlock(plan: Plan, { from, to }: Comparing, reader: Reader): Block {
  const { lang } = reader;
  if (!from) return { kind: "context", line: [say(lang, "card.diff.first", { to: to.number })] };
  const title = say(lang, "card.diff.between", { from: from.number, to: to.number });
  const known = secretsOf(plan);
  const written = ({ content, secrets }: Version) => ({ content, workflows: {}, secrets: both(secrets, known) });
  return changesBlock(title, changeLines(written(from), written(to), reader, MOST_TEXT_LINES), reader);
}

/** What is known to be secret now was so before. */
function both(one: Secrets, other: Secrets): Secrets {
  const ids = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(ids.map((id) => [id, [...(one[id] ?? []), ...(other[id] ?? [])]]));
}

function changesBlock(title: string, lines: readonly Line[], { lang }: Reader): Block {
  return { kind: "list", title, lines: lines.length > 0 ? lines : [[say(lang, "card.diff.nothing")]] };
}

function listBlocks(plan: Plan, versions: readonly Version[], reader: Reader): readonly Block[] {
  const { lang } = reader;
  const lines = versions
    .slice(-MOST_SHOWN)
    .toReversed()
    .map((version) => ({ at: shortTime(version.at, reader), line: versionLine(version, reader) }));
  const newest = versions.at(-1)?.number ?? 1;
  const hint = say(lang, "card.diff.hint", { index: plan.index, version: Math.max(1, newest - 1) });
  return [
    { kind: "timeline", title: say(lang, "card.diff.versions"), lines },
    { kind: "context", line: [hint] },
  ];
}

function versionLine({ number, by, fields, source }: Version, reader: Reader): Line {
  const { lang } = reader;
  const who = actorLine(by, reader);
  const words = joinWords(
    (fields ?? []).map((field) => fieldText(field, lang)),
    reader,
  );
  const line =
    number === 1
      ? sayLine(lang, "card.diff.made", { version: number, who })
      : sayLine(lang, "card.diff.version", { version: number, who, words });
  return source ? [...line, " · ", ...sourceLine(source, reader)] : line;
}
