/**
 * All that a decision needs to know beside the plan: the time, who asks, the directory and the settings, as arguments.
 */
import type { Content, Instant, PersonId } from "./content.ts";
import type { CustomField } from "./custom.ts";
import type { Actor, Gate } from "./plan.ts";
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
}

export const STANDARD_POLICY: Policy = {
  name: "standard",
  selfApproval: false,
  approverMayExecute: true,
  secondPerson: false,
};

/** Calendar time in which nothing may be carried out: from `from` on, and before `until`. */
export interface Freeze {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface People {
  /** All known people's names. */
  readonly people: readonly PersonId[];
  /** Members by group name, without the `group:` prefix. */
  readonly groups: Readonly<Record<string, readonly PersonId[]>>;
  /** Who may decide in whose place at this moment: approver → delegates. */
  readonly delegates: Readonly<Record<PersonId, readonly PersonId[]>>;
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
  /** Freezes that concern this content. */
  readonly freezes: (content: Content) => readonly Freeze[];
  /** A fresh unguessable word, for a new instance code. */
  readonly fresh: string;
  /** A collision-free hash of a text, in hexadecimal. */
  readonly hash: (text: string) => string;
}
