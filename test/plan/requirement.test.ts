/**
 * What may stand where a plan says what it is released for.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/plan/content.ts";
import { requirementOf, requirementProblem, sprintWord } from "../../src/plan/requirement.ts";
import { drafted } from "../support/given.ts";
import { GARBAGE } from "../support/spoilt.ts";

const problem = (word: string) => requirementProblem({ requirements: ["SHOP-1", word] });

describe("a requirement", () => {
  test.each([
    ["SHOP-120", { kind: "issue", key: "SHOP-120", project: "SHOP" }],
    ["A1_B-7", { kind: "issue", key: "A1_B-7", project: "A1_B" }],
    ["sprint:SHOP/42", { kind: "sprint", project: "SHOP", sprint: 42 }],
    ["https://git.example/shop/issues/7?a=b#c", { kind: "link", url: "https://git.example/shop/issues/7?a=b#c" }],
    ["http://jira.corp:8080/browse/X-1", { kind: "link", url: "http://jira.corp:8080/browse/X-1" }],
    ["https://git.example/需求/7", { kind: "link", url: "https://git.example/需求/7" }],
  ])("%s is an issue, a sprint or a link", (word, requirement) => {
    expect(requirementOf(word)).toEqual(requirement);
  });

  test.each([
    ["shop-120", "SHOP-120"],
    ["SHOP-120,", "SHOP-120"],
    ["(SHOP-120)", "SHOP-120"],
    ["SHOP/42", "sprint:SHOP/42"],
    ["Sprint:shop/42", "sprint:SHOP/42"],
    ["冲刺：SHOP/42", "sprint:SHOP/42"],
    ["git.example/shop/issues/7", "https://git.example/shop/issues/7"],
    ["the cart", undefined],
    ["SHOP-0", undefined],
    ["SHOP-", undefined],
    ["sprint:SHOP/", undefined],
    ["javascript:alert(1)", undefined],
    ["file:///etc/passwd", undefined],
    ["https://", undefined],
    ["https://git.example/a b", undefined],
    ["__proto__", undefined],
  ])("%s is none, and what was meant is said where it can be guessed", (word, meant) => {
    expect(problem(word)).toEqual({ word, why: "unknown", meant });
  });

  test("with a password in its link is refused, and told how to write it", () => {
    const word = "https://ada:secret@git.example/shop/issues/7";
    const meant = "https://git.example/shop/issues/7";
    expect(problem(word)).toEqual({ word: meant, why: "credentials", meant });
  });

  test("that is none is refused when the plan is written, and nothing is changed", () => {
    drafted()
      .when({ type: "edit", changes: [{ change: "fields", requirements: ["SHOP-1", "nonsense"] }] })
      .refuses("bad-requirement", { problem: { word: "nonsense" } });
  });
});

test("whatever is written is read the same again, or refused with a guess that would be taken", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "SHOP",
      "shop",
      "-",
      "/",
      ":",
      "sprint",
      "冲刺",
      "https://",
      "git.example",
      "@",
      "0",
      "42",
      "，",
      " ",
    ),
    fc.string({ unit: "grapheme", maxLength: 6 }),
  );
  const word = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom(...GARBAGE.map((each) => String(each).slice(0, LIMITS.word))),
  );
  fc.assert(
    fc.property(word, (written) => {
      const requirement = requirementOf(written);
      if (requirement?.kind === "issue") expect(requirement.key).toBe(written);
      if (requirement?.kind === "sprint") expect(sprintWord(requirement.project, requirement.sprint)).toBe(written);
      if (requirement?.kind === "link") expect(["http:", "https:"]).toContain(new URL(requirement.url).protocol);
      const found = requirementProblem({ requirements: [written] });
      expect(found === undefined).toBe(requirement !== undefined);
      if (found?.meant !== undefined) expect(requirementOf(found.meant)).toBeDefined();
    }),
    { numRuns: 20_000 },
  );
});
