import { describe, expect, it } from "vitest";
import { approvalCard } from "../../../src/chat/views/approval-card.ts";
import { itemCard } from "../../../src/chat/views/item-card.ts";
import { planCard } from "../../../src/chat/views/plan-card.ts";
import type { Command, CommandType } from "../../../src/plan/command.ts";
import { STANDARD_POLICY } from "../../../src/plan/context.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import { itemActions, possibleCommands } from "../../../src/plan/possible.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import type { World } from "../../support/cast.ts";
import {
  ada,
  approval,
  bo,
  build,
  CLOSES,
  chen,
  create,
  DESK,
  dana,
  dee,
  ENGINE,
  eve,
  gateOfTwo,
  HOOK,
  HOUR,
  level,
  MINUTE,
  OPENS,
  SECURITY,
  TIMER,
  tell,
  WORKFLOWS,
} from "../../support/cast.ts";
import type { Given } from "../../support/given.ts";
import { answer, drafted, executing, failed, given, heldBack, keyOf, passed, submitted } from "../../support/given.ts";
import { inEachStatus } from "../../support/statuses.ts";
import { kept } from "./kept.ts";
import { LANGS, readerOf } from "./reader.ts";

const finishing: Command = { type: "submit" };
const EACH_STATUS = inEachStatus();
const FREEZE = { name: "Year end", from: OPENS - HOUR, until: OPENS + HOUR };
const TWO_LEVELS = approval(
  level([bo, "group:qa"], 2, "QA"),
  level([ada, "group:ops"], "any", "Operations"),
  level([eve], "all", "Board"),
);

const twoLevels = submitted(
  { approval: TWO_LEVELS },
  { policies: { standard: policy(false) }, delegates: { chen: [dee] } },
);
const inFeishu = submitted({ approval: { ...approval(level([bo, chen], "any", "QA")), via: "feishu" } }).after([
  { type: "desk-opened", round: 1, ref: "7", link: "https://applink.example/approval/7" },
  DESK,
]);
const working = executing({
  items: [
    build("i1", { name: "Build" }),
    tell("i2", { name: "Tell", owners: ["group:ops", ada], after: ["i1"] }),
    build("i3", { name: "Migrate" }),
    build("i4", { name: "Warm up" }),
  ],
});
const atWork = afterWork(working);

function policy(selfApproval: boolean): World["policies"][string] {
  return { ...STANDARD_POLICY, selfApproval, secondPerson: true };
}

function afterWork(story: Given): Given {
  const started = story.after(
    [{ type: "run", item: "i1" }, dana],
    [{ type: "run", item: "i3" }, dana],
    [{ type: "run", item: "i4" }, ada],
  );
  const progress = { stage: "Compile", percent: 42.4, link: "https://ci.example/7", tail: "line 1\nline 2" };
  const linked = { type: "run-linked", key: keyOf(started, "i4"), ref: "7", link: "https://ci.example/7" } as const;
  return started.after(
    [passed(started, "i1"), ENGINE],
    [{ type: "run-unclear", key: keyOf(started, "i3"), reason: "The engine did not answer." }, ENGINE],
    [linked, ENGINE],
    [{ type: "run-progressed", key: keyOf(started, "i4"), progress }, ENGINE],
    [
      { type: "done", item: "i2", remark: "Posted.", evidence: ["https://chat.example/1", "screenshot in the wiki"] },
      dana,
    ],
  );
}

function stopped(story: Given): Given {
  const [two, four] = [keyOf(story, "i1"), keyOf(story, "i4")];
  const asked = story.after([{ type: "cancel", reason: "The customer asked for it." }, ada]);
  return asked.after(
    [{ type: "run-not-stopped", key: four, reason: "It can’t be stopped any more." }, ENGINE],
    [{ type: "run-stopped", key: two }, ENGINE],
  );
}

/** More items than a card shows: some done, one failed, many to do. */
function crowded(done: number): Given {
  const items = Array.from({ length: 40 }, (_, place) => tell(`i${place + 1}`, { name: `Step ${place + 1}` }));
  const story = executing({ items });
  return items.slice(0, done).reduce((soFar, { id }) => soFar.after([{ type: "done", item: id }, dana]), story);
}

