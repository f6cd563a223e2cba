import { describe, expect, it } from "vitest";
import type { PlanDeliveries } from "../../../src/chat/deliveries.ts";
import { VERBS } from "../../../src/chat/grammar/verbs.ts";
import { exportCard, templatesCard } from "../../../src/chat/views/file-cards.ts";
import { helpCard, welcomeCard } from "../../../src/chat/views/help-card.ts";
import { homeCard } from "../../../src/chat/views/home-card.ts";
import { hooksCard } from "../../../src/chat/views/hooks-card.ts";
import type { ListAction, ListPage } from "../../../src/chat/views/list-cards.ts";
import { listCard, waitingCard } from "../../../src/chat/views/list-cards.ts";
import { logCard } from "../../../src/chat/views/log-card.ts";
import { previewCard } from "../../../src/chat/views/preview-card.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import { ada, bo, CHANGE_SYSTEM, dana, MINUTE, MORNING } from "../../support/cast.ts";
import { drafted, executing, submitted } from "../../support/given.ts";
import { inEachStatus } from "../../support/statuses.ts";
import { kept } from "./kept.ts";
import { LANGS, readerOf } from "./reader.ts";

const EACH_STATUS = inEachStatus();
const ALL = STATUSES.map((status) => EACH_STATUS[status].plan);
const asked: ListAction = { do: "list", scope: "all", words: "", page: 1 };
const page: ListPage = { plans: ALL, total: 30, pages: 3 };
const draft = drafted();
const story = EACH_STATUS.wait_for_all_done_external_check_failed;

const NOTHING_TOLD: PlanDeliveries = { deliveries: [], callbacks: [] };
const tried = { number: 1, at: MORNING, latency: 120, url: "https://change.example/hook" };
const delivery = { plan: "p1", endpoint: CHANGE_SYSTEM, check: 1, at: MORNING } as const;
const TOLD: PlanDeliveries = {
  deliveries: [
    {
      ...delivery,
      id: "msg_2",
      checkpoint: "start_execute",
      state: "waiting",
      next: MORNING + MINUTE,
      attempts: [{ ...tried, problem: "connection refused", next: MORNING + MINUTE }],
    },
    {
      ...delivery,
      id: "msg_1",
      checkpoint: "finish_planning",
      state: "accepted",
      attempts: [{ ...tried, status: 200 }],
    },
  ],
  callbacks: [
    { at: MORNING, endpoint: CHANGE_SYSTEM, checkpoint: "finish_planning", result: "success", outcome: "taken" },
    {
      at: MORNING,
      endpoint: CHANGE_SYSTEM,
      checkpoint: "nowhere",
      result: "failed",
      text: "no-go",
      outcome: "stale-instance",
    },
  ],
};

