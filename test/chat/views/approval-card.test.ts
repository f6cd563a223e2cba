import { describe, expect, it } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { Asked } from "../../../src/chat/views/approval-card.ts";
import { approvalCard } from "../../../src/chat/views/approval-card.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import {
  ada,
  approval,
  bo,
  build,
  CHANGE_SYSTEM,
  CLOSES,
  chen,
  dana,
  dee,
  eve,
  fay,
  HOOK,
  HOUR,
  level,
  MINUTE,
  OPENS,
  TIMER,
  tell,
  WORKFLOWS,
} from "../../support/cast.ts";
import type { Given } from "../../support/given.ts";
import { answer, submitted } from "../../support/given.ts";
import { kept } from "./kept.ts";
import type { Lang } from "./reader.ts";
import { LANGS, readerOf } from "./reader.ts";

const LEVELS = approval(level([bo, chen], "any", "QA"), level([dana, "group:ops"], "all", "Operations"));
const ITEMS = [
  build("i1", { name: "Build" }),
  tell("i2", { name: "Tell the customers", after: ["i1"] }),
  build("i3", {
    name: "Migrate",
    work: { type: "workflow", engine: "command", workflow: "deploy", with: { stage: "test" } },
  }),
];
const first: Asked = { round: 1, level: 0, person: bo };
const second: Asked = { round: 1, level: 1, person: dana };

const asked = submitted({ approval: LEVELS, items: ITEMS }, { delegates: { chen: [dee] } });
const inSecond = asked.after([{ type: "approve", comment: "Tested on staging." }, bo]);
const approved = inSecond.after([{ type: "approve" }, dana], [{ type: "approve" }, chen]);
const replanned = asked.after([{ type: "replan" }, ada]);
const again = approved.after([{ type: "replan" }, ada]).after([
  {
    type: "edit",
    changes: [
      {
        change: "fields",
        window: { opens: OPENS + HOUR, closes: CLOSES + HOUR },
        editors: [],
        tags: ["shop", "urgent"],
      },
      { change: "remove-item", item: "i3" },
      { change: "edit-item", item: "i2", after: [], owners: ["group:ops"] },
      { change: "add-item", item: { name: "Celebrate", work: { type: "text", content: "Cake." } } },
    ],
  },
  fay,
]);
const askedAgain = again.after([{ type: "submit" }, ada]);
const unchanged = approved.after([{ type: "replan" }, ada], [{ type: "submit" }, ada]);

/** How an approver's card looks, by what happened meanwhile. */
const CARDS: Readonly<Record<string, readonly [Given, Asked]>> = {
  open: [asked, first],
  "open-in-last-level": [inSecond, second],
  "open-with-risks": [risky(), first],
  "open-far-ahead": [submitted({ window: { opens: OPENS + 72 * HOUR, closes: CLOSES + 72 * HOUR } }), first],
  "open-without-changes": [unchanged, { ...first, round: 2 }],
  "open-after-changes": [askedAgain, { ...first, round: 2 }],
  approved: [inSecond, first],
  "approved-by-another": [inSecond, { ...first, person: chen }],
  "approved-by-delegate": [asked.after([{ type: "approve" }, dee]), { ...first, person: chen }],
  rejected: [asked.after([{ type: "reject", reason: "The *tests* are red." }, chen]), first],
  "withdrawn-by-replan": [replanned, first],
  "withdrawn-by-cancel": [asked.after([{ type: "cancel", reason: "No need any more." }, ada]), first],
  "withdrawn-by-timeout": [asked.at(CLOSES).after([{ type: "expire" }, TIMER]), first],
  "asked-again": [askedAgain, first],
  "not-asked-yet": [asked, second],
};

function risky(): Given {
  const world = {
    gates: ["finish_planning" as const],
    freezes: [
      { name: "Year end", from: OPENS + HOUR, until: OPENS + 5 * HOUR },
      { name: "Audit", from: OPENS - 24 * HOUR, until: OPENS + 10 * MINUTE },
    ],
  };
  const checked = submitted({ approval: LEVELS }, world);
  const failed = checked.after([answer(checked, "finish_planning", "failed", "no-go"), HOOK]);
  return failed.after([{ type: "override", reason: "The scanner is down." }, eve]).at(CLOSES - 110 * MINUTE);
}

function cardOf(name: string, lang: Lang): Card {
  const story = CARDS[name];
  if (!story) throw new Error(`no card ${name}`);
  return approvalCard(story[0].plan, story[1], readerOf(story[0], lang));
}

describe.each(LANGS)("an approver’s card, in %s,", (lang) => {
  it.each(Object.keys(CARDS))("is, when %s, as it was looked at", async (name) => {
    await kept(cardOf(name, lang), `approval-${name}`, lang);
  });
});

describe("an approver’s card", () => {
  it.each(Object.keys(CARDS))("%s has buttons only while it is open", (name) => {
    const ids = buttonsOn(cardOf(name, "en")).map(({ id }) => id);
    expect(ids).toEqual(name.startsWith("open") ? ["approve", "reject", "approve-comment", "show:plan:52"] : []);
  });

  it("binds each decision to the content and the level it shows", () => {
    const decisions = buttonsOn(cardOf("open-in-last-level", "en")).slice(0, 3);
    const seen = { seen: inSecond.plan.digest, level: 1 };
    expect(decisions.map(({ action }) => action)).toMatchObject([seen, seen, seen]);
  });

  it("asks before the last level’s approval releases the plan", () => {
    const confirms = (name: string) => buttonsOn(cardOf(name, "en")).find(({ id }) => id === "approve")?.confirm;
    expect(confirms("open")).toBeUndefined();
    expect(confirms("open-in-last-level")?.text).toContain("released for execution");
  });

  it("says the outcome and the person in its summary", () => {
    expect(cardOf("approved-by-another", "en").summary).toBe(
      "Plan 52 “Release 2.4”: Approved by Bo, 24 Nov 16:00 · Tested on staging.",
    );
    expect(cardOf("rejected", "zh").summary).toContain("Chen 已拒绝");
  });

  it("warns of a gate that let the plan through unanswered", () => {
    const limit = { after: MINUTE, policy: "pass" } as const;
    const gates = [{ checkpoint: "finish_planning", endpoints: [CHANGE_SYSTEM], limit } as const];
    const waiting = submitted({ approval: LEVELS }, { gates });
    const through = waiting.at(waiting.world.now + MINUTE).after([{ type: "expire-check" }, TIMER]);
    const text = (lang: Lang) => cardText(approvalCard(through.plan, first, readerOf(through, lang)));
    expect(text("en")).toContain("Nobody answered the external check of “Planning finished” in time");
    expect(text("zh")).toContain("外部检测「规划完成」没有按时得到回复，按其策略放行。");
  });

  it("says that an engine changed a workflow since the last approval", () => {
    const moved = { command: WORKFLOWS.map((one) => ({ ...one, definition: `${one.definition}b` })) };
    const later = approved.in({ engines: moved }).after([{ type: "replan" }, ada], [{ type: "submit" }, ada]);
    const text = cardText(approvalCard(later.plan, { ...first, round: 2 }, readerOf(later, "en")));
    expect(text).toContain("“Build”: the engine has changed the workflow");
    expect(text).toContain("“Migrate”: the engine has changed the workflow");
  });

  it("shows every input that will run", () => {
    const text = cardText(cardOf("open", "en"));
    expect(text).toContain("52.1 Build — command:build · branch=main");
    expect(text).toContain("52.3 Migrate — command:deploy · stage=test");
  });
});
