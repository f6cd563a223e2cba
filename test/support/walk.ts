/**
 * A random walk through the life of a plan: which world, which time, which command by whom comes next.
 */

import { checkLimit, checkReminder } from "../../src/plan/checkpoints.ts";
import type { Change, Command, CommandOf, DeskReport, DeskVote } from "../../src/plan/command.ts";
import type { Approval, Checkpoint, Instant, Item } from "../../src/plan/content.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import type { Gate, Plan, Status } from "../../src/plan/plan.ts";
import type { As, World } from "./cast.ts";
import * as cast from "./cast.ts";
import {
  approval,
  build,
  CHANGE_SYSTEM,
  CLOSES,
  content,
  HOUR,
  level,
  MINUTE,
  OPENS,
  prove,
  REPORT,
  SECURITY,
  tell,
  WORKFLOWS,
  WORLD,
} from "./cast.ts";
import type { Dice } from "./dice.ts";
import { GARBAGE, spoilt } from "./spoilt.ts";

const { ada, bo, chen, dana, dee, eve, fay, gil, mallory, rae } = cast;
const EVERYONE: readonly As[] = [
  ada,
  bo,
  chen,
  dana,
  dee,
  eve,
  fay,
  gil,
  mallory,
  rae,
  "zoe",
  cast.TOKEN,
  cast.OTHER_TOKEN,
  cast.TIMER,
  cast.ENGINE,
  cast.HOOK,
  cast.DESK,
];
const SYSTEM = [cast.TIMER, cast.ENGINE, cast.HOOK, cast.DESK];

const APPROVALS: readonly (Approval | undefined)[] = [
  undefined,
  approval(level([bo, chen], "any", "QA")),
  approval(level(["group:qa"], "all", "QA")),
  approval(level([bo, chen, gil], 2, "QA")),
  approval(level([bo], "any", "QA"), level([bo, gil], "any", "Operations")),
  approval(level(["group:qa", gil], 2, "QA"), level([eve, "group:ops"], "all", "Operations")),
  { ...approval(level([bo, chen], "any", "QA"), level([eve, gil], "all", "Operations")), via: "feishu" },
  { ...approval(level(["group:qa"], "all", "QA")), via: "feishu" },
];
const ITEMS: readonly (readonly Item[])[] = [
  [build("i1"), tell("i2", { after: ["i1"] })],
  [tell("i1")],
  [build("i1"), build("i2"), tell("i3", { owners: ["group:qa"] })],
  [prove("i1"), tell("i2", { after: ["i1"] })],
  [build("i1"), build("i2", { after: ["i1"], owners: [] }), tell("i3", { after: ["i2"] }), tell("i4")],
];

/** Everything around one walk. */
export function worldOf(dice: Dice): World {
  return {
    ...WORLD,
    gates: CHECKPOINTS.filter(() => dice.chance(35)).map((checkpoint) => gateIn(checkpoint, dice)),
    away: dice.chance(30) ? [bo] : [],
    delegates: dice.chance(50) ? { [chen]: [dee], [bo]: [dana] } : {},
    freezes: dice.chance(30) ? [{ name: "Freeze", from: OPENS + 20 * MINUTE, until: OPENS + HOUR }] : [],
  };
}

function gateIn(checkpoint: Checkpoint, dice: Dice): Gate {
  const policy = dice.pick(["fail", "ask", "pass"] as const);
  return {
    checkpoint,
    endpoints: dice.pick([[CHANGE_SYSTEM], [CHANGE_SYSTEM, SECURITY], [CHANGE_SYSTEM, SECURITY, "audit"]]),
    limit: dice.chance(60) ? { after: dice.pick([1, MINUTE, 30 * MINUTE]), policy } : undefined,
    remind: dice.chance(40) ? dice.pick([MINUTE, 10 * MINUTE]) : undefined,
  };
}

/** What engines offer at this moment: now and then one is silent, or a workflow is not what it was. */
export function enginesNow(dice: Dice): World["engines"] {
  const moved = WORKFLOWS.map((workflow) => ({ ...workflow, definition: `${workflow.workflow}-${dice.below(3)}` }));
  return {
    command: dice.weighted([
      [17, WORKFLOWS],
      [2, moved],
      [1, undefined],
    ]),
  };
}

