/**
 * What this adapter needs from outside: its credentials, a memory of what it posted, the languages people chose.
 */
import type { Lang } from "../../src/chat/texts/catalogue.ts";

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

export interface SlackCredentials {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly mode: "socket" | "http";
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
}

/**
 * What was posted, by key: Slack posts again when it is asked again, and whether it did is known only to who remembers
 * having asked.
 */
export interface Outgoing {
  /** Undefined for what was never tried. */
  find(key: string): Promise<{ readonly triedAt: Instant; readonly ref: string | undefined } | undefined>;
  /** Before Slack is asked; the first time counts. */
  begin(key: string, at: Instant): Promise<void>;
  settle(key: string, ref: string): Promise<void>;
  /** Slack said that it did not post it. */
  drop(key: string): Promise<void>;
}

export interface SlackNeeds {
  readonly credentials: SlackCredentials;
  readonly outgoing: Outgoing;
  /** The language of an account that is known, or of the instance. */
  readonly langOf: (account: string) => Lang;
  /** Where plans are linked to; links that lead there are shown. */
  readonly publicUrl?: string | undefined;
  readonly now: () => Instant;
  /** Something unexpected, for the operator; people were told what concerns them. */
  readonly onError: (error: unknown) => void;
  readonly tempo?: Partial<Tempo> | undefined;
}

/** How fast things go; only tests have reason to change it. */
export interface Tempo {
  /** Between two messages of one channel (ms). */
  readonly messages: number;
  /** Before a lost connection is made again for the first time (ms). */
  readonly reconnect: number;
  /** How long a submitted form may take before the person is told that it takes longer (ms); Slack waits 3 s. */
  readonly answer: number;
  /** Before an App Home that became old is drawn again (ms). */
  readonly home: number;
}

export const TEMPO: Tempo = { messages: 1_000, reconnect: 500, answer: 2_200, home: 2_000 };
