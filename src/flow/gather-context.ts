/**
 * All that a decision needs to know, gathered before its transaction begins: nothing is looked up inside it.
 */
import { createHash } from "node:crypto";
import type { Checkpoint, Content, PersonId } from "../plan/content.ts";
import type { Context, Freeze, People, Policy, Role } from "../plan/context.ts";
import type { Actor } from "../plan/plan.ts";
import type { WorkflowDescription } from "../plan/workflow.ts";
import type { Engine } from "./engine.ts";

export interface ContextSources {
  readonly directory: {
    refresh(): Promise<void>;
    roles(id: PersonId): readonly Role[];
    roomsOf(id: PersonId): readonly string[];
    view(now: number): People;
  };
  readonly policies: Readonly<Record<string, Policy>>;
  readonly gates: readonly Checkpoint[];
  readonly desks: readonly string[];
  readonly engines: Readonly<Record<string, Engine>>;
  readonly freezes: (content: Content) => readonly Freeze[];
  /** An unguessable word, another one at each call. */
  readonly newCode: () => string;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Makes the function that the door asks for each command. */
export function contextGatherer(sources: ContextSources): (actor: Actor, now: number) => Promise<Context> {
  const { directory, policies, gates, desks, freezes, newCode } = sources;
  return async (actor, now) => {
    await directory.refresh();
    const person = actor.kind === "person" ? actor.id : undefined;
    return {
      now,
      actor,
      roles: person === undefined ? [] : directory.roles(person),
      rooms: person === undefined ? [] : directory.roomsOf(person),
      people: directory.view(now),
      policies,
      gates,
      desks,
      engines: await describeEngines(sources.engines),
      freezes,
      fresh: newCode(),
      hash: sha256,
    };
  };
}

/** The workflows of every engine; one that can't be asked now offers none, and says so where it is used. */
export async function describeEngines(
  engines: Readonly<Record<string, Engine>>,
): Promise<Readonly<Record<string, readonly WorkflowDescription[]>>> {
  const named = Object.entries(engines).map(async ([name, engine]) => [name, await engine.list()] as const);
  return Object.fromEntries(await Promise.all(named));
}
