/**
 * From a draft to a plan's content: people, places and times become what they name. And back, for export.
 */
import type { Approval, Content, Instant, PersonId, Window } from "../../plan/content.ts";
import { contentSchema } from "../../plan/content.ts";
import { STANDARD_POLICY } from "../../plan/context.ts";
import { echoTime, echoWindow } from "../times/echo.ts";
import { offsetMinutes, zoned } from "../times/moment.ts";
import { readInstant, readWindow } from "../times/read.ts";
import { customOf } from "./custom.ts";
import type { ItemDraft, LevelDraft, PlanDraft } from "./draft.ts";
import { nearest } from "./keys.ts";
import type { LevelWords } from "./level-text.ts";
import { pathText } from "./problem.ts";
import type { Echo, Report, ResolveContext, ResolveProblem } from "./resolve-context.ts";
import { itemsOf } from "./resolve-items.ts";
import { partiesOf, personOf } from "./resolve-people.ts";

export type Resolved =
  | {
      readonly ok: true;
      readonly content: Content;
      /** Absent when the draft names none. */
      readonly manager?: PersonId | undefined;
      readonly key?: string | undefined;
      readonly echoes: readonly Echo[];
    }
  | { readonly ok: false; readonly problems: readonly ResolveProblem[] };

/** The content that a draft means, or everything that stands against it. */
export function contentOf(draft: PlanDraft, context: ResolveContext): Resolved {
  const problems: ResolveProblem[] = [];
  const report: Report = (path, fault) => problems.push({ ...fault, path });
  const window = draft.window === undefined ? undefined : windowOf(draft.window, context, report);
  const schedule = draft.schedule === undefined ? undefined : scheduleOf(draft.schedule, context, report);
  const manager = draft.manager === undefined ? undefined : personOf(draft.manager, "manager", context, report);
  const content: Content = {
    name: draft.name.trim(),
    description: draft.description ?? "",
    ...(window && { window }),
    ...(schedule !== undefined && { schedule }),
    requirements: draft.requirements ?? [],
    ...(draft.approval && { approval: approvalOf(draft.approval, context, report) }),
    items: itemsOf(draft.items, context, report),
    policy: draft.policy ?? STANDARD_POLICY.name,
    ...(draft.emergency !== undefined && { emergency: draft.emergency }),
    editors: partiesOf(draft.editors ?? [], "editors", context, report),
    announce: placesOf(draft.announce ?? [], context, report),
    ...filled("hooks", draft.hooks ?? []),
    tags: draft.tags ?? [],
    ...present("custom", customOf(draft.custom ?? {}, context, report)),
  };
  if (problems.length === 0) checkLimits(content, report);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    content,
    ...(manager && { manager }),
    ...(draft.key && { key: draft.key }),
    echoes: echoesOf(content, context),
  };
}

/** A window as typed, or undefined with the reason reported. One that is over is only taken where it stood before. */
export function windowOf(text: string, context: ResolveContext, report: Report): Window | undefined {
  const read = readWindow(text, context);
  if (!read.ok) report("window", { code: "bad-time", problem: read.problem });
  if (!read.ok) return undefined;
  const { opens, closes } = read.value;
  const before = context.existing?.content.window;
  if (closes <= context.now && (before?.opens !== opens || before.closes !== closes)) {
    report("window", { code: "bad-time", problem: { code: "in-the-past", at: closes } });
  }
  return read.value;
}

/** The time workflow items start by themselves, or undefined with the reason reported. */
export function scheduleOf(text: string, context: ResolveContext, report: Report): Instant | undefined {
  const read = readInstant(text, context);
  if (!read.ok) report("schedule", { code: "bad-time", problem: read.problem });
  if (!read.ok) return undefined;
  if (read.value <= context.now && context.existing?.content.schedule !== read.value) {
    report("schedule", { code: "bad-time", problem: { code: "in-the-past", at: read.value } });
  }
  return read.value;
}

interface ApprovalWords {
  readonly via?: string | undefined;
  readonly levels: readonly (LevelDraft | LevelWords)[];
}

/** The approval with its people known; a level without a name is called by its place. */
export function approvalOf({ via, levels }: ApprovalWords, context: ResolveContext, report: Report): Approval {
  return {
    via: via ?? "card",
    levels: levels.map(({ name, rule, approvers }, index) => ({
      name: name ?? (context.lang === "zh" ? `审批 ${index + 1}` : `Level ${index + 1}`),
      rule,
      approvers: partiesOf(approvers, `approval.levels[${index}].approvers`, context, report),
    })),
  };
}

