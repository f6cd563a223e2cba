/**
 * Who may do what: the product's table of roles.
 */

import type { CommandType } from "./command.ts";
import type { Item, Party, PersonId } from "./content.ts";
import { GROUP_PREFIX } from "./content.ts";
import type { Context, People } from "./context.ts";
import type { Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

/** What the actor must be. Items' owners and approvers are looked up where the item and the level are known. */
type Need = "planner" | "manager" | "editor" | "owner" | "approver" | "reader" | "admin" | "system";

const NEEDS: Readonly<Record<CommandType, Need>> = {
  create: "planner",
  edit: "editor",
  finish: "manager",
  submit: "manager",
  start: "manager",
  replan: "manager",
  refresh: "editor",
  cancel: "manager",
  recheck: "manager",
  handover: "manager",
  remind: "manager",
  override: "admin",
  comment: "reader",
  approve: "approver",
  reject: "approver",
  run: "owner",
  retry: "owner",
  done: "owner",
  skip: "owner",
  claim: "owner",
  tick: "owner",
  attach: "owner",
  undo: "owner",
  "send-again": "manager",
  expire: "system",
  nudge: "system",
  "run-scheduled": "system",
  "run-linked": "system",
  "run-progressed": "system",
  "run-passed": "system",
  "run-failed": "system",
  "run-unclear": "system",
  "run-held": "system",
  "run-late": "system",
  "run-stopped": "system",
  "run-not-stopped": "system",
  "desk-opened": "system",
  "desk-failed": "system",
  "desk-reported": "system",
  "desk-not-withdrawn": "system",
  "check-answered": "system",
  "expire-check": "system",
  "remind-check": "system",
  "report-hook": "system",
  "review-made": "system",
};

/** What a token may do with a plan that it made: write and submit, never decide or carry out. */
const TOKEN_COMMANDS: readonly CommandType[] = ["edit", "refresh", "finish", "submit", "comment"];

/** Who asks, and what that makes them. */
export type Asker = Pick<Context, "actor" | "roles" | "rooms" | "people">;

/** As much of a command as says who may ask for it. */
interface Asked {
  readonly type: CommandType;
  readonly item?: string | undefined;
}

/** Refuses a command to somebody who has no part in it. Approvers are checked against their level later. */
export function whoProblem(command: Asked, plan: Plan | undefined, context: Asker): Refusal | undefined {
  const need = NEEDS[command.type];
  const { actor } = context;
  if (need === "system") return systemProblem(command, context);
  // Reviews and plans that recur are made by the clock; the people they name take them from there.
  if (actor.kind === "system" && command.type === "create") return undefined;
  if (actor.kind === "system") return { code: "not-allowed", command: command.type, need: "person" };
  if (actor.kind === "token") return tokenProblem(command, plan, actor.name);
  if (plan && !mayRead(plan, actor.id, context)) return { code: "not-allowed", command: command.type, need: "reader" };
  if (need === "approver" || need === "reader") return undefined;
  const has =
    need === "planner" ? mayPlan(context) : plan !== undefined && hasPart(need, command, plan, actor.id, context);
  return has ? undefined : { code: "not-allowed", command: command.type, need };
}

function systemProblem(command: Asked, { actor }: Asker): Refusal | undefined {
  if (actor.kind === "system") return undefined;
  if (actor.kind === "token" && command.type === "check-answered") return undefined;
  return { code: "not-allowed", command: command.type, need: "system" };
}

function tokenProblem(command: Asked, plan: Plan | undefined, token: string): Refusal | undefined {
  // Telling an endpoint once more what it was told decides nothing, nor does a file: a person says that the item is done.
  if (command.type === "create" || command.type === "send-again" || command.type === "attach") return undefined;
  const own = plan?.createdBy.kind === "token" && plan.createdBy.name === token;
  if (own && TOKEN_COMMANDS.includes(command.type)) return undefined;
  return { code: "not-allowed", command: command.type, need: "person" };
}

function mayPlan({ roles }: Asker): boolean {
  return roles.includes("planner") || roles.includes("admin");
}

function hasPart(need: Need, command: Asked, plan: Plan, person: PersonId, { roles, people }: Asker): boolean {
  if (roles.includes("admin")) return true;
  if (need === "admin") return false;
  if (plan.manager === person) return true;
  if (need === "editor") return isAmong(person, plan.content.editors, people);
  if (need !== "owner") return false;
  const item = plan.content.items.find(({ id }) => id === command.item);
  return item !== undefined && isOwner(person, item, people);
}

export function isOwner(person: PersonId, item: Item, people: People): boolean {
  return isAmong(person, item.owners, people);
}

/** Members of the chats the plan is announced in, its people, and admins. */
export function mayRead(
  plan: Plan,
  person: PersonId,
  { roles, rooms, people }: Pick<Context, "roles" | "rooms" | "people">,
): boolean {
  if (roles.includes("admin") || plan.manager === person) return true;
  if (plan.createdBy.kind === "person" && plan.createdBy.id === person) return true;
  if (plan.content.announce.some((room) => rooms.includes(room))) return true;
  const named = peopleOf(partiesOf(plan), people);
  return named.some((other) => other === person || (people.delegates[other] ?? []).includes(person));
}

/** Everybody the content names, people and groups alike, and those to whom a level was escalated. */
function partiesOf({ content, round }: Plan): readonly Party[] {
  const owners = content.items.flatMap((item) => item.owners);
  const approvers = content.approval?.levels.flatMap((level) => level.approvers) ?? [];
  return [...content.editors, ...owners, ...approvers, ...(round?.escalated ?? [])];
}

/** People, with groups replaced by their members; each once, in the order given. */
export function peopleOf(parties: readonly Party[], { groups }: Pick<People, "groups">): readonly PersonId[] {
  const people = parties.flatMap((party) =>
    party.startsWith(GROUP_PREFIX) ? (groups[party.slice(GROUP_PREFIX.length)] ?? []) : [party],
  );
  return [...new Set(people)];
}

function isAmong(person: PersonId, parties: readonly Party[], people: People): boolean {
  return peopleOf(parties, people).includes(person);
}
