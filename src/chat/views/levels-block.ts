/**
 * The approval as rows: each level with its rule, who decided what and when, and whom it waits for.
 */
import { authorOf, barredAs, currentLevel, votesOf } from "../../plan/approval.ts";
import type { Level, Party, PersonId } from "../../plan/content.ts";
import { CARD } from "../../plan/content.ts";
import type { Plan, Vote } from "../../plan/plan.ts";
import type { Block, LevelRow, Line, Tone } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import type { Seat } from "../texts/names.ts";
import { deskName, joinLines, partyLine, personLine, seatsAmong } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

/** `unasked` is what comes after a level that said no. */
type Standing = "passed" | "open" | "later" | "denied" | "not-asked" | "unasked";
type LevelPerson = LevelRow["people"][number];

export function levelsBlocks(plan: Plan, reader: PlanReader): readonly Block[] {
  const { approval } = plan.content;
  if (!approval) return [];
  const { lang } = reader;
  const title = approval.via === CARD ? say(lang, "card.approval") : deskName(approval.via, reader);
  return [{ kind: "levels", title, rows: approval.levels.map((level, place) => levelRow(plan, level, place, reader)) }];
}

function levelRow(plan: Plan, level: Level, place: number, reader: PlanReader): LevelRow {
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
  unasked: "muted",
};

function standingOf({ round }: Plan, place: number): Standing {
  if (!round) return "not-asked";
  if (place < round.level) return "passed";
  if (round.outcome === "denied") return place === round.level ? "denied" : "unasked";
  if (round.outcome === "approved") return "passed";
  return place === round.level ? "open" : "later";
}

/** Those who decided, then the approvers whose decision is or may be wanted. */
function peopleOf(
  plan: Plan,
  level: Level,
  place: number,
  standing: Standing,
  reader: PlanReader,
): readonly LevelPerson[] {
  const votes = (plan.round?.votes ?? []).filter((vote) => vote.level === place);
  const rest = unfilled(level, votes, standing, reader);
  return [...votes.map((vote) => voter(vote, reader)), ...rest.map((seat) => waiting(seat, standing, plan, reader))];
}

/** While a level decides, its groups are shown by their members; a group of which somebody decided is told by that. */
function unfilled({ approvers }: Level, votes: readonly Vote[], standing: Standing, reader: Reader): readonly Seat[] {
  const filled = votes.flatMap(({ by, seats }) => [by, ...seats]);
  if (standing === "open") return seatsAmong(approvers, reader).filter(({ party }) => !filled.includes(party));
  const decided = (party: Party) => seatsAmong([party], reader).some((seat) => filled.includes(seat.party));
  return approvers.filter((party) => !decided(party)).map((party) => ({ party }));
}

/** The seats whose decision the plan waits for now. */
export function awaitedSeats(plan: Plan, reader: PlanReader): readonly Seat[] {
  const level = currentLevel(plan);
  if (!level || !plan.round) return [];
  const filled = votesOf(plan.round, "approve").flatMap(({ seats }) => seats);
  return seatsAmong(level.approvers, reader).filter(
    ({ party }) => !filled.includes(party) && barred(party, plan, reader) === undefined,
  );
}

function barred(party: Party, plan: Plan, { policy }: PlanReader): ReturnType<typeof barredAs> {
  return policy && barredAs(party, authorOf(plan), policy);
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

function waiting({ party, group }: Seat, standing: Standing, plan: Plan, reader: PlanReader): LevelPerson {
  const { lang } = reader;
  const who = group === undefined ? partyLine(party, reader) : memberLine(party, group, reader);
  if (standing === "passed" || standing === "denied")
    return { who, tone: "muted", label: say(lang, "vote.not-needed") };
  if (standing === "unasked") return { who, tone: "muted", label: say(lang, "vote.unasked") };
  const as = barred(party, plan, reader);
  if (as !== undefined) return { who, tone: "muted", label: say(lang, `vote.barred.${as}`) };
  if (standing === "open") return { who, tone: "waiting", label: say(lang, "vote.open") };
  return { who, tone: "draft", label: say(lang, "vote.later") };
}

function memberLine(person: PersonId, group: Party, reader: Reader): Line {
  return sayLine(reader.lang, "card.vote.member", {
    person: personLine(person, reader),
    group: partyLine(group, reader),
  });
}
