/**
 * Making a plan of a draft, or bringing the plan of the same key to it: the one way for chat, files and the API.
 */
import type { Request } from "../../flow/envelope.ts";
import type { Outcome } from "../../flow/outcome.ts";
import type { Content, Instant, PersonId } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import type { Actor, Plan } from "../../plan/plan.ts";
import type { Source } from "../../plan/source.ts";
import type { Lang } from "../times/problem.ts";
import type { PlanDraft } from "./draft.ts";
import { draftInMarkdown } from "./pasted.ts";
import type { Position } from "./problem.ts";
import { contentOf } from "./resolve.ts";
import type { PersonMatch, ResolveContext, ResolveProblem } from "./resolve-context.ts";

export interface ApplyNeeds {
  readonly submit: (envelope: {
    readonly key?: string | undefined;
    readonly actor: Actor;
    readonly request: Request;
  }) => Promise<Outcome>;
  readonly byKey: (key: string) => Promise<Plan | undefined>;
  /** The whole draft of one that tells only what changes, from its plan as it is at this attempt. */
  readonly onto?: ((existing: Plan) => PlanDraft) | undefined;
  readonly resolvePerson: (name: string) => PersonMatch;
  readonly groups: readonly string[];
  /** Rooms by the names that plans announce to. */
  readonly rooms: readonly string[];
  readonly engines: Context["engines"];
  readonly custom: Context["custom"];
  readonly now: Instant;
}

export interface Applier {
  readonly actor: Actor;
  readonly lang: Lang;
  readonly zone: string;
  /** The idempotency key of this asking. */
  readonly key?: string | undefined;
  /** Who owns a new plan that names no manager. */
  readonly manager?: PersonId | undefined;
  /** Where a new plan that names no chat is announced. */
  readonly announce: readonly string[];
  readonly policy: string;
  /** Where the file comes from. */
  readonly source?: Source | undefined;
}

export type Applied =
  | { readonly kind: "unresolved"; readonly problems: readonly ResolveProblem[] }
  /** A draft without a manager, from somebody who can't be one. */
  | { readonly kind: "no-manager" }
  | { readonly kind: "answered"; readonly type: "create" | "edit"; readonly outcome: Outcome };

/** What a draft comes to: a new plan, or the content that the plan of its key is to have. */
export type Intent =
  | Exclude<Applied, { kind: "answered" }>
  | { readonly kind: "create"; readonly content: Content; readonly request: Extract<Request, { plan?: undefined }> }
  | {
      readonly kind: "edit";
      readonly plan: Plan;
      readonly content: Content;
      readonly request: Extract<Request, { plan: string }>;
    };

/** Sends what the draft means through the door. */
export async function applyDraft(draft: PlanDraft, applier: Applier, needs: ApplyNeeds, tried = 1): Promise<Applied> {
  const intent = await intentOf(draft, applier, needs);
  if (intent.kind === "unresolved" || intent.kind === "no-manager") return intent;
  const { actor } = applier;
  // A refusal is kept under its key: what is held against the plan anew is another question.
  const key = applier.key === undefined || tried === 1 ? applier.key : `${applier.key}:${tried}`;
  const outcome = await needs.submit({ key, actor, request: intent.request });
  const raced = !outcome.taken && outcome.refusal.code === "content-changed" && tried < MOST_TRIES;
  return raced ? applyDraft(draft, applier, needs, tried + 1) : { kind: "answered", type: intent.kind, outcome };
}

/** Times that a file is held against its plan anew because that has changed in the very moment. */
const MOST_TRIES = 8;

/** What the draft means, before anybody is asked. */
export async function intentOf(draft: PlanDraft, applier: Applier, needs: ApplyNeeds): Promise<Intent> {
  const existing = draft.key === undefined ? undefined : await needs.byKey(draft.key);
  const read = await draftInMarkdown(existing && needs.onto ? needs.onto(existing) : draft, existing);
  const resolved = contentOf(read, resolveContext(applier, needs, existing));
  if (!resolved.ok) return { kind: "unresolved", problems: resolved.problems };
  const announce = read.announce ? resolved.content.announce : (existing?.content.announce ?? applier.announce);
  const policy = read.policy ?? existing?.content.policy ?? applier.policy;
  const content = { ...resolved.content, announce, policy };
  if (existing) {
    const command = {
      type: "edit",
      changes: [{ change: "replace", content }],
      // What the file was held against; somebody else may be editing it right now.
      seen: existing.digest,
      source: applier.source,
    } as const;
    return { kind: "edit", plan: existing, content, request: { plan: existing.id, command } };
  }
  const manager = resolved.manager ?? applier.manager;
  if (manager === undefined) return { kind: "no-manager" };
  return {
    kind: "create",
    content,
    request: { command: { type: "create", key: draft.key, manager, content, source: applier.source } },
  };
}

/** What names in a draft are looked up in. */
export function resolveContext({ lang, zone }: Applier, needs: ApplyNeeds, existing?: Plan): ResolveContext {
  const { now, resolvePerson, groups, rooms, engines, custom } = needs;
  return {
    now,
    zone,
    lang,
    resolvePerson,
    knownGroups: groups,
    places: rooms,
    custom,
    existing,
    workflow: (engine, workflow) => engines[engine]?.find((description) => description.workflow === workflow),
  };
}

/** A resolve problem with the place in the source where its value stands. */
export type Located = ResolveProblem & Position;

export function located(problems: readonly ResolveProblem[], where: (path: string) => Position): readonly Located[] {
  return problems.map((problem) => ({ ...problem, ...where(problem.path) }));
}
