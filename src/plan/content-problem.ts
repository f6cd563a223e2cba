/**
 * What is wrong with a plan's content: what no draft may contain, and what a finished plan needs besides.
 */
import type { Author } from "./approval.ts";
import { policyOf, unsatisfiableLevel } from "./approval.ts";
import type { Content, Item, Party, Work } from "./content.ts";
import { CARD, contentSchema, GROUP_PREFIX, LIMITS } from "./content.ts";
import type { Context } from "./context.ts";
import type { CustomProblem } from "./custom.ts";
import { customProblem, missingCustom } from "./custom.ts";
import { askProblem, confirmAlone } from "./demands.ts";
import { same } from "./digest.ts";
import { nearest } from "./nearest.ts";
import { underPolicy } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import { requirementProblem } from "./requirement.ts";
import { windowOver } from "./window.ts";
import { parameterProblem } from "./workflow.ts";

/** Line ends and tabs are the only control characters a text may have; a name has none, nor hidden direction marks. */
const CONTROL_IN_NAME = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const CONTROL_IN_TEXT = /(?!\n|\t|\r\n)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** The first reason why this content can't be kept, even as a draft. */
export function draftProblem(content: Content, author: Author, context: Context): Refusal | undefined {
  return (
    shapeProblem(content) ??
    characterProblem(content) ??
    partyProblem(content, context) ??
    wordProblem(content) ??
    timesProblem(content) ??
    orderProblem(content.items) ??
    askProblem(content.items) ??
    levelProblem(content, author, context) ??
    hookProblem(content, context) ??
    ownProblem(customProblem(content, context.custom)) ??
    workProblem(content.items, context)
  );
}

/** The first reason why planning can't be finished on this content. */
export function finishProblem(content: Content, author: Author, context: Context): Refusal | undefined {
  const { window, schedule, items } = content;
  if (items.length === 0) return { code: "no-items" };
  if (window && windowOver(content, context.now)) return { code: "window-over", closed: window.closes };
  if (schedule !== undefined && schedule <= context.now) return { code: "schedule-over", schedule };
  return (
    draftProblem(content, author, context) ??
    ruleProblem(content, context) ??
    ownProblem(missingCustom(content, context.custom)) ??
    confirmAlone(content, author.manager, context.people) ??
    silenceProblem(items, context)
  );
}

function wordProblem(content: Content): Refusal | undefined {
  const problem = requirementProblem(content);
  return problem && { code: "bad-requirement", problem };
}

function ownProblem(problem: CustomProblem | undefined): Refusal | undefined {
  return problem && { code: "bad-custom", problem };
}

/** What a policy wants of a plan that is to be carried out. */
function ruleProblem(content: Content, context: Context): Refusal | undefined {
  const ruled = underPolicy(content, context);
  if (!same(ruled, content)) return { code: "policy-moved", policy: ruled.policy };
  return content.emergency !== undefined && !content.approval ? { code: "emergency-alone" } : undefined;
}

function shapeProblem(content: Content): Refusal | undefined {
  if (content.items.length > LIMITS.items) return { code: "too-many-items", most: LIMITS.items };
  const issue = contentSchema.safeParse(content).error?.issues[0];
  if (!issue) return undefined;
  const path = issue.path.join(".");
  if (issue.code === "too_big" && typeof issue.maximum === "number")
    return { code: "too-long", field: path, most: issue.maximum };
  return { code: "invalid-content", path, problem: issue.code };
}

function characterProblem(content: Content): Refusal | undefined {
  const { requirements, tags, announce, items, approval, custom = {} } = content;
  const names: readonly Named[] = [
    ["name", content.name],
    ...items.map(({ name }): Named => ["items.name", name]),
    ...items.flatMap(({ work }): readonly Named[] => (work.type === "workflow" ? [["items.run", work.workflow]] : [])),
    ...items.flatMap(({ work }) => demandedOf(work)),
    ...(approval?.levels ?? []).map(({ name }): Named => ["approval.levels.name", name]),
    ...requirements.map((word): Named => ["requirements", word]),
    ...tags.map((word): Named => ["tags", word]),
    ...announce.map((word): Named => ["announce", word]),
  ];
  const texts: readonly Named[] = [
    ["description", content.description],
    ["emergency", content.emergency ?? ""],
    ...items.flatMap(({ work }) => inputsOf(work)),
    ...Object.values(custom).map((value): Named => ["custom", String(value)]),
  ];
  const field =
    names.find(([, name]) => CONTROL_IN_NAME.test(name))?.[0] ??
    texts.find(([, text]) => CONTROL_IN_TEXT.test(text))?.[0];
  return field === undefined ? undefined : { code: "control-characters", field };
}

/** A field and what is written in it. */
type Named = readonly [field: string, text: string];

/** What an approver reads of an item's work: it must look like what it is. */
function inputsOf(work: Work): readonly Named[] {
  if (work.type === "text") return [["items.text", work.content]];
  return Object.entries(work.with).flatMap(([name, value]) => [
    ["items.with", name],
    ["items.with", String(value)],
  ]);
}

function demandedOf(work: Work): readonly Named[] {
  if (work.type === "workflow") return [];
  const asks = (work.asks ?? []).map(({ name }): Named => ["items.asks", name]);
  return [...asks, ...(work.checks ?? []).map((check): Named => ["items.checks", check])];
}