/** What was read for this command, if anything: an issue in one of its states, no such issue, or silence. */
export function requirementsNow(dice: Dice): World["requirements"] {
  if (!dice.chance(25)) return undefined;
  const state = {
    kind: "issue",
    key: "SHOP-120",
    title: "Cart totals",
    url: "https://jira.example/browse/SHOP-120",
  } as const;
  return {
    "SHOP-120": dice.weighted([
      [4, { answer: "read", state: { ...state, state: "In review", stage: "doing" } }],
      [4, { answer: "read", state: { ...state, state: "Done", stage: "done" } }],
      [1, { answer: "read", state: { kind: "missing" } }],
      [1, { answer: "silent", why: "no answer in time" }],
    ]),
  };
}

export function firstCommand(dice: Dice): Command {
  const window = dice.chance(85) ? { opens: OPENS, closes: CLOSES } : undefined;
  const schedule = dice.chance(45) ? OPENS + 10 * MINUTE : undefined;
  const approval = dice.pick(APPROVALS);
  // A platform's own approval knows no second factor.
  const sure = approval?.via === "card" ? 1 : 0;
  const policy = dice.weighted([
    [5, "standard"],
    [3, "strict"],
    [2, "self"],
    [2, "urgent"],
    [3, "paced"],
    [2, "asking"],
    [sure, "sure"],
  ]);
  const emergency = policy === "urgent" && dice.chance(70) ? "Payments are down." : undefined;
  return cast.create({ window, schedule, policy, emergency, approval, items: dice.pick(ITEMS) });
}

/** Some minutes later, or at an instant that matters. */
export function later(now: Instant, plan: Plan, dice: Dice): Instant {
  const { window, schedule } = plan.content;
  const waits = plan.status === "executing" && window !== undefined && now < window.opens;
  if (waits && dice.chance(50)) return window.opens;
  const starts = plan.status === "executing" && schedule !== undefined && !plan.scheduled && now < schedule;
  if (starts && dice.chance(20)) return schedule;
  if (plan.status === "wait_for_approval" && dice.chance(8)) return now + dice.pick([10, 20, 40, 60]) * MINUTE;
  if (dice.chance(5)) return Math.max(now, dice.pick([checkLimit(plan), checkReminder(plan)]) ?? now);
  if (dice.chance(3)) {
    const instants = [window?.opens, schedule, window?.closes, (window?.closes ?? 0) - 1, OPENS + HOUR];
    return Math.max(now, dice.pick(instants) ?? now);
  }
  return (
    now +
    dice.weighted([
      [6, 0],
      [6, dice.below(MINUTE)],
      [1, dice.below(15 * MINUTE)],
    ])
  );
}

/** The next command, mostly one that makes sense, and mostly by somebody who has the right to it. */
export function next(plan: Plan, now: Instant, dice: Dice): { readonly command: Command; readonly as: As } {
  const command = dice.chance(80) ? sensible(plan, now, dice) : anything(plan, now, dice);
  const as = dice.chance(75) ? dice.pick(rightful(command, plan)) : dice.pick(EVERYONE);
  return { command, as };
}

/** Who would usually ask this. */
function rightful(command: Command, plan: Plan): readonly As[] {
  switch (command.type) {
    case "approve":
    case "reject":
      return [bo, chen, gil, dee, eve, dana];
    case "override":
      return [eve, gil];
    case "edit":
      return [plan.manager, fay, eve];
    case "run":
    case "retry":
    case "done":
      return command.despiteFreeze === undefined ? [plan.manager, dana] : [eve, gil];
    case "skip":
    case "claim":
    case "tick":
    case "undo":
      return [plan.manager, dana];
    case "attach":
      return [plan.manager, dana, cast.TOKEN];
    case "remind":
      return [plan.manager, eve];
    case "comment":
      return [rae, bo];
    case "send-again":
      return [plan.manager, eve, cast.TOKEN];
    default:
      return command.type.includes("-") || command.type === "expire" || command.type === "nudge"
        ? SYSTEM
        : [plan.manager, eve];
  }
}

type Choices = readonly (readonly [number, () => Command])[];

