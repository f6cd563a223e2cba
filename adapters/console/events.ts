/**
 * One browser's stream of what changes. What is not yet sent waits as the set of changed messages, never as a queue of
 * versions, so that a slow reader holds no more than one place's worth.
 */
import type { Context } from "hono";
import type { SSEStreamingApi } from "hono/streaming";
import { streamSSE } from "hono/streaming";
import type { Place } from "../../src/chat/ports.ts";
import type { Change, Live } from "./live.ts";
import { changesSince, OVERLAP, withThreads } from "./live.ts";
import type { ConsoleNeeds, Message } from "./needs.ts";
import { visibleTo } from "./places.ts";
import { problem } from "./problem.ts";
import type { Scene } from "./render-message.ts";
import { renderMessage, renderNote } from "./render-message.ts";
import type { Visitor } from "./view.ts";
import { marks, sceneFor } from "./view.ts";

const HEARTBEAT = 15_000;
/** A browser that has missed more than this reads the page again. */
const MOST_PENDING = 200;
const MOST_STREAMS = 1_000;
const MOST_PER_PERSON = 40;

export interface Streams {
  open(context: Context, visitor: Visitor, place: Place): Response;
  close(): void;
}

export function createStreams(needs: ConsoleNeeds, live: Live): Streams {
  const open = new Map<AbortController, string>();
  return {
    open: (context, visitor, place) => {
      if (open.size >= MOST_STREAMS) return problem("too-many");
      endOldest(open, visitor.person.id);
      const end = new AbortController();
      open.set(end, visitor.person.id);
      context.header("cache-control", "no-store, no-transform");
      context.header("x-accel-buffering", "no");
      return streamSSE(
        context,
        async (stream) => {
          try {
            await pump({ needs, live, visitor, place, stream, end, after: resumeAt(context) });
          } finally {
            open.delete(end);
          }
        },
        async (error) => needs.onError(error),
      );
    },
    close: () => {
      for (const end of open.keys()) end.abort();
    },
  };
}

/** One person may have many tabs, but not without end: the oldest gives way. */
function endOldest(open: ReadonlyMap<AbortController, string>, person: string): void {
  const own = [...open].filter(([, whose]) => whose === person);
  for (const [end] of own.slice(0, Math.max(0, own.length - MOST_PER_PERSON + 1))) end.abort();
}

function resumeAt(context: Context): number | undefined {
  const after = context.req.header("last-event-id") ?? context.req.query("after");
  return after !== undefined && /^\d{1,15}$/u.test(after) ? Number(after) : undefined;
}

interface Pumping {
  readonly needs: ConsoleNeeds;
  readonly live: Live;
  readonly visitor: Visitor;
  readonly place: Place;
  readonly stream: SSEStreamingApi;
  readonly end: AbortController;
  readonly after: number | undefined;
}

async function pump({ needs, live, visitor, place, stream, end, after }: Pumping): Promise<void> {
  const pending = new Map<number, Change>();
  let overflow = false;
  let wake: () => void = () => undefined;
  const take = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (!visibleTo(change.message, visitor.person.id, visitor.places)) continue;
      pending.delete(change.message.id);
      pending.set(change.message.id, change);
    }
    overflow ||= pending.size > MOST_PENDING;
    wake();
  };
  const deaf = live.listen(take);
  const stop = (): void => end.abort();
  stream.onAbort(stop);
  end.signal.addEventListener("abort", () => wake(), { once: true });
  const writer = createWriter(needs, visitor, place, stream);
  try {
    await stream.writeSSE({ event: "hello", data: "{}", retry: 1_000 });
    if (after !== undefined)
      take(await withThreads(needs.messages, await changesSince(needs.messages, after - OVERLAP)));
    await writer.marks();
    while (!end.signal.aborted) {
      if (overflow) {
        await stream.writeSSE({ event: "reset", data: "{}" });
        return;
      }
      const batch = [...pending.values()];
      pending.clear();
      if (batch.length > 0) {
        await writer.changes(batch);
        await writer.marks();
      }
      if (pending.size > 0) continue;
      const beat = await rest(HEARTBEAT, (rouse) => {
        wake = rouse;
        if (pending.size > 0 || end.signal.aborted) rouse();
      });
      if (beat && !end.signal.aborted) await stream.write(": still here\n\n");
    }
  } finally {
    deaf();
  }
}

/** Waits to be roused, or for the time; answers true when it was the time. */
async function rest(time: number, ready: (rouse: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), time);
    ready(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

interface Writer {
  changes(batch: readonly Change[]): Promise<void>;
  marks(): Promise<void>;
}

function createWriter(needs: ConsoleNeeds, visitor: Visitor, place: Place, stream: SSEStreamingApi): Writer {
  let shown = "";
  return {
    changes: async (batch) => {
      const scene = await sceneFor(needs, visitor.person);
      const ordered = batch.toSorted(
        (one, other) => one.message.changedAt - other.message.changedAt || one.message.id - other.message.id,
      );
      for (const change of ordered) {
        if (change.message.place !== place) continue;
        await stream.writeSSE({
          event: "message",
          id: String(change.message.changedAt),
          data: JSON.stringify(eventOf(change, scene)),
        });
      }
    },
    marks: async () => {
      const data = JSON.stringify(await marks(needs, visitor));
      if (data === shown) return;
      shown = data;
      await stream.writeSSE({ event: "marks", data });
    },
  };
}

/** What the page needs of a message, in an event as in an answer. */
export function eventOf({ message, thread }: Change, scene: Scene): Readonly<Record<string, unknown>> {
  const html =
    message.thread === undefined ? rendered({ message, thread }, scene) : renderNote(message, scene).toString();
  return { id: message.id, thread: message.thread ?? null, revision: message.changedAt, html };
}

const renderings = new WeakMap<Message, Map<string, string>>();

/** Everybody who looks at the same change in the same language and zone gets the same text. */
function rendered({ message, thread }: Change, scene: Scene): string {
  const key = `${scene.reader.lang} ${scene.reader.zone} ${thread?.last.id ?? 0} ${thread?.count ?? 0}`;
  const known = renderings.get(message) ?? new Map<string, string>();
  renderings.set(message, known);
  const text = known.get(key) ?? renderMessage(message, thread, scene).toString();
  known.set(key, text);
  return text;
}