/** Chats to announce the plan in, by their names in the settings. */
export function placesOf(names: readonly string[], { places }: ResolveContext, report: Report): readonly string[] {
  for (const [index, name] of names.entries()) {
    if (places.includes(name)) continue;
    report(`announce[${index}]`, { code: "unknown-place", name, nearest: nearest(name, places), known: places });
  }
  return names;
}

function checkLimits(content: Content, report: Report): void {
  const parsed = contentSchema.safeParse(content);
  for (const { path, message } of parsed.error?.issues ?? []) {
    report(pathText(path.filter((step) => typeof step !== "symbol")), { code: "invalid", problem: message });
  }
}

function echoesOf({ window, schedule }: Content, context: ResolveContext): readonly Echo[] {
  return [
    ...(window ? [{ path: "window" as const, text: echoWindow(window, context) }] : []),
    ...(schedule === undefined ? [] : [{ path: "schedule" as const, text: echoTime(schedule, context) }]),
  ];
}

export interface PlanMeta {
  readonly manager: PersonId;
  readonly key?: string | undefined;
  /** The zone in which times are written; each carries its offset. */
  readonly zone: string;
}

/** The draft that gives the same content again, with times in ISO form. */
export function draftOf(content: Content, { manager, key, zone }: PlanMeta): PlanDraft {
  const { window, schedule, description, approval } = content;
  return {
    name: content.name,
    ...(key !== undefined && { key }),
    manager,
    ...(window && { window: `${isoTime(window.opens, zone)}/${isoTime(window.closes, zone)}` }),
    ...(schedule !== undefined && { schedule: isoTime(schedule, zone) }),
    ...(description !== "" && { description }),
    ...filled("requirements", content.requirements),
    ...(approval && { approval }),
    items: content.items.map((item) => itemDraftOf(item, content.items)),
    policy: content.policy,
    ...(content.emergency !== undefined && { emergency: content.emergency }),
    ...filled("editors", content.editors),
    ...filled("announce", content.announce),
    ...filled("hooks", content.hooks ?? []),
    ...filled("tags", content.tags),
    ...present("custom", content.custom),
  };
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const holder: Partial<Record<K, V>> = {};
  if (value !== undefined) holder[key] = value;
  return holder;
}

function filled<K extends string>(key: K, list: readonly string[]): Partial<Record<K, readonly string[]>> {
  const holder: Partial<Record<K, readonly string[]>> = {};
  if (list.length > 0) holder[key] = list;
  return holder;
}

function itemDraftOf({ name, owners, after, work }: Content["items"][number], items: Content["items"]): ItemDraft {
  return {
    name,
    ...(work.type === "workflow" && { run: `${work.engine}:${work.workflow}` }),
    ...(work.type === "workflow" && Object.keys(work.with).length > 0 && { with: work.with }),
    ...(work.type === "text" && work.content !== "" && { text: work.content }),
    ...(work.type === "text" && work.asks && { asks: work.asks }),
    ...(work.type === "text" && work.checks && { checks: work.checks }),
    ...(work.type === "text" && work.confirm && { confirm: work.confirm }),
    ...filled("owner", owners),
    ...filled(
      "after",
      after.map((id) => reference(id, items)),
    ),
  };
}

/** By name where that is clear, else by number. */
function reference(id: string, items: Content["items"]): string {
  const place = items.findIndex((item) => item.id === id);
  const name = items[place]?.name ?? "";
  const namesakes = items.filter((item) => item.name.toLowerCase() === name.toLowerCase());
  if (namesakes.length === 1) return name;
  // An item may be called like a number, too.
  const numbers = [`#${place + 1}`, `${place + 1}`, `1.${place + 1}`];
  return numbers.find((number) => items.every((item) => item.name !== number)) ?? `2.${place + 1}`;
}

/** Minutes where that is exact, with the offset: `2026-11-24T20:00+08:00`. */
export function isoTime(at: Instant, zone: string): string {
  const time = zoned(at, zone).toPlainDateTime();
  const whole = time.second === 0 && time.millisecond === 0;
  const minutes = offsetMinutes(at, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${whole ? time.toString({ smallestUnit: "minute" }) : time.toString()}${offset}`;
}
