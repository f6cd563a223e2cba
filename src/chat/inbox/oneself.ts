/**
 * Verbs about oneself and about templates: language, delegation, help.
 */
import type { PersonId } from "../../plan/content.ts";
import type { Said } from "../grammar/said.ts";
import { draftOfFields } from "../plan-file/draft-of-fields.ts";
import { readPlanFile } from "../plan-file/read.ts";
import { draftOf } from "../plan-file/resolve.ts";
import { writePlanFile } from "../plan-file/write.ts";
import type { Reply } from "../ports.ts";
import { fileProblemsText } from "../texts/file-problems-text.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { delegatedText, timeText } from "../texts/time-text.ts";
import { nearTime } from "../texts/when.ts";
import { readUntil } from "../times/read.ts";
import { templatesCard } from "../views/file-cards.ts";
import type { ChatNeeds } from "./needs.ts";
import { personNamed } from "./parties.ts";
import { fromDraft } from "./planning.ts";
import type { Talk } from "./talk.ts";
import { bad, good, plain, planFor, refused } from "./talk.ts";

const DAY = 24 * 60 * 60_000;
/** A delegation without an end is an absence that nobody thought through; it ends by itself. */
const DELEGATION_LASTS = 7 * DAY;

/** From now on the person reads this language. */
export async function languageChosen(
  { lang }: Extract<Said, { verb: "lang" }>,
  talk: Talk,
  { directory }: ChatNeeds,
): Promise<readonly Reply[]> {
  await directory.setLang(talk.person.id, lang);
  return good(say(lang, "reply.lang"));
}

/** The link is for whoever asked, and is said to nobody else. */
export async function loginOffered(
  { person, lang, reader }: Talk,
  { loginLink }: ChatNeeds,
): Promise<readonly Reply[]> {
  const link = await loginLink(person.id);
  if (!link) return plain(say(lang, "reply.login-open"));
  const text = sayMarkdown(lang, "reply.login", { until: nearTime(link.expiresAt, reader) });
  return good(`${text}\n\n<${link.url}>`);
}

export async function delegated(
  said: Extract<Said, { verb: "delegate" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  if (said.to === undefined) return delegationEnded(talk, needs);
  const to = personNamed(said.to, talk, needs);
  if ("problem" in to) return refused(to.problem, talk);
  const { reader, person } = talk;
  const now = needs.now();
  const until = said.until === undefined ? undefined : readUntil(said.until, { now, zone: reader.zone });
  if (until && !until.ok) return bad(timeText(until.problem, reader));
  const result = await needs.directory.delegate(person.id, to.id, until?.value ?? now + DELEGATION_LASTS);
  const text = delegatedText(result, to.name, reader);
  return result.ok ? good(text) : bad(text);
}

async function delegationEnded({ person, lang }: Talk, { directory }: ChatNeeds): Promise<readonly Reply[]> {
  const ended = await directory.endDelegation(person.id);
  return ended ? good(say(lang, "reply.delegation-ended")) : plain(say(lang, "problem.no-delegation"));
}

export async function templated(
  said: Extract<Said, { verb: "template" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const { reader, lang } = talk;
  switch (said.what) {
    case "list":
      return [{ kind: "card", card: templatesCard(await needs.templates.list(), reader) }];
    case "save":
      return templateSaved(said.plan, said.name, talk, needs);
    case "use": {
      const template = await needs.templates.find(said.name);
      if (template) return templateUsed(template.draft, said.fields, talk, needs);
      const none = bad(sayMarkdown(lang, "problem.no-template", { name: said.name }));
      return [...none, { kind: "card", card: templatesCard(await needs.templates.list(), reader) }];
    }
  }
}

/** A template keeps the content without its times and its key: both belong to one release. */
async function templateSaved(index: number, name: string, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  if (plan.content.items.length === 0) return refused({ code: "no-items" }, talk);
  const {
    window: _window,
    schedule: _schedule,
    manager: _manager,
    ...draft
  } = draftOf(plan.content, {
    manager: plan.manager,
    zone: talk.reader.zone,
  });
  const by: PersonId = talk.person.id;
  await needs.templates.save({ name, draft: writePlanFile(draft), by, at: needs.now() });
  return good(sayMarkdown(talk.lang, "reply.template-saved", { name }));
}

type Fields = Extract<Said, { verb: "template"; what: "use" }>["fields"];

/** A new plan from a template; what was typed beside it takes the place of what the template says. */
async function templateUsed(text: string, fields: Fields, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const template = readPlanFile(text);
  if (!template.ok) return bad(fileProblemsText(template.problems, talk.reader));
  const typed = draftOfFields({ ...fields, name: fields.name ?? template.draft.name });
  return fromDraft({ ...template.draft, ...typed, items: template.draft.items }, talk, needs);
}
