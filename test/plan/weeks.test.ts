/**
 * Random weeks of approvals, absences, delegations and reminders, played on a clock of their own: nobody is told too much or
 * at a wrong time, nobody decides without right, and everybody whose decision is wanted is asked.
 */
import assert from "node:assert/strict";
import { expect, it } from "vitest";
import { createAddressBook } from "../../src/flow/address-book.ts";
import { wantedCards } from "../../src/flow/card-names.ts";
import { createReach, dayOf } from "../../src/people/reach.ts";
import { deciders } from "../../src/plan/approval.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Context, Policy } from "../../src/plan/context.ts";
import { decide } from "../../src/plan/decide.ts";
import type { PlanEvent } from "../../src/plan/event.ts";
import { evolve, found } from "../../src/plan/evolve.ts";
import { nextNudge } from "../../src/plan/nudge.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { messageSettings } from "../../src/settings/messages.ts";
import type { As, World } from "../support/cast.ts";
import {
  ada,
  approval,
  bo,
  chen,
  contextOf,
  create,
  dee,
  eve,
  gil,
  HOUR,
  level,
  MINUTE,
  PACED_POLICY,
  TIMER,
  tell,
  WORLD,
} from "../support/cast.ts";
import { Dice } from "../support/dice.ts";
import { checkEvent } from "../support/laws.ts";

const WEEKS = 10_000;
const WEEK = 7 * 24 * HOUR;
const PER_DAY = 3;
/** Mondays before weeks in which clocks are put in Berlin and New York, and one with a leap day. */
const MONDAYS = ["2026-03-23", "2026-10-19", "2026-03-02", "2026-10-26", "2028-02-28", "2026-11-23"].map((day) =>
  Date.parse(`${day}T00:00Z`),
);
const ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC"];
const CAST = [ada, bo, chen, dee, eve, gil];

interface Week {
  readonly dice: Dice;
  readonly zones: ReadonlyMap<string, string>;
  readonly silent: string;
  readonly told: Map<string, number>;
  /** What the chat adapter and the mail server were handed: places and cards. */
  readonly handed: Set<string>;
  world: World;
  plan: Plan;
}

function policyOf(dice: Dice): Policy {
  return {
    ...PACED_POLICY,
    name: "standard",
    pace: {
      reminders: dice.chance(90)
        ? { after: dice.pick([10, 60, 240]) * MINUTE, every: dice.pick([30, 120, 480]) * MINUTE }
        : undefined,
      escalation: dice.chance(40) ? { after: dice.pick([4, 20]) * HOUR, to: ["group:ops", gil] } : undefined,
      expiry: dice.chance(40)
        ? { after: dice.pick([24, 72]) * HOUR, policy: dice.pick(["deny", "ask"] as const) }
        : undefined,
    },
  };
}

function begin(seed: number): Week {
  const dice = new Dice(seed);
  const now = dice.pick(MONDAYS) + dice.below(24) * HOUR;
  const zones = new Map(CAST.map((person) => [person, dice.pick(ZONES)]));
  const silent = dice.pick([bo, "nobody"]);
  const told = new Map<string, number>();
  const zoneOf = (person: string) => zones.get(person) ?? "UTC";
  const week = { dice, zones, silent, told, handed: new Set<string>() };
  const world: World = { ...WORLD, now, policies: { standard: policyOf(dice) }, freezes: [] };
  const people = { [silent]: { silent: true } };
  const reach = createReach({
    messages: { ...messageSettings(undefined), perDay: PER_DAY },
    people,
    zoneOf,
    awayUntil: (person, at) => (living.world.away.includes(person) ? at + 24 * HOUR : undefined),
    toldEnough: (person, day) => (told.get(`${person} ${day}`) ?? 0) >= PER_DAY,
  });
  const rule = dice.pick(["any", "all"] as const);
  const levels = dice.chance(50)
    ? [level([bo, chen], rule, "QA")]
    : [level([bo], "any", "QA"), level([chen, eve], rule, "Operations")];
  const content = { window: undefined, items: [tell("i1")], approval: approval(...levels), policy: "standard" };
  const living: Week = { ...week, world: { ...world, reach }, plan: firstPlan(content, { ...world, reach }) };
  submit(living, { type: "submit" }, ada);
  return living;
}

function firstPlan(content: object, world: World): Plan {
  const decision = decide(undefined, create(content), contextOf(world, ada, "first"));
  assert.ok(decision.accepted, "a plan begins");
  const [first] = decision.events;
  assert.ok(first?.type === "created");
  return found(first);
}

function submit(week: Week, command: Parameters<typeof decide>[1], as: As): void {
  const context = contextOf(week.world, as, "fresh");
  const decision = decide(week.plan, command, context);
  if (!decision.accepted) return;
  for (const event of decision.events) happen(week, event, context);
}

function happen(week: Week, event: PlanEvent, context: Context): void {
  const before = week.plan;
  const after = evolve(before, event);
  checkEvent({ before, event, after, context });
  if (event.type === "reminded") checkReminder(week, event, context);
  week.plan = after;
  handOver(week, context);
}

