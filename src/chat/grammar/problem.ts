/**
 * Why a message was not understood: a code, and what the text needs.
 */
import type { Verb } from "./said.ts";

export type GrammarProblem =
  | { readonly code: "too-long"; readonly most: number }
  | { readonly code: "control-characters" }
  /** A slash command that is not ours. */
  | { readonly code: "unknown-command"; readonly command: string }
  | {
      readonly code: "unknown-verb";
      readonly word: string;
      readonly nearest?: string | undefined;
      readonly verb?: Verb | undefined;
    }
  | { readonly code: "missing-plan"; readonly verb: Verb }
  | { readonly code: "missing-item"; readonly verb: Verb; readonly plan?: number | undefined }
  /** A plan's number where the verb takes no item. */
  | { readonly code: "not-an-item"; readonly verb: Verb; readonly number: string }
  | { readonly code: "bad-number"; readonly verb: Verb; readonly word: string }
  | { readonly code: "missing-reason"; readonly verb: Verb }
  | { readonly code: "missing-text"; readonly verb: Verb }
  | { readonly code: "missing-name" | "missing-version" | "missing-series"; readonly verb: Verb }
  | { readonly code: "missing-person"; readonly verb: Verb }
  | { readonly code: "missing-workflow"; readonly verb: Verb }
  | { readonly code: "missing-value"; readonly verb: Verb; readonly key: string }
  | {
      readonly code: "unknown-key";
      readonly verb: Verb;
      readonly key: string;
      readonly nearest?: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly code: "repeated-key"; readonly verb: Verb; readonly key: string }
  | { readonly code: "unexpected-word"; readonly verb: Verb; readonly word: string }
  | { readonly code: "unclosed-quote"; readonly verb: Verb; readonly text: string }
  | { readonly code: "bad-level"; readonly verb: Verb; readonly value: string }
  | { readonly code: "bad-workflow" | "bad-custom"; readonly verb: Verb; readonly value: string }
  | { readonly code: "text-and-run"; readonly verb: Verb }
  | {
      readonly code: "unknown-choice";
      readonly verb: Verb;
      readonly word: string;
      readonly choices: readonly string[];
      readonly nearest?: string | undefined;
    };

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: GrammarProblem };

export function understood<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function refused(problem: GrammarProblem): { readonly ok: false; readonly problem: GrammarProblem } {
  return { ok: false, problem };
}
