/**
 * Plain language as a plan file, for programs to show and to send back. Nothing is made and nothing is kept.
 */
import { z } from "zod";
import { draftFrom, knownIn } from "../../chat/drafts/team.ts";
import { begunDraftSchema } from "../../chat/plan-file/draft.ts";
import { hintText, questionText } from "../../chat/texts/draft-text.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { readerOf } from "./outcome-response.ts";
import { apiProblem } from "./problems.ts";
import { bodyText, mediaType } from "./read-body.ts";
import { languageHeaders } from "./refusal-problem.ts";

const said = z.strictObject({
  code: z.string().describe("Stays the same from version to version."),
  text: z.string().describe("The same in words."),
});

export const draftAnswerSchema = z.strictObject({
  plan: begunDraftSchema.describe(
    "As far as the message says one: show it, and send it to /plans when it is confirmed.",
  ),
  open: z.array(said).describe("What must be answered before it is sent to /plans."),
  hints: z.array(said).describe("What else should be said with it."),
});

export async function draftPlan(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  if (mediaType(c) !== "text/plain") return apiProblem("wrong-type", { detail: "Send the message as text/plain." });
  const text = await bodyText(c);
  if (text instanceof Response) return text;
  const reader = readerOf(c, needs);
  const { directory, settings } = needs;
  await directory.refresh();
  const known = knownIn({
    directory,
    platform: "api",
    now: reader.now,
    zone: settings.zone,
    engines: await needs.engines(),
    rooms: Object.keys(settings.rooms),
    policies: Object.keys(settings.policies),
  });
  const sketch = await draftFrom(text, known, needs.draftModel);
  if (!sketch) return apiProblem("nothing-said", { detail: "The message has no words." });
  const { draft: plan, open, hints } = sketch;
  const answer: z.output<typeof draftAnswerSchema> = {
    plan,
    open: open.map((question) => ({ code: question.code, text: questionText(question, reader) })),
    hints: hints.map((hint) => ({ code: hint.code, text: hintText(hint, reader) })),
  };
  return c.json(answer, 200, languageHeaders(reader));
}
