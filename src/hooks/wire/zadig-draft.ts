/**
 * A plan of Zadig's as a draft, and what of it could not be kept.
 */
import type { ItemDraft, LevelDraft, PlanDraft } from "../../chat/plan-file/draft.ts";
import { markdownOfHtml } from "../../chat/texts/html-markdown.ts";
import type { Json } from "../../flow/engine.ts";
import type { Instant } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import { masked, parametersOf } from "./zadig-inputs.ts";
import type { ZadigApproval, ZadigJob, ZadigPlan } from "./zadig-plan.ts";

/** What was left out, with the name it goes by. */
export interface Loss {
  readonly what:
    | "manager"
    | "window-over"
    | "schedule-over"
    | "formatting"
    | "too-long"
    | "owner"
    | "approver"
    | "approval"
    | "level"
    | "cc"
    | "remark"
    | "approval-via"
    | "status"
    | "item-type"
    | "workflow"
    | "input"
    | "secret";
  readonly name: string;
}

export interface Taking {
  readonly now: Instant;
  /** Somebody's id by a name of Zadig's. */
  readonly person: (name: string) => string | undefined;
  readonly groups: readonly string[];
  readonly engines: Context["engines"];
}

export interface Taken {
  readonly draft: PlanDraft;
  readonly lost: readonly Loss[];
}

/** Whom and what a plan of Zadig's may name here. */
export function takingOf(
  directory: {
    resolve(
      name: string,
      platform: string,
    ): { readonly kind: string; readonly person?: { readonly id: string } } | undefined;
    groups(): object;
  },
  engines: Context["engines"],
  now: Instant,
): Taking {
  return {
    now,
    person: (name) => {
      const found = name === "" ? undefined : directory.resolve(name, "console");
      return found?.kind === "person" ? found.person?.id : undefined;
    },
    groups: Object.keys(directory.groups()),
    engines,
  };
}

export function draftOfZadig(plan: ZadigPlan, taking: Taking): Taken {
  const lost: Loss[] = [];
  const times = timesOf(plan, taking.now, lost);
  const manager = taking.person(plan.manager);
  if (manager === undefined) lost.push({ what: "manager", name: plan.manager });
  if (plan.status !== "" && plan.status !== "planning") lost.push({ what: "status", name: plan.status });
  const sprints = plan.jira_sprint_association?.sprints ?? [];
  const approval = approvalOf(plan.approval ?? undefined, taking, lost);
  const draft: PlanDraft = {
    name: nameOf(plan.name, plan.id),
    key: `zadig-${plan.id}`,
    ...(manager !== undefined && { manager }),
    ...times,
    ...described(plan.description, "", lost),
    ...(sprints.length > 0 && {
      requirements: sprints.map(({ project_key, sprint_id }) => `sprint:${project_key}/${sprint_id}`),
    }),
    ...(approval && { approval }),
    items: itemsOf(plan.jobs, taking, lost),
  };
  return { draft, lost };
}

/** Window and schedule as far as they are still to come; nothing is scheduled without the window that it was meant for. */
function timesOf(plan: ZadigPlan, now: Instant, lost: Loss[]): Pick<PlanDraft, "window" | "schedule"> {
  const [opens, closes, schedule] = [
    plan.start_time * 1_000,
    plan.end_time * 1_000,
    plan.schedule_execute_time * 1_000,
  ];
  const windowed = opens !== 0 && closes !== 0;
  const over = windowed && closes <= now;
  const missed = schedule !== 0 && (over || schedule <= now);
  if (over) lost.push({ what: "window-over", name: "" });
  if (missed) lost.push({ what: "schedule-over", name: "" });
  return {
    ...(windowed && !over && { window: `${iso(opens)}/${iso(closes)}` }),
    ...(schedule !== 0 && !missed && { schedule: iso(schedule) }),
  };
}

/** A template has items and an approval alone. */
export function draftOfZadigTemplate(
  {
    template_name: name,
    id,
    approval,
    jobs,
  }: { readonly template_name: string; readonly id: string } & Pick<ZadigPlan, "approval" | "jobs">,
  taking: Taking,
): Taken {
  const lost: Loss[] = [];
  const asked = approvalOf(approval ?? undefined, taking, lost);
  const draft = { name: nameOf(name, id), ...(asked && { approval: asked }), items: itemsOf(jobs, taking, lost) };
  return { draft, lost };
}

