/**
 * What a plan offers, asked of everybody: something offered is taken from somebody, and what is not offered from nobody.
 */
import assert from "node:assert/strict";
import type { Command, CommandType } from "../../src/plan/command.ts";
import { decide } from "../../src/plan/decide.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { itemActions, possibleCommands } from "../../src/plan/possible.ts";
import type { RefusalCode } from "../../src/plan/refusal.ts";
import type { World } from "./cast.ts";
import { contextOf, REPORT } from "./cast.ts";

/** Why something offered may be refused all the same: the calendar, people who have left, two admins who disagree, an engine that is silent, or was when a value was written. */
const UNFORESEEN: readonly RefusalCode[] = [
  "frozen",
  "unsatisfiable",
  "approver-may-not-execute",
  "second-person",
  "engine-silent",
  "bad-parameter",
  "step-up-needed",
  "confirm-alone",
  // The tracker has lost a requirement, or is connected no longer.
  "requirements-missing",
  "not-readable",
];

export function checkOffers(plan: Plan, world: World): void {
  for (const type of possibleCommands(plan, world.now)) {
    const commands = examples(type, plan);
    const answers = commands.map((command) => answerOf(plan, command, world));
    const fine = answers.some(
      (answer) => answer === "taken" || answer === pausing(type) || UNFORESEEN.some((code) => code === answer),
    );
    assert.ok(fine, `${type} is offered in ${plan.status} and refused: ${answers.join(", ")}`);
  }
  for (const { id } of plan.content.items) checkItem(plan, id, world);
}

/** Asking once more within the pause is nothing new. */
function pausing(type: CommandType): "repeat" | undefined {
  return type === "recheck" || type === "remind" || type === "refresh" ? "repeat" : undefined;
}

function checkItem(plan: Plan, item: string, world: World): void {
  const offered = itemActions(plan, item, world.now);
  for (const type of ["run", "retry", "done", "tick", "undo", "skip"] as const) {
    const answer = answerOf(plan, exampleOf(type, plan, item), world);
    const fine = offered.includes(type)
      ? answer === "taken" || UNFORESEEN.some((code) => code === answer)
      : answer !== "taken";
    assert.ok(fine, `${type} ${item} is ${offered.includes(type) ? "" : "not "}offered in ${plan.status}: ${answer}`);
  }
}

/** Commands of this type with all they need, for whatever the plan has. */
function examples(type: CommandType, plan: Plan): readonly Command[] {
  const items = plan.content.items.map(({ id }) => id);
  switch (type) {
    case "edit":
      return [
        { type, changes: [{ change: "fields", name: "Another name" }] },
        { type, changes: [{ change: "fields", approval: null }] },
      ];
    case "claim":
      return items.map((item) => ({ type, item }));
    case "run":
    case "retry":
    case "done":
    case "tick":
    case "undo":
    case "skip":
      return items.map((item) => exampleOf(type, plan, item));
    case "reject":
    case "cancel":
    case "override":
      return [{ type, reason: "for a reason" }];
    case "handover":
      return ["ada", "dana", "fay", "mallory"].map((to) => ({ type, to }));
    case "comment":
      return [{ type, text: "hello" }];
    case "approve":
    case "finish":
    case "submit":
    case "start":
    case "replan":
    case "refresh":
    case "recheck":
    case "remind":
      return [{ type }];
    default:
      throw new Error(`${type} is nothing to offer to people`);
  }
}

/** One that gives all that the item asks for, or turns its check list. */
function exampleOf(type: "run" | "retry" | "done" | "tick" | "undo" | "skip", plan: Plan, item: string): Command {
  const work = plan.content.items.find(({ id }) => id === item)?.work;
  const { asks = [], checks = [] } = work?.type === "text" ? work : {};
  switch (type) {
    case "skip":
      return { type, item, reason: "not needed" };
    case "done": {
      const answers = asks.filter(({ kind }) => kind !== "file").map(({ name }) => [name, "https://a.example/1"]);
      const files = asks.filter(({ kind }) => kind === "file").map(({ name }) => ({ ...REPORT, ask: name }));
      return { type, item, answers: Object.fromEntries(answers), files };
    }
    case "tick": {
      const progress = plan.items[item];
      const ticked = progress?.state === "todo" ? Object.keys(progress.ticked ?? {}) : [];
      const open = checks.map((_, place) => place).filter((place) => !ticked.includes(String(place)));
      return { type, item, ticked: open, unticked: open.length > 0 ? [] : [0] };
    }
    default:
      return { type, item };
  }
}

/** Refusals that say only that somebody else is meant. */
const PERSONAL: readonly RefusalCode[] = ["not-allowed", "not-approver", "own-plan", "claimed", "confirm-other"];

/** `taken` when somebody may (also when it is nothing new at this moment), else the most telling refusal. */
function answerOf(plan: Plan, command: Command, world: World): "taken" | "repeat" | RefusalCode {
  const codes: ("repeat" | RefusalCode)[] = [];
  for (const person of world.people) {
    const decision = decide(plan, command, contextOf(world, person, "fresh"));
    if (decision.accepted && decision.events.length > 0) return "taken";
    codes.push(decision.accepted ? "repeat" : decision.refusal.code);
  }
  return codes.find((code) => !PERSONAL.some((personal) => personal === code)) ?? codes[0] ?? "not-allowed";
}
