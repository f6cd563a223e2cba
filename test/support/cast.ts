/**
 * A cast of people, the world around their plans, and the words to write a plan with.
 */
import { createHash } from "node:crypto";
import type { CommandOf } from "../../src/plan/command.ts";
import type { Approval, Checkpoint, Content, Instant, Item, Level, PersonId, Rule } from "../../src/plan/content.ts";
import type { Context, Freeze, Policy, Role } from "../../src/plan/context.ts";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import type { CustomField } from "../../src/plan/custom.ts";
import type { Actor, Gate } from "../../src/plan/plan.ts";
import type { Reach } from "../../src/plan/reach.ts";
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
  ...STANDARD_POLICY,
  name: "strict",
  approverMayExecute: false,
  secondPerson: true,
};
export const SELF_POLICY: Policy = { ...STANDARD_POLICY, name: "self", selfApproval: true };
/** Emergencies go on in freezes, and end when their schedule is missed. */
export const URGENT_POLICY: Policy = {
  ...STANDARD_POLICY,
  name: "urgent",
  late: { within: 5 * MINUTE, otherwise: "fail" },
  emergency: { skipsCalendar: true, review: true },
};
/** Hurries: it reminds every ten minutes, asks the operators after twenty, and denies after an hour. */
export const PACED_POLICY: Policy = {
  ...STANDARD_POLICY,
  name: "paced",
  pace: {
    reminders: { after: 10 * MINUTE, every: 10 * MINUTE },
    escalation: { after: 20 * MINUTE, to: ["group:ops", gil] },
    expiry: { after: HOUR, policy: "deny" },
  },
};
/** Asks its manager where the other denies. */
export const ASKING_POLICY: Policy = {
  ...PACED_POLICY,
  name: "asking",
  pace: { ...PACED_POLICY.pace, expiry: { after: 30 * MINUTE, policy: "ask" } },
};
/** Wants a second factor before a decision counts. */
export const SURE_POLICY: Policy = { ...STANDARD_POLICY, name: "sure", stepUp: true };

export const WORKFLOWS: readonly WorkflowDescription[] = [
  {
    workflow: "build",
    title: "Build",
    definition: "build-1",
    parameters: [
      { name: "branch", type: "string", required: true, pattern: "[a-z0-9./-]+" },
      { name: "clean", type: "boolean", required: false },
    ],
  },
  {
    workflow: "deploy",
    title: "Deploy",
    definition: "deploy-1",
    parameters: [
      { name: "stage", type: "string", required: true, choices: ["test", "production"] },
      { name: "replicas", type: "number", required: false, default: 2 },
    ],
  },
];

/** A field that a team added to its plans. */
export const RISK: CustomField = {
  id: "risk",
  title: { zh: "风险", en: "Risk" },
  type: "choice",
  options: ["low", "high"],
  required: true,
};

/** The external system that gates ask where a story does not say which. */
export const CHANGE_SYSTEM = "change-system";
export const SECURITY = "security";

/** A gate that both of these must let the plan through. */
export function gateOfTwo(checkpoint: Checkpoint, more: Partial<Gate> = {}): Gate {
  return { checkpoint, endpoints: [CHANGE_SYSTEM, SECURITY], ...more };
}

/** Everything around a plan that a story may set. */
export interface World {
  readonly now: Instant;
  readonly people: readonly PersonId[];
  readonly admins: readonly PersonId[];
  readonly rooms: Readonly<Record<PersonId, readonly string[]>>;
  readonly groups: Readonly<Record<string, readonly PersonId[]>>;
  readonly delegates: Readonly<Record<PersonId, readonly PersonId[]>>;
  readonly policies: Readonly<Record<string, Policy>>;
  /** A checkpoint alone is a gate of the change system without a time limit. */
  readonly gates: readonly (Checkpoint | Gate)[];
  readonly hooks: readonly string[];
  readonly custom: readonly CustomField[];
  readonly engines: Context["engines"];
  /** What was read of requirements for each command; absent where nothing reads them. */
  readonly requirements?: Context["requirements"];
  readonly freezes: readonly Freeze[];
  readonly away: readonly PersonId[];
  readonly reach: Reach;
  /** Who has just given a second factor. */
  readonly proven: readonly PersonId[];
}

/** Everybody may be told at any time. */
export const ANY_TIME: Reach = { free: (_person, at) => at, open: () => true };

export const WORLD: World = {
  now: MORNING,
  people: [ada, bo, chen, dana, eve, gil, fay, dee, rae, mallory],
  admins: [eve, gil],
  rooms: { [rae]: ["releases"] },
  groups: { qa: [bo, chen], ops: [chen, dana], empty: [] },
  delegates: {},
  policies: {
    standard: STANDARD_POLICY,
    strict: STRICT_POLICY,
    self: SELF_POLICY,
    paced: PACED_POLICY,
    asking: ASKING_POLICY,
    sure: SURE_POLICY,
    urgent: URGENT_POLICY,
  },
  gates: [],
  hooks: ["audit"],
  custom: [],
  engines: { command: WORKFLOWS },
  freezes: [],
  away: [],
  reach: ANY_TIME,
  proven: [],
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
    people: { people, groups, delegates, away: world.away },
    policies,
    gates: () =>
      gates.map((gate) => (typeof gate === "string" ? { checkpoint: gate, endpoints: [CHANGE_SYSTEM] } : gate)),
    hooks: world.hooks,
    custom: world.custom,
    desks: ["card", "feishu"],
    engines: world.engines,
    requirements: world.requirements,
    freezes: () => world.freezes,
    reach: world.reach,
    provenAt: person !== undefined && world.proven.includes(person) ? now : undefined,
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

export function approval(...levels: Level[]): Approval {
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

/** A file that somebody gave. */
export const REPORT = { hash: "a".repeat(64), name: "report.pdf", type: "application/pdf", size: 1_234 } as const;

/** Something a person does that asks for all there is: two things to give, a check list, two people. */
export function prove(id = "i3", more: Partial<Item> = {}): Item {
  const work = {
    type: "text",
    content: "Try it.",
    asks: [
      { name: "Report", kind: "file", required: true },
      { name: "Ticket", kind: "link", required: true },
      { name: "Note", kind: "text", required: false },
    ],
    checks: ["Logs are clean", "Alerts are quiet"],
    confirm: "two",
  } as const;
  return { id, name: `Prove ${id}`, owners: [dana], after: [], work, ...more };
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