function sensible(plan: Plan, now: Instant, dice: Dice): Command {
  const simple = (type: "finish" | "submit" | "start" | "replan" | "recheck" | "remind") => (): Command => ({ type });
  const gate: Choices = [
    [8, () => answered(plan, dice)],
    [1, simple("recheck")],
    [1, () => ({ type: "expire-check" })],
    [1, () => ({ type: "remind-check" })],
    [1, () => told(plan, dice)],
    [
      1,
      () => ({
        type: "override",
        reason: "the receiver is down",
        checkpoint: dice.chance(70) ? gateNow(plan) : undefined,
      }),
    ],
    [1, () => general(plan, dice)],
  ];
  const leave: Choices = [
    [3, simple("replan")],
    [1, () => general(plan, dice)],
  ];
  const byStatus: Readonly<Partial<Record<Status, Choices>>> = {
    planning: [
      [4, simple("submit")],
      [4, simple("finish")],
      [4, () => edit(plan, now, dice)],
      [1, () => general(plan, dice)],
    ],
    finish_planning: [
      [4, simple("submit")],
      [4, simple("start")],
      [1, () => general(plan, dice)],
    ],
    wait_for_approval: [
      [8, () => (plan.round?.desk ? atDesk(plan, now, dice) : vote(plan, dice))],
      [2, () => ({ type: "nudge" })],
      [1, () => general(plan, dice)],
    ],
    executing: [
      [12, () => carryOut(plan, dice)],
      [6, () => reported(plan, dice)],
      [plan.scheduled || plan.content.schedule === undefined ? 0 : 2, () => ({ type: "run-scheduled" })],
      [plan.missed === undefined || plan.scheduled ? 0 : 4, simple("start")],
      [1, () => general(plan, dice)],
    ],
    denied: leave,
    timeout: [...leave, [2, () => reported(plan, dice)]],
    success: [[1, () => general(plan, dice)]],
    cancel: [
      [2, () => reported(plan, dice)],
      [1, () => general(plan, dice)],
    ],
  };
  return dice.weighted(byStatus[plan.status] ?? gate)();
}

function general(plan: Plan, dice: Dice): Command {
  return dice.weighted<Command>([
    [3, { type: "comment", text: "hello" }],
    [3, { type: "remind" }],
    [1, { type: "review-made", index: 1 + dice.below(90) }],
    [1, { type: "desk-not-withdrawn", desk: "feishu", round: 1, reason: "down" }],
    [2, { type: "handover", to: dice.pick([ada, dana, fay, gil, bo]) }],
    [4, { type: "run-scheduled" }],
    [3, { type: "expire" }],
    [3, { type: "nudge" }],
    [1, { type: "expire-check" }],
    [1, { type: "remind-check" }],
    [1, told(plan, dice)],
    [2, { type: "replan" }],
    [3, { type: "refresh" }],
    [plan.status === "executing" || dice.chance(80) ? 0 : 1, { type: "cancel", reason: "no need" }],
  ]);
}

function anything(plan: Plan, now: Instant, dice: Dice): Command {
  const garbage = dice.pick(GARBAGE);
  return dice.pick<() => Command>([
    () => general(plan, dice),
    () => edit(plan, now, dice),
    () => vote(plan, dice),
    () => atDesk(plan, now, dice),
    () => carryOut(plan, dice),
    () => reported(plan, dice),
    () => answered(plan, dice),
    () => ({ type: "start" }),
    () => ({ type: "submit" }),
    () => ({ type: "recheck" }),
    () => ({ type: "override", reason: garbage }),
    () => (dice.chance(15) ? { type: "cancel", reason: garbage } : { type: "finish" }),
    () => ({ type: "comment", text: garbage }),
    () => ({ type: "handover", to: garbage }),
    () => ({ type: "skip", item: garbage, reason: garbage }),
    () => ({
      type: "done",
      item: dice.pick(["i1", "i2", "i3", garbage]),
      remark: garbage,
      evidence: [garbage, garbage],
    }),
    () => ({ type: "done", item: "i1", answers: { [garbage]: garbage }, files: [{ ...REPORT, name: garbage }] }),
    () => ({ type: "tick", item: "i1", ticked: [dice.below(30) - 5, 0.5], unticked: [dice.below(3)] }),
    () => ({ type: "attach", item: "i1", file: { ...REPORT, ask: garbage } }),
    () => ({ type: "undo", item: dice.pick(["i1", garbage]), reason: garbage }),
    () => ({ type: "run", item: garbage, despiteFreeze: garbage }),
    () => ({ type: "approve", comment: garbage, seen: garbage }),
    () => ({ type: "run-failed", key: garbage, reason: garbage, progress: { tail: garbage } }),
    () => ({ ...answered(plan, dice), text: garbage }),
    () => ({ ...answered(plan, dice), endpoint: garbage }),
    () => ({ ...answered(plan, dice), instanceCode: garbage }),
    () => ({ type: "run-held", key: garbage, changes: [garbage] }),
    () => ({ type: "run-late", key: garbage }),
    () => ({ ...told(plan, dice), endpoint: garbage }),
    () => ({ type: "edit", changes: [spoilt(plan, garbage, dice)] }),
  ])();
}

