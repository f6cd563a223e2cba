/**
 * Messages over HTTP: create, reply, patch, get, and the file of a message. `uuid` makes sending idempotent for an hour.
 */
import { z } from "zod";
import { ApiError, cardError, fieldError } from "./api-error.ts";
import type { CardJson } from "./card-parts.ts";
import { readCard } from "./card-rules.ts";
import type { Route } from "./http-server.ts";
import { route } from "./http-server.ts";
import { newId } from "./ids.ts";
import type { Limits } from "./limits.ts";
import { FIVE_RULES } from "./limits.ts";
import { postSchema } from "./post-rules.ts";
import type { EmulatedChat, EmulatedMessage, World } from "./world.ts";

const HOUR = 60 * 60_000;
const FORTNIGHT = 14 * 24 * HOUR;
const LARGEST_POST = 30 * 1024;
const uuid = z.string().min(1).max(50).optional();
const type = z.enum(["text", "post", "interactive"]);

export interface MessageParts {
  readonly world: World;
  readonly limits: Limits;
  readonly now: () => number;
  readonly appId: string;
  /** Hears of every message that came or changed. */
  readonly changed: (message: EmulatedMessage) => void;
}

export function messageRoutes(parts: MessageParts): readonly Route[] {
  const { world, limits, now, appId } = parts;
  const sent = new Map<string, { readonly id: string; readonly at: number }>();

  const once = (key: string | undefined, send: () => EmulatedMessage): EmulatedMessage => {
    const before = key === undefined ? undefined : sent.get(key);
    const known = before && now() - before.at < HOUR ? world.messages.get(before.id) : undefined;
    if (known) return known;
    const message = send();
    if (key !== undefined) sent.set(key, { id: message.id, at: now() });
    return message;
  };

  const add = (chat: EmulatedChat, content: Content, place: Partial<EmulatedMessage> = {}): EmulatedMessage => {
    limits.count(`${chat.type === "p2p" ? "person" : "chat"}:${chat.id}`, FIVE_RULES);
    const message: EmulatedMessage = {
      id: newId("om"),
      chat: chat.id,
      sender: appId,
      fromBot: true,
      type: content.type,
      content: content.text,
      card: content.card,
      createdAt: now(),
      updatedAt: now(),
      edits: 0,
      recalled: false,
      locked: false,
      mentions: [],
      ...place,
    };
    world.messages.set(message.id, message);
    parts.changed(message);
    return message;
  };

  return [
    route(
      "POST /open-apis/im/v1/messages",
      /^\/open-apis\/im\/v1\/messages$/u,
      {
        query: z.strictObject({ receive_id_type: z.enum(["open_id", "union_id", "user_id", "email", "chat_id"]) }),
        body: z.strictObject({ receive_id: z.string().min(1), msg_type: type, content: z.string().min(1), uuid }),
      },
      ({ query, body }) => {
        const chat = receiver(world, query.receive_id_type, body.receive_id);
        const content = contentOf(world, body.msg_type, body.content);
        return ok(once(body.uuid && `${chat.id}:${body.uuid}`, () => add(chat, content)));
      },
    ),
    route(
      "POST /open-apis/im/v1/messages/:id/reply",
      /^\/open-apis\/im\/v1\/messages\/(om_\w+)\/reply$/u,
      {
        body: z.strictObject({
          content: z.string().min(1),
          msg_type: type,
          reply_in_thread: z.boolean().optional(),
          uuid,
        }),
      },
      ({ parts: [id = ""], body }) => {
        const parent = living(world, id);
        const chat = reachable(world.chats.get(parent.chat));
        const content = contentOf(world, body.msg_type, body.content);
        const thread = parent.thread ?? threadOf(world, parent, body.reply_in_thread ?? false);
        const place = { parent: id, root: parent.root ?? id, thread };
        return ok(once(body.uuid && `${chat.id}:${body.uuid}`, () => add(chat, content, place)));
      },
    ),
    route(
      "PATCH /open-apis/im/v1/messages/:id",
      /^\/open-apis\/im\/v1\/messages\/(om_\w+)$/u,
      { body: z.strictObject({ content: z.string().min(1) }) },
      ({ parts: [id = ""], body }) => {
        const message = living(world, id);
        limits.count(`message:${id}`, FIVE_RULES);
        limits.count(`chat:${message.chat}`, FIVE_RULES);
        if (!message.card) throw new ApiError(230001, "invalid request parameter: the message is no card");
        if (!message.fromBot) throw new ApiError(230003, "the message is another sender's");
        if (now() - message.createdAt > FORTNIGHT) throw new ApiError(230031, "message is more than 14 days old");
        if (message.locked) throw cardError(11310, "card action is lock");
        const { card, text } = contentOf(world, "interactive", body.content);
        Object.assign(message, { card, content: text, updatedAt: now(), edits: message.edits + 1 });
        parts.changed(message);
        return { code: 0, msg: "success", data: {} };
      },
    ),
    route(
      "GET /open-apis/im/v1/messages/:id",
      /^\/open-apis\/im\/v1\/messages\/(om_\w+)$/u,
      { query: z.strictObject({ user_id_type: z.string().optional() }) },
      ({ parts: [id = ""] }) => ({ code: 0, msg: "success", data: { items: [messageJson(living(world, id))] } }),
    ),
    route(
      "GET /open-apis/im/v1/messages/:id/resources/:key",
      /^\/open-apis\/im\/v1\/messages\/(om_\w+)\/resources\/([\w-]+)$/u,
      { query: z.strictObject({ type: z.enum(["file", "image"]) }) },
      ({ parts: [id = "", key = ""] }) => {
        const message = living(world, id);
        const file = world.files.get(key);
        if (!file || !message.content.includes(key)) throw new ApiError(234003, "File not in message.");
        return { file };
      },
    ),
  ];
}

