/**
 * `gonogo requirements`: what a plan is released for, and looking for more. `gonogo refresh`: reading it anew.
 */
import { failureText } from "../chat/texts/failure-text.ts";
import { plainLine } from "../chat/texts/markdown.ts";
import type { Reader } from "../chat/texts/reader.ts";
import { refusalText } from "../chat/texts/refusal-text.ts";
import { say } from "../chat/texts/say.ts";
import { issueLine, requirementLine } from "../chat/views/requirement-lines.ts";
import type { Finding, FoundRequirements, RequirementQuery } from "../plan/found.ts";
import type { Plan } from "../plan/plan.ts";
import { sprintWord } from "../plan/requirement.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { personNamed, planAt, readerAt, withDatabase } from "./job.ts";
import { plainText } from "./plain.ts";
import { plainCell } from "./table.ts";

export async function requirements(job: Job, index: number): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const plan = await planAt(index, core, job);
    answer(job, plan, readerAt(job, core, settings));
  });
}

/** Reads them anew in somebody's name, and shows them. */
export async function refresh(job: Job, index: number, as: string): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const plan = await planAt(index, core, job);
    const actor = { kind: "person", id: personNamed(as, core, job).id } as const;
    const outcome = await core.door.submit({ actor, request: { plan: plan.id, command: { type: "refresh" } } });
    const reader = readerAt(job, core, settings);
    if (!outcome.taken) {
      const message = plainText(refusalText(outcome.refusal, { ...reader, plan }));
      throw new Failure(EXIT.refused, { code: outcome.refusal.code, message, refusal: outcome.refusal });
    }
    answer(job, await planAt(index, core, job), reader);
  });
}

function answer(
  { answer: tell }: Job,
  { index, content, reading = {}, requirements: bound }: Plan,
  reader: Reader,
): void {
  const lines = content.requirements.map((word) => plainCell(plainLine(requirementLine(word, reading[word], reader))));
  const text = lines.length > 0 ? lines.join("\n") : say(reader.lang, "card.requirements-count", { count: 0 });
  tell(text, { plan: index, requirements: content.requirements, reading, ...(bound && { bound }) });
}

/** Boards, sprints or issues; each sprint and issue as a plan names it. Needs no database. */
export async function findRequirements(job: Job, query: RequirementQuery): Promise<void> {
  const { connectRequirementDesk } = await import("../connect-requirements.ts");
  const desk = await connectRequirementDesk(job.settings(), job.now, (error) => job.note(String(error)));
  try {
    answerFound(job, query, await desk.find?.(query));
  } finally {
    await desk.stop();
  }
}

function answerFound({ lang, answer: tell }: Job, { board = "" }: RequirementQuery, found: Finding | undefined): void {
  if (!found) throw refused("no-tracker", plainText(say(lang, "problem.no-tracker")));
  if (found.found === "no-board") throw refused("no-board", plainText(say(lang, "problem.no-board", { board })));
  if (found.found === "silent") {
    throw refused("silent", plainText(say(lang, "problem.not-found-out", { why: failureText(found.why, { lang }) })));
  }
  const lines = foundLines(found, lang);
  tell(lines.length > 0 ? lines.map(plainCell).join("\n") : say(lang, "card.found.nothing"), found);
}

function refused(code: string, message: string): Failure {
  return new Failure(EXIT.refused, { code, message });
}

function foundLines(found: FoundRequirements, lang: Reader["lang"]): readonly string[] {
  switch (found.found) {
    case "boards":
      return found.boards.map(
        ({ id, name, type, project = "" }) => `${id}  ${name}  ${[type, project].join(" ").trim()}`,
      );
    case "sprints":
      return found.sprints.map(({ id, name, stage, project }) => {
        const word = project === undefined ? String(id) : sprintWord(project, id);
        return `${word}  ${name}  ${say(lang, `requirement.sprint.${stage}`)}`;
      });
    case "issues":
      return found.issues.map((issue) => plainLine(issueLine(issue)));
  }
}
