/**
 * What a draft is resolved against, and why it could not be.
 */
import type { Content, PersonId } from "../../plan/content.ts";
import type { CustomField } from "../../plan/custom.ts";
import type { WorkflowDescription } from "../../plan/workflow.ts";
import type { Lang, TimeContext, TimeProblem } from "../times/problem.ts";

export type PersonMatch = { readonly id: PersonId } | { readonly nearest?: string | undefined };

export interface ResolveContext extends TimeContext {
  readonly lang: Lang;
  /** A name, email or account id, without the `@` of a mention. */
  readonly resolvePerson: (name: string) => PersonMatch;
  /** Without the `group:` prefix. */
  readonly knownGroups: readonly string[];
  /** Chats by the names the settings give them. */
  readonly places: readonly string[];
  /** Fields that the settings add to plans. */
  readonly custom: readonly CustomField[];
  /** The plan that is being changed: its items keep their ids. */
  readonly existing?: { readonly content: Content; readonly nextItem: number } | undefined;
  /** What an engine says of a workflow, to give its parameters the types it wants. */
  readonly workflow?: ((engine: string, workflow: string) => WorkflowDescription | undefined) | undefined;
}

export type ResolveFault =
  | { readonly code: "unknown-person"; readonly name: string; readonly nearest?: string | undefined }
  | { readonly code: "unknown-group"; readonly name: string; readonly nearest?: string | undefined }
  | {
      readonly code: "unknown-place";
      readonly name: string;
      readonly nearest?: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly code: "unknown-item"; readonly name: string; readonly nearest?: string | undefined }
  | {
      readonly code: "unknown-custom";
      readonly name: string;
      readonly nearest?: string | undefined;
      readonly known: readonly string[];
    }
  /** A secret that is not written out, where there is none to keep. */
  | { readonly code: "hidden"; readonly name: string }
  /** Several items have the name. */
  | { readonly code: "ambiguous-item"; readonly name: string }
  | { readonly code: "after-itself"; readonly name: string }
  | { readonly code: "bad-time"; readonly problem: TimeProblem }
  /** Beyond the limits of a plan; `problem` is the schema's own sentence, in English. */
  | { readonly code: "invalid"; readonly problem: string };

/** A fault and the path of what is wrong in the draft: `items[0].owner[1]`. */
export type ResolveProblem = ResolveFault & { readonly path: string };

/** A time as it was understood, to be shown before it counts. */
export interface Echo {
  readonly path: "window" | "schedule";
  readonly text: string;
}

export type Report = (path: string, fault: ResolveFault) => void;
