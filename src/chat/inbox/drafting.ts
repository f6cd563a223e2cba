/**
 * Plans in plain language: what somebody says becomes a draft that they alone see, and a plan only when they create it.
 */
import type { Content, PersonId } from "../../plan/content.ts";
import type { Known } from "../drafts/known.ts";
import type { Sketch } from "../drafts/question.ts";
import { sketchOf } from "../drafts/sketch.ts";
import { draftFrom, knownIn } from "../drafts/team.ts";
import type { Said } from "../grammar/said.ts";
import { applyDraft, resolveContext } from "../plan-file/apply.ts";
import type { PlanDraft } from "../plan-file/draft.ts";
import { draftInMarkdown } from "../plan-file/pasted.ts";
import { contentOf } from "../plan-file/resolve.ts";
import type { Reply } from "../ports.ts";
import { questionText } from "../texts/draft-text.ts";
import { resolveProblemsText } from "../texts/file-problems-text.ts";
import { escapeMarkdown } from "../texts/markdown.ts";
import { sentences } from "../texts/names.ts";
import { say } from "../texts/say.ts";
import { draftCard } from "../views/draft-card.ts";
import { applierOf, applyNeeds } from "./applying.ts";
import { outcomeReplies } from "./command.ts";
import type { ChatNeeds, Draft } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, good, plain, refused } from "./talk.ts";

/** `draft`: what is written behind it, and below that the message it replies to or the text that came with it. */
export async function drafted(
  { text }: Extract<Said, { verb: "draft" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const parts = [text, talk.about, talk.files[0]?.text];
  return draftReply(parts.filter((part) => part !== undefined && part.trim() !== "").join("\n"), talk, needs);
}

async function draftReply(message: string, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const draft = await draftAbout(message, talk, needs);
  return draft ? shownDraft(draft, talk, needs) : bad(say(talk.lang, "problem.no-draft-text"));
}

/** The draft of a message that somebody began a new plan with. */
export async function draftAbout(message: string, talk: Talk, needs: ChatNeeds): Promise<Draft | undefined> {
  const sketch = await draftFrom(message, await knownTo(talk, needs), needs.draftModel);
  return sketch && needs.drafts.keep(talk.person.id, talk.key, sketch);
}

/** The draft of a direct message that is no command and says enough to be a plan; undefined for small talk. */
export async function draftOfTalk(
  message: string,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[] | undefined> {
  const sketch = sketchOf(message, await knownTo(talk, needs));
  if (!sketch || !saysEnough(sketch)) return undefined;
  return draftReply(message, talk, needs);
}

/** When, or who approves, or several steps: nobody says that by mistake. */
function saysEnough({ draft, open }: Sketch): boolean {
  const { window, schedule, approval, items, requirements } = draft;
  return (
    [window, schedule, approval, requirements].some((each) => each !== undefined) || items.length > 1 || open.length > 0
  );
}

async function knownTo(talk: Talk, needs: ChatNeeds): Promise<Known> {
  const { directory, rooms, policies, now, engines } = needs;
  return knownIn({
    directory,
    platform: talk.account.platform,
    now: now(),
    zone: talk.reader.zone,
    engines: await engines(),
    rooms,
    policies: Object.keys(policies),
  });
}

export interface Begun {
  readonly content: Content;
  readonly manager: PersonId;
}

/** What the draft would be as a plan, or what stands against it by now. */
export async function begunFrom(
  draft: PlanDraft,
  talk: Talk,
  needs: ChatNeeds,
): Promise<Begun | { readonly problem: string }> {
  const applier = applierOf(talk, needs);
  const read = await draftInMarkdown(draft);
  const resolved = contentOf(read, resolveContext(applier, await applyNeeds(talk, needs)));
  if (!resolved.ok) return { problem: resolveProblemsText(resolved.problems, talk.reader) };
  const announce = draft.announce ? resolved.content.announce : applier.announce;
  const policy = draft.policy ?? applier.policy;
  return { content: { ...resolved.content, announce, policy }, manager: resolved.manager ?? talk.person.id };
}

async function shownDraft(draft: Draft, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const ended = await endedReply(draft, talk, needs);
  if (ended) return ended;
  const { id, sketch } = draft;
  const begun = await begunFrom(sketch.draft, talk, needs);
  if ("problem" in begun) return bad(begun.problem);
  const { open, hints } = sketch;
  return [{ kind: "card", card: draftCard({ id, ...begun, open, hints }, talk.reader) }];
}

/** Undefined for a draft that is still open. */
export async function endedReply(
  { state, plan: id }: Draft,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[] | undefined> {
  if (state === "dropped") return plain(say(talk.lang, "problem.draft-dropped"));
  if (state === "open") return undefined;
  const plan = id === undefined ? undefined : await needs.plans.byId(id);
  return plan
    ? plain(say(talk.lang, "repeat.draft-made", { index: plan.index }))
    : refused({ code: "no-such-plan" }, talk);
}

/** The button under a draft. */
export async function madeOfDraft(id: string, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const draft = await needs.drafts.find(id, talk.person.id);
  if (!draft) return bad(say(talk.lang, "problem.no-draft"));
  const ended = await endedReply(draft, talk, needs);
  if (ended) return ended;
  const { sketch } = draft;
  if (sketch.open.length > 0) {
    const asked = sketch.open.map((question) => escapeMarkdown(questionText(question, talk.reader)));
    return bad(sentences([...asked, say(talk.lang, "card.draft.asks")], talk.reader));
  }
  return planOf(draft, sketch.draft, talk, needs);
}

/** Makes the plan, as the draft says it or as it was edited. However often it is asked for, one draft is one plan. */
export async function planOf(
  draft: Draft,
  content: PlanDraft,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const ended = await endedReply(draft, talk, needs);
  if (ended) return ended;
  const applier = { ...applierOf(talk, needs), key: `draft:${draft.id}:${draft.tries}` };
  const { key: _key, ...begun } = content;
  const applied = await applyDraft(begun, applier, await applyNeeds(talk, needs));
  if (applied.kind === "unresolved") return bad(resolveProblemsText(applied.problems, talk.reader));
  if (applied.kind === "no-manager") return refused({ code: "not-allowed", command: "create", need: "person" }, talk);
  const { outcome } = applied;
  if (outcome.taken) await needs.drafts.made(draft.id, outcome.plan.id);
  else await needs.drafts.again(draft);
  return outcomeReplies({ type: "create", times: true }, outcome, talk, needs);
}

export async function draftDropped(id: string, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const draft = await needs.drafts.find(id, talk.person.id);
  if (!draft) return bad(say(talk.lang, "problem.no-draft"));
  if (draft.state === "made") return (await endedReply(draft, talk, needs)) ?? [];
  await needs.drafts.drop(id);
  return good(say(talk.lang, "reply.draft-dropped"));
}
