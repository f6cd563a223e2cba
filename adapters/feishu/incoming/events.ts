/**
 * The events and callbacks that mean something here, each as far as it is read.
 */
import { z } from "zod";
import { isId } from "../ids.ts";

const person = z.string().refine((text) => isId("person", text), "is no open id");
const chat = z.string().refine((text) => isId("chat", text), "is no chat");
const message = z.string().refine((text) => isId("message", text), "is no message");
const who = z.object({ open_id: person });

const mention = z.object({
  key: z.string().max(50),
  id: z.object({ open_id: z.string().default("") }),
  name: z.string().default(""),
  mentioned_type: z.string().default("user"),
});

/** `im.message.receive_v1` */
export const receivedSchema = z.object({
  sender: z.object({ sender_id: who, sender_type: z.string(), tenant_key: z.string().default("") }),
  message: z.object({
    message_id: message,
    chat_id: chat,
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    parent_id: message.optional(),
    mentions: z.array(mention).max(200).default([]),
  }),
});
export type Received = z.output<typeof receivedSchema>;

/** `card.action.trigger` */
export const clickedSchema = z.object({
  operator: z.object({ open_id: person, tenant_key: z.string().default("") }),
  action: z.object({
    value: z.unknown().optional(),
    form_value: z.unknown().optional(),
    timezone: z.string().max(60).optional(),
  }),
  context: z.object({ open_message_id: message, open_chat_id: chat }),
});
export type Clicked = z.output<typeof clickedSchema>;

/** `application.bot.menu_v6` */
export const menuSchema = z.object({
  event_key: z.string().min(1).max(100),
  operator: z.object({ operator_id: who }),
});

/** `im.chat.member.bot.added_v1` */
export const addedSchema = z.object({
  chat_id: chat,
  operator_id: who,
  operator_tenant_key: z.string().default(""),
  external: z.boolean().default(false),
});

/** `im.chat.access_event.bot_p2p_chat_entered_v1` */
export const enteredSchema = z.object({ chat_id: chat, operator_id: who });

/** `approval_instance`, `approval_task`, and what they are called in the second schema. */
export const approvalSchema = z.object({
  approval_code: z.string(),
  instance_code: z.string().refine((text) => isId("approval", text), "is no approval"),
});
