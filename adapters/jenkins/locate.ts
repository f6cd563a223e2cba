/**
 * Where a run is now: waiting in the queue, a build, or neither.
 */
import { z } from "zod";
import { findByQueueItem } from "./builds.ts";
import type { JenkinsClient } from "./client.ts";
import type { RunRef } from "./ref.ts";
import { refOf } from "./ref.ts";

const ITEM_TREE = "id,why,cancelled,executable[number]";
const queueItemSchema = z.object({
  id: z.number().int(),
  why: z.string().nullish(),
  cancelled: z.boolean().optional(),
  executable: z.object({ number: z.number().int().positive() }).nullish(),
});

export type Whereabouts =
  | { readonly at: "queue"; readonly why: string | undefined }
  | { readonly at: "build"; readonly number: number }
  /** Cancelled before it became a build. */
  | { readonly at: "cancelled" }
  /** Jenkins forgets queue items minutes after they left the queue, and no build came of this one. */
  | { readonly at: "gone" }
  /** Like `gone`, but builds that could be it were discarded. */
  | { readonly at: "unknown" };

/** Builds that runs became: they never become others, so each is looked for once. */
export interface KnownBuilds {
  get(run: RunRef): number | undefined;
  note(run: RunRef, number: number): void;
}

/** More than run at once; the oldest are forgotten first, and looked for again. */
const MOST_KNOWN = 2_000;

export function createKnownBuilds(): KnownBuilds {
  const numbers = new Map<string, number>();
  return {
    get: (run) => numbers.get(refOf(run)),
    note(run, number) {
      numbers.set(refOf(run), number);
      const oldest = numbers.size > MOST_KNOWN ? numbers.keys().next().value : undefined;
      if (oldest !== undefined) numbers.delete(oldest);
    },
  };
}

/** Asks Jenkins, unless it is known which build the run became. */
export async function locate(client: JenkinsClient, run: RunRef, known: KnownBuilds): Promise<Whereabouts> {
  const number = known.get(run);
  if (number !== undefined) return { at: "build", number };
  const where = await ask(client, run);
  if (where.at === "build") known.note(run, where.number);
  return where;
}

async function ask(client: JenkinsClient, run: RunRef): Promise<Whereabouts> {
  const item = await client.json(`queue/item/${run.queueId}`, ITEM_TREE, queueItemSchema);
  if (item?.executable) return { at: "build", number: item.executable.number };
  if (item?.cancelled) return { at: "cancelled" };
  if (item) return { at: "queue", why: waitingFor(item.why) };
  const looked = await findByQueueItem(client, run);
  switch (looked.looked) {
    case "found":
      return { at: "build", number: looked.build.number };
    case "none":
      return { at: "gone" };
    case "unfinished":
      return { at: "unknown" };
  }
}

/** Without the seconds that are left, which would be news at every look. */
function waitingFor(why: string | null | undefined): string | undefined {
  const still = why
    ?.replace(/\s*\(ETA:[^)]*\)/g, "")
    .replace(/\s*Expires in .*$/s, "")
    .trim();
  return still || undefined;
}
