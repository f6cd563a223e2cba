/**
 * Changes of messages, read once for everybody who is looking and handed to each.
 *
 * A change is found by its time, which another process's clock or a late commit may put a little behind what was read
 * already; so each look goes back a little and forgets what it has seen.
 */
import type { Message, Messages, Thread } from "./needs.ts";

/** A message as it is now; `thread` is what hangs under it. */
export interface Change {
  readonly message: Message;
  readonly thread?: Thread | undefined;
}

export interface Live {
  /** Calls back with every batch of changes from now on. Answers how to stop. */
  listen(listener: (changes: readonly Change[]) => void): () => void;
  /** There may be something new. */
  wake(): void;
  stop(): void;
}

export const OVERLAP = 2_000;
const MOST_AT_ONCE = 500;
/** Close wakes are one look at the database. */
const GATHER = 25;
/** The safety net under a wake that was lost, and under a clock that is off by more. */
const SWEEP_EVERY = 15_000;
const SWEEP_BACK = 30_000;

export function createLive(messages: Messages, now: () => number, onError: (error: unknown) => void): Live {
  const listeners = new Set<(changes: readonly Change[]) => void>();
  const known = new Map<number, string>();
  let since = now();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const look = async (back: number): Promise<void> => {
    const fresh = (await changesSince(messages, since - back)).filter((message) => news(known, message));
    since = Math.max(since, ...fresh.map(({ changedAt }) => changedAt));
    forget(known, since - SWEEP_BACK);
    if (fresh.length === 0 || listeners.size === 0) return;
    const changes = await withThreads(messages, fresh);
    for (const listener of listeners) listener(changes);
  };
  const run = (back: number): void => {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look(back)
      .catch(onError)
      .finally(() => {
        looking = undefined;
        if (!again) return;
        again = false;
        wake();
      });
  };
  const wake = (): void => {
    if (stopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      run(OVERLAP);
    }, GATHER);
  };
  const sweep = setInterval(() => run(SWEEP_BACK), SWEEP_EVERY);
  sweep.unref();

  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      clearInterval(sweep);
      listeners.clear();
    },
  };
}

/** All changes since a time, however many share one instant. */
export async function changesSince(messages: Messages, since: number, most = 10_000): Promise<readonly Message[]> {
  let limit = MOST_AT_ONCE;
  let found = await messages.changes(since, limit);
  while (found.length === limit && limit < most) {
    limit *= 4;
    found = await messages.changes(since, limit);
  }
  return found;
}

/** The changed messages, and those whose threads changed, each with its thread; notes stand for themselves. */
export async function withThreads(messages: Messages, changed: readonly Message[]): Promise<readonly Change[]> {
  const tops = new Map<number, Message>();
  for (const message of changed) if (message.thread === undefined) tops.set(message.id, message);
  for (const { thread } of changed) {
    if (thread === undefined || tops.has(thread)) continue;
    const parent = await messages.get(thread);
    if (parent) tops.set(parent.id, parent);
  }
  const threads = tops.size > 0 ? await messages.threads([...tops.keys()], "") : new Map<number, Thread>();
  const notes = changed.filter(({ thread }) => thread !== undefined);
  return [...tops.values()]
    .map((message): Change => ({ message, thread: threads.get(message.id) }))
    .concat(notes.map((message) => ({ message })));
}

/** Two edits may share a millisecond, so the content counts too. */
function news(known: Map<number, string>, message: Message): boolean {
  const mark = `${message.changedAt} ${JSON.stringify(message.body)}`;
  if (known.get(message.id) === mark) return false;
  known.delete(message.id);
  known.set(message.id, mark);
  return true;
}

function forget(known: Map<number, string>, before: number): void {
  for (const [id, mark] of known) {
    if (Number(mark.slice(0, mark.indexOf(" "))) >= before) return;
    known.delete(id);
  }
}
