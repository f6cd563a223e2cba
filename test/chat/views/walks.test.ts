/**
 * Cards of any plan that can be: they are made without failing, and don't change while nothing happens.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import { approvalCard } from "../../../src/chat/views/approval-card.ts";
import { itemCard } from "../../../src/chat/views/item-card.ts";
import { planCard } from "../../../src/chat/views/plan-card.ts";
import type { Instant } from "../../../src/plan/content.ts";
import { decide } from "../../../src/plan/decide.ts";
import { evolve, found } from "../../../src/plan/evolve.ts";
import type { Plan, Status } from "../../../src/plan/plan.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import type { World } from "../../support/cast.ts";
import { ada, contextOf, MORNING } from "../../support/cast.ts";
import { Dice } from "../../support/dice.ts";
import { Given } from "../../support/given.ts";
import { firstCommand, later, next, worldOf } from "../../support/walk.ts";
import type { Lang } from "./reader.ts";
import { readerOf } from "./reader.ts";

const STEPS = 60;
const SECONDS = 5_000;

/** Every card that the plan may have anywhere. */
function cardsOf(plan: Plan, world: World, lang: Lang): readonly Card[] {
  const reader = readerOf(new Given(world, [], plan), lang);
  const levels = plan.content.approval?.levels ?? [];
  return [
    planCard(plan, reader),
    ...levels.map((_, level) => approvalCard(plan, { round: plan.rounds, level, person: "bo" }, reader)),
    ...plan.content.items.map(({ id }) =>
      itemCard(plan, { item: id, code: plan.instanceCode, person: "dana" }, reader),
    ),
  ];
}

/** Instants at which a card has to change by itself: a time it counts down to, or a step of the counting. */
function turnsBetween(plan: Plan, { freezes }: World, from: Instant, to: Instant): boolean {
  const { window, schedule } = plan.content;
  const ends = [window?.opens, window?.closes].filter((at) => at !== undefined);
  const steps = ends.map((at) => [Math.floor((at - from) / 600_000), Math.floor((at - to) / 600_000)]);
  const at = [...ends, schedule ?? from, ...freezes.flatMap((freeze) => [freeze.from, freeze.until])];
  return steps.some(([before, after]) => before !== after) || at.some((instant) => from < instant && instant <= to);
}

function walk(seed: number, visit: (plan: Plan, world: World) => void): void {
  const dice = new Dice(seed);
  let world: World = { ...worldOf(dice), now: MORNING };
  let plan: Plan | undefined;
  for (let step = 0; step < STEPS; step += 1) {
    const { command, as } = plan ? next(plan, world.now, dice) : { command: firstCommand(dice), as: ada };
    const decision = decide(plan, command, contextOf(world, as, `fresh-${step}`));
    for (const event of decision.accepted ? decision.events : [])
      plan = plan ? evolve(plan, event) : event.type === "created" ? found(event) : plan;
    if (!plan) return;
    // What nothing happened to looks as it did, but for the time: now and then that is looked at too.
    if ((decision.accepted && decision.events.length > 0) || dice.chance(10)) visit(plan, world);
    world = { ...world, now: later(world.now, plan, dice) };
  }
}

it("any plan has its cards in both languages, the same some seconds later, with no buttons once it is over", () => {
  const seen = new Set<Status>();
  fc.assert(
    fc.property(fc.integer({ min: 0 }), fc.constantFrom<Lang>("en", "zh"), (seed, lang) => {
      walk(seed, (plan, world) => {
        seen.add(plan.status);
        const cards = cardsOf(plan, world, lang);
        for (const card of cards) expect(cardText(card)).not.toMatch(/undefined|\[object|NaN/u);
        if (plan.status === "success" || plan.status === "cancel") expect(cards.flatMap(buttonsOn)).toEqual([]);
        const soon = world.now + SECONDS;
        if (turnsBetween(plan, world, world.now, soon)) return;
        expect(cardsOf(plan, { ...world, now: soon }, lang)).toEqual(cards);
      });
    }),
    // So many that a walk that meets the rarest status is as good as certain.
    { numRuns: 250 },
  );
  expect(seen).toEqual(new Set(STATUSES));
  // Some seconds of work, and many on a busy machine.
}, 120_000);