function answered(plan: Plan, dice: Dice): CommandOf<"check-answered"> {
  const open = CHECKPOINTS.filter((checkpoint) => plan.checks[checkpoint]?.state === "waiting");
  const checkpoint = dice.pick(open.length > 0 ? open : CHECKPOINTS);
  const endpoint = endpointOf(plan, checkpoint, dice);
  const result = dice.weighted([
    [8, "success"],
    [2, "failed"],
    [1, "executing"],
  ] as const);
  const instanceCode = dice.chance(95) ? plan.instanceCode : "stale";
  return { type: "check-answered", checkpoint, endpoint, instanceCode, result, text: "as it is" };
}

/** Mostly one that is asked. */
function endpointOf(plan: Plan, checkpoint: Checkpoint, dice: Dice): string {
  const asked = Object.keys(plan.checks[checkpoint]?.parties ?? {});
  return dice.pick(asked.length > 0 && dice.chance(95) ? asked : [CHANGE_SYSTEM, SECURITY, "audit", "nobody"]);
}

/** What became of telling an endpoint, and somebody who wants it told once more. */
function told(plan: Plan, dice: Dice): CommandOf<"report-hook"> | CommandOf<"send-again"> {
  const checkpoint = gateNow(plan) ?? dice.pick(CHECKPOINTS);
  const about = { delivery: `msg_${dice.below(5)}`, endpoint: endpointOf(plan, checkpoint, dice), checkpoint };
  return dice.weighted<() => CommandOf<"report-hook"> | CommandOf<"send-again">>([
    [2, () => ({ type: "report-hook", ...about, report: "accepted", attempt: 1 + dice.below(3) })],
    [1, () => ({ type: "report-hook", ...about, report: "failing", attempt: 1, problem: "503", next: OPENS })],
    [1, () => ({ type: "report-hook", ...about, report: "given-up", attempt: 20, problem: "503" })],
    [1, () => ({ type: "send-again", ...about })],
  ])();
}

function gateNow(plan: Plan): Checkpoint | undefined {
  return CHECKPOINTS.find((checkpoint) => ["waiting", "failed"].includes(plan.checks[checkpoint]?.state ?? ""));
}

function vote(plan: Plan, dice: Dice): Command {
  const seen = dice.chance(50) ? plan.digest : undefined;
  const card = dice.chance(70) ? plan.round?.level : undefined;
  return dice.chance(88)
    ? { type: "approve", seen, level: card }
    : { type: "reject", reason: "not today", seen, level: card };
}

/** What a desk reports: mostly what its approvers would do, now and then what nobody expects. */
function atDesk(plan: Plan, now: Instant, dice: Dice): Command {
  const number = (plan.round?.number ?? 1) - (dice.chance(5) ? 1 : 0);
  const levels = plan.content.approval?.levels.length ?? 1;
  const level = plan.round?.level ?? 0;
  const by = dice.pick([bo, chen, gil, eve, dee, ada, undefined]);
  const verdict = dice.chance(90) ? "approve" : "reject";
  const cast: DeskVote = { level, by, verdict, at: now, for: dice.chance(20) ? bo : undefined };
  const votes = [...(plan.round?.votes ?? []), ...(dice.chance(80) ? [cast] : [])];
  const outcome = dice.weighted<DeskReport["outcome"]>([
    [10, "open"],
    [4, level + 1 >= levels ? "approved" : "open"],
    [1, verdict === "reject" ? "rejected" : "open"],
    [1, dice.pick(["withdrawn", "expired", "reverted", "rejected"])],
  ]);
  const report = { outcome, level: level + dice.below(2), votes, link: dice.pick([undefined, "https://a.example/7"]) };
  return dice.weighted<Command>([
    [8, { type: "desk-reported", round: number, report }],
    [2, { type: "desk-opened", round: number, ref: "7" }],
    [1, { type: "desk-failed", round: number, reason: "down" }],
    [1, { type: "desk-not-withdrawn", desk: "feishu", round: number, reason: "down" }],
    [1, { type: "remind" }],
    [1, { type: "approve" }],
  ]);
}

