import { describe, expect, it } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import { itemCard } from "../../../src/chat/views/item-card.ts";
import { itemActions } from "../../../src/plan/possible.ts";
import { buttonsOn } from "../../support/card-text.ts";
import {
  ada,
  build,
  CLOSES,
  dana,
  ENGINE,
  HOUR,
  MINUTE,
  OPENS,
  prove,
  REPORT,
  TIMER,
  tell,
} from "../../support/cast.ts";
import type { Given } from "../../support/given.ts";
import { drafted, executing, failed, heldBack, keyOf, passed } from "../../support/given.ts";
import { kept } from "./kept.ts";
import type { Lang } from "./reader.ts";
import { LANGS, readerOf } from "./reader.ts";

const ITEMS = [
  build("i1", { name: "Build" }),
  tell("i2", {
    name: "Tell the customers",
    after: ["i1"],
    work: { type: "text", content: "1. Post the notes.\n2. **Pin** them." },
  }),
];
const FREEZE = { name: "Year end", from: OPENS - HOUR, until: OPENS + HOUR };

const todo = executing({ items: ITEMS });
const running = todo.after([{ type: "run", item: "i1" }, dana]);
const progress = { stage: "Compile", percent: 42.4, link: "https://ci.example/7", tail: "line 1\nline 2" };
const underWay = running.after([{ type: "run-progressed", key: keyOf(running, "i1"), progress }, ENGINE]);
const built = underWay.after([passed(underWay, "i1"), ENGINE]);
const told = built.after([{ type: "done", item: "i2", remark: "Posted.", evidence: ["https://chat.example/1"] }, dana]);
const fell = underWay.after([failed(underWay, "i1"), ENGINE]);
const removed = todo.after(
  [{ type: "replan" }, ada],
  [
    {
      type: "edit",
      changes: [
        { change: "edit-item", item: "i2", after: [] },
        { change: "remove-item", item: "i1" },
      ],
    },
    ada,
  ],
);
const early = drafted({ approval: undefined, items: ITEMS }).after([{ type: "finish" }, ada], [{ type: "start" }, ada]);

const asking = executing({ items: [prove("i3", { name: "Try it" }), tell("i2")] });
const said = asking.after(
  [{ type: "tick", item: "i3", ticked: [0, 1], unticked: [] }, dana],
  [
    {
      type: "done",
      item: "i3",
      remark: "All green.",
      answers: { Ticket: "https://issues.example/7", Note: "Twice." },
      files: [{ ...REPORT, ask: "Report" }],
    },
    dana,
  ],
);

/** The item's card, by what the plan has come to; `i1` runs, `i2` is done by a person. */
const CARDS: Readonly<Record<string, readonly [Given, string]>> = {
  "to-run": [todo, "i1"],
  "to-do-and-waiting": [todo, "i2"],
  "to-do": [built, "i2"],
  "before-the-window": [early, "i1"],
  "in-a-freeze": [todo.in({ freezes: [FREEZE] }), "i1"],
  starting: [running, "i1"],
  running: [underWay, "i1"],
  "done-by-engine": [built, "i1"],
  "done-by-person": [told, "i2"],
  skipped: [built.after([{ type: "skip", item: "i2", reason: "Told them by phone." }, dana]), "i2"],
  failed: [fell, "i1"],
  unclear: [running.after([{ type: "run-unclear", key: keyOf(running, "i1"), reason: "No answer." }, ENGINE]), "i1"],
  held: [running.after([heldBack(running, "i1"), ENGINE]), "i1"],
  "in-a-job": [
    running.after([
      { type: "run-progressed", key: keyOf(running, "i1"), progress: { ...progress, job: "api" } },
      ENGINE,
    ]),
    "i1",
  ],
  "timed-out": [todo.at(CLOSES).after([{ type: "expire" }, TIMER]), "i1"],
  "asking-for-evidence": [asking, "i3"],
  "half-ticked": [asking.after([{ type: "tick", item: "i3", ticked: [0], unticked: [] }, dana]), "i3"],
  "said-by-one": [said, "i3"],
  "confirmed-by-another": [said.after([{ type: "done", item: "i3", remark: "Seen." }, ada]), "i3"],
  cancelled: [todo.after([{ type: "cancel", reason: "No need." }, ada]), "i1"],
};

function cardOf(name: string, lang: Lang): Card {
  const story = CARDS[name];
  if (!story) throw new Error(`no card ${name}`);
  const [{ plan }, item] = story;
  return itemCard(plan, { item, code: plan.instanceCode, person: dana }, readerOf(story[0], lang));
}

describe.each(LANGS)("an item’s card, in %s,", (lang) => {
  it.each(Object.keys(CARDS))("is, when %s, as it was looked at", async (name) => {
    await kept(cardOf(name, lang), `item-${name}`, lang);
  });

  it("says that its turn is over once the plan is planned anew", async () => {
    const { plan } = todo.after([{ type: "replan" }, ada]);
    const turn = { item: "i1", code: todo.plan.instanceCode, person: dana };
    await kept(itemCard(plan, turn, readerOf(todo, lang)), "item-replanned", lang);
  });

  it("says that the item is gone", async () => {
    const turn = { item: "i1", code: todo.plan.instanceCode, person: dana };
    await kept(itemCard(removed.plan, turn, readerOf(removed, lang)), "item-gone", lang);
  });
});

describe("an item’s card", () => {
  it.each(Object.keys(CARDS).filter((name) => name !== "in-a-freeze"))("%s offers exactly what can be done", (name) => {
    const [story, item] = CARDS[name] ?? [];
    if (!story || item === undefined) throw new Error(`no card ${name}`);
    const actions = itemActions(story.plan, item, story.world.now).map((action) => `${action}:${item}`);
    const ids = buttonsOn(cardOf(name, "en")).map(({ id }) => id);
    expect(ids).toEqual(actions.length === 0 ? [] : [...actions, "show:plan:52"]);
  });

  it("offers an admin’s exception in a freeze", () => {
    expect(buttonsOn(cardOf("in-a-freeze", "en")).map(({ id }) => id)).toEqual([
      "freeze-run:i1",
      "skip:i1",
      "show:plan:52",
    ]);
  });

  it("asks before it runs something", () => {
    for (const name of ["to-run", "failed", "unclear"]) {
      const run = buttonsOn(cardOf(name, "en")).find(({ action }) => action.do === "run" || action.do === "retry");
      expect(run?.confirm?.text).toContain("command:build");
    }
  });

  it("is the same a minute later while it runs", () => {
    const later = underWay.at(underWay.world.now + MINUTE / 2);
    const turn = { item: "i1", code: underWay.plan.instanceCode, person: dana };
    expect(itemCard(later.plan, turn, readerOf(later, "en"))).toEqual(cardOf("running", "en"));
  });
});
