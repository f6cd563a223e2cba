/**
 * Verbs about oneself: language, delegation, sign-in.
 */
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { delegatedText, timeText } from "../texts/time-text.ts";
import { nearTime } from "../texts/when.ts";
import { readUntil } from "../times/read.ts";
import type { ChatNeeds } from "./needs.ts";
import { personNamed } from "./parties.ts";
import type { Talk } from "./talk.ts";
import { bad, good, plain, refused } from "./talk.ts";

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