/** Moments in a plan's life that its status alone does not tell. */
const MOMENTS: Readonly<Record<string, Given>> = {
  "empty-draft": drafted({ items: [], approval: undefined, description: "", requirements: [], tags: [], editors: [] }),
  "empty-draft-with-approval": drafted({ items: [] }),
  "draft-without-approval": drafted({ approval: undefined, window: undefined, schedule: undefined }),
  "draft-whose-window-is-over": drafted().at(CLOSES),
  "draft-scheduled": drafted({
    schedule: OPENS + 30 * MINUTE,
    requirements: ["SHOP-120", "https://git.example/shop/issues/7"],
    policy: "strict",
    approval: { ...TWO_LEVELS, via: "feishu", levels: [level([bo, "group:qa"], "all", "QA")] },
  }),
  "first-level-half-way": twoLevels.after([{ type: "approve", comment: "Looks *good*." }, dee]),
  "second-level": twoLevels.after([{ type: "approve" }, bo], [{ type: "approve" }, chen]),
  "denied-in-second-level": twoLevels.after(
    [{ type: "approve" }, bo],
    [{ type: "approve" }, dee],
    [{ type: "reject", reason: "Not on a holiday." }, dana],
  ),
  "nobody-can-decide": submitted({ approval: approval(level(["group:qa"], "any", "QA")) }).in({
    groups: { qa: [ada] },
  }),
  "asked-in-feishu": inFeishu,
  "not-asked-in-feishu": inFeishu.after([{ type: "desk-failed", round: 1, reason: "No such definition." }, DESK]),
  "withdrawn-in-feishu": inFeishu.after([
    { type: "desk-reported", round: 1, report: { outcome: "withdrawn", level: 0, votes: [] } },
    DESK,
  ]),
  "finished-planning-without-approval": drafted({ approval: undefined }).after([{ type: "finish" }, ada]),
  "before-its-window": drafted({ approval: undefined }).after([{ type: "finish" }, ada], [{ type: "start" }, ada]),
  "in-a-freeze": working.in({ freezes: [FREEZE] }),
  "exception-proposed": working
    .in({ freezes: [FREEZE], policies: { standard: policy(false) } })
    .after([{ type: "run", item: "i1", despiteFreeze: "The shop is down." }, eve]),
  "at-work": atWork,
  "cancelled-with-runs": stopped(
    executing({ items: [build("i1", { name: "Build" }), tell("i2"), build("i4", { name: "Warm up" })] }).after(
      [{ type: "run", item: "i1" }, dana],
      [{ type: "run", item: "i4" }, dana],
    ),
  ),
  "replanned-after-work": replanned(),
  "many-items-open": crowded(3),
  "many-items-done": crowded(30),
  "gate-with-progress": gated(),
  "gate-of-two": gateOfTwoEndpoints(),
  "gate-overdue": overdue(),
  "gate-unanswered": unanswered(),
  "item-held": heldItem(),
  "secret-inputs": secretInputs(),
};

/** One has said go; the other can't be told. */
function gateOfTwoEndpoints(): Given {
  const limit = { after: HOUR, policy: "fail" } as const;
  const asked = drafted({}, { gates: [gateOfTwo("finish_planning", { limit })] }).after([finishing, ada]);
  const about = { delivery: "msg_1", endpoint: SECURITY, checkpoint: "finish_planning", attempt: 1 } as const;
  return asked.after(
    [answer(asked, "finish_planning", "success"), HOOK],
    [{ type: "report-hook", report: "failing", ...about, problem: "503", next: asked.world.now + 5 * MINUTE }, HOOK],
  );
}

function overdue(): Given {
  const limit = { after: 30 * MINUTE, policy: "ask" } as const;
  const asked = drafted({}, { gates: [gateOfTwo("finish_planning", { limit })] }).after([finishing, ada]);
  const told = asked.after([answer(asked, "finish_planning", "executing", "3 of 5 scans", SECURITY), HOOK]);
  return told.at(told.world.now + limit.after).after([{ type: "expire-check" }, TIMER]);
}

function unanswered(): Given {
  const limit = { after: 30 * MINUTE, policy: "fail" } as const;
  const asked = drafted({}, { gates: [gateOfTwo("finish_planning", { limit })] }).after([finishing, ada]);
  return asked.at(asked.world.now + limit.after).after([{ type: "expire-check" }, TIMER]);
}

function heldItem(): Given {
  const run = executing({ items: [build("i1", { name: "Build" }), tell("i2", { name: "Tell" })] }).after([
    { type: "run", item: "i1" },
    dana,
  ]);
  const changes = ["image", "env", "args", "user", "node", "shell", "cache"].map((field) => `jobs[0].${field}: 1 → 2`);
  return run.after([heldBack(run, "i1", changes), ENGINE]);
}

function secretInputs(): Given {
  const token = { name: "token", type: "string", required: true, secret: true } as const;
  const engines = { command: WORKFLOWS.map((one) => ({ ...one, parameters: [...one.parameters, token] })) };
  const work = {
    type: "workflow",
    engine: "command",
    workflow: "build",
    with: { branch: "main", token: "hush" },
  } as const;
  return submitted({ items: [build("i1", { work })], hooks: ["audit"] }, { engines });
}

