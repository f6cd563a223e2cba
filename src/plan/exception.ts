/**
 * Exceptions to the rules: asked for by an admin with a reason, and by a second one where the policy wants two.
 */
import type { Context, Policy } from "./context.ts";
import type { Story } from "./decision.ts";
import { begin, happen } from "./decision.ts";
import { same } from "./digest.ts";
import type { Plan, Proposal } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

type Exception =
  | { readonly kind: "granted"; readonly proposedBy?: string | undefined }
  | { readonly kind: "proposed"; readonly story: Story }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Whether the exception holds now, waits for a second person, or is refused to its proposer. */
export function exceptionOf(
  plan: Plan,
  what: Proposal["what"],
  reason: string,
  policy: Policy | undefined,
  context: Context,
): Exception {
  const { actor, now } = context;
  if (actor.kind !== "person")
    return { kind: "refused", refusal: { code: "not-allowed", command: "override", need: "admin" } };
  // A policy that the settings have lost is taken as the stricter one.
  if (policy && !policy.secondPerson) return { kind: "granted" };
  const { proposal } = plan;
  if (!proposal || !same(proposal.what, what)) {
    const proposed = { type: "exception-proposed", proposal: { what, by: actor.id, reason, at: now } } as const;
    return { kind: "proposed", story: happen(begin(plan), proposed, context) };
  }
  if (proposal.by !== actor.id) return { kind: "granted", proposedBy: proposal.by };
  return { kind: "refused", refusal: { code: "second-person", proposedBy: proposal.by, at: proposal.at } };
}
