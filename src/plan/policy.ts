/**
 * What a policy makes of a plan's content: which one it follows, and the levels that it asks.
 */
import type { Approval, Content, Level } from "./content.ts";
import { CARD } from "./content.ts";
import type { Context, Policy } from "./context.ts";
import type { Plan } from "./plan.ts";

type Policies = Pick<Context, "policies">;

/** The content as its policy wants it: the policy that a tag forces, and that policy's levels. Done twice, it is the same. */
export function underPolicy(content: Content, { policies }: Policies): Content {
  const name = forcedBy(content.tags, policies)?.name ?? content.policy;
  const policy = Object.hasOwn(policies, name) ? policies[name] : undefined;
  const ruled = name === content.policy ? content : { ...content, policy: name };
  return policy ? withLevels(ruled, policy) : ruled;
}

/** The first policy, in the order of the settings, that one of these tags forces. */
export function forcedBy(tags: readonly string[], policies: Policies["policies"]): Policy | undefined {
  if (tags.length === 0) return undefined;
  const words = tags.map(tagWord);
  return Object.values(policies).find((policy) => policy.tags.some((tag) => words.includes(tagWord(tag))));
}

function withLevels(content: Content, { levels, emergency }: Policy): Content {
  const shortened = content.emergency === undefined ? undefined : emergency?.levels;
  if (shortened) return asking(content, shortened);
  if (levels.length === 0) return content;
  const names = levels.map(({ name }) => name);
  const own = content.approval?.levels.filter(({ name }) => !names.includes(name)) ?? [];
  return asking(content, [...levels, ...own]);
}

function asking(content: Content, levels: readonly Level[]): Content {
  const approval: Approval = { via: content.approval?.via ?? CARD, levels };
  return { ...content, approval };
}

/** Texts that differ only in case, width or outer spaces are the same tag. */
export function tagWord(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

/** An emergency that has ended, and that its policy wants looked back at. */
export function wantsReview(plan: Plan, context: Policies): boolean {
  const { content, status, review, executingAt } = plan;
  const ended = status === "success" || ((status === "cancel" || status === "timeout") && executingAt !== undefined);
  const { policies } = context;
  const policy = Object.hasOwn(policies, content.policy) ? policies[content.policy] : undefined;
  return ended && content.emergency !== undefined && review === undefined && policy?.emergency?.review === true;
}
