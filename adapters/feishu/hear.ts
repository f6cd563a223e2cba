/**
 * Handles what was kept, and sends the answers. May come again for the same arrival: the inbox answers as it did, and Feishu
 * sends a message with the same key once.
 */
import type { Inbox, Sender } from "../../src/chat/ports.ts";
import type { Arrived } from "./arrived.ts";
import { arrivedSchema } from "./arrived.ts";
import type { Cards } from "./cards.ts";
import type { Clicks } from "./clicks.ts";
import type { Files } from "./files.ts";
import { givenIn } from "./incoming/given-files.ts";
import { typedIn } from "./incoming/message-text.ts";
import type { FeishuPeople } from "./people.ts";
import type { Receiver } from "./refs.ts";
import { directPlace, PLATFORM, roomPlace } from "./refs.ts";
import type { Replies } from "./replies.ts";

export interface HearParts {
  readonly inbox: Inbox;
  readonly people: FeishuPeople;
  readonly files: Files;
  readonly cards: Cards;
  readonly clicks: Clicks;
  readonly replies: Replies;
  readonly bot: () => string | undefined;
}

type Heard<K extends Arrived["kind"]> = Extract<Arrived, { kind: K }>;

export async function hear(payload: unknown, parts: HearParts): Promise<void> {
  const arrived = arrivedSchema.parse(payload);
  switch (arrived.kind) {
    case "message":
      return heardMessage(arrived, parts);
    case "menu":
      return heardMenu(arrived, parts);
    case "action":
    case "form":
      return parts.clicks.hear(arrived);
    case "added":
    case "entered":
      return joined(arrived, parts);
    case "approval":
      return parts.inbox.approvalChanged(PLATFORM, arrived.instance);
  }
}

async function heardMessage({ key, person, outside, message }: Heard<"message">, parts: HearParts): Promise<void> {
  const { inbox, people, files, cards, replies } = parts;
  const typed = typedIn(message, parts.bot());
  if (!typed) return;
  const isDirect = message.chat_type === "p2p";
  if (isDirect) await cards.knowDirect(message.chat_id);
  const account = await people.account(person, outside);
  const place = isDirect ? directPlace(person) : roomPlace(message.chat_id);
  const { files: attached, about } = await files.of(message, typed.file);
  const uploads = await files.uploads(message, givenIn(message.message_type, message.content));
  const answer = await inbox.message({
    account,
    place,
    key,
    text: typed.text,
    files: attached.filter(({ text }) => text !== "" || uploads.length === 0),
    uploads,
    about,
  });
  await replies.send(direct(person), answer, `reply:${key}`, person);
}

/** A menu's key is what would be typed after `/plan`: `help`, `list_mine`. */
async function heardMenu({ key, person, outside, menu }: Heard<"menu">, parts: HearParts): Promise<void> {
  const sender = await senderOf(parts, person, outside);
  const text = `/plan ${menu.replaceAll(/[_-]+/gu, " ")}`;
  const answer = await parts.inbox.message({ ...sender, key, text, files: [] });
  await parts.replies.send(direct(person), answer, `reply:${key}`, person);
}

async function joined(arrived: Heard<"added" | "entered">, parts: HearParts): Promise<void> {
  const { key, person, outside } = arrived;
  const { account } = await senderOf(parts, person, outside);
  const isRoom = arrived.kind === "added";
  const place = isRoom ? roomPlace(arrived.chat) : directPlace(person);
  const to: Receiver = isRoom ? { type: "chat_id", id: arrived.chat } : direct(person);
  await parts.replies.send(to, await parts.inbox.joined({ key, place, account }), `reply:${key}`, person);
}

async function senderOf({ people }: HearParts, person: string, outside: boolean): Promise<Sender> {
  return { account: await people.account(person, outside), place: directPlace(person) };
}

function direct(person: string): Receiver {
  return { type: "open_id", id: person };
}
