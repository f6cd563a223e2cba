/**
 * A round as a platform's own approval is to ask it: approvers as accounts, and what is to be decided as labels and texts.
 */
import type { Block, Card } from "../chat/card.ts";
import { plainLine } from "../chat/texts/markdown.ts";
import { deskName, joinLines, personLine } from "../chat/texts/names.ts";
import type { PlanReader } from "../chat/texts/reader.ts";
import { say } from "../chat/texts/say.ts";
import { approvalCard } from "../chat/views/approval-card.ts";
import { authorOf, fillableSeats, policyOf } from "../plan/approval.ts";
import type { Level, PersonId } from "../plan/content.ts";
import type { Plan, Round } from "../plan/plan.ts";
import { peopleOf } from "../plan/roles.ts";
import type { DeskLevel, DeskRound } from "./approval-desk.ts";
import type { Rules } from "./concerned.ts";

export interface RequestNeeds {
  readonly rules: Rules;
  /** The person's account on the desk's platform. */
  readonly accountOf: (person: PersonId) => string | undefined;
  /** Who reads there: the language of the instance. */
  readonly reader: PlanReader;
  readonly link?: string | undefined;
}

export type RoundRequest =
  | { readonly ok: true; readonly round: DeskRound }
  /** Why it can't be asked, for people. */
  | { readonly ok: false; readonly problem: string };

/** The same for every attempt at a round; short enough for every platform. */
export function roundKey(planId: string, round: number): string {
  return `${planId}-${round}`;
}

export function roundRequest(plan: Plan, round: Round, needs: RequestNeeds): RoundRequest {
  const { accountOf, reader, link } = needs;
  const desk = deskName(plan.content.approval?.via ?? "", reader);
  const originator = accountOf(plan.manager);
  if (originator === undefined) return withoutAccount([plan.manager], desk, reader);
  const levels: DeskLevel[] = [];
  for (const level of plan.content.approval?.levels ?? []) {
    const asked = levelOf(plan, level, needs);
    if (!asked.ok) return withoutAccount(asked.missing, desk, reader);
    levels.push(asked.level);
  }
  const { id, index, content } = plan;
  return {
    ok: true,
    round: {
      key: roundKey(id, round.number),
      plan: { id, index, name: content.name },
      round: round.number,
      digest: round.digest,
      link,
      lang: reader.lang,
      originator,
      levels,
      copies: copiesOf(plan, originator, needs),
      lines: linesOf(approvalCard(plan, { round: round.number, level: round.level, person: plan.manager }, reader)),
    },
  };
}

type Asked =
  | { readonly ok: true; readonly level: DeskLevel }
  | { readonly ok: false; readonly missing: readonly PersonId[] };

/** Of any one approver with an account is enough; of all, each needs one. */
function levelOf(plan: Plan, level: Level, { rules, accountOf }: RequestNeeds): Asked {
  const policy = policyOf(plan.content, rules);
  const seats = policy ? fillableSeats(level, authorOf(plan), policy, rules.people) : [];
  const rule = level.rule === "all" ? "all" : "any";
  const missing = seats.filter((person) => accountOf(person) === undefined);
  const approvers = seats.flatMap((person) => accountOf(person) ?? []);
  if (approvers.length === 0 || (rule === "all" && missing.length > 0)) return { ok: false, missing };
  return { ok: true, level: { name: level.name, rule, approvers } };
}

function withoutAccount(people: readonly PersonId[], desk: string, reader: PlanReader): RoundRequest {
  const names = joinLines(
    people.map((person) => personLine(person, reader)),
    reader,
  );
  return { ok: false, problem: say(reader.lang, "desk.no-account", { people: names, desk }) };
}

/** Whoever carries items out hears how it ends. */
function copiesOf(plan: Plan, originator: string, { rules, accountOf }: RequestNeeds): readonly string[] {
  const owners = peopleOf(
    plan.content.items.flatMap((item) => item.owners),
    rules.people,
  );
  const accounts = owners.flatMap((person) => accountOf(person) ?? []);
  return [...new Set(accounts)].filter((account) => account !== originator);
}

/** What an approver reads on a card, as labels and texts; the desk shows its levels itself. */
function linesOf({ blocks }: Card): DeskRound["lines"] {
  return blocks.flatMap(blockLines).filter(({ text }) => text !== "");
}

function blockLines(block: Block): DeskRound["lines"] {
  switch (block.kind) {
    case "fields":
      return block.fields.map(({ label, value }) => ({ label, text: plainLine(value) }));
    case "list":
      return [{ label: block.title ?? "", text: block.lines.map(plainLine).join("\n") }];
    case "notice":
      return [{ label: "⚠", text: plainLine(block.line) }];
    case "markdown":
      return [{ label: "", text: block.text }];
    default:
      return [];
  }
}
