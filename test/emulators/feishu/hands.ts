/**
 * What people do, and what they see: they type, send files, click, fill in forms, and open the bot's menu.
 */
import type { Clicked, ClickParts, FieldValue } from "./clicks.ts";
import { click, pressOf, submitOf } from "./clicks.ts";
import { newId } from "./ids.ts";
import type { SeenButton, SeenMessage } from "./seen.ts";
import { seenMessage } from "./seen.ts";
import type { EmulatedChat, EmulatedMessage, EmulatedPerson, Mention } from "./world.ts";
import { TENANT } from "./world.ts";

/** Part of what somebody types: text, somebody mentioned, or the bot. */
export type Typed = string | EmulatedPerson | "@bot" | "@all";

export interface Hands {
  /** Types into a chat, or to the bot directly; answers the message. */
  say(person: EmulatedPerson, where: EmulatedChat | "direct", ...typed: readonly Typed[]): EmulatedMessage;
  /** The same as rich text, a line of it each. */
  sayRich(
    person: EmulatedPerson,
    where: EmulatedChat | "direct",
    lines: readonly (readonly Typed[])[],
  ): EmulatedMessage;
  sendFile(person: EmulatedPerson, where: EmulatedChat | "direct", name: string, content: string): EmulatedMessage;
  sendPicture(person: EmulatedPerson, where: EmulatedChat | "direct", content: Uint8Array): EmulatedMessage;
  /** Says something about an earlier message. */
  quote(person: EmulatedPerson, about: EmulatedMessage, ...typed: readonly Typed[]): EmulatedMessage;
  /** Presses the first button that reads so, or this one. */
  press(person: EmulatedPerson, message: string, which: string | SeenButton): Promise<Clicked>;
  /** Sends any action at all, as a forged client would. */
  forge(person: EmulatedPerson, message: string, action: object): Promise<Clicked>;
  fillIn(person: EmulatedPerson, message: string, values: Readonly<Record<string, FieldValue>>): Promise<Clicked>;
  chooseMenu(person: EmulatedPerson, key: string): void;
  openChat(person: EmulatedPerson): void;
  invite(person: EmulatedPerson, room: EmulatedChat): void;
  /** The messages of a chat in order, those of threads among them. */
  sees(where: EmulatedChat): readonly SeenMessage[];
  seesDirect(person: EmulatedPerson): readonly SeenMessage[];
  message(id: string): SeenMessage;
}

