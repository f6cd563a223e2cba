/**
 * What the ears need of the rest of the adapter.
 */
import type { Arrivals } from "../../src/chat/ports.ts";
import type { Lang } from "../../src/chat/texts/catalogue.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import type { Conversation } from "./conversation.ts";
import type { Homes } from "./homes.ts";
import type { Identities } from "./identity.ts";
import type { Modals } from "./modals.ts";
import type { Rounds } from "./rounds.ts";

export interface EarsNeeds {
  readonly arrivals: () => Arrivals;
  readonly conversation: Conversation;
  readonly modals: Modals;
  readonly homes: Homes;
  readonly rounds: Rounds;
  readonly identities: Identities;
  readonly langOf: (account: string) => Lang;
  /** The number of the plan that an address leads to. */
  readonly planOf: (url: string) => number | undefined;
  readonly scheduler: Scheduler;
  /** How long a submitted form may take before its person is told that it takes longer (ms). */
  readonly answerWithin: number;
}
