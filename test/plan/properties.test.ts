/**
 * Any commands by anybody at any time: what must hold after every step of a plan's life.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { Context } from "../../src/plan/context.ts";
import { decide } from "../../src/plan/decide.ts";
import type { EventType, PlanEvent } from "../../src/plan/event.ts";
import { evolve, found, replay } from "../../src/plan/evolve.ts";
import type { Plan, Status } from "../../src/plan/plan.ts";
import { STATUSES } from "../../src/plan/plan.ts";
import type { World } from "../support/cast.ts";
import { ada, contextOf, MORNING, TOKEN } from "../support/cast.ts";
import { Dice } from "../support/dice.ts";
import { checkAnswer } from "../support/gate-laws.ts";
import { checkEvent, checkRight } from "../support/laws.ts";
import { checkOffers } from "../support/offers.ts";
import { enginesNow, firstCommand, later, next, requirementsNow, worldOf } from "../support/walk.ts";

/** Every kind of event there is; the compiler holds the list complete. */
const EVENTS: Readonly<Record<EventType, true>> = {
  created: true,
  "review-made": true,
  edited: true,
  "planning-finished": true,
  "check-asked": true,
  "check-progressed": true,
  "check-agreed": true,
  "check-failed": true,
  "check-passed": true,
  "check-overdue": true,
  "check-reminded": true,
  "hook-reported": true,
  "hook-sent-again": true,
  "exception-proposed": true,
  "check-overridden": true,
  ready: true,
  "approval-asked": true,
  voted: true,
  "level-passed": true,
  approved: true,
  denied: true,
  "desk-opened": true,
  "desk-failed": true,
  "desk-asked-again": true,
  "desk-not-withdrawn": true,
  executing: true,
  "item-started": true,
  "item-held": true,
  "item-late": true,
  "schedule-began": true,
  "schedule-missed": true,
  "run-linked": true,
  "run-progressed": true,
  "item-done": true,
  "item-failed": true,
  "item-skipped": true,
  "all-done": true,
  succeeded: true,
  "timed-out": true,
  replanned: true,
  cancelled: true,
  "run-stopped": true,
  "run-not-stopped": true,
  "handed-over": true,
  reminded: true,
  escalated: true,
  "approval-overdue": true,
  "level-stuck": true,
  "level-free": true,
  "window-near": true,
  "item-claimed": true,
  "item-ticked": true,
  "file-attached": true,
  "item-said": true,
  "item-unsaid": true,
  commented: true,
  "requirements-read": true,
};

/** What all walks together have seen. */
interface Seen {
  readonly statuses: Set<Status>;
  readonly events: Set<EventType>;
  steps: number;
  /** How often the schedule could have started an item that is held, and did not. */
  spared: number;
}

/** One plan's life so far. */
interface Life {
  readonly world: World;
  readonly log: PlanEvent[];
  readonly keys: Set<string>;
  plan: Plan;
}

function born(dice: Dice): Life {
  const world = worldOf(dice);
  const as = dice.chance(85) ? ada : TOKEN;
  const decision = decide(undefined, firstCommand(dice), contextOf(world, as, "fresh-0"));
  assert.ok(decision.accepted, "a plan begins");
  const [first] = decision.events;
  assert.ok(first?.type === "created");
  return { world, log: [first], keys: new Set(), plan: frozen(found(first)) };
}

/** Decides on one random command, and checks every law on what comes of it. */
function step(life: Life, dice: Dice, seen: Seen): void {
  const { world, plan: before, log } = life;
  const now = later(log.at(-1)?.at ?? MORNING, before, dice);
  const { command, as } = next(before, now, dice);
  const around = { ...world, now, engines: enginesNow(dice), requirements: requirementsNow(dice) };
  const context = contextOf(around, as, `fresh-${seen.steps}`);
  const decision = decide(before, command, context);
  seen.steps += 1;
  if (dice.chance(1)) checkOffers(before, around);
  if (!decision.accepted || decision.events.length === 0) return;
  checkRight(command, before, context);
  checkAnswer(command, before);
  for (const event of decision.events) apply(life, event, context, seen);
  checkAgain(command, before, life.plan, context);
  // What is stored is what is read: some steps go on from the snapshot as JSON gives it back.
  if (dice.chance(10)) life.plan = frozen(asStored(life.plan));
}

function apply(life: Life, event: PlanEvent, context: Context, seen: Seen): void {
  const { plan: before } = life;
  const after = frozen(evolve(before, event));
  checkEvent({ before, event, after, context });
  if (event.type === "item-started") {
    assert.ok(!life.keys.has(event.key), `run key ${event.key} was used before`);
    life.keys.add(event.key);
  }
  const held = Object.values(after.items).some((progress) => progress.state === "todo" && progress.held !== undefined);
  if (after.scheduled && held && (event.type === "item-done" || event.type === "item-skipped")) seen.spared += 1;
  seen.events.add(event.type);
  seen.statuses.add(after.status);
  life.plan = after;
  life.log.push(event);
}

/** The same command again, at once, has no second effect; but what may be said twice may be said twice. */
function checkAgain(command: Command, before: Plan, after: Plan, context: Context): void {
  const adds = command.type === "edit" && command.changes.some(({ change }) => change === "add-item");
  const nextLevel =
    command.type === "approve" && command.level === undefined && after.round?.level !== before.round?.level;
  const nextGate = command.type === "override" && command.checkpoint === undefined;
  const entries = ["comment", "run-scheduled", "report-hook", "send-again", "desk-not-withdrawn"];
  if (entries.includes(command.type) || adds || nextLevel || nextGate) return;
  const again = decide(after, command, { ...context, fresh: `${context.fresh}-again` });
  const events = again.accepted ? again.events.map(({ type }) => type) : [];
  assert.deepEqual(events, [], `${command.type} had a second effect`);
}

function checkWhole({ plan, log }: Life): void {
  assert.deepEqual(asStored(replay(asStored(log))), asStored(plan), "the log folds to the snapshot");
}

function asStored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** Frozen through and through, so that whoever changes it throws. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

const WALKS = 1_400;
/** At most; a walk is half as long on average. */
const STEPS = 160;

test("whatever anybody sends at any time, every law of a plan's life holds after every step", () => {
  const seen: Seen = { statuses: new Set(), events: new Set(["created"]), steps: 0, spared: 0 };
  const walk = fc.tuple(fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: STEPS, size: "max" }));
  const property = fc.property(walk, ([start, throws]) => {
    const life = born(new Dice(start));
    seen.statuses.add(life.plan.status);
    for (const one of throws) step(life, new Dice(one), seen);
    checkWhole(life);
  });
  fc.assert(property, { numRuns: WALKS });
  expect(
    STATUSES.filter((status) => !seen.statuses.has(status)),
    "statuses that no walk reached",
  ).toEqual([]);
  expect(
    Object.keys(EVENTS).filter((type) => !([...seen.events] as string[]).includes(type)),
    "events that no walk saw",
  ).toEqual([]);
  expect(seen.spared, "times that a held item was not started by the schedule").toBeGreaterThan(0);
  expect(seen.steps, "steps taken").toBeGreaterThanOrEqual(100_000);
}, 120_000);
