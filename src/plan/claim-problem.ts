/**
 * What a claim keeps others from: its item is carried out by whoever claimed it, or by those who answer for the plan.
 */
import type { Item } from "./content.ts";
import type { Context } from "./context.ts";
import type { Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

/** Refuses an owner what another one has claimed; the manager and admins may go on. */
export function claimProblem(
  plan: Plan,
  { id, name }: Item,
  { actor, roles }: Pick<Context, "actor" | "roles">,
): Refusal | undefined {
  const claim = plan.claims?.[id];
  if (!claim || actor.kind !== "person" || claim.by === actor.id) return undefined;
  if (plan.manager === actor.id || roles.includes("admin")) return undefined;
  return { code: "claimed", item: name, by: claim.by, at: claim.at };
}
