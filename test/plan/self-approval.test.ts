import { describe, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { Level } from "../../src/plan/content.ts";
import { ada, approval, bo, chen, create, dana, eve, fay, gil, level, TOKEN } from "../support/cast.ts";
import { drafted, given, submitted } from "../support/given.ts";

const approve: Command = { type: "approve" };
const rename = (name: string): Command => ({ type: "edit", changes: [{ change: "fields", name }] });

describe("a plan's manager and its last editor", () => {
  test("do not decide on it", () => {
    const story = drafted({ approval: approval(level([ada, bo, chen], 1)), editors: [bo] });
    const asked = story.after([rename("Release 2.5"), bo], [{ type: "submit" }, ada]);
    asked.when(approve, ada).refuses("own-plan", { as: "manager" });
    asked.when(approve, bo).refuses("own-plan", { as: "last-editor" });
    asked.when({ type: "reject", reason: "no" }, bo).refuses("own-plan");
    asked.when(approve, chen).taken().is("executing");
  });

  test("decide where the plan's policy says so", () => {
    submitted({ policy: "self", approval: approval(level([ada])) })
      .when(approve, ada)
      .taken()
      .is("executing");
  });

  test("an editor who was followed by another one may decide", () => {
    drafted({ approval: approval(level([bo, chen])), editors: [bo, fay] })
      .after([rename("Release 2.5"), bo], [rename("Release 2.6"), fay], [{ type: "submit" }, ada])
      .when(approve, bo)
      .taken();
  });

  test("an admin who edits a plan whose approver they are is its last editor", () => {
    drafted({ approval: approval(level([eve, bo])) })
      .after([rename("Release 2.5"), eve], [{ type: "submit" }, ada])
      .when(approve, eve)
      .refuses("own-plan", { as: "last-editor" });
  });
});

/** A rule, who could fill it, how many it needs, and who is barred. */
const IMPOSSIBLE: readonly (readonly [string, Level, object])[] = [
  ["any of the manager alone", level([ada]), { needed: 1, able: [], barred: [ada] }],
  ["all, the manager among them", level([ada, bo], "all"), { needed: 2, able: [bo], barred: [ada] }],
  ["more than there are", level([bo, chen], 3), { needed: 3, able: [bo, chen], barred: [] }],
  ["as many as there are, one barred", level([ada, bo], 2), { needed: 2, able: [bo], barred: [ada] }],
  ["one person named twice for two", level([bo, bo], 2), { needed: 2, able: [bo], barred: [] }],
  ["an empty group", level(["group:empty"], "all"), { needed: 1, able: [], barred: [] }],
  ["any of an empty group", level(["group:empty"], "any"), { needed: 1, able: [], barred: [] }],
];

describe("a rule that nobody could satisfy", () => {
  for (const [name, rule, problem] of IMPOSSIBLE) {
    test(`is refused at creation with the reason: ${name}`, () => {
      given()
        .when(create({ approval: approval(rule) }))
        .refuses("unsatisfiable", { problem: { level: rule.name, ...problem } });
    });
  }

  test("is refused in any level, not only the first", () => {
    given()
      .when(create({ approval: approval(level([bo]), level([ada])) }))
      .refuses("unsatisfiable", { problem: { barred: [ada] } });
  });

  test("is refused when its only approver edits the plan", () => {
    drafted({ approval: approval(level([bo])), editors: [bo] })
      .when(rename("Release 2.5"), bo)
      .refuses("unsatisfiable", { problem: { barred: [bo] } });
  });

  test("is refused when a change of approval makes it so", () => {
    drafted()
      .when({ type: "edit", changes: [{ change: "fields", approval: approval(level([ada])) }] })
      .refuses("unsatisfiable");
  });

  test("is refused when its only approver would become the manager", () => {
    for (const story of [
      drafted({ approval: approval(level([bo])) }),
      submitted({ approval: approval(level([bo])) }),
    ]) {
      story.when({ type: "handover", to: bo }).refuses("unsatisfiable", { problem: { barred: [bo] } });
      story.when({ type: "handover", to: chen }).taken();
    }
  });

  test("is refused at submit when a group has lost its members since", () => {
    drafted({ approval: approval(level(["group:qa"])) })
      .in({ groups: { qa: [] } })
      .when({ type: "submit" })
      .refuses("unsatisfiable");
  });

  test("is no such rule under a policy of self-approval", () => {
    drafted({ policy: "self", approval: approval(level([ada])) });
  });

  test("is none because a delegate cannot make it one: the manager's delegate does not help", () => {
    given(undefined, { delegates: { [ada]: [bo] } })
      .when(create({ approval: approval(level([ada])) }))
      .refuses("unsatisfiable");
  });
});

describe("a handover", () => {
  test("goes to nobody who has decided on the plan", () => {
    const asked = submitted({ approval: approval(level([bo, chen, gil], 2)) }).after([approve, bo]);
    asked.when({ type: "handover", to: bo }).refuses("approver-may-not-manage", { person: bo });
    const approved = asked.after([approve, chen]).is("executing");
    approved.when({ type: "handover", to: chen }).refuses("approver-may-not-manage");
    approved.when({ type: "handover", to: gil }).gives({ type: "handed-over", to: gil });
  });

  test("takes the new manager's vote away", () => {
    submitted({ approval: approval(level([bo, chen])) })
      .after([{ type: "handover", to: bo }, ada])
      .when(approve, bo)
      .refuses("own-plan", { as: "manager" });
  });

  test("gives the rights to the new manager alone", () => {
    const story = drafted().after([{ type: "handover", to: dana }, ada]);
    story.when({ type: "finish" }, dana).taken();
    story.when({ type: "finish" }, ada).refuses("not-allowed");
  });

  test("to who is the manager already is nothing new", () => {
    drafted().when({ type: "handover", to: ada }).repeats();
  });

  test("goes to somebody known, with a suggestion", () => {
    drafted().when({ type: "handover", to: "chem" }).refuses("unknown-person", { name: "chem", nearest: "chen" });
    drafted().when({ type: "handover", to: "group:qa" }).refuses("unknown-person");
  });
});

describe("a token", () => {
  test("is never an approver, even of a plan that it made", () => {
    const story = given()
      .when(create(), TOKEN)
      .taken()
      .after([{ type: "submit" }, TOKEN]);
    story.when(approve, TOKEN).refuses("not-allowed", { need: "person" });
    story.when({ type: "reject", reason: "no" }, TOKEN).refuses("not-allowed", { need: "person" });
    story.when(approve, fay).refuses("not-approver");
  });
});