describe.each(LANGS)("in %s,", (lang) => {
  const reader = readerOf(draft, lang);

  it("a list shows plans of every status", async () => {
    await kept(listCard(page, asked, reader), "list", lang);
  });

  it("a searched page in the middle can be turned both ways", async () => {
    const some = { plans: ALL.slice(0, 2), total: 30, pages: 3 };
    await kept(
      listCard(some, { ...asked, scope: "mine", words: "hotfix 2.5", page: 2 }, reader),
      "list-searched",
      lang,
    );
  });

  it("an empty list says how to begin", async () => {
    await kept(listCard({ plans: [], total: 0, pages: 1 }, { ...asked, scope: "open" }, reader), "list-empty", lang);
  });

  it("what waits for somebody says why", async () => {
    const plans = [submitted().plan, executing().plan, EACH_STATUS.executing.plan, EACH_STATUS.denied.plan];
    await kept(waitingCard(plans, dana, reader), "waiting", lang);
  });

  it("the start shows what waits and how many plans there are", async () => {
    const plans = [submitted().plan, executing().plan];
    await kept(homeCard(plans, { waiting: 5, mine: 3, open: 12, done: 1 }, dana, reader), "home", lang);
    await kept(homeCard([], { waiting: 0, mine: 0, open: 0, done: 0 }, bo, reader), "home-nothing", lang);
  });

  it("a linked plan is shown in short, without buttons", async () => {
    const shown = previewCard(EACH_STATUS.executing.plan, readerOf(EACH_STATUS.executing, lang));
    expect(buttonsOn(shown)).toEqual([]);
    await kept(shown, "preview", lang);
  });

  it("nothing waiting says what else to do", async () => {
    await kept(waitingCard([], bo, reader), "waiting-nothing", lang);
  });

  it("a log shows what happened, newest first", async () => {
    const entries = story.log.map((event) => ({ event })).toReversed();
    await kept(logCard(story.plan, entries, readerOf(story, lang)), "log", lang);
  });

  it("the external checks show each checkpoint", async () => {
    await kept(hooksCard(story.plan, TOLD, readerOf(story, lang)), "checks", lang);
    await kept(hooksCard(draft.plan, NOTHING_TOLD, reader), "checks-none", lang);
  });

  it("an export can be copied", async () => {
    await kept(exportCard(draft.plan, "name: Release 2.4\nitems: []\n", reader), "export", lang);
  });

  it("templates can be begun from", async () => {
    const rows = [{ name: "hotfix", by: ada, at: MORNING }];
    await kept(templatesCard(rows, [], reader), "templates", lang);
    await kept(templatesCard([], [], reader), "templates-none", lang);
  });

  it("a newcomer is shown the first steps", async () => {
    await kept(welcomeCard("Ada", reader), "welcome", lang);
  });

  it("the help names every verb once", async () => {
    const card = helpCard(undefined, reader);
    await kept(card, "help", lang);
    const text = cardText(card);
    for (const { help, usage } of VERBS) {
      expect(text).toContain(help[lang]);
      expect(text).toContain(usage[lang][0]);
    }
  });

  it.each(VERBS.map(({ verb }) => verb))("the help explains %s with usage and other spellings", (verb) => {
    const entry = VERBS.find((row) => row.verb === verb);
    const text = cardText(helpCard(verb, reader));
    for (const line of [entry?.help[lang] ?? "", ...(entry?.usage[lang] ?? []), ...(entry?.examples[lang] ?? [])]) {
      expect(line).not.toBe("");
      for (const part of line.split("\n")) expect(text).toContain(part);
    }
    for (const word of [verb, ...(entry?.aliases.en ?? []), ...(entry?.aliases.zh ?? [])]) expect(text).toContain(word);
    expect(text).not.toMatch(/[{}]|undefined/u);
  });

  it.each([
    ["list", () => listCard(page, asked, reader)],
    ["waiting", () => waitingCard(ALL, dana, reader)],
    ["log", () => logCard(draft.plan, [], reader)],
    ["checks", () => hooksCard(draft.plan, NOTHING_TOLD, reader)],
    ["export", () => exportCard(draft.plan, "", reader)],
  ])("a %s says of when it is, being kept true by nobody", (_, make) => {
    expect(cardText(make())).toContain(lang === "zh" ? "截至 11月24日 16:00" : "As of 24 Nov 16:00");
  });
});

describe("the pages of a list", () => {
  const turns = (at: number) =>
    buttonsOn(listCard({ plans: [], total: 30, pages: 3 }, { ...asked, words: "a", page: at }, readerOf(draft, "en")));

  it.each([
    [1, [2]],
    [2, [1, 3]],
    [3, [2]],
  ])("from %i lead to %j, with what was asked for", (at, pages) => {
    expect(turns(at).map(({ action }) => action)).toEqual(pages.map((to) => ({ ...asked, words: "a", page: to })));
  });

  it("open each plan", () => {
    const opens = buttonsOn(listCard(page, asked, readerOf(draft, "en"))).filter(({ action }) => action.do === "show");
    expect(opens).toHaveLength(ALL.length);
  });
});

describe("a log", () => {
  it("tells when each thing happened", () => {
    const later = draft.at(MORNING + 5 * MINUTE).after([{ type: "comment", text: "Ready?" }, bo]);
    const entries = later.log.map((event) => ({ event })).toReversed();
    const text = cardText(logCard(later.plan, entries, readerOf(later, "en")));
    expect(text).toMatch(/24 Nov 16:05 {2}Bo: Ready\?\n {2}24 Nov 16:00 {2}Ada created/u);
  });
});