interface Content {
  readonly type: string;
  readonly text: string;
  readonly card?: CardJson | undefined;
}

function contentOf(world: World, type: string, text: string): Content {
  if (type === "interactive") {
    const card = readCard(text, (id) => world.people.has(id));
    if (card instanceof ApiError) throw card;
    return { type, text, card };
  }
  if (Buffer.byteLength(text) > LARGEST_POST) throw new ApiError(230025, "the length of the message reaches its limit");
  const read = postSchema(type).safeParse(JSON.parse(text));
  if (!read.success) throw new ApiError(230001, `invalid request parameter: ${read.error.issues[0]?.message}`);
  return { type, text };
}

function receiver(world: World, kind: string, id: string): EmulatedChat {
  if (kind === "chat_id") return reachable(world.chats.get(id));
  if (kind !== "open_id") throw fieldError(`receive_id_type ${kind} is not used here`);
  const person = world.people.get(id);
  if (!person) throw new ApiError(230034, "the receive_id is invalid");
  if (person.resigned) throw new ApiError(230029, "user has resigned");
  return reachable(world.direct(id));
}

function reachable(chat: EmulatedChat | undefined): EmulatedChat {
  if (!chat) throw new ApiError(230034, "the receive_id is invalid");
  if (chat.dissolved) throw new ApiError(232009, "the chat is dissolved");
  if (!chat.botIn) throw new ApiError(230002, "the bot can not be outside the group");
  return chat;
}

function living(world: World, id: string): EmulatedMessage {
  const message = world.messages.get(id);
  if (!message) throw new ApiError(230001, "invalid request parameter: there is no such message");
  if (message.recalled) throw new ApiError(230011, "the message was recalled");
  return message;
}

/** The thread below a message, which its first reply in it makes. */
function threadOf(world: World, { id }: EmulatedMessage, inThread: boolean): string | undefined {
  if (!inThread) return undefined;
  const known = [...world.messages.values()].find((message) => message.root === id && message.thread !== undefined);
  return known?.thread ?? newId("omt");
}

function ok(message: EmulatedMessage) {
  return { code: 0, msg: "success", data: messageJson(message) };
}

export function messageJson(message: EmulatedMessage) {
  return {
    message_id: message.id,
    root_id: message.root,
    parent_id: message.parent,
    thread_id: message.thread,
    msg_type: message.type,
    create_time: String(message.createdAt),
    update_time: String(message.updatedAt),
    deleted: message.recalled,
    updated: message.edits > 0,
    chat_id: message.chat,
    sender: {
      id: message.sender,
      id_type: message.fromBot ? "app_id" : "open_id",
      sender_type: message.fromBot ? "app" : "user",
    },
    body: { content: message.content },
  };
}
