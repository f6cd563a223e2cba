/**
 * A plan as the file that makes it again. Secrets are hidden in it: applied to the same plan, they stay as they are.
 */
import type { Plan } from "../../plan/plan.ts";
import { secretsOf, withoutSecrets } from "../../plan/secrets.ts";
import type { PlanDraft } from "./draft.ts";
import { draftOf } from "./resolve.ts";

/** `zone` is the one in which times are written; each carries its offset. */
export function exportDraft(plan: Plan, zone: string): PlanDraft {
  const { content, manager, key } = plan;
  return draftOf(withoutSecrets(content, secretsOf(plan)), { manager, key, zone });
}
