/**
 * Reading a plan's requirements anew: on request, when planning is finished and when approval is asked.
 */
import { policyOf } from "./approval.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse } from "./decision.ts";
import { digestOf, same } from "./digest.ts";
import type { Plan, Status } from "./plan.ts";
import type { RequirementReading } from "./reading.ts";
import { readAnew, statesOf } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import { GATES } from "./transitions.ts";

/** Planning is finished and nobody was asked to consent yet: what is read now is what they will be asked about. */
const UNASKED: readonly Status[] = [GATES.finish_planning.waiting, GATES.finish_planning.failed, "finish_planning"];

/** Reads them anew because somebody asks for it. */
export function refresh(plan: Plan, context: Context): Decision {
  if (plan.content.requirements.length === 0) return refuse({ code: "no-requirements" });
  if (!context.requirements || Object.keys(context.requirements).length === 0) return refuse({ code: "not-readable" });
  return accept(readRequirements(begin(plan), context));
}

/**
 * Notes what was read for this command. Before anybody is asked it is also what an approval will be bound to; later it is
 * only shown.
 */
export function readRequirements(story: Story, context: Context): Story {
  const { plan } = story;
  const reading = readingOf(plan, context);
  if (!reading || same(reading, plan.reading)) return story;
  const bound = UNASKED.includes(plan.status) && !same(statesOf(reading), plan.requirements ?? {});
  const digest = bound ? digestOf(plan.content, plan.workflows, context.hash, statesOf(reading)) : undefined;
  return happen(story, { type: "requirements-read", reading, ...(digest !== undefined && { digest }) }, context);
}

function readingOf({ content, reading }: Plan, { requirements, now }: Context): RequirementReading | undefined {
  const read = requirements && readAnew(reading ?? {}, requirements, content.requirements, now);
  return read && Object.keys(read).length > 0 ? read : undefined;
}

/** What finishing is refused for: what does not exist, and where the policy says so, what can't be read. */
export function requirementsProblem({ content }: Plan, context: Context): Refusal | undefined {
  const answers = context.requirements ?? {};
  const named = content.requirements.flatMap((word) => {
    const answer = Object.hasOwn(answers, word) ? answers[word] : undefined;
    return answer ? [{ word, answer }] : [];
  });
  const missing = named.filter(({ answer }) => answer.answer === "read" && answer.state.kind === "missing");
  if (missing.length > 0) return { code: "requirements-missing", words: missing.map(({ word }) => word) };
  const silent = named.flatMap(({ word, answer }) => (answer.answer === "silent" ? [{ word, why: answer.why }] : []));
  const [first] = silent;
  if (!first || policyOf(content, context)?.readRequirements !== true) return undefined;
  return { code: "requirements-silent", words: silent.map(({ word }) => word), why: first.why };
}
