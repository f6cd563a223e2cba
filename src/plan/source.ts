/**
 * Where a content comes from that nobody typed.
 */
import type { Instant } from "./content.ts";

/** A file of a repository, an earlier version, another system's plan, a template whose time has come. */
export type Source =
  | { readonly kind: "git"; readonly repository: string; readonly commit: string; readonly path: string }
  /** The log entry that made the version. */
  | { readonly kind: "version"; readonly version: number }
  | { readonly kind: "zadig"; readonly plan: string }
  /** `at` is when the plan was to be made; `late` when that was missed. */
  | { readonly kind: "template"; readonly template: string; readonly at: Instant; readonly late?: true | undefined };