function replanned(): Given {
  const one = executing({
    items: [build("i1", { name: "Build" }), tell("i2", { name: "Tell" })],
    approval: approval(level([bo], "any", "QA")),
  });
  const run = one.after([{ type: "run", item: "i1" }, dana]);
  const done = run.after([passed(run, "i1"), ENGINE]);
  return done.after([{ type: "replan" }, ada]);
}

function gated(): Given {
  const story = given(undefined, { gates: ["finish_planning"] })
    .when(create(), ada)
    .taken();
  const asked = story.after([{ type: "submit" }, ada]);
  const no = asked.after([answer(asked, "finish_planning", "failed", "no-go"), HOOK]).after([{ type: "recheck" }, ada]);
  return no.after([answer(no, "finish_planning", "executing", "3 of 5 suites passed"), HOOK]);
}

describe.each(LANGS)("the card of a plan, in %s,", (lang) => {
  it.each(STATUSES)("shows the status %s as it was looked at", async (status) => {
    const story = EACH_STATUS[status];
    await kept(planCard(story.plan, readerOf(story, lang)), `plan-${status}`, lang);
  });

  it.each(Object.keys(MOMENTS))("shows %s as it was looked at", async (moment) => {
    const story = MOMENTS[moment];
    if (!story) throw new Error(`no moment ${moment}`);
    await kept(planCard(story.plan, readerOf(story, lang)), `plan-${moment}`, lang);
  });
});

/** What is only typed, or offered by the items. */
const NO_BUTTON: readonly CommandType[] = ["run", "done", "skip", "retry", "handover", "comment"];

describe("the buttons of a plan's card", () => {
  it.each(STATUSES)("in %s are exactly what is possible", (status) => {
    const { plan, world } = EACH_STATUS[status];
    const card = planCard(plan, readerOf(EACH_STATUS[status], "en"));
    const possible = possibleCommands(plan, world.now)
      .filter((command) => !NO_BUTTON.includes(command))
      // Beside an approval, finishing alone would only stand in the way of submitting.
      .filter((command) => command !== "finish" || !plan.content.approval);
    const more = [...(status === "planning" ? ["add"] : []), "show:log:52"];
    const final = status === "success" || status === "cancel";
    expect(card.buttons.map(({ id }) => id).toSorted()).toEqual(final ? [] : [...possible, ...more].toSorted());
  });

  it.each(STATUSES)("of the items in %s are exactly what can be done with each", (status) => {
    const { plan, world } = EACH_STATUS[status];
    const card = planCard(plan, readerOf(EACH_STATUS[status], "en"));
    const rows = card.blocks.flatMap((block) => (block.kind === "items" ? block.rows : []));
    const shown = rows.map(({ buttons }) => buttons.map(({ id }) => id));
    const expected = plan.content.items.map(({ id }) =>
      itemActions(plan, id, world.now).map((action) => `${action}:${id}`),
    );
    expect(shown).toEqual(expected);
  });

  it.each(["success", "cancel"] as const)("are none at all once the plan is %s", (status) => {
    const story = EACH_STATUS[status];
    expect(buttonsOn(planCard(story.plan, readerOf(story, "en")))).toEqual([]);
  });

  it("ask before anything is released, run or dropped", () => {
    const asking = Object.values({ ...EACH_STATUS, ...MOMENTS }).flatMap((story) =>
      buttonsOn(planCard(story.plan, readerOf(story, "en"))).filter(({ confirm }) => confirm !== undefined),
    );
    const verbs = new Set(asking.map(({ action }) => action.do));
    expect(verbs).toEqual(new Set(["start", "approve", "run", "retry", "replan"]));
    const silent = Object.values({ ...EACH_STATUS, ...MOMENTS }).flatMap((story) =>
      buttonsOn(planCard(story.plan, readerOf(story, "en"))).filter(
        ({ confirm, action }) => confirm === undefined && ["start", "run", "retry", "replan"].includes(action.do),
      ),
    );
    expect(silent).toEqual([]);
  });

  it("ask for an approval's confirmation in the last level alone", () => {
    const [first, second] = [twoLevels, twoLevels.after([{ type: "approve" }, bo], [{ type: "approve" }, chen])];
    const last = second.after([{ type: "approve" }, dana]);
    const asks = [first, second, last].map(
      (story) =>
        planCard(story.plan, readerOf(story, "en")).buttons.find(({ id }) => id === "approve")?.confirm !== undefined,
    );
    expect(asks).toEqual([false, false, true]);
  });

  it("have one way on at most", () => {
    for (const story of Object.values({ ...EACH_STATUS, ...MOMENTS })) {
      const { buttons } = planCard(story.plan, readerOf(story, "en"));
      expect(buttons.filter(({ style }) => style === "primary").length).toBeLessThanOrEqual(1);
    }
  });

  it("carry what was seen, so that a click on an old card decides nothing else", () => {
    const story = EACH_STATUS.wait_for_approval;
    const { buttons } = planCard(story.plan, readerOf(story, "en"));
    const decisions = buttons.filter(({ id }) => id === "approve" || id === "reject").map(({ action }) => action);
    expect(decisions).toMatchObject([
      { do: "approve", seen: story.plan.digest, level: 0 },
      { do: "form", form: "reject", seen: story.plan.digest, level: 0 },
    ]);
  });
});