/** Two of them are in no chat, and get mail. */
const BY_MAIL = [eve, gil];
const BOOK = createAddressBook({
  rooms: {},
  platforms: ["console", "email"],
  accountsOf: (person) => [
    BY_MAIL.includes(person)
      ? { platform: "email", account: `${person}@example.com` }
      : { platform: "console", account: person },
  ],
});

/** What goes out whenever something changes; whoever's decision is wanted then has a card where they are. */
function handOver({ plan, handed }: Week, { policies, people }: Context): void {
  for (const { card, place } of wantedCards(plan, { policies, people }, BOOK)) handed.add(`${place} ${card}`);
  const policy = policies.standard;
  for (const person of policy ? deciders(plan, policy, people) : []) {
    assert.ok(wasAsked(plan.round, plan.round?.level, person, handed), `${person} was never asked`);
  }
}

function wasAsked(round: Plan["round"], level: number | undefined, person: string, handed: Set<string>): boolean {
  const place = BY_MAIL.includes(person) ? `email:direct:${person}@example.com` : `console:direct:${person}`;
  return handed.has(`${place} approval:${round?.number}:${level}:${person}`);
}

/** Within hours and the limit when it came by itself; never to the silent. */
function checkReminder(
  { told, zones, silent }: Week,
  { people, by }: Extract<PlanEvent, { type: "reminded" }>,
  { now, people: around }: Context,
): void {
  for (const person of people) {
    const zone = zones.get(person) ?? "UTC";
    const day = `${person} ${dayOf(now, zone)}`;
    const count = (told.get(day) ?? 0) + 1;
    told.set(day, count);
    assert.ok(count <= PER_DAY, `${person} was told ${count} times on a day`);
    assert.notEqual(person, silent, "somebody silent was reminded");
    if (by.kind !== "system") continue;
    assert.ok(!around.away?.includes(person), "somebody away was reminded");
    const parts = wallIn(zone).formatToParts(now);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    assert.ok(!["Sat", "Sun"].includes(part("weekday")), `${person} was reminded on a ${part("weekday")}`);
    assert.ok(Number(part("hour")) >= 9 && Number(part("hour")) < 18, `${person} was reminded at ${part("hour")}`);
  }
}

const walls = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone: making one takes longer than a whole step. */
function wallIn(zone: string): Intl.DateTimeFormat {
  const known = walls.get(zone);
  if (known) return known;
  const options = { timeZone: zone, hour: "2-digit", weekday: "short", hourCycle: "h23" } as const;
  const made = new Intl.DateTimeFormat("en-GB", options);
  walls.set(zone, made);
  return made;
}

/** The timer's next time, or something that people do before it. */
function step(week: Week, until: Instant): void {
  const { dice, world, plan } = week;
  const due = nextNudge(plan, contextOf(world, TIMER));
  const act = world.now + 1 + dice.below(20 * HOUR);
  if (due !== undefined && due <= act) {
    // Now and then the machine sleeps through it.
    const now = Math.max(due, world.now) + (dice.chance(10) ? dice.below(30 * HOUR) : 0);
    week.world = { ...world, now };
    submit(week, { type: "nudge" }, TIMER);
    const again = nextNudge(week.plan, contextOf(week.world, TIMER));
    assert.ok(again === undefined || again > now, "what was due is due again at once");
    return;
  }
  week.world = { ...world, now: Math.min(act, until) };
  dice.weighted<() => void>([
    [3, () => submit(week, { type: "approve" }, dice.pick([...CAST, "mallory"]))],
    [1, () => submit(week, { type: "reject", reason: "no" }, dice.pick([bo, gil, "mallory"]))],
    [2, () => submit(week, { type: "remind" }, ada)],
    [2, () => change(week, { away: dice.pick([[], [bo], [chen], [bo, chen]]) })],
    [2, () => change(week, { delegates: dice.pick([{}, { [chen]: [dee] }, { [bo]: [eve] }]) })],
    [1, () => submit(week, { type: dice.pick(["replan", "submit"] as const) }, ada)],
  ])();
}

function change(week: Week, more: Partial<World>): void {
  week.world = { ...week.world, ...more };
  handOver(week, contextOf(week.world, TIMER));
  submit(week, { type: "nudge" }, TIMER);
}

it("in ten thousand random weeks nobody is nagged, nobody forgotten, and nobody decides without right", {
  timeout: 240_000,
}, () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= WEEKS; seed++) {
    const week = begin(seed);
    const end = week.world.now + WEEK;
    for (let steps = 0; week.world.now < end && steps < 80; steps++) step(week, end);
    const { round } = week.plan;
    for (const vote of round?.votes ?? []) {
      seen.set(vote.verdict, (seen.get(vote.verdict) ?? 0) + 1);
      assert.ok(wasAsked(round, vote.level, vote.by, week.handed), `${vote.by} decided without being asked`);
    }
    for (const kind of ["escalated", "reminded", "stuck", "overdueAt", "denial"] as const) {
      if (round?.[kind] !== undefined) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
  }
  for (const kind of ["approve", "reject", "escalated", "reminded", "stuck", "overdueAt", "denial"]) {
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20);
  }
});
