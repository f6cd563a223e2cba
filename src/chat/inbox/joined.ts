/**
 * What gonogo says when it comes into a chat: what happens there, or what is missing for it.
 */
import type { Joining, Reply } from "../ports.ts";
import { membersIn } from "../texts/names.ts";
import { sayMarkdown } from "../texts/say.ts";
import { welcomeCard } from "../views/help-card.ts";
import type { ChatNeeds } from "./needs.ts";
import { plain } from "./talk.ts";

/** In a room, whether plans are announced there and how they would be; to one person alone, the first steps. */
export async function joined({ place, account }: Joining, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { directory, lang, now } = needs;
  if (isRoom(place)) {
    const room = needs.roomAt(place);
    return plain(
      room === undefined
        ? sayMarkdown(lang, "reply.joined-new", { place })
        : sayMarkdown(lang, "reply.joined", { room }),
    );
  }
  const person = account && (await directory.meet(account));
  if (!person || person === "outside") return [];
  const reader = {
    lang: directory.langOf(person.id),
    zone: directory.zoneOf(person.id),
    now: now(),
    name: directory.nameOf,
    members: membersIn(directory.groups),
  };
  return [{ kind: "card", card: welcomeCard(person.name, reader) }];
}

function isRoom(place: string): boolean {
  return place.split(":", 2)[1] === "room";
}