export function nameOf(name: string, id: string): string {
  return (
    name
      .replace(/\p{Cc}/gu, " ")
      .trim()
      .slice(0, LIMITS.name) || id
  );
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

function described(html: string, name: string, lost: Loss[]): Pick<PlanDraft, "description"> {
  const description = textOfHtml(html, LIMITS.description, name, lost);
  return description === "" ? {} : { description };
}

function itemsOf(jobs: readonly ZadigJob[], taking: Taking, lost: Loss[]): readonly ItemDraft[] {
  return jobs.slice(0, LIMITS.items).flatMap((job, place): readonly ItemDraft[] => {
    const name = nameOf(job.name, String(place + 1));
    const owner = job.manager === "" ? undefined : taking.person(job.manager);
    if (job.manager !== "" && owner === undefined) lost.push({ what: "owner", name: `${name}: ${job.manager}` });
    const work = job.type === "workflow" ? workflowOf(job, name, taking, lost) : textOf(job, name, lost);
    return work ? [{ name, ...work, ...(owner !== undefined && { owner: [owner] }) }] : [];
  });
}

function textOf({ type, spec }: ZadigJob, name: string, lost: Loss[]): Pick<ItemDraft, "text"> | undefined {
  if (type !== "text") lost.push({ what: "item-type", name: `${name}: ${type}` });
  const text = textOfHtml(spec?.content ?? "", LIMITS.text, name, lost);
  return text === "" ? {} : { text };
}

/** What Zadig's editor wrote as Markdown, and a note where that is not all of it. */
export function textOfHtml(html: string, most: number, name: string, lost: Loss[]): string {
  const { markdown, whole } = markdownOfHtml(html);
  if (!whole) lost.push({ what: "formatting", name });
  if (markdown.length > most) lost.push({ what: "too-long", name });
  return markdown.slice(0, most);
}

/** With the inputs that Zadig's plan holds, as far as the workflow still takes them. */
function workflowOf(
  { spec }: ZadigJob,
  name: string,
  { engines }: Taking,
  lost: Loss[],
): Pick<ItemDraft, "run" | "with" | "text"> | undefined {
  const workflow = spec?.workflow;
  const key = workflow ? `${workflow.project}/${workflow.name}` : "";
  // gonogo itself tells of workflows of other engines so.
  const own = Object.hasOwn(engines, workflow?.project ?? "") ? (workflow?.project ?? "zadig") : "zadig";
  const called = own === "zadig" ? key : (workflow?.name ?? "");
  const known = engines[own]?.find((each) => each.workflow === called);
  // An engine that is silent may know it; one that is not there can't.
  const mayBe = known !== undefined || (Object.hasOwn(engines, own) && engines[own] === undefined);
  if (!workflow || !mayBe) {
    lost.push({ what: "workflow", name: `${name}: ${key}` });
    return { text: key };
  }
  const held = parametersOf(masked(workflow));
  // What is hidden has no value that could be taken over, but whether there is one can be told.
  const filled = new Set(parametersOf(shown(masked(workflow))).flatMap((each) => (each.default ? [each.name] : [])));
  const given = held.flatMap(({ name: input, default: value, secret }) => {
    const taken = known?.parameters.find((each) => each.name === input);
    if (secret || taken?.secret) {
      if (filled.has(input)) lost.push({ what: "secret", name: `${name}: ${input}` });
      return [];
    }
    if (value === undefined || value === taken?.default) return [];
    if (known && !taken) {
      lost.push({ what: "input", name: `${name}: ${input}` });
      return [];
    }
    if (taken?.choices && !taken.choices.includes(value)) {
      lost.push({ what: "input", name: `${name}: ${input}` });
      return [];
    }
    return [[input, value] as const];
  });
  return { run: `${own}:${called}`, ...(given.length > 0 && { with: Object.fromEntries(given) }) };
}

/** The same, with what is masked as if it were no credential. */
function shown(value: Json): Json {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === "is_credential" ? false : shown(each ?? null),
  ]);
  return Object.fromEntries(entries);
}

function approvalOf(approval: ZadigApproval | undefined, taking: Taking, lost: Loss[]): PlanDraft["approval"] {
  if (!approval?.enabled) return undefined;
  const levels = levelsOf(approval, taking, lost);
  if (approval.type !== "native") lost.push({ what: "approval-via", name: approval.type });
  if (levels.length > 0) return { via: "card", levels };
  lost.push({ what: "approval", name: approval.type });
  return undefined;
}

function levelsOf(
  { native_approval, lark_approval, dingtalk_approval }: ZadigApproval,
  taking: Taking,
  lost: Loss[],
): readonly LevelDraft[] {
  const native = native_approval?.approve_users ?? [];
  if (native.length > 0) {
    const approvers = partiesOf(native, [], taking, lost);
    const needed = Math.max(1, native_approval?.needed_approvers ?? 1);
    return approvers.length === 0 ? [] : [{ name: "Zadig", rule: Math.min(needed, LIMITS.approvers), approvers }];
  }
  const nodes = (lark_approval ?? dingtalk_approval)?.approval_nodes ?? [];
  for (const { cc_users, cc_groups } of nodes) {
    const told = [
      ...cc_users.map((user) => user.user_name || user.name),
      ...cc_groups.map((group) => group.group_name),
    ];
    lost.push(...told.map((name): Loss => ({ what: "cc", name })));
  }
  return nodes
    .filter(({ type }) => type !== "START" && type !== "END")
    .flatMap(({ type, approve_users, approve_groups }, place) => {
      const approvers = partiesOf(approve_users, approve_groups, taking, lost);
      const rule = type === "AND" ? "all" : "any";
      if (approvers.length === 0) lost.push({ what: "level", name: String(place + 1) });
      return approvers.length === 0 ? [] : [{ name: String(place + 1), rule, approvers } as const];
    });
}

type Users = NonNullable<ZadigApproval["native_approval"]>["approve_users"];

function partiesOf(
  users: Users,
  groups: readonly { readonly group_name: string }[],
  { person, groups: known }: Taking,
  lost: Loss[],
): readonly string[] {
  const named = [
    ...users.map((user) =>
      user.type === "group"
        ? { group: user.group_name }
        : { id: user.user_id || user.id, user: user.user_name || user.name },
    ),
    ...groups.map(({ group_name: group }) => ({ group })),
  ];
  const parties = named.flatMap((each) => {
    const name = "group" in each ? each.group : each.user;
    // Another gonogo tells our ids; of two people with one name, they say which one is meant.
    const found =
      "group" in each ? (known.includes(name) ? `group:${name}` : undefined) : (person(each.id) ?? person(name));
    if (found === undefined) lost.push({ what: "approver", name });
    return found === undefined ? [] : [found];
  });
  return [...new Set(parties)];
}
