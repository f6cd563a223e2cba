/**
 * The versions of a plan's content: what it was made with, and each edit.
 */
import type { Content, Instant } from "./content.ts";
import type { PlanEvent } from "./event.ts";
import type { Actor } from "./plan.ts";
import type { Secrets } from "./secrets.ts";
import type { Source } from "./source.ts";

export interface Version {
  /** From 1. */
  readonly number: number;
  readonly at: Instant;
  readonly by: Actor;
  readonly content: Content;
  readonly digest: string;
  readonly secrets: Secrets;
  /** The parts of the content that it changed; absent for the first, and where the log has not kept it. */
  readonly fields?: readonly (keyof Content)[] | undefined;
  readonly source?: Source | undefined;
}

/** Every version, oldest first, out of the whole log. */
export function versionsIn(log: readonly PlanEvent[]): readonly Version[] {
  const writings = log.filter((event) => event.type === "created" || event.type === "edited");
  return writings.map((event, place) => {
    const { at, by, content, digest, secrets = {}, source } = event;
    const fields = event.type === "edited" ? event.fields : undefined;
    return { number: place + 1, at, by, content, digest, secrets, fields, source };
  });
}
