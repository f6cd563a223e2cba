/**
 * What a form is made of: the person it is for, and what there is to choose from.
 */
import type { Content, PersonId } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Action } from "../action.ts";
import type { PlanDraft } from "../plan-file/draft.ts";
import type { Reader } from "../texts/reader.ts";
import type { Values } from "./values.ts";

export type FormAction = Extract<Action, { do: "form" }>;

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What the settings offer to rule a plan by. */
export interface Ruling {
  readonly rooms: readonly string[];
  readonly policies: readonly string[];
  /** Some policy allows emergencies. */
  readonly emergencies: boolean;
  /** Where approvers can be asked. */
  readonly desks: readonly string[];
  /** What a new plan has as long as nobody says otherwise. */
  readonly begins: { readonly announce: readonly string[]; readonly policy: string };
}

export interface FormSources {
  readonly reader: Reader;
  /** Who fills it in. */
  readonly person: PersonId;
  /** The plan that the action names. */
  readonly plan?: Plan | undefined;
  readonly people: readonly Option[];
  readonly groups: readonly Option[];
  readonly engines: Context["engines"];
  /** External systems that a plan may name. */
  readonly hooks?: readonly string[] | undefined;
  readonly ruling?: Ruling | undefined;
  /** What was typed so far, for a form that follows it; undefined for one that offers everything at once. */
  readonly typed?: Values | undefined;
  /** What a new plan begins with. */
  readonly begun?:
    | {
        readonly content?: Content | undefined;
        readonly manager?: PersonId | undefined;
        readonly draft: PlanDraft;
        /** What the draft left open, in plain words. */
        readonly notes: readonly string[];
      }
    | undefined;
}