describe("a secret input", () => {
  it("is shown to nobody, on no card", () => {
    const story = secretInputs();
    const reader = readerOf(story, "en");
    const { plan } = story;
    const cards = [
      planCard(plan, reader),
      approvalCard(plan, { round: 1, level: 0, person: bo }, reader),
      itemCard(plan, { item: "i1", code: plan.instanceCode, person: dana }, reader),
    ];
    for (const card of cards) {
      expect(cardText(card)).toContain("branch=main  token=••••••");
      expect(JSON.stringify(card)).not.toContain("hush");
    }
    const replanned = story.after([{ type: "approve" }, bo], [{ type: "replan" }, ada]);
    expect(JSON.stringify(planCard(replanned.plan, readerOf(replanned, "en")))).not.toContain("hush");
  });
});

describe("in a freeze", () => {
  const items = [build("i1"), tell("i2"), build("i3", { after: ["i1"] })];
  const story = executing({ items });
  const idsIn = (at: Given) => buttonsOn(planCard(at.plan, readerOf(at, "en"))).map(({ id }) => id);

  it("an item is carried out only by an admin's exception", () => {
    const ids = idsIn(story.in({ freezes: [FREEZE] }));
    expect(ids).toEqual(expect.arrayContaining(["freeze-run:i1", "freeze-run:i2", "skip:i1", "skip:i3"]));
    expect(ids).not.toEqual(expect.arrayContaining(["run:i1"]));
    expect(ids).not.toContain("freeze-run:i3");
  });

  it.each([
    ["before it", FREEZE.from + 10 * 24 * HOUR],
    ["at its end", OPENS + 10 * MINUTE],
  ])("that does not hold, %s, items are offered as ever", (_, from) => {
    const past = from > OPENS + 10 * MINUTE ? { ...FREEZE, from, until: from + HOUR } : { ...FREEZE, until: from };
    expect(idsIn(story.in({ freezes: [past] }))).toEqual(idsIn(story));
  });

  it("a failed run is tried again by an admin's exception", () => {
    const run = story.after([{ type: "run", item: "i1" }, dana]);
    const at = run.after([failed(run, "i1"), ENGINE]).in({ freezes: [FREEZE] });
    expect(idsIn(at)).toContain("freeze-run:i1");
    expect(idsIn(at)).not.toContain("retry:i1");
  });
});

describe("the people of an approval", () => {
  const people = (story: Given) =>
    planCard(story.plan, readerOf(story, "en"))
      .blocks.flatMap((block) => (block.kind === "levels" ? block.rows : []))
      .map((row) =>
        row.people.map(({ who }) =>
          who.map((part) => (typeof part === "string" ? part : "name" in part ? part.name : part.text)).join(""),
        ),
      );

  it("are a group's members while their level decides, and the group before", () => {
    expect(people(twoLevels)).toEqual([["Bo", "Chen (group qa)"], ["Ada", "group ops"], ["Eve"]]);
  });

  it("are each shown once, in whatever parts they come", () => {
    const story = submitted({ approval: approval(level([bo, "group:qa", "group:ops"], 2, "QA")) });
    expect(people(story)).toEqual([["Bo", "Chen (group qa)", "Dana (group ops)"]]);
  });

  it("no longer wait once somebody decided in their place", () => {
    const story = twoLevels.after([{ type: "approve" }, dee]);
    expect(people(story)[0]).toEqual(["Dee for Chen", "Bo"]);
  });

  it("don't say a group was not needed when one of it decided", () => {
    const story = twoLevels.after([{ type: "approve" }, bo], [{ type: "approve" }, chen]);
    expect(people(story)[0]).toEqual(["Bo", "Chen"]);
  });
});
