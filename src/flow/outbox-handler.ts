/**
 * What somebody must offer who makes the calls of one kind of outbox rows.
 */
import type { OutboxRow } from "../store/outbox-rows.ts";
import type { Tx } from "../store/store.ts";
import type { Backoff } from "./backoff.ts";

export interface CallContext {
  /** 1 at first. More than 1 means that an earlier call may have had its effect. */
  readonly attempt: number;
  /** Aborts when the time for the call is over, or the worker stops. */
  readonly signal: AbortSignal;
  /** Stores something in the very transaction that settles the row as done; not run if the row was lost to another worker. */
  onDone(store: (tx: Tx) => Promise<void>): void;
}

export interface OutboxHandler {
  /** Makes the call. Rejecting means that it did not work; a `SendError` says whether to try again. */
  send(row: OutboxRow, context: CallContext): Promise<void>;
  /** Stores what follows from giving up, in the transaction that does. */
  readonly dead?: ((tx: Tx, row: OutboxRow, error: string) => Promise<void>) | undefined;
  /** How long one call may take (ms). */
  readonly timeout?: number | undefined;
  /** How many attempts before the row is dead. */
  readonly attempts?: number | undefined;
}

export interface OutboxLimits {
  /** Calls at the same time. */
  readonly calls: number;
  /** Calls at the same time to one port. */
  readonly callsPerPort: number;
  readonly timeout: number;
  readonly attempts: number;
  /** How long a claim holds without being renewed (ms): after a crash, so long nobody repeats the call. */
  readonly lease: number;
  /** The longest the worker goes without looking (ms), for what no wake announced. */
  readonly look: number;
  readonly backoff: Backoff;
}
