/**
 * Verbs that make a plan, or bring one to what a file says.
 */
import type { PlanFields, PlanText, Said } from "../grammar/said.ts";
import { applyDraft, located } from "../plan-file/apply.ts";
import type { PlanDraft } from "../plan-file/draft.ts";
import { draftOfFields } from "../plan-file/draft-of-fields.ts";
import type { Position } from "../plan-file/problem.ts";
import { readPlanFile } from "../plan-file/read.ts";
import type { Reply } from "../ports.ts";
import { fileProblemsText, resolveProblemsText } from "../texts/file-problems-text.ts";
import { say } from "../texts/say.ts";
import { applierOf, applyNeeds } from "./applying.ts";
import { outcomeReplies } from "./command.ts";
import type { ChatNeeds } from "./needs.ts";
import { formReply } from "./open-form.ts";
import type { Talk } from "./talk.ts";
import { bad, refused } from "./talk.ts";

export type Writing = Extract<Said, { verb: "new" | "apply" }>;

export async function written(said: Writing, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  switch (said.verb) {
    case "new":
      if (said.by === "form") return formReply({ form: "new" }, talk, needs);
      return said.by === "fields"
        ? newFromFields(said.fields, talk, needs)
        : fromText(said.document, said.key, talk, needs);
    case "apply":
      return fromText(said.document, said.key, talk, needs);
  }
}

export async function newFromFields(fields: PlanFields, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const draft = draftOfFields(fields);
  return draft ? fromDraft(draft, talk, needs) : formReply({ form: "new" }, talk, needs);
}

/** A whole plan in the message, or in the file that came with it. */
async function fromText(
  document: PlanText | undefined,
  key: string | undefined,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const [file] = talk.files;
  const text = document?.text ?? file?.text;
  if (text === undefined) return bad(say(talk.lang, "problem.no-plan-text"));
  const read = readPlanFile(text, document?.syntax);
  const shift = document ? document.line : 0;
  if (!read.ok)
    return bad(
      fileProblemsText(
        read.problems.map((problem) => shifted(problem, shift)),
        talk.reader,
      ),
    );
  const draft = key === undefined ? read.draft : { ...read.draft, key };
  return fromDraft(draft, talk, needs, (path) => shifted(read.where(path), shift));
}

/** Lines are counted from the message's first. */
function shifted<P extends Position>(position: P, lines: number): P {
  return { ...position, line: position.line + lines };
}

export async function fromDraft(
  draft: PlanDraft,
  talk: Talk,
  needs: ChatNeeds,
  where?: (path: string) => Position,
): Promise<readonly Reply[]> {
  const applied = await applyDraft(draft, applierOf(talk, needs), await applyNeeds(talk, needs));
  switch (applied.kind) {
    case "unresolved":
      return bad(resolveProblemsText(where ? located(applied.problems, where) : applied.problems, talk.reader));
    case "no-manager":
      return refused({ code: "not-allowed", command: "create", need: "person" }, talk);
    case "answered":
      return outcomeReplies({ type: applied.type, times: true }, applied.outcome, talk, needs);
  }
}
