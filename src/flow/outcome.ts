/**
 * What came of a command, as every surface gets it and as the idempotency key keeps it.
 */
import type { EventType } from "../plan/event.ts";
import type { Refusal } from "../plan/refusal.ts";

export interface PlanName {
  readonly id: string;
  readonly index: number;
}

export type Outcome =
  | {
      readonly taken: true;
      readonly plan: PlanName;
      /** The number of log entries after it. */
      readonly version: number;
      /** What happened, in order; nothing when what was asked for was so already. */
      readonly events: readonly EventType[];
    }
  | { readonly taken: false; readonly refusal: Refusal; readonly plan?: PlanName | undefined };
