/**
 * Release notes: what a plan was released for, by the kind of issue.
 */
import { describe, expect, test } from "vitest";
import { releaseNotes } from "../../src/chat/release-notes.ts";
import type { IssueFacts } from "../../src/plan/reading.ts";
import { drafted } from "../support/given.ts";
import { LANGS, readerOf } from "./views/reader.ts";

const issue = (number: number, type: string, more: Partial<IssueFacts> = {}): IssueFacts => ({
  key: `SHOP-${number}`,
  title: `Change ${number}`,
  type,
  state: "Done",
  stage: "done",
  url: `https://jira.example/browse/SHOP-${number}`,
  ...more,
});

const SPRINT = "sprint:SHOP/42";
const issues = [issue(1, "Bug"), issue(2, "Story"), issue(3, "缺陷"), issue(120, "Story", { title: "Cart totals" })];
const read = (title: string) =>
  drafted(
    { requirements: ["SHOP-120", SPRINT, "SHOP-7", "https://git.example/shop/issues/7"] },
    {
      requirements: {
        "SHOP-120": { answer: "read", state: { kind: "issue", ...issue(120, "Story", { title }) } },
        [SPRINT]: {
          answer: "read",
          state: {
            kind: "sprint",
            name: "Shop 24.3",
            stage: "done",
            goal: "Faster carts",
            url: "https://jira.example/issues/?jql=sprint%20%3D%2042",
            issues: [...issues, issue(5, "Spike", { state: "In review", stage: "doing" })],
          },
        },
        "SHOP-7": { answer: "silent", why: "no answer in time" },
      },
    },
  );

describe.each(LANGS)("in %s,", (lang) => {
  test("release notes have each issue once, under its kind, with its link", async () => {
    const story = read("Cart totals");
    await expect(releaseNotes(story.plan, readerOf(story, lang))).toMatchFileSnapshot(
      `__texts__/release-notes.${lang}.md`,
    );
  });

  test("a title is text and never markup", () => {
    const story = read("**bold** [x](https://evil.example) <b>");
    const notes = releaseNotes(story.plan, readerOf(story, lang));
    expect(notes).toContain("\\*\\*bold\\*\\* \\[x\\](https://evil.example) \\<b\\>");
  });
});
