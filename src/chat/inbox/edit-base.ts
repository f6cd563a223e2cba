/**
 * What an edit form was filled in with when it was opened, whatever the plan has become since.
 */
import type { Plan } from "../../plan/plan.ts";
import type { FormAction } from "../forms/sources.ts";
import type { ChatNeeds } from "./needs.ts";

/** `seen` names the content, and after an `@` whose the plan was. The plan as the form showed it; undefined where that can't be known any more. */
export async function baseOf({ seen }: FormAction, plan: Plan, { plans }: ChatNeeds): Promise<Plan | undefined> {
  if (seen === undefined) return plan;
  const [, digest = "", manager = plan.manager] = /^([^@]*)(?:@(.*))?$/su.exec(seen) ?? [];
  if (digest === plan.digest) return { ...plan, manager };
  const version = await plans.versionOf(plan.id, digest);
  if (!version) return undefined;
  const { content, secrets } = version;
  return { ...plan, content, digest, secrets, manager };
}
