/**
 * What somebody said, before names, times and numbers are looked up: people and items are as they were typed.
 */

import type { Ask, Content, ParameterValue } from "../../plan/content.ts";
import type { CustomWords } from "../plan-file/custom.ts";
import type { LevelWords } from "../plan-file/level-text.ts";
import type { Lang } from "../times/problem.ts";
import type { ZadigEvent } from "../zadig-notice.ts";

/** `52.3`: the third item of plan 52. */
export interface ItemNumber {
  readonly plan: number;
  readonly place: number;
}

/** Fields of a plan as typed. `null` clears one. */
export interface PlanFields {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly manager?: string | undefined;
  readonly window?: string | null | undefined;
  readonly schedule?: string | null | undefined;
  readonly description?: string | undefined;
  readonly requirements?: readonly string[] | undefined;
  readonly levels?: readonly LevelWords[] | null | undefined;
  readonly via?: string | undefined;
  readonly policy?: string | undefined;
  readonly emergency?: string | null | undefined;
  readonly editors?: readonly string[] | undefined;
  readonly announce?: readonly string[] | undefined;
  readonly hooks?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Fields of the team's own; null clears one. */
  readonly custom?: CustomWords | undefined;
}

/** Fields of an item as typed. `run` is `engine:workflow`. */
export interface ItemFields {
  readonly name?: string | undefined;
  readonly owners?: readonly string[] | undefined;
  /** Places (`1`, `52.1` as `1`) or names. */
  readonly after?: readonly string[] | undefined;
  readonly run?: string | undefined;
  readonly with?: Readonly<Record<string, ParameterValue>> | undefined;
  readonly text?: string | undefined;
  /** Empty lists, and null, clear. */
  readonly asks?: readonly Ask[] | undefined;
  readonly checks?: readonly string[] | undefined;
  readonly confirm?: "two" | null | undefined;
}

/** Where requirements are looked for, and by which words. */
export interface Search {
  readonly project?: string | undefined;
  /** A board's number, or its name. */
  readonly board?: string | undefined;
  readonly sprint?: number | undefined;
  readonly words?: string | undefined;
  readonly page: number;
}

/** A whole plan in the message. `line` is how many lines of the message stand before it. */
export interface PlanText {
  readonly text: string;
  readonly line: number;
  readonly syntax?: "yaml" | "markdown" | undefined;
}

export const SCOPES = ["mine", "waiting", "open", "done", "all"] as const;
export type Scope = (typeof SCOPES)[number];

/** Verbs that look at one plan. */
export type LookVerb = "show" | "log" | "hooks" | "export";
/** Verbs that move one plan on and need nothing but its number. */
export type StepVerb = "finish" | "submit" | "start" | "replan" | "refresh" | "recheck" | "remind";
export type PlanVerb = LookVerb | StepVerb;

/** What is done with a recurring plan, by its number. */
export type SeriesStep = "pause" | "resume" | "stop";

