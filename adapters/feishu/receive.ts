/**
 * Takes what Feishu delivers: keeps it, and lets Feishu know; clicks are answered at once.
 */
import type { Arrivals } from "../../src/chat/ports.ts";
import type { Arrived } from "./arrived.ts";
import type { Envelope } from "./envelope.ts";
import { readEnvelope } from "./envelope.ts";
import type { Clicked } from "./incoming/events.ts";
import {
  addedSchema,
  approvalSchema,
  clickedSchema,
  enteredSchema,
  menuSchema,
  receivedSchema,
} from "./incoming/events.ts";
import { isForBot } from "./incoming/message-text.ts";
import type { Log } from "./log.ts";

export interface ReceiveParts {
  readonly arrivals: Arrivals;
  readonly log: Log;
  /** The bot's own id, once it is known. */
  readonly bot: () => string | undefined;
  readonly click: (click: Clicked, key: string, tenant: string) => Promise<object>;
}

/**
 * What to answer. Always an object: with nothing at all the client shows an error.
 * @throws when it could not be kept: then Feishu delivers it again
 */
export async function receive(json: unknown, parts: ReceiveParts): Promise<object> {
  const envelope = readEnvelope(json);
  if (!envelope) {
    parts.log.warn("Feishu delivered something that is no event");
    return {};
  }
  if (envelope.type === "card.action.trigger") return clicked(envelope, parts);
  const kept = arrivedOf(envelope, parts.bot());
  if (kept) await parts.arrivals.keep({ key: kept.key, lane: kept.lane, payload: kept.arrived });
  return {};
}

async function clicked(envelope: Envelope, { click, log }: ReceiveParts): Promise<object> {
  const read = clickedSchema.safeParse(envelope.event);
  if (read.success) return click(read.data, envelope.id, envelope.tenant);
  log.warn("a click came that is none", { at: read.error.issues[0]?.path.join(".") });
  return {};
}

interface Kept {
  readonly key: string;
  readonly lane: string;
  readonly arrived: Arrived;
}

/** Undefined for what means nothing here: it is acknowledged and forgotten. */
function arrivedOf(envelope: Envelope, bot: string | undefined): Kept | undefined {
  const { id, type, event } = envelope;
  switch (type) {
    case "im.message.receive_v1":
      return messageKept(envelope, bot);
    case "application.bot.menu_v6": {
      const menu = menuSchema.safeParse(event).data;
      const person = menu?.operator.operator_id.open_id;
      if (!menu || person === undefined) return undefined;
      const arrived = { kind: "menu", key: id, person, outside: false, menu: menu.event_key } as const;
      return { key: id, lane: person, arrived };
    }
    case "im.chat.member.bot.added_v1": {
      const added = addedSchema.safeParse(event).data;
      if (!added) return undefined;
      const { chat_id: chat, operator_id: operator, operator_tenant_key: tenant } = added;
      const outside = isOutside(tenant, envelope.tenant);
      return { key: id, lane: chat, arrived: { kind: "added", key: id, person: operator.open_id, outside, chat } };
    }
    case "im.chat.access_event.bot_p2p_chat_entered_v1": {
      const person = enteredSchema.safeParse(event).data?.operator_id.open_id;
      if (person === undefined) return undefined;
      // It comes whenever somebody looks; they are greeted once.
      const key = `entered:${person}`;
      return { key, lane: person, arrived: { kind: "entered", key, person, outside: false } };
    }
    case "approval_instance":
    case "approval_task":
    case "approval.instance.status_changed_v4":
    case "approval.task.status_changed_v4": {
      const instance = approvalSchema.safeParse(event).data?.instance_code;
      return instance === undefined ? undefined : { key: id, lane: instance, arrived: { kind: "approval", instance } };
    }
    default:
      return undefined;
  }
}

/** Feishu may give the same message another event id, so it is known by its own. Bots are not listened to. */
function messageKept({ tenant, event }: Envelope, bot: string | undefined): Kept | undefined {
  const read = receivedSchema.safeParse(event);
  if (!read.success || read.data.sender.sender_type !== "user") return undefined;
  const { sender, message } = read.data;
  if (message.chat_type !== "p2p" && !isForBot(message, bot)) return undefined;
  const person = sender.sender_id.open_id;
  const key = `message:${message.message_id}`;
  const outside = isOutside(sender.tenant_key, tenant);
  return { key, lane: person, arrived: { kind: "message", key, person, outside, message } };
}

/** Of another organisation than the one that the app is installed in. */
export function isOutside(theirs: string, ours: string): boolean {
  return theirs !== "" && ours !== "" && theirs !== ours;
}
