/**
 * All that a decision needs to know beside the plan: the time, who asks, the directory and the settings, as arguments.
 */
import type { Content, Instant, Level, PersonId } from "./content.ts";
import type { CustomField } from "./custom.ts";
import type { Pace } from "./pace.ts";
import type { Actor, Gate } from "./plan.ts";
import type { Reach } from "./reach.ts";
import type { RequirementAnswer } from "./reading.ts";
import type { WorkflowDescription } from "./workflow.ts";

export type Role = "admin" | "planner";

/** A named set of rules that a plan follows. */
export interface Policy {
  readonly name: string;
  /** The manager and the last editor may decide on their own plan. */
  readonly selfApproval: boolean;
  /** Who approved may also carry out. */
  readonly approverMayExecute: boolean;
  /** An exception (override, freeze) takes effect only when a second admin asks for the same. */
  readonly secondPerson: boolean;
  /** How a round of approval goes on by itself while nobody decides. */
  readonly pace?: Pace | undefined;
  /** How long before the window's ends the people concerned are told (ms); absent for never. */
  readonly notice?: number | undefined;
  /** A decision counts only from somebody who has just given a second factor. */
  readonly stepUp?: boolean | undefined;
  /** Planning can't be finished while a requirement can't be read; otherwise it is said on the card and the plan goes on. */
  readonly readRequirements?: boolean | undefined;
  /** Plans with one of these tags follow it, whatever they name. */
  readonly tags: readonly string[];
  /** Levels that all its plans ask first, before their own. */
  readonly levels: readonly Level[];
  /** The calendar holds its plans: nothing is carried out in a freeze. */
  readonly calendar: boolean;
  /** What comes of a schedule whose time was missed. */
  readonly late: LateRules;
  /** What emergency plans are spared; undefined where the policy has none. */
  readonly emergency?: EmergencyRules | undefined;
}

export interface LateRules {
  /** So much late (ms), items still start by themselves; 0 means not at all. */
  readonly within: number;
  /** After that the manager is asked, or the plan fails. */
  readonly otherwise: "ask" | "fail";
}

export interface EmergencyRules {
  /** Items are carried out in freezes as well, and marked. */
  readonly skipsCalendar: boolean;
  /** The levels that are asked, in place of all others; undefined leaves the approval as it is. */
  readonly levels?: readonly Level[] | undefined;
  /** A plan to look back at it is made when it has ended. */
  readonly review: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const STANDARD_POLICY: Policy = {
  name: "standard",
  selfApproval: false,
  approverMayExecute: true,
  secondPerson: false,
  tags: [],
  levels: [],
  calendar: true,
  late: { within: 15 * 60_000, otherwise: "ask" },
  pace: { reminders: { after: 2 * HOUR, every: 8 * HOUR } },
  notice: 30 * MINUTE,
};

/** Calendar time in which nothing may be carried out: from `from` on, and before `until`. */
export interface Freeze {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  /** It is the time outside of release windows, which have the name. */
  readonly outside?: boolean | undefined;
}

export interface People {
  /** All known people's names. */
  readonly people: readonly PersonId[];
  /** Members by group name, without the `group:` prefix. */
  readonly groups: Readonly<Record<string, readonly PersonId[]>>;
  /** Who may decide in whose place at this moment: approver → delegates. */
  readonly delegates: Readonly<Record<PersonId, readonly PersonId[]>>;
  /** Who is away at this moment. */
  readonly away?: readonly PersonId[] | undefined;
}

export interface Context {
  readonly now: Instant;
  readonly actor: Actor;
  /** The actor's roles; empty for a token and for the system. */
  readonly roles: readonly Role[];
  /** The announced chats, by the names plans use, of which the actor is a member. */
  readonly rooms: readonly string[];
  readonly people: People;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Where the settings put gates for a content. */
  readonly gates: (content: Content) => readonly Gate[];
  /** Hook endpoints that a plan may ask for by name. */
  readonly hooks: readonly string[];
  /** Fields that the settings add to every plan. */
  readonly custom: readonly CustomField[];
  /** Where approvals may be asked, for example `card`. */
  readonly desks: readonly string[];
  /** Workflows by engine name: what a plan may run; undefined for an engine that can't be asked now. */
  readonly engines: Readonly<Record<string, readonly WorkflowDescription[] | undefined>>;
  /** What was read of the requirements for this command, by the words that name them; absent where nothing was asked. */
  readonly requirements?: Readonly<Record<string, RequirementAnswer>> | undefined;
  /** Freezes that concern this content. */
  readonly freezes: (content: Content) => readonly Freeze[];
  /** When people may be reminded. */
  readonly reach: Reach;
  /** When the actor gave a second factor last. */
  readonly provenAt?: Instant | undefined;
  /** A fresh unguessable word, for a new instance code. */
  readonly fresh: string;
  /** A collision-free hash of a text, in hexadecimal. */
  readonly hash: (text: string) => string;
}
