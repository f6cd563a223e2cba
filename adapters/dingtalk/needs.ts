/**
 * What the adapter needs from outside: memory that survives a restart, the directory's word on languages and admins, and
 * time. Whoever starts it connects these to the store and the directory.
 */
import type { Account, Place } from "../../src/chat/ports.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";

export type Lang = "zh" | "en";

/** What a record becomes. `dueAt` (ms) is when something about it is to be done. */
export type Change = { readonly body: string; readonly dueAt?: number | undefined } | "keep" | "remove";

/** Records by kind and name, shared by all processes. Bodies are JSON that the adapter alone reads. */
export interface Records {
  find(kind: string, id: string): Promise<string | undefined>;
  /** Durable when it answers. `change` gets what is there and its due time, and may run again when another process was faster. */
  change(
    kind: string,
    id: string,
    change: (before: string | undefined, dueAt: number | undefined) => Change,
  ): Promise<void>;
  /** What something is to be done about by that time (ms), the longest due first. */
  due(kind: string, by: number, limit: number): Promise<readonly { readonly id: string; readonly body: string }[]>;
  /** Those whose name begins so. */
  list(kind: string, prefix: string): Promise<readonly { readonly id: string; readonly body: string }[]>;
  /** Forgets those of a kind that have not changed for so long (ms). */
  forget(kind: string, age: number): Promise<void>;
}

export interface DingtalkOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly oapiBase: string;
  /** A template of one's own, made of the one in the repository; absent means the public one. */
  readonly cardTemplate?: string | undefined;
  /** The approval form to use; absent means the one that gonogo makes. */
  readonly approvalForm?: string | undefined;
  /** The calls a month that the organisation's edition has; absent means without end. */
  readonly monthlyCalls?: number | undefined;
}

export interface DingtalkNeeds {
  readonly options: DingtalkOptions;
  readonly version: string;
  readonly records: Records;
  readonly people: {
    /** The language of who reads at a place: the person's where it is theirs alone, else the team's. */
    langAt(place: Place): Lang;
    /** Makes somebody known who is mentioned before they ever spoke. */
    meet(account: Account): Promise<void>;
    /** The DingTalk accounts of the admins. */
    admins(): readonly string[];
  };
  readonly now: () => number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly scheduler: Scheduler;
  readonly hash: (text: string) => string;
  readonly report: (error: unknown) => void;
}
