/**
 * Second factors in chat: a link to set an authenticator up, and its codes.
 */
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { nearTime } from "../texts/when.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, good } from "./talk.ts";

/** The secret itself is shown on a page alone: messages are kept, by us and by platforms. */
export async function factorOffered({ person, lang, reader }: Talk, { factors }: ChatNeeds): Promise<readonly Reply[]> {
  if (!factors) return bad(say(lang, "reply.factor-off"));
  const link = await factors.setUp(person.id);
  if (link === "has-one") return bad(say(lang, "reply.factor-has-one"));
  const text = sayMarkdown(lang, "reply.factor-link", { until: nearTime(link.expiresAt, reader) });
  return good(`${text}\n\n<${link.url}>`);
}

export async function factorGiven(
  { code }: Extract<Said, { verb: "verify" }>,
  { person, lang }: Talk,
  { factors }: ChatNeeds,
): Promise<readonly Reply[]> {
  if (!factors) return bad(say(lang, "reply.factor-off"));
  const verified = await factors.verify(person.id, code);
  const text = say(lang, `reply.factor-${verified}`);
  return verified === "proven" ? good(text) : bad(text);
}
