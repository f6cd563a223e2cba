/**
 * Where a content comes from that nobody typed.
 */
/** A file of a repository, an earlier version, another system's plan. */
export type Source =
  | { readonly kind: "git"; readonly repository: string; readonly commit: string; readonly path: string }
  /** The log entry that made the version. */
  | { readonly kind: "version"; readonly version: number }
  | { readonly kind: "zadig"; readonly plan: string };
