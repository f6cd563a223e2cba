/**
 * The approval as rows: each level with its rule, who decided what and when, and whom it waits for.
 */
import type { Level, PersonId } from "../../plan/content.ts";
import type { Plan, Vote } from "../../plan/plan.ts";
import type { Block, LevelRow, Line, Tone } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import { joinLines, partyLine, personLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

type Standing = "passed" | "open" | "later" | "denied" | "not-asked";
type LevelPerson = LevelRow["people"][number];

export function levelsBlocks(plan: Plan, reader: Reader): readonly Block[] {
  const { approval } = plan.content;
  if (!approval) return [];
  const { lang } = reader;
  const title =
    approval.via === "card"
      ? say(lang, "card.approval")
      : say(lang, "card.approval-via", { via: oneLine(approval.via) });
  return [{ kind: "levels", title, rows: approval.levels.map((level, place) => levelRow(plan, level, place, reader)) }];
}

function levelRow(plan: Plan, level: Level, place: number, reader: Reader): LevelRow {
  const { lang } = reader;
  const standing = standingOf(plan, place);
  return {
    name: oneLine(level.name),
    tone: TONES[standing],
    label: say(lang, `level.${standing}`),
    rule:
      typeof level.rule === "number"
        ? say(lang, "rule.number", { count: level.rule })
        : say(lang, `rule.${level.rule}`),
    people: peopleOf(plan, level, place, standing, reader),
  };
}

const TONES: Readonly<Record<Standing, Tone>> = {
  passed: "good",
  open: "waiting",
  later: "draft",
  denied: "bad",
  "not-asked": "draft",
};

function standingOf({ round }: Plan, place: number): Standing {
  if (!round) return "not-asked";
  if (place < round.level) return "passed";
  if (round.outcome === "denied") return place === round.level ? "denied" : "not-asked";
  if (round.outcome === "approved") return "passed";
  return place === round.level ? "open" : "later";
}

/** Those who decided, then the approvers whose decision is or may be wanted. */
function peopleOf(
  { round }: Plan,
  level: Level,
  place: number,
  standing: Standing,
  reader: Reader,
): readonly LevelPerson[] {
  const votes = (round?.votes ?? []).filter((vote) => vote.level === place);
  const seated = votes.flatMap(({ by, seats }) => [by, ...seats]);
  const rest = level.approvers.filter((party) => !seated.includes(party));
  return [...votes.map((vote) => voter(vote, reader)), ...rest.map((party) => waiting(party, standing, reader))];
}

function voter(vote: Vote, reader: Reader): LevelPerson {
  const { lang } = reader;
  const label = say(lang, "card.vote.label", {
    verdict: say(lang, `vote.${vote.verdict}`),
    at: shortTime(vote.at, reader),
  });
  return {
    who: voterLine(vote, reader),
    tone: vote.verdict === "approve" ? "good" : "bad",
    label,
    comment: vote.comment,
  };
}

/** A delegate is named together with those he stands for. */
export function voterLine({ by, seats }: Pick<Vote, "by" | "seats">, reader: Reader): Line {
  const others = seats.filter((seat) => seat !== by);
  if (others.length === 0) return personLine(by, reader);
  const names = (people: readonly PersonId[]) =>
    joinLines(
      people.map((person) => personLine(person, reader)),
      reader,
    );
  return sayLine(reader.lang, "card.vote.for", { person: personLine(by, reader), others: names(others) });
}

function waiting(party: string, standing: Standing, reader: Reader): LevelPerson {
  const who = partyLine(party, reader);
  if (standing === "open") return { who, tone: "waiting", label: say(reader.lang, "vote.open") };
  if (standing === "passed" || standing === "denied")
    return { who, tone: "muted", label: say(reader.lang, "vote.not-needed") };
  return { who, tone: "draft", label: say(reader.lang, "vote.later") };
}
