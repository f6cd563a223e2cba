/**
 * One attempt at one row of the outbox, from its claim to its settlement.
 */
import type { OutboxRow } from "../store/outbox-rows.ts";
import { renewOutboxLease, retryOutboxRow, settleOutboxRow } from "../store/outbox-rows.ts";
import type { Store, Tx } from "../store/store.ts";
import { pauseBefore } from "./backoff.ts";
import type { CallContext, OutboxHandler, OutboxLimits } from "./outbox-handler.ts";
import type { Scheduler } from "./scheduler.ts";
import { verdictOf } from "./send-error.ts";

export interface OutboxCall {
  /** Never rejects. */
  readonly settled: Promise<void>;
  abort(): void;
}

export interface CallNeeds {
  readonly store: Store;
  readonly now: () => number;
  readonly random: () => number;
  readonly scheduler: Scheduler;
  readonly limits: OutboxLimits;
  readonly report: (error: unknown) => void;
}

/** An error's text is kept for people to read, not to fill the database. */
const LONGEST_ERROR = 2_000;

class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Starts the call; a row that this worker holds no longer is left to whoever does. */
export function runCall(row: OutboxRow, handler: OutboxHandler, needs: CallNeeds): OutboxCall {
  const abort = new AbortController();
  const settled = attempt(row, handler, needs, abort).catch(needs.report);
  return { settled, abort: () => abort.abort(new Stopped("the worker stops")) };
}

/** Gives a row back that was claimed and not begun. */
export function letGo(row: OutboxRow, needs: CallNeeds): OutboxCall {
  return { settled: giveBack(row, needs).catch(needs.report), abort: () => undefined };
}

async function attempt(
  row: OutboxRow,
  handler: OutboxHandler,
  needs: CallNeeds,
  abort: AbortController,
): Promise<void> {
  const attempts = handler.attempts ?? needs.limits.attempts;
  // Its process went away during each of them, so trying once more would not be the last time either.
  if (row.attempts > attempts) return giveUp(row, handler, needs, "each attempt ended without an answer");
  const following: ((tx: Tx) => Promise<void>)[] = [];
  try {
    await send(row, handler, needs, abort, following);
  } catch (error) {
    needs.report(error);
    if (error instanceof Stopped) return giveBack(row, needs);
    const verdict = verdictOf(error);
    if (!verdict.again || row.attempts >= attempts) return giveUp(row, handler, needs, textOf(error));
    return tryAgain(row, needs, error, verdict.retryAfter);
  }
  await done(row, needs, following);
}

/** Makes the call, holding the lease for as long as it lasts. Ends at the latest when its time is over, whatever the handler does. */
async function send(
  row: OutboxRow,
  handler: OutboxHandler,
  needs: CallNeeds,
  abort: AbortController,
  following: ((tx: Tx) => Promise<void>)[],
): Promise<void> {
  const { scheduler, limits } = needs;
  const timeout = handler.timeout ?? limits.timeout;
  const { signal } = abort;
  const callOff = scheduler.after(timeout, () => abort.abort(new Error(`no answer within ${timeout} ms`)));
  const letLeaseEnd = keepLease(row, needs, abort);
  const context = {
    attempt: row.attempts,
    signal,
    onDone: (store: (tx: Tx) => Promise<void>) => void following.push(store),
  };
  const aborted = Promise.withResolvers<never>();
  const giveWay = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", giveWay, { once: true });
  if (signal.aborted) giveWay();
  try {
    await Promise.race([callHandler(handler, row, context), aborted.promise]);
  } finally {
    callOff();
    letLeaseEnd();
    signal.removeEventListener("abort", giveWay);
  }
}

/** A handler that throws at once is a handler that rejects. */
async function callHandler(handler: OutboxHandler, row: OutboxRow, context: CallContext): Promise<void> {
  await handler.send(row, context);
}

function keepLease(row: OutboxRow, needs: CallNeeds, abort: AbortController): () => void {
  const { store, now, scheduler, limits } = needs;
  const held = heldOf(row);
  let over = false;
  let callOff: () => void = () => undefined;
  const renew = async () => {
    try {
      const kept = await store.write((tx) => renewOutboxLease(tx, held, now() + limits.lease));
      if (!kept && !over) abort.abort(new Error("another worker took the row over"));
    } catch (error) {
      needs.report(error);
    }
    if (!over) wait();
  };
  const wait = () => {
    callOff = scheduler.after(limits.lease / 3, () => void renew());
  };
  wait();
  return () => {
    over = true;
    callOff();
  };
}

async function done(row: OutboxRow, { store, now }: CallNeeds, following: readonly ((tx: Tx) => Promise<void>)[]) {
  await store.write(async (tx) => {
    if (!(await settleOutboxRow(tx, heldOf(row), { state: "done", at: now() }))) return;
    for (const work of following) await work(tx);
  });
}

async function giveUp(row: OutboxRow, handler: OutboxHandler, { store, now }: CallNeeds, error: string): Promise<void> {
  await store.write(async (tx) => {
    if (await settleOutboxRow(tx, heldOf(row), { state: "dead", at: now(), error }))
      await handler.dead?.(tx, row, error);
  });
}

async function tryAgain(
  row: OutboxRow,
  needs: CallNeeds,
  error: unknown,
  retryAfter: number | undefined,
): Promise<void> {
  const { store, now, random, limits } = needs;
  const pause = pauseBefore(row.attempts, limits.backoff, random, retryAfter);
  const held = { ...heldOf(row), lane: row.lane };
  await store.write((tx) => retryOutboxRow(tx, held, { dueAt: now() + pause, error: textOf(error) }));
}

async function giveBack(row: OutboxRow, { store, now }: CallNeeds): Promise<void> {
  const held = { ...heldOf(row), lane: row.lane };
  await store.write((tx) => retryOutboxRow(tx, held, { dueAt: now(), error: "the worker stopped" }));
}

function heldOf({ id, lease }: OutboxRow): { readonly id: number; readonly lease: string } {
  return { id, lease: lease ?? "" };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll("\0", "").slice(0, LONGEST_ERROR);
}