/** Refuses a text of a command, such as a reason, that hides something or is longer than a card can bear. */
export function textProblem(field: string, text: string | undefined, most: number): Refusal | undefined {
  if (text === undefined) return undefined;
  if (text.length > most) return { code: "too-long", field, most };
  return CONTROL_IN_TEXT.test(text) ? { code: "control-characters", field } : undefined;
}

function partyProblem(content: Content, context: Context): Refusal | undefined {
  const approvers = content.approval?.levels.flatMap((level) => level.approvers) ?? [];
  const owners = content.items.flatMap((item) => item.owners);
  return unknownParty([...approvers, ...owners, ...content.editors], context);
}

/** Refuses a name that is no known person's, a group's included. */
export function unknownPerson(name: string, { people }: Pick<Context, "people">): Refusal | undefined {
  const known = people.people;
  return known.includes(name) ? undefined : { code: "unknown-person", name, nearest: nearest(name, known) };
}

/** The first of these people and groups whom nobody knows. */
export function unknownParty(parties: readonly Party[], { people }: Pick<Context, "people">): Refusal | undefined {
  const groups = Object.keys(people.groups);
  for (const party of parties) {
    const isGroup = party.startsWith(GROUP_PREFIX);
    const name = isGroup ? party.slice(GROUP_PREFIX.length) : party;
    const known = isGroup ? groups : people.people;
    if (known.includes(name)) continue;
    return { code: isGroup ? "unknown-group" : "unknown-person", name, nearest: nearest(name, known) };
  }
  return undefined;
}

function timesProblem({ window, schedule }: Content): Refusal | undefined {
  if (window && window.opens >= window.closes) {
    return { code: "window-backwards", opens: window.opens, closes: window.closes };
  }
  const outside = window && schedule !== undefined && (schedule < window.opens || schedule >= window.closes);
  return outside ? { code: "schedule-outside-window", schedule } : undefined;
}

function orderProblem(items: readonly Item[]): Refusal | undefined {
  const ids = items.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) return { code: "invalid-content", path: "items.id", problem: twice };
  for (const item of items) {
    const stranger = item.after.find((id) => !ids.includes(id));
    if (stranger !== undefined) return { code: "unknown-item", item: stranger, items: items.length };
  }
  const cycle = items.find(({ id }) => comesBack(id, items));
  return (
    cycle && { code: "order-cycle", items: items.filter(({ id }) => comesBack(id, items)).map(({ name }) => name) }
  );
}

/** True when following `after` from an item leads to it again. */
function comesBack(start: string, items: readonly Item[]): boolean {
  const before = new Map(items.map(({ id, after }) => [id, after]));
  const seen = new Set<string>();
  const open = [...(before.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(before.get(id) ?? []));
  }
  return false;
}

function levelProblem(content: Content, author: Author, context: Context): Refusal | undefined {
  const policy = policyOf(content, context);
  if (!policy) return { code: "unknown-policy", policy: content.policy, known: Object.keys(context.policies) };
  if (content.emergency !== undefined && !policy.emergency) return { code: "no-emergency", policy: content.policy };
  const { approval } = content;
  if (!approval) return undefined;
  if (!context.desks.includes(approval.via)) return { code: "unknown-desk", via: approval.via, known: context.desks };
  const names = approval.levels.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) return { code: "duplicate-level", level: twice };
  // A platform's own approval knows no second factor of ours.
  if (policy.stepUp && approval.via !== CARD) return { code: "desk-step-up", via: approval.via, policy: policy.name };
  const counted = approval.via === CARD ? undefined : approval.levels.find(({ rule }) => typeof rule === "number");
  if (counted) return { code: "desk-rule", via: approval.via, level: counted.name };
  const problem = unsatisfiableLevel(content, author, policy, context.people);
  return problem && { code: "unsatisfiable", problem };
}

function hookProblem({ hooks = [] }: Content, { hooks: known }: Context): Refusal | undefined {
  const name = hooks.find((hook) => !known.includes(hook));
  return name === undefined ? undefined : { code: "unknown-hook", name, known };
}

/** What an engine that is silent offers is not known: a draft may wait for it, a finished plan may not. */
function silenceProblem(items: readonly Item[], { engines }: Context): Refusal | undefined {
  const silent = items.find(({ work }) => work.type === "workflow" && engines[work.engine] === undefined);
  return silent?.work.type === "workflow" ? { code: "engine-silent", engine: silent.work.engine } : undefined;
}

function workProblem(items: readonly Item[], { engines }: Context): Refusal | undefined {
  for (const { name, work } of items) {
    if (work.type === "text") continue;
    if (!Object.hasOwn(engines, work.engine)) {
      return { code: "unknown-engine", engine: work.engine, known: Object.keys(engines) };
    }
    const workflows = engines[work.engine];
    if (!workflows) continue;
    const description = workflows.find(({ workflow }) => workflow === work.workflow);
    const known = workflows.map(({ workflow }) => workflow);
    if (!description) return { code: "unknown-workflow", engine: work.engine, workflow: work.workflow, known };
    const problem = parameterProblem(description, work.with);
    if (problem) return { code: "bad-parameter", item: name, problem };
  }
  return undefined;
}