function carryOut(plan: Plan, dice: Dice): Command {
  // Mostly people leave alone what is held.
  const held = (id: string) => "held" in (plan.items[id] ?? {}) && dice.chance(70);
  const open = plan.content.items
    .filter(({ id }) => ["todo", "failed"].includes(plan.items[id]?.state ?? ""))
    .filter(({ id }) => !held(id));
  const item = dice.pick(open.length > 0 && dice.chance(85) ? open : [...plan.content.items, build("i1")]);
  const despiteFreeze = dice.chance(15) ? "hotfix" : undefined;
  if (dice.chance(6)) return { type: "claim", item: item.id };
  if (dice.chance(12)) return { type: "skip", item: item.id, reason: "not needed" };
  if (item.work.type === "text") return dice.chance(60) ? shown(item, despiteFreeze, dice) : gathered(item, dice);
  return { type: plan.items[item.id]?.state === "failed" ? "retry" : "run", item: item.id, despiteFreeze };
}

/** Somebody says that it is done, mostly with what it asks for. */
function shown({ id, work }: Item, despiteFreeze: string | undefined, dice: Dice): Command {
  const asks = work.type === "text" && dice.chance(85) ? (work.asks ?? []) : [];
  const said = asks.filter(({ kind }) => kind !== "file").map(({ name }) => [name, "https://a.example/1"]);
  const file = asks.find(({ kind }) => kind === "file");
  const files = file && dice.chance(90) ? [{ ...REPORT, ask: file.name }] : undefined;
  return { type: "done", item: id, despiteFreeze, answers: Object.fromEntries(said), files };
}

/** Ticks, files, and second thoughts. */
function gathered({ id, work }: Item, dice: Dice): Command {
  const checks = work.type === "text" ? (work.checks?.length ?? 0) : 0;
  const places = Array.from({ length: checks }, (_, place) => place).filter(() => dice.chance(85));
  const file = { ...REPORT, hash: dice.pick(["b", "c"]).repeat(64), ask: dice.pick([undefined, undefined, "Report"]) };
  return dice.weighted<Command>([
    [12, { type: "tick", item: id, ticked: places, unticked: dice.chance(8) ? [0] : [] }],
    [2, { type: "attach", item: id, file }],
    [1, { type: "undo", item: id, reason: dice.pick([undefined, "the wrong report"]) }],
  ]);
}

function reported(plan: Plan, dice: Dice): Command {
  const runs = Object.values(plan.items).flatMap((progress) =>
    progress.state === "running" ? [progress.run.key] : [],
  );
  const ended = Object.values(plan.items).flatMap((progress) =>
    "run" in progress && progress.run ? [progress.run.key] : [],
  );
  const stopping = plan.stopped.map(({ key }) => key);
  const key = dice.pick(runs.length > 0 && dice.chance(80) ? runs : [...runs, ...ended, ...stopping, "p1/i1/1"]);
  const progress = { percent: dice.below(101), stage: dice.pick(["build", "test"]) };
  return dice.weighted<Command>([
    [6, { type: "run-passed", key, progress }],
    [2, { type: "run-failed", key, reason: "exit 1", progress }],
    [1, { type: "run-unclear", key, reason: "lost" }],
    [3, { type: "run-held", key, changes: ["env: dev → prod"] }],
    [1, { type: "run-late", key }],
    [2, { type: "run-linked", key, ref: "77", link: "https://ci.example/77" }],
    [2, { type: "run-progressed", key, progress }],
    [2, { type: "run-stopped", key: dice.pick([key, ...stopping]) }],
    [4, { type: "run-not-stopped", key: dice.pick(stopping.length > 0 ? stopping : [key]), reason: "too late" }],
  ]);
}

function edit(plan: Plan, now: Instant, dice: Dice): Command {
  const ids = plan.content.items.map(({ id }) => id);
  const item = dice.pick([...ids, "i1"]);
  const opens = now + dice.below(20 * MINUTE);
  const window = { opens, closes: opens + 2 * HOUR };
  const change = dice.weighted<Change>([
    [8, { change: "fields", window, schedule: dice.chance(40) ? opens + 5 * MINUTE : null }],
    [2, { change: "fields", name: `Release ${dice.below(100)}` }],
    [1, { change: "fields", approval: dice.pick(APPROVALS) ?? null }],
    [1, { change: "fields", policy: dice.pick(["standard", "strict", "self"]) }],
    [1, { change: "fields", hooks: dice.pick([[], ["audit"], ["nobody"]]) }],
    [1, { change: "add-item", item: { name: "Another", owners: [dana], work: { type: "text", content: "More." } } }],
    [1, { change: "edit-item", item, name: `Item ${dice.below(10)}` }],
    [1, { change: "remove-item", item }],
    [1, { change: "order-items", items: ids.toReversed() }],
    [1, { change: "replace", content: content({ window, items: dice.pick(ITEMS) }) }],
  ]);
  return { type: "edit", changes: [change], seen: dice.chance(30) ? plan.digest : undefined };
}
