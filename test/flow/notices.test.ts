import { expect, test } from "vitest";
import { hasLine, toldOf } from "../../src/flow/notices.ts";
import type { Command } from "../../src/plan/command.ts";
import type { EventType, PlanEvent } from "../../src/plan/event.ts";
import type { Gate } from "../../src/plan/plan.ts";
import type { As } from "../support/cast.ts";
import {
  ada,
  build,
  CHANGE_SYSTEM,
  chen,
  contextOf,
  dana,
  ENGINE,
  eve,
  gateOfTwo,
  HOOK,
  MINUTE,
  SECURITY,
  TIMER,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, drafted, executing, heldBack } from "../support/given.ts";

const finish: Command = { type: "finish" };
const recheck: Command = { type: "recheck" };
const expireCheck: Command = { type: "expire-check" };
const remindCheck: Command = { type: "remind-check" };

/** Who hears personally of the first thing of this type that the command brings about. */
function told(story: Given, command: Command, as: As, type: EventType): readonly string[] {
  const after = story.when(command, as).taken();
  const { policies } = story.world;
  const rules = { people: contextOf(story.world, ada).people, policies };
  return toldOf(eventOf(after, story, type), after.plan, rules, [eve]);
}

function eventOf(after: Given, before: Given, type: EventType): PlanEvent {
  const event = after.log.slice(before.log.length).find((one) => one.type === type);
  if (!event) throw new Error(`no ${type}`);
  return event;
}

function held(more: Partial<Gate>): Given {
  const story = drafted({}, { gates: [gateOfTwo("finish_planning", more)] }).after([finish, ada]);
  return story.at(story.world.now + MINUTE);
}

function report(report: "accepted" | "failing" | "given-up"): Command {
  const about = { delivery: "msg_1", endpoint: SECURITY, checkpoint: "finish_planning", attempt: 1 } as const;
  return { type: "report-hook", report, ...about };
}

test("a gate whose time is over, or that goes on waiting, is the manager's to hear of", () => {
  const limit = (policy: "fail" | "ask" | "pass") => held({ limit: { after: MINUTE, policy } });
  expect(told(limit("ask"), expireCheck, TIMER, "check-overdue")).toEqual([ada]);
  expect(told(limit("fail"), expireCheck, TIMER, "check-failed")).toEqual([ada]);
  expect(told(limit("pass"), expireCheck, TIMER, "check-passed")).toEqual([ada]);
  expect(told(held({ remind: MINUTE }), remindCheck, TIMER, "check-reminded")).toEqual([ada]);
});

test("an endpoint's go is told to nobody personally", () => {
  const story = held({});
  const yes = (endpoint: string): Command => answer(story, "finish_planning", "success", undefined, endpoint);
  expect(told(story, yes(CHANGE_SYSTEM), HOOK, "check-agreed")).toEqual([]);
  expect(told(story.after([yes(CHANGE_SYSTEM), HOOK]), yes(SECURITY), HOOK, "check-passed")).toEqual([]);
});

test("that an endpoint could not be told is the manager's to hear of, once it is given up", () => {
  expect(told(held({}), report("given-up"), HOOK, "hook-reported")).toEqual([ada]);
  expect(told(held({}), report("failing"), HOOK, "hook-reported")).toEqual([]);
  expect(told(held({}), report("accepted"), HOOK, "hook-reported")).toEqual([]);
});

test("a held item is told to its owners and the manager", () => {
  const story = executing({ items: [build("i1", { owners: ["group:ops"] })] }).after([
    { type: "run", item: "i1" },
    ada,
  ]);
  expect(told(story, heldBack(story, "i1"), ENGINE, "item-held")).toEqual([ada, chen, dana]);
});

test("what happens to a gate and to what is told is a line in the thread each, and progress is not", () => {
  const story = held({ limit: { after: MINUTE, policy: "ask" }, remind: MINUTE });
  const line = (command: Command, as: As, type: EventType) =>
    hasLine(eventOf(story.when(command, as).taken(), story, type));
  expect(line(recheck, ada, "check-asked")).toBe(true);
  expect(line(answer(story, "finish_planning", "success"), HOOK, "check-agreed")).toBe(true);
  expect(line(answer(story, "finish_planning", "failed"), HOOK, "check-failed")).toBe(true);
  expect(line(expireCheck, TIMER, "check-overdue")).toBe(true);
  expect(line(remindCheck, TIMER, "check-reminded")).toBe(true);
  expect(line(report("accepted"), HOOK, "hook-reported")).toBe(true);
  expect(line(report("failing"), HOOK, "hook-reported")).toBe(true);
  expect(line(answer(story, "finish_planning", "executing", "3 of 5"), HOOK, "check-progressed")).toBe(false);
});