export function createHands(parts: ClickParts): Hands {
  const { world, delivery, now, changed } = parts;

  const place = (person: EmulatedPerson, where: EmulatedChat | "direct"): EmulatedChat =>
    where === "direct" ? world.direct(person.openId) : where;

  const arrive = (person: EmulatedPerson, chat: EmulatedChat, said: Partial<EmulatedMessage>): EmulatedMessage => {
    const message: EmulatedMessage = {
      id: newId("om"),
      chat: chat.id,
      sender: person.openId,
      fromBot: false,
      type: "text",
      content: "",
      createdAt: now(),
      updatedAt: now(),
      edits: 0,
      recalled: false,
      locked: false,
      mentions: [],
      ...said,
    };
    world.messages.set(message.id, message);
    changed(message);
    const forBot = message.mentions.some(({ openId }) => openId === world.bot.openId);
    if (chat.type === "p2p" || forBot)
      void delivery.event("im.message.receive_v1", receivedEvent(person, chat, message));
    return message;
  };

  const receivedEvent = (person: EmulatedPerson, chat: EmulatedChat, message: EmulatedMessage) => ({
    sender: {
      sender_id: { open_id: person.openId, union_id: person.unionId, user_id: null },
      sender_type: "user",
      tenant_key: person.tenant,
    },
    message: {
      message_id: message.id,
      ...(message.root !== undefined && { root_id: message.root, parent_id: message.parent }),
      create_time: String(message.createdAt),
      update_time: String(message.updatedAt),
      chat_id: chat.id,
      chat_type: chat.type,
      message_type: message.type,
      content: message.content,
      ...(message.mentions.length > 0 && {
        mentions: message.mentions.map(({ key, openId, name }) => ({
          key,
          id: { open_id: openId, union_id: "", user_id: null },
          mentioned_type: openId === world.bot.openId ? "bot" : "user",
          name,
          tenant_key: world.people.get(openId)?.tenant ?? TENANT,
        })),
      }),
    },
  });

  const message = (id: string): EmulatedMessage => {
    const found = world.messages.get(id);
    if (!found) throw new Error(`there is no message ${id}`);
    return found;
  };

  const seen = (chat: EmulatedChat): readonly SeenMessage[] =>
    [...world.messages.values()]
      .filter((each) => each.chat === chat.id && !each.recalled)
      .map((each) => seenMessage(world, each));

  return {
    say(person, where, ...typed) {
      const { text, mentions } = typedText(world.bot, typed);
      return arrive(person, place(person, where), { content: JSON.stringify({ text }), mentions });
    },
    sayRich(person, where, lines) {
      const { mentions } = typedText(world.bot, lines.flat());
      const keyOf = (openId: string) => mentions.find((mention) => mention.openId === openId)?.key ?? "";
      const content = lines.map((line) =>
        line.map((part) => {
          if (part === "@all") return { tag: "at", user_id: "@_all", user_name: "Everyone", style: [] };
          if (part === "@bot")
            return { tag: "at", user_id: keyOf(world.bot.openId), user_name: world.bot.name, style: [] };
          if (typeof part === "string") return { tag: "text", text: part, style: [] };
          return { tag: "at", user_id: keyOf(part.openId), user_name: part.name, style: [] };
        }),
      );
      const post = JSON.stringify({ title: "", content });
      return arrive(person, place(person, where), { type: "post", content: post, mentions });
    },
    sendFile(person, where, name, content) {
      const key = newId("file_v3");
      world.files.set(key, Buffer.from(content));
      return arrive(person, place(person, where), {
        type: "file",
        content: JSON.stringify({ file_key: key, file_name: name }),
      });
    },
    sendPicture(person, where, content) {
      const key = newId("img_v3");
      world.files.set(key, Buffer.from(content));
      return arrive(person, place(person, where), { type: "image", content: JSON.stringify({ image_key: key }) });
    },
    quote(person, about, ...typed) {
      const chat = world.chats.get(about.chat);
      if (!chat) throw new Error("the quoted message is nowhere");
      const { text, mentions } = typedText(world.bot, typed);
      const root = about.root ?? about.id;
      return arrive(person, chat, { content: JSON.stringify({ text }), mentions, parent: about.id, root });
    },
    press(person, id, which) {
      const { card } = seenMessage(world, message(id));
      const label = typeof which === "string" ? which : which.label;
      const button = typeof which === "string" ? card?.buttons.find((each) => each.label === label) : which;
      if (!button)
        throw new Error(`the card has no button ${label}: ${card?.buttons.map((each) => each.label).join(", ")}`);
      return click(parts, person, message(id), pressOf(button.element));
    },
    forge: (person, id, action) => click(parts, person, message(id), action),
    fillIn(person, id, values) {
      const { card } = message(id);
      if (!card) throw new Error("the message is no card");
      return click(parts, person, message(id), submitOf(card, values));
    },
    chooseMenu(person, key) {
      void delivery.event("application.bot.menu_v6", {
        event_key: key,
        operator: { operator_name: person.name, operator_id: { open_id: person.openId, union_id: person.unionId } },
        timestamp: Math.floor(now() / 1_000),
      });
    },
    openChat(person) {
      void delivery.event("im.chat.access_event.bot_p2p_chat_entered_v1", {
        chat_id: world.direct(person.openId).id,
        operator_id: { open_id: person.openId, union_id: person.unionId },
        last_message_id: "",
        last_message_create_time: "",
      });
    },
    invite(person, room) {
      room.botIn = true;
      void delivery.event("im.chat.member.bot.added_v1", {
        chat_id: room.id,
        operator_id: { open_id: person.openId, union_id: person.unionId },
        external: false,
        operator_tenant_key: person.tenant,
        name: room.name,
      });
    },
    sees: seen,
    seesDirect: (person) => seen(world.direct(person.openId)),
    message: (id) => seenMessage(world, message(id)),
  };
}

/** Text with the keys that stand for those who are mentioned, and who they are. */
function typedText(
  bot: { readonly openId: string; readonly name: string },
  typed: readonly Typed[],
): { readonly text: string; readonly mentions: readonly Mention[] } {
  const mentions: Mention[] = [];
  const mention = ({ openId, name }: { readonly openId: string; readonly name: string }): string => {
    const known = mentions.find((each) => each.openId === openId);
    if (known) return known.key;
    const made = { key: `@_user_${mentions.length + 1}`, openId, name };
    mentions.push(made);
    return made.key;
  };
  const text = typed
    .map((part) => {
      if (part === "@bot") return mention(bot);
      if (part === "@all") return "@_all";
      return typeof part === "string" ? part : mention(part);
    })
    .join("");
  return { text, mentions };
}
