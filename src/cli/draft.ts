/**
 * `gonogo draft`: shows what plain words come to as a plan file, and makes the plan only when asked to.
 */
import { text as readAll } from "node:stream/consumers";
import { draftFrom, knownIn } from "../chat/drafts/team.ts";
import { applyDraft } from "../chat/plan-file/apply.ts";
import { hintText, questionText } from "../chat/texts/draft-text.ts";
import { resolveProblemsText } from "../chat/texts/file-problems-text.ts";
import { refusalText } from "../chat/texts/refusal-text.ts";
import { connectDraftModel } from "../connect-draft-model.ts";
import { applierOf, needsOf } from "./apply.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { personNamed, readerAt, withCore } from "./job.ts";
import { plainText } from "./plain.ts";
import { planText } from "./plan-text.ts";
import { TEXTS } from "./texts.ts";

export interface DraftOptions {
  /** The message; `-` reads standard input. */
  readonly words: readonly string[];
  /** Whose words they are. */
  readonly as: string;
  /** Confirmed: the plan is made. */
  readonly create: boolean;
}

export async function draft(job: Job, { words, as, create }: DraftOptions): Promise<void> {
  const said = words.join(" ");
  const message = said === "-" ? await readAll(process.stdin) : said;
  await withCore(job, async (core, settings) => {
    const { directory, catalogue } = core;
    const texts = TEXTS[job.lang];
    const author = personNamed(as, core, job);
    const reader = { ...readerAt(job, core, settings), zone: directory.zoneOf(author.id) };
    const known = knownIn({
      directory,
      platform: "console",
      now: reader.now,
      zone: reader.zone,
      engines: await catalogue.engines(),
      rooms: Object.keys(settings.rooms),
      policies: Object.keys(settings.policies),
    });
    const sketch = await draftFrom(message, known, connectDraftModel(settings));
    if (!sketch) throw new Failure(EXIT.usage, { code: "nothing-said", message: texts.nothingSaid });
    const { open, hints } = sketch;
    const plan = { manager: author.id, ...sketch.draft };
    const questions = open.map((question) => questionText(question, reader));
    if (!create) {
      const notes = [...questions.map((text) => `? ${text}`), ...hints.map((hint) => `- ${hintText(hint, reader)}`)];
      const next = plan.items.length === 0 ? texts.draftWithoutItems : texts.onlyDraft;
      for (const note of [...notes, next]) job.note(note);
      return job.answer(planText(plan, job), { plan, open, hints });
    }
    if (open.length > 0) {
      throw new Failure(EXIT.refused, { code: "draft-open", message: questions.join("\n"), open });
    }
    const applier = await applierOf(plan, { as: author.id }, core, settings, job);
    const applied = await applyDraft(plan, applier, await needsOf(core, settings, job));
    if (applied.kind !== "answered") {
      const message =
        applied.kind === "unresolved" ? plainText(resolveProblemsText(applied.problems, reader)) : texts.whoApplies;
      throw new Failure(EXIT.refused, { code: applied.kind, message });
    }
    const { outcome } = applied;
    if (!outcome.taken) {
      throw new Failure(EXIT.refused, { ...outcome.refusal, message: plainText(refusalText(outcome.refusal, reader)) });
    }
    const { id, index } = outcome.plan;
    job.answer(plainText(texts.created(index, plan.name)), { result: "created", plan: { id, index, name: plan.name } });
  });
}
