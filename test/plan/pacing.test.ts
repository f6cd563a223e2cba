import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/plan/context.ts";
import { nextNudge } from "../../src/plan/nudge.ts";
import type { Reach } from "../../src/plan/reach.ts";
import {
  ada,
  approval,
  bo,
  chen,
  contextOf,
  dana,
  dee,
  eve,
  gil,
  HOUR,
  level,
  MINUTE,
  MORNING,
  PACED_POLICY,
  TIMER,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { submitted } from "../support/given.ts";

const nudge = { type: "nudge" } as const;

/** A plan whose approval hurries, asked in the morning. */
function paced(change: Partial<Policy["pace"]> = {}, levels = [level([bo, chen], "all", "QA")]): Given {
  const policies = { paced: { ...PACED_POLICY, notice: undefined, pace: { ...PACED_POLICY.pace, ...change } } };
  return submitted({ policy: "paced", approval: approval(...levels) }, { policies });
}

function later(story: Given, minutes: number): Given {
  return story.at(MORNING + minutes * MINUTE);
}

function nextOf(story: Given): number | undefined {
  const time = nextNudge(story.plan, contextOf(story.world, TIMER));
  return time === undefined ? undefined : (time - MORNING) / MINUTE;
}

const patient = { escalation: undefined, expiry: undefined };

describe("reminders", () => {
  test("come first after their time and then at most so often, to those who have not decided", () => {
    const story = paced(patient);
    expect(nextOf(story)).toBe(10);
    later(story, 9).when(nudge, TIMER).repeats();
    const once = later(story, 10)
      .when(nudge, TIMER)
      .gives({ type: "reminded", people: [bo, chen] });
    once.when(nudge, TIMER).repeats();
    expect(nextOf(once)).toBe(20);
    const half = later(once, 15).after([{ type: "approve" }, bo]);
    later(half, 20)
      .when(nudge, TIMER)
      .gives({ type: "reminded", people: [chen] });
  });

  test("go to a delegate as well", () => {
    const story = paced(patient).in({ delegates: { [chen]: [dee] } });
    later(story, 10)
      .when(nudge, TIMER)
      .gives({ type: "reminded", people: [bo, chen, dee] });
  });

  test("wait for the hours of each, and never reach somebody who is silent", () => {
    const reach: Reach = {
      free: (person, at) => (person === bo ? undefined : Math.max(at, MORNING + HOUR)),
      open: (person) => person !== bo,
    };
    const story = paced(patient).in({ reach });
    expect(nextOf(story)).toBe(60);
    later(story, 59).when(nudge, TIMER).repeats();
    later(story, 60)
      .when(nudge, TIMER)
      .gives({ type: "reminded", people: [chen] });
  });

  test("after a sleep through many of them are one", () => {
    const late = later(paced(patient), 235).when(nudge, TIMER).gives("reminded");
    expect(nextOf(late)).toBe(245);
  });

  test("begin anew in the next level", () => {
    const levels = [level([bo], "any", "QA"), level([chen], "any", "Operations")];
    const second = later(paced(patient, levels), 9).after([{ type: "approve" }, bo]);
    later(second, 18).when(nudge, TIMER).repeats();
    later(second, 19)
      .when(nudge, TIMER)
      .gives({ type: "reminded", people: [chen] });
  });

  test("by hand leave out who is silent or heard enough, and say so when that is everybody", () => {
    const only = (people: readonly string[]): Reach => ({
      free: (_person, at) => at,
      open: (one) => people.includes(one),
    });
    const story = paced(patient);
    story
      .in({ reach: only([chen]) })
      .when({ type: "remind" })
      .gives({ type: "reminded", people: [chen] });
    story
      .in({ reach: only([]) })
      .when({ type: "remind" })
      .refuses("told-enough", { people: [bo, chen] });
  });
});

describe("escalation", () => {
  const story = paced({ reminders: undefined, expiry: undefined });

  test("lets the next ones decide in the place of those who have not, one after the other", () => {
    later(story, 19).when(nudge, TIMER).repeats();
    const first = later(story, 20)
      .when(nudge, TIMER)
      .gives({ type: "escalated", to: "group:ops", people: [chen, dana] });
    first.when(nudge, TIMER).repeats();
    const second = later(first, 40)
      .when(nudge, TIMER)
      .gives({ type: "escalated", to: gil, people: [gil] });
    expect(nextOf(second)).toBeUndefined();
    const decided = second.when({ type: "approve" }, gil).gives("voted", "level-passed", "approved", "executing");
    expect(decided.plan.round?.votes).toMatchObject([{ by: gil, seats: [bo, chen] }]);
  });

  test("gives the manager no say, and nobody one before its time", () => {
    const early = later(story, 19);
    early.when({ type: "approve" }, gil).refuses("not-approver");
    const group = { ops: [ada, chen] };
    const late = later(story, 20)
      .in({ groups: { ...story.world.groups, ...group } })
      .after([nudge, TIMER]);
    late.when({ type: "approve" }, ada).refuses("own-plan");
  });

  test("is over with its level", () => {
    const levels = [level([bo], "any", "QA"), level([eve], "any", "Operations")];
    const escalated = later(paced({ reminders: undefined, expiry: undefined }, levels), 20).after([nudge, TIMER]);
    escalated
      .after([{ type: "approve" }, dana])
      .when({ type: "approve" }, chen)
      .refuses("not-allowed");
  });

  test("a level of several wants several all the same", () => {
    const two = later(paced({ reminders: undefined, expiry: undefined }, [level([bo, chen, eve], 2, "QA")]), 20);
    const half = two.after([nudge, TIMER], [{ type: "approve" }, dana]).is("wait_for_approval");
    half.when({ type: "approve" }, dana).repeats();
    // She decided in the place of the first of them.
    half.when({ type: "approve" }, bo).refuses("already-decided", { by: dana });
    half.after([{ type: "approve" }, chen]).is("executing");
  });
});

describe("expiry", () => {
  test("denies a plan that nobody decided in time, when the policy says so", () => {
    const story = paced({ reminders: undefined, escalation: undefined });
    later(story, 59).when(nudge, TIMER).repeats();
    const denied = later(story, 60).when(nudge, TIMER).gives({ type: "denied", denial: "undecided" }).is("denied");
    denied.when({ type: "approve" }, bo).refuses("wrong-status");
    expect(nextOf(denied)).toBeUndefined();
  });

  test("asks the manager once, when the policy says that", () => {
    const story = paced({ reminders: undefined, escalation: undefined, expiry: { after: HOUR, policy: "ask" } });
    const asked = later(story, 60).when(nudge, TIMER).gives("approval-overdue").is("wait_for_approval");
    asked.when(nudge, TIMER).repeats();
    asked.after([{ type: "approve" }, bo], [{ type: "approve" }, chen]).is("executing");
  });
});

describe("absences", () => {
  const both = level([bo, chen], "all", "QA");

  test("that leave a level without those it needs are said when it is asked, and when they begin", () => {
    const draft = paced(patient, [both]).after([{ type: "replan" }, ada]);
    draft
      .in({ away: [bo] })
      .when({ type: "submit" }, ada)
      .gives("planning-finished", "ready", "approval-asked", {
        type: "level-stuck",
        away: [bo],
      });
    const here = paced(patient, [both]);
    const stuck = here
      .in({ away: [bo] })
      .when(nudge, TIMER)
      .gives({ type: "level-stuck", level: 0, away: [bo] });
    stuck.when(nudge, TIMER).repeats();
  });

  test("that end and begin again are said again", () => {
    const stuck = paced(patient, [both])
      .in({ away: [bo] })
      .after([nudge, TIMER]);
    const back = stuck.in({ away: [] }).when(nudge, TIMER).gives({ type: "level-free", level: 0 });
    back.when(nudge, TIMER).repeats();
    back
      .in({ away: [bo] })
      .when(nudge, TIMER)
      .gives({ type: "level-stuck", away: [bo] });
  });

  test("are nothing to say while a delegate is here, or another one suffices", () => {
    paced(patient, [both])
      .in({ away: [bo], delegates: { [bo]: [dee] } })
      .when(nudge, TIMER)
      .repeats();
    paced(patient, [level([bo, chen], "any")])
      .in({ away: [bo] })
      .when(nudge, TIMER)
      .repeats();
    paced(patient, [level([bo, chen, eve], 2)])
      .in({ away: [bo] })
      .when(nudge, TIMER)
      .repeats();
    paced(patient, [level([bo, chen, eve], 2)])
      .in({ away: [bo, chen] })
      .when(nudge, TIMER)
      .gives("level-stuck");
  });

  test("of the next level are said when it is its turn", () => {
    const story = paced(patient, [level([chen], "any", "QA"), level([bo], "any", "Operations")]).in({ away: [bo] });
    story.when(nudge, TIMER).repeats();
    story.when({ type: "approve" }, chen).gives("voted", "level-passed", { type: "level-stuck", level: 1, away: [bo] });
  });
});

test("nobody but the timer nudges", () => {
  for (const person of [ada, bo, eve]) paced().when(nudge, person).refuses("not-allowed");
});
