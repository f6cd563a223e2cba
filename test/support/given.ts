import { expect } from "vitest";
import type { Command, CommandOf } from "../../src/plan/command.ts";
import type { Checkpoint, Content, Instant } from "../../src/plan/content.ts";
import { decide } from "../../src/plan/decide.ts";
import type { Decision } from "../../src/plan/decision.ts";
import type { EventType, PlanEvent } from "../../src/plan/event.ts";
import { evolve, found, replay } from "../../src/plan/evolve.ts";
import type { ItemState, Plan, Status } from "../../src/plan/plan.ts";
import type { RefusalCode } from "../../src/plan/refusal.ts";
import type { As, World } from "./cast.ts";
import { ada, bo, CHANGE_SYSTEM, contextOf, create, MINUTE, OPENS, WORLD } from "./cast.ts";

/** An expected event: its type, or as much of it as matters. */
type Expected = EventType | (Partial<PlanEvent> & { readonly type: EventType });

/** A plan in a world, about to be asked something. */
export class Given {
  readonly world: World;
  readonly log: readonly PlanEvent[];
  readonly now: Plan | undefined;

  constructor(world: World, log: readonly PlanEvent[], now: Plan | undefined) {
    this.world = world;
    this.log = log;
    this.now = now;
  }

  /** The plan, which the story takes for granted. */
  get plan(): Plan {
    if (!this.now) throw new Error("the story has no plan yet");
    return this.now;
  }

  /** The same plan at another time. */
  at(now: Instant): Given {
    return this.in({ now });
  }

  /** The same plan in a world that is different in this. */
  in(change: Partial<World>): Given {
    return new Given({ ...this.world, ...change }, this.log, this.now);
  }

  when(command: Command, as: As = ada): Outcome {
    const context = contextOf(this.world, as, `fresh-${this.log.length}`);
    return new Outcome(this, command, decide(this.now, command, context));
  }

  /** Commands that must all be taken, each by its person. */
  after(...steps: readonly (readonly [Command, As])[]): Given {
    return steps.reduce<Given>((story, [command, as]) => story.when(command, as).taken(), this);
  }

  is(status: Status): Given {
    expect(this.plan.status).toBe(status);
    return this;
  }

  /** Says in what state each item is. */
  items(states: Readonly<Record<string, ItemState>>): Given {
    const now = Object.entries(this.plan.items).map(([id, { state }]) => [id, state]);
    expect(Object.fromEntries(now)).toEqual(states);
    return this;
  }
}

/** What came of a command. */
export class Outcome {
  readonly before: Given;
  readonly command: Command;
  readonly decision: Decision;

  constructor(before: Given, command: Command, decision: Decision) {
    this.before = before;
    this.command = command;
    this.decision = decision;
  }

  /** These events and no others, in this order. */
  gives(...expected: readonly Expected[]): Given {
    const after = this.taken();
    const events = after.log.slice(this.before.log.length);
    expect(events.map(({ type }) => type)).toEqual(
      expected.map((event) => (typeof event === "string" ? event : event.type)),
    );
    expect(events).toMatchObject(expected.map((event) => (typeof event === "string" ? { type: event } : event)));
    return after;
  }

  /** Taken, with at least one event. */
  taken(): Given {
    if (!this.decision.accepted) {
      throw new Error(`${this.command.type} was refused: ${JSON.stringify(this.decision.refusal)}`);
    }
    const { events } = this.decision;
    expect(events.length, `${this.command.type} is taken with events`).toBeGreaterThan(0);
    const log = [...this.before.log, ...events];
    return new Given(this.before.world, log, folded(this.before.now, events));
  }

  refuses(code: RefusalCode, facts: object = {}): Given {
    expect(this.decision).toMatchObject({ accepted: false, refusal: { code, ...facts } });
    return this.before;
  }

  /** Taken, and nothing new happens. */
  repeats(): Given {
    expect(this.decision).toEqual({ accepted: true, events: [] });
    return this.before;
  }
}

function folded(plan: Plan | undefined, events: readonly PlanEvent[]): Plan | undefined {
  return events.reduce<Plan | undefined>(
    (before, event) => (before ? evolve(before, event) : event.type === "created" ? found(event) : undefined),
    plan,
  );
}

/** A plan, a log of one, or nothing yet, in a world that differs from the standard one in `change`. */
export function given(start?: Plan | readonly PlanEvent[], change: Partial<World> = {}): Given {
  const world = { ...WORLD, ...change };
  if (start === undefined) return new Given(world, [], undefined);
  if ("id" in start) return new Given(world, [], start);
  return new Given(world, start, replay(start));
}

/** A plan just created by its manager. */
export function drafted(more: Partial<Content> = {}, change: Partial<World> = {}): Given {
  return given(undefined, change).when(create(more), ada).taken();
}

/** A plan whose approval is asked. */
export function submitted(more: Partial<Content> = {}, change: Partial<World> = {}): Given {
  return drafted(more, change).after([{ type: "submit" }, ada]);
}

/** A plan that is carried out, ten minutes into its window. No approval unless the content says so. */
export function executing(more: Partial<Content> = {}, change: Partial<World> = {}): Given {
  const plan = drafted({ approval: undefined, ...more }, change);
  const agreed = more.approval
    ? plan.after([{ type: "submit" }, ada], [{ type: "approve" }, bo])
    : plan.after([{ type: "finish" }, ada], [{ type: "start" }, ada]);
  return agreed.is("executing").at(OPENS + 10 * MINUTE);
}

/** An answer of an endpoint of the gate at this checkpoint to the plan as it is now. */
export function answer(
  story: Given,
  checkpoint: Checkpoint,
  result: CommandOf<"check-answered">["result"],
  text?: string,
  endpoint = CHANGE_SYSTEM,
): CommandOf<"check-answered"> {
  const { instanceCode } = story.plan;
  return { type: "check-answered", checkpoint, endpoint, instanceCode, result, text };
}

/** The key of an item's run that is going on or was the last. */
export function keyOf(story: Given, item: string): string {
  return `${story.plan.id}/${item}/${story.plan.attempts[item]}`;
}

export function passed(story: Given, item: string): CommandOf<"run-passed"> {
  return { type: "run-passed", key: keyOf(story, item), progress: {} };
}

/** The engine found another workflow than the approved one, and started nothing. */
export function heldBack(story: Given, item: string, changes = ['env: "dev" → "prod"']): CommandOf<"run-held"> {
  return { type: "run-held", key: keyOf(story, item), changes };
}

export function failed(story: Given, item: string): CommandOf<"run-failed"> {
  return { type: "run-failed", key: keyOf(story, item), reason: "exit 1", progress: {} };
}
