/**
 * Cards of what plans are released for, with names as people write them and names as nobody should.
 */
import type { Card } from "../../src/chat/card.ts";
import { foundCard } from "../../src/chat/views/found-card.ts";
import { notesCard } from "../../src/chat/views/notes-card.ts";
import { planCard } from "../../src/chat/views/plan-card.ts";
import { requirementsCard, sprintCard } from "../../src/chat/views/requirements-card.ts";
import type { IssueFacts, RequirementAnswer } from "../../src/plan/reading.ts";
import type { Lang } from "../chat/views/reader.ts";
import { readerOf } from "../chat/views/reader.ts";
import { MORNING } from "./cast.ts";
import type { Given } from "./given.ts";
import { drafted, submitted } from "./given.ts";

const SPRINT = "sprint:SHOP/42";
const WORDS = ["SHOP-120", SPRINT, "SHOP-999", "SHOP-7", "https://git.example/shop/issues/7", "https://git.example/8"];

function issue(number: number, more: Partial<IssueFacts> = {}): IssueFacts {
  const facts = { title: `Cart totals ${number}`, type: "Story", state: "In review", stage: "doing" } as const;
  return { key: `SHOP-${number}`, ...facts, url: `https://jira.example/browse/SHOP-${number}`, ...more };
}

/** `title` is what the tracker calls an issue; with `state` it is another one than before. */
function answers(title: string, state = "In review"): Readonly<Record<string, RequirementAnswer>> {
  const issues = Array.from({ length: 60 }, (_, place) => issue(place + 1, place < 20 ? { stage: "done" } : {}));
  const read = { kind: "sprint", name: "Shop 24.3", stage: "doing", goal: title, issues, more: true } as const;
  return {
    "SHOP-120": { answer: "read", state: { kind: "issue", ...issue(120, { title, state, assignee: "Bo Lin" }) } },
    [SPRINT]: { answer: "read", state: read },
    "SHOP-999": { answer: "read", state: { kind: "missing" } },
    "SHOP-7": { answer: "silent", why: "Jira can't be reached (ECONNREFUSED)" },
    "https://git.example/shop/issues/7": { answer: "read", state: { kind: "issue", ...issue(7, { key: "shop#7" }) } },
  };
}

/** Planned, with ten more than a page has. */
function planned(title: string): Given {
  const more = Array.from({ length: 10 }, (_, place) => `MORE-${place + 1}`);
  return drafted({ requirements: [...WORDS, ...more] }, { requirements: answers(title) });
}

export function requirementCards(lang: Lang, hostile: string): Readonly<Record<string, Card>> {
  const story = planned("Cart totals");
  const reader = readerOf(story, lang);
  const asked = submitted({ requirements: ["SHOP-120", SPRINT] }, { requirements: answers("Cart totals") })
    .in({ now: MORNING + 60_000, requirements: answers("Cart totals", "Done") })
    .after([{ type: "refresh" }, "ada"]);
  const sprint = sprintCard(story.plan, SPRINT, 3, reader);
  const page = { page: 1 };
  const sprints = [{ id: 42, project: "SHOP", name: "Shop 24.3", stage: "doing", goal: hostile } as const];
  const boards = [{ id: 7, name: hostile, type: "scrum", project: "SHOP" }];
  const issues = Array.from({ length: 10 }, (_, place) => issue(place + 200, { title: hostile }));
  return {
    "plan-with-requirements": planCard(asked.plan, readerOf(asked, lang)),
    requirements: requirementsCard(story.plan, 1, true, reader),
    "requirements-of-hostile-names": requirementsCard(planned(hostile).plan, 2, true, reader),
    ...(sprint && { "issues-of-a-sprint": sprint }),
    "found-boards": foundCard({ found: "boards", boards, more: false }, page, story.plan, reader),
    "found-sprints": foundCard({ found: "sprints", board: "Shop", sprints, more: false }, page, story.plan, reader),
    "found-issues": foundCard({ found: "issues", issues, more: true }, { page: 2, words: "cart" }, story.plan, reader),
    "found-nothing": foundCard(
      { found: "issues", issues: [], more: false },
      { page: 1, words: "x" },
      undefined,
      reader,
    ),
    notes: notesCard(story.plan, reader, reader),
  };
}
