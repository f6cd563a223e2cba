/**
 * What came of a command, as every surface gets it and as the idempotency key keeps it.
 */
import type { Refusal } from "../plan/refusal.ts";

export type Outcome =
  | {
      readonly taken: true;
      readonly plan: { readonly id: string; readonly index: number };
      /** The plan's version after it; unchanged when the command was a repeat. */
      readonly version: number;
      /** True when what was asked for was so already. */
      readonly repeat: boolean;
    }
  | { readonly taken: false; readonly refusal: Refusal; readonly plan?: { readonly id: string; readonly index: number } | undefined };
