/**
 * People mentioned in a message: DingTalk says who they are, and leaves their names in the text.
 */
import type { HeardMessage } from "./incoming.ts";
import type { DingtalkNeeds } from "./needs.ts";
import type { People } from "./people.ts";

export interface MentionNeeds extends Pick<DingtalkNeeds, "people" | "report"> {
  readonly contacts: People;
}

/**
 * The text with each mention as `@` and the userId. A mention that the text does not show (older clients take it out) is put
 * at its end, where commands take people.
 */
export async function withNames({ text, mentions }: HeardMessage, needs: MentionNeeds): Promise<string> {
  let named = text;
  for (const userId of mentions) {
    const name = await nameOf(userId, needs);
    const shown = name === undefined ? undefined : new RegExp(`@${RegExp.escape(name)}(?=$|[\\s\\u2005，,。])`, "u");
    const places = [...named.matchAll(/@[^\s\u2005@，,]+/gu)].filter(([found]) => !mentions.includes(found.slice(1)));
    if (shown?.test(named)) named = named.replace(shown, `@${userId}`);
    else if (mentions.length === 1 && places.length === 1) named = named.replace(places[0]?.[0] ?? "", `@${userId}`);
    else if (places.length === 0) named = `${named} @${userId}`;
  }
  return named.replaceAll("\u2005", " ");
}

/** Somebody who never spoke to the bot can be named all the same. */
async function nameOf(userId: string, { contacts, people, report }: MentionNeeds): Promise<string | undefined> {
  try {
    const account = await contacts.byId(userId);
    if (account) await people.meet(account);
    return account?.name;
  } catch (error) {
    report(error);
    return undefined;
  }
}
