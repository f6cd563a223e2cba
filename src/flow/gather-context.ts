/**
 * All that a decision needs to know, gathered before its transaction begins: nothing is looked up inside it.
 */
import { createHash } from "node:crypto";
import type { Content, Instant, PersonId } from "../plan/content.ts";
import type { Context, Freeze, People, Policy, Role } from "../plan/context.ts";
import type { Actor, Plan } from "../plan/plan.ts";
import type { Reach } from "../plan/reach.ts";
import type { Catalogue, NamedWorkflow } from "./catalogue.ts";
import type { Request } from "./envelope.ts";
import type { RequirementDesk } from "./requirement-desk.ts";
import { requirementsFor } from "./requirements-to-read.ts";

export interface ContextSources {
  readonly directory: {
    refresh(): Promise<void>;
    roles(id: PersonId): readonly Role[];
    roomsOf(id: PersonId): readonly string[];
    view(now: number): People;
  };
  readonly policies: Readonly<Record<string, Policy>>;
  readonly gates: Context["gates"];
  readonly hooks: readonly string[];
  readonly custom: Context["custom"];
  readonly desks: readonly string[];
  readonly catalogue: Catalogue;
  readonly requirements: RequirementDesk;
  readonly load: (plan: string) => Promise<Plan | undefined>;
  readonly reach: Reach;
  /** Who was told enough today, which reach depends on. */
  readonly told: { refresh(): Promise<void> };
  /** When the person gave a second factor last. */
  readonly provenAt: (person: PersonId) => Promise<Instant | undefined>;
  readonly calendar: {
    refresh(): Promise<void>;
    freezes(content: Content): readonly Freeze[];
  };
  /** An unguessable word, another one at each call. */
  readonly newCode: () => string;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Makes the function that the door asks for each command. */
export function contextGatherer(
  sources: ContextSources,
): (actor: Actor, now: number, request: Request) => Promise<Context> {
  const { directory, policies, gates, hooks, custom, desks, calendar, newCode, catalogue, reach } = sources;
  return async (actor, now, request) => {
    await directory.refresh();
    await calendar.refresh();
    await catalogue.refresh(await workflowsToFreeze(request, sources));
    if (request.command.type === "nudge" || request.command.type === "remind") await sources.told.refresh();
    const person = actor.kind === "person" ? actor.id : undefined;
    const asker = () => ({
      actor,
      roles: person === undefined ? [] : directory.roles(person),
      rooms: person === undefined ? [] : directory.roomsOf(person),
      people: directory.view(now),
    });
    const requirements = await requirementsFor(request, asker(), { desk: sources.requirements, load: sources.load });
    return {
      now,
      // Waiting for a tracker takes seconds, in which somebody may have lost a right.
      ...asker(),
      policies,
      gates,
      hooks,
      custom,
      desks,
      engines: await catalogue.engines(),
      requirements,
      reach,
      provenAt: await provenAt(person, request, sources),
      freezes: calendar.freezes,
      fresh: newCode(),
      hash: sha256,
    };
  };
}

/** Only decisions ask for it. */
async function provenAt(
  person: PersonId | undefined,
  { command }: Request,
  sources: ContextSources,
): Promise<Instant | undefined> {
  if (person === undefined || (command.type !== "approve" && command.type !== "reject")) return undefined;
  return sources.provenAt(person);
}

/** What is frozen when planning is finished must be what engines have then, and not what they had some minutes ago. */
async function workflowsToFreeze(
  { plan: id, command }: Request,
  { load }: ContextSources,
): Promise<readonly NamedWorkflow[]> {
  if (id === undefined || (command.type !== "finish" && command.type !== "submit")) return [];
  const plan = await load(id);
  return plan?.content.items.flatMap(({ work }) => (work.type === "workflow" ? [work] : [])) ?? [];
}
