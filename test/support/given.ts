/**
 * A small harness for the domain: a world with a cast of people, and `given(…).when(command, as person)` with what it
 * gives, refuses, or takes as a repeat. An outcome goes on as the next given, so a story reads from top to bottom.
 */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Command, CommandOf } from "../../src/plan/command.ts";
import type { Approval, Checkpoint, Content, Instant, Item, Level, PersonId, Rule } from "../../src/plan/content.ts";
import type { Context, Freeze, Policy, Role } from "../../src/plan/context.ts";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import { decide } from "../../src/plan/decide.ts";
import type { Decision } from "../../src/plan/decision.ts";
import type { EventType, PlanEvent } from "../../src/plan/event.ts";
import { evolve, found, replay } from "../../src/plan/evolve.ts";
import type { Actor, ItemState, Plan, Status } from "../../src/plan/plan.ts";
import type { RefusalCode } from "../../src/plan/refusal.ts";
import type { WorkflowDescription } from "../../src/plan/workflow.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 2026-11-24T12:00Z: when the standard window opens. */
export const OPENS = 1_795_521_600_000;
export const CLOSES = OPENS + 2 * HOUR;
/** When stories begin: the day's planning. */
export const MORNING = OPENS - 4 * HOUR;

/** The cast. */
export const ada = "ada"; // the manager
export const bo = "bo"; // an approver
export const chen = "chen"; // an approver
export const dana = "dana"; // an items' owner
export const eve = "eve"; // an admin
export const gil = "gil"; // another admin
export const fay = "fay"; // an editor
export const dee = "dee"; // chen's delegate, where a story says so
export const rae = "rae"; // a member of the room where plans are announced
export const mallory = "mallory"; // known, and with no part in any plan

export const TOKEN: Actor = { kind: "token", name: "ci" };
export const OTHER_TOKEN: Actor = { kind: "token", name: "nightly" };
export const TIMER: Actor = { kind: "system", part: "timer" };
export const ENGINE: Actor = { kind: "system", part: "engine" };
export const HOOK: Actor = { kind: "system", part: "hook" };
export const DESK: Actor = { kind: "system", part: "desk" };

export const STRICT_POLICY: Policy = {
  name: "strict",
  selfApproval: false,
  approverMayExecute: false,
  secondPerson: true,
};
export const SELF_POLICY: Policy = { ...STANDARD_POLICY, name: "self", selfApproval: true };

export const WORKFLOWS: readonly WorkflowDescription[] = [
  {
    workflow: "build",
    title: "Build",
    parameters: [
      { name: "branch", type: "string", required: true, pattern: "[a-z0-9./-]+" },
      { name: "clean", type: "boolean", required: false },
    ],
  },
  {
    workflow: "deploy",
    title: "Deploy",
    parameters: [
      { name: "stage", type: "string", required: true, choices: ["test", "production"] },
      { name: "replicas", type: "number", required: false, default: 2 },
    ],
  },
];

/** Everything around a plan that a story may set. */
export interface World {
  readonly now: Instant;
  readonly people: readonly PersonId[];
  readonly admins: readonly PersonId[];
  readonly rooms: Readonly<Record<PersonId, readonly string[]>>;
  readonly groups: Readonly<Record<string, readonly PersonId[]>>;
  readonly delegates: Readonly<Record<PersonId, readonly PersonId[]>>;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly gates: readonly Checkpoint[];
  readonly freezes: readonly Freeze[];
}

export const WORLD: World = {
  now: MORNING,
  people: [ada, bo, chen, dana, eve, gil, fay, dee, rae, mallory],
  admins: [eve, gil],
  rooms: { [rae]: ["releases"] },
  groups: { qa: [bo, chen], ops: [chen, dana], empty: [] },
  delegates: {},
  policies: { standard: STANDARD_POLICY, strict: STRICT_POLICY, self: SELF_POLICY },
  gates: [],
  freezes: [],
};

export type As = PersonId | Actor;

export function actorOf(as: As): Actor {
  return typeof as === "string" ? { kind: "person", id: as } : as;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The context in which `as` asks, in this world. */
export function contextOf(world: World, as: As, fresh = "fresh"): Context {
  const actor = actorOf(as);
  const person = actor.kind === "person" ? actor.id : undefined;
  const known = person !== undefined && world.people.includes(person);
  const roles: readonly Role[] = known ? (world.admins.includes(person) ? ["planner", "admin"] : ["planner"]) : [];
  const { now, people, groups, delegates, policies, gates } = world;
  return {
    now,
    actor,
    roles,
    rooms: person === undefined ? [] : (world.rooms[person] ?? []),
    people: { people, groups, delegates },
    policies,
    gates,
    desks: ["card", "feishu"],
    engines: { command: WORKFLOWS },
    freezes: () => world.freezes,
    fresh,
    hash: sha256,
  };
}

export function level(
  approvers: readonly string[],
  rule: Rule = "any",
  name = `Level of ${approvers.join(" ")}`,
): Level {
  return { name, rule, approvers };
}

export function approval(...levels: readonly Level[]): Approval {
  return { via: "card", levels };
}

export function build(id = "i1", more: Partial<Item> = {}): Item {
  const work = { type: "workflow", engine: "command", workflow: "build", with: { branch: "main" } } as const;
  return { id, name: `Build ${id}`, owners: [dana], after: [], work, ...more };
}

export function tell(id = "i2", more: Partial<Item> = {}): Item {
  const work = { type: "text", content: "Post the notes." } as const;
  return { id, name: `Tell ${id}`, owners: [dana], after: [], work, ...more };
}

export function content(more: Partial<Content> = {}): Content {
  return {
    name: "Release 2.4",
    description: "What and why.",
    window: { opens: OPENS, closes: CLOSES },
    requirements: ["SHOP-120"],
    approval: approval(level([bo, chen], "any", "QA")),
    items: [build("i1"), tell("i2", { after: ["i1"] })],
    policy: "standard",
    editors: [fay],
    announce: ["releases"],
    tags: ["shop"],
    ...more,
  };
}

export function create(more: Partial<Content> = {}, manager: PersonId = ada): CommandOf<"create"> {
  return { type: "create", id: "p1", index: 52, manager, content: content(more) };
}

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

/** An answer of the gate at this checkpoint to the plan as it is now. */
export function answer(
  story: Given,
  checkpoint: Checkpoint,
  result: CommandOf<"check-answered">["result"],
  text?: string,
): CommandOf<"check-answered"> {
  return { type: "check-answered", checkpoint, instanceCode: story.plan.instanceCode, result, text };
}

/** The key of an item's run that is going on or was the last. */
export function keyOf(story: Given, item: string): string {
  return `${story.plan.id}/${item}/${story.plan.attempts[item]}`;
}

export function passed(story: Given, item: string): CommandOf<"run-passed"> {
  return { type: "run-passed", key: keyOf(story, item), progress: {} };
}

export function failed(story: Given, item: string): CommandOf<"run-failed"> {
  return { type: "run-failed", key: keyOf(story, item), reason: "exit 1", progress: {} };
}