export type Said =
  /** Nothing but the name of the bot: what waits for me. */
  | { readonly verb: "waiting" }
  | { readonly verb: "new"; readonly by: "form" }
  | { readonly verb: "new"; readonly by: "fields"; readonly fields: PlanFields }
  | { readonly verb: "new"; readonly by: "text"; readonly key?: string | undefined; readonly document: PlanText }
  /** A plan in plain language; without a text, what was replied to or attached. */
  | { readonly verb: "draft"; readonly text?: string | undefined }
  /** Without a document the plan is in an attached file. */
  | { readonly verb: "apply"; readonly key?: string | undefined; readonly document?: PlanText | undefined }
  | { readonly verb: "add"; readonly plan: number; readonly type: "text" | "workflow"; readonly fields: ItemFields }
  | { readonly verb: "add"; readonly plan: number; readonly type: "form" }
  /** Without fields, a form. */
  | { readonly verb: "edit"; readonly plan: number; readonly fields: PlanFields }
  | ({ readonly verb: "edit-item"; readonly fields: ItemFields } & ItemNumber)
  | { readonly verb: "order"; readonly plan: number; readonly places: readonly number[] }
  | ({ readonly verb: "remove" } & ItemNumber)
  | { readonly verb: "copy"; readonly plan: number; readonly name?: string | undefined }
  | { readonly verb: LookVerb; readonly plan: number }
  /** Without numbers, since the last approval. `from` and `to` are versions; without `from` the one before. */
  | {
      readonly verb: "diff";
      readonly plan: number;
      readonly from?: number | undefined;
      readonly to?: number | undefined;
    }
  /** All of a version, one part of it, or one item. */
  | {
      readonly verb: "restore";
      readonly plan: number;
      readonly place?: number | undefined;
      readonly version: number;
      readonly part?: keyof Content | undefined;
    }
  | { readonly verb: "requirements"; readonly what: "show"; readonly plan: number }
  | {
      readonly verb: "requirements";
      readonly what: "add" | "remove";
      readonly plan: number;
      readonly words: readonly string[];
    }
  /** With a plan, what is found can be added to it. */
  | {
      readonly verb: "requirements";
      readonly what: "find";
      readonly plan?: number | undefined;
      readonly search: Search;
    }
  /** Release notes, in one's own language unless another is asked for. */
  | { readonly verb: "notes"; readonly plan: number; readonly lang?: Lang | undefined }
  /** Sends again what an endpoint was told, by its number on the card of `hooks`. */
  | { readonly verb: "hook-again"; readonly plan: number; readonly number: number }
  | { readonly verb: StepVerb; readonly plan: number }
  | { readonly verb: "list"; readonly scope: Scope; readonly words: string; readonly page: number }
  | { readonly verb: "cancel" | "reject" | "override"; readonly plan: number; readonly reason: string }
  | { readonly verb: "approve"; readonly plan: number; readonly comment?: string | undefined }
  | { readonly verb: "comment"; readonly plan: number; readonly text: string }
  /** `despite` is an admin's reason to carry it out in a freeze. */
  | ({ readonly verb: "run" | "retry"; readonly despite?: string | undefined } & ItemNumber)
  | ({ readonly verb: "done"; readonly remark?: string | undefined } & ItemNumber)
  | ({ readonly verb: "skip"; readonly reason: string } & ItemNumber)
  | ({ readonly verb: "claim" } & ItemNumber)
  /** Points of the check list, from 1; without them, the form. */
  | ({ readonly verb: "tick" | "untick"; readonly points?: readonly number[] | undefined } & ItemNumber)
  /** The files that come with the message, or came before it. */
  | ({ readonly verb: "attach"; readonly ask?: string | undefined } & ItemNumber)
  | ({ readonly verb: "undo"; readonly reason?: string | undefined } & ItemNumber)
  | { readonly verb: "handover"; readonly plan: number; readonly to: string }
  /** Without `to` the delegation ends; without `until` it holds until it is ended. */
  | { readonly verb: "delegate"; readonly to?: string | undefined; readonly until?: string | undefined }
  | { readonly verb: "template"; readonly what: "list" }
  | { readonly verb: "template"; readonly what: "save"; readonly plan: number; readonly name: string }
  | {
      readonly verb: "template";
      readonly what: "use";
      readonly name: string;
      readonly fields: PlanFields;
      /** What stands in the template as `{{version}}`. */
      readonly values: Readonly<Record<string, ParameterValue>>;
    }
  /** `every` says when it is used again and again, as typed. */
  | {
      readonly verb: "template";
      readonly what: "repeat";
      readonly name: string;
      readonly every: string;
      readonly fields: PlanFields;
      readonly values: Readonly<Record<string, ParameterValue>>;
    }
  | { readonly verb: "template"; readonly what: SeriesStep; readonly number: number }
  /** Without a document, it is shown. */
  | {
      readonly verb: "template";
      readonly what: "edit";
      readonly name: string;
      readonly document?: PlanText | undefined;
    }
  | { readonly verb: "template"; readonly what: "delete"; readonly name: string }
  /** The coming two weeks. */
  | { readonly verb: "calendar"; readonly link?: true }
  | {
      readonly verb: "freeze";
      readonly what: "begin";
      readonly name: string;
      readonly time: string;
      readonly repeat?: string | undefined;
      readonly tags: readonly string[];
      readonly environments: readonly string[];
    }
  | { readonly verb: "freeze"; readonly what: "end"; readonly number: number }
  | { readonly verb: "lang"; readonly lang: Lang }
  | { readonly verb: "subscribe"; readonly what: "list" }
  | {
      readonly verb: "subscribe";
      readonly what: "zadig";
      readonly project?: string | undefined;
      /** Words of the plan's name. */
      readonly plan?: string | undefined;
      /** Without them, all there are. */
      readonly events?: readonly ZadigEvent[] | undefined;
    }
  | { readonly verb: "unsubscribe" }
  /** A link to set an authenticator up. */
  | { readonly verb: "authenticator" }
  | { readonly verb: "verify"; readonly code: string }
  /** A one-time link to the console. */
  | { readonly verb: "login" }
  | { readonly verb: "help"; readonly about?: Verb | undefined };

/** The verbs a person types. */
export type Verb = Exclude<Said["verb"], "waiting" | "edit-item" | "hook-again">;
