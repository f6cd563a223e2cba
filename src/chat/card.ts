/**
 * The neutral card: what a person sees, before any platform renders it. Small on purpose: an adapter must be able to
 * show every part, or degrade it in one documented way.
 */
import type { Action } from "./action.ts";

/** Told by icon and words as well as by colour. */
export type Tone = "draft" | "waiting" | "active" | "good" | "bad" | "muted";

/** Running text: plain strings are shown as they are, never as markup. */
export type Inline =
  | string
  | { readonly person: string; readonly name: string }
  | { readonly link: string; readonly text: string };
export type Line = readonly Inline[];

export interface Field {
  readonly label: string;
  readonly value: Line;
  /** A short field may share its row with another. */
  readonly short: boolean;
}

/** One item of a plan as a row. */
export interface ItemRow {
  /** `52.3`, or the bare place while it has none. */
  readonly number: string;
  readonly name: string;
  readonly tone: Tone;
  /** The state in words. */
  readonly label: string;
  /** What it is: `command:build`, or "text". */
  readonly kind: string;
  readonly details: readonly Line[];
  /** 0 to 100 while it runs and the engine knows. */
  readonly percent?: number | undefined;
  /** The end of a run's output, shown as it is. */
  readonly output?: string | undefined;
  readonly buttons: readonly Button[];
}

/** One approval level as a row. */
export interface LevelRow {
  readonly name: string;
  readonly tone: Tone;
  readonly label: string;
  readonly rule: string;
  readonly people: readonly {
    readonly who: Line;
    readonly tone: Tone;
    readonly label: string;
    readonly comment?: string | undefined;
  }[];
}

export type Block =
  | { readonly kind: "markdown"; readonly text: string }
  | { readonly kind: "fields"; readonly fields: readonly Field[] }
  | { readonly kind: "items"; readonly title: string; readonly rows: readonly ItemRow[] }
  | { readonly kind: "levels"; readonly title: string; readonly rows: readonly LevelRow[] }
  | { readonly kind: "progress"; readonly label: string; readonly done: number; readonly total: number }
  | {
      readonly kind: "timeline";
      readonly title: string;
      readonly lines: readonly { readonly at: string; readonly line: Line }[];
    }
  | { readonly kind: "list"; readonly title?: string | undefined; readonly lines: readonly Line[] }
  | { readonly kind: "notice"; readonly tone: Tone; readonly line: Line }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "context"; readonly line: Line };

export interface Button {
  readonly id: string;
  readonly label: string;
  readonly style: "primary" | "danger" | "plain";
  readonly action: Action;
  /** Asked before the click counts. */
  readonly confirm?:
    | { readonly title: string; readonly text: string; readonly ok: string; readonly back: string }
    | undefined;
}

export interface Card {
  readonly title: string;
  readonly tone: Tone;
  /** The status in words. */
  readonly label: string;
  readonly blocks: readonly Block[];
  readonly buttons: readonly Button[];
  /** What a phone's notification or a screen reader says: one plain sentence. */
  readonly summary: string;
}

export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required: boolean;
  /** What is chosen here decides which other fields there are: a platform that can asks for the form anew. */
  readonly reshapes?: boolean | undefined;
} & (
  | {
      readonly type: "text";
      readonly value: string;
      readonly lines: number;
      readonly max: number;
      readonly placeholder?: string | undefined;
      /**
       * Files belong here: a platform that takes them offers so, beside the text. Where they are needed the text alone may
       * stay empty, so that it is not required; but it is not called optional either.
       */
      readonly files?: boolean | "needed" | undefined;
      /** Present where the text is a time from when until when. */
      readonly span?: FormSpan | undefined;
    }
  | {
      readonly type: "choice";
      readonly value: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  /** People and groups; with `many` also several of anything that is offered. */
  | {
      readonly type: "people";
      readonly value: readonly string[];
      readonly many: boolean;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly type: "check"; readonly value: boolean }
);

/**
 * What a time from–until holds now, each as `2026-11-24 20:00` in the reader's zone; undefined where it is open. A platform
 * that has pickers may offer two of them, and then sends two ISO times with a slash between them.
 */
export interface FormSpan {
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** Something to fill in. `action` comes back with what was typed. */
export interface Form {
  readonly title: string;
  readonly intro?: string | undefined;
  readonly fields: readonly FormField[];
  readonly submit: string;
  readonly back: string;
  readonly style: "primary" | "danger";
  readonly action: Action;
}
