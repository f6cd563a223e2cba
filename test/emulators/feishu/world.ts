/**
 * Who and what there is on the emulated platform: people, departments, groups of people, chats, messages.
 */
import type { CardJson } from "./card-parts.ts";
import { newId } from "./ids.ts";

export const TENANT = "tenant_of_the_shop";

export interface EmulatedPerson {
  readonly openId: string;
  readonly unionId: string;
  readonly userId: string;
  readonly name: string;
  readonly enName: string;
  readonly email: string;
  readonly mobile: string;
  readonly tenant: string;
  readonly departments: readonly string[];
  readonly zone: string | undefined;
  readonly language: "zh-CN" | "en-US" | undefined;
  /** Outside of what the app may see of the directory. */
  readonly hidden: boolean;
  resigned: boolean;
}

export interface EmulatedChat {
  readonly id: string;
  readonly type: "p2p" | "group";
  readonly name: string;
  /** Open ids; in a p2p chat the one person. */
  readonly members: Set<string>;
  botIn: boolean;
  dissolved: boolean;
}

export interface EmulatedMessage {
  readonly id: string;
  readonly chat: string;
  /** An open id, or the app. */
  readonly sender: string;
  readonly fromBot: boolean;
  readonly type: string;
  content: string;
  /** Present where the message is a card. */
  card?: CardJson | undefined;
  readonly parent?: string | undefined;
  readonly root?: string | undefined;
  readonly thread?: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  /** How often it was patched or replaced by an answer. */
  edits: number;
  recalled: boolean;
  /** While a click on it is under way. */
  locked: boolean;
  readonly mentions: readonly Mention[];
}

export interface Mention {
  readonly key: string;
  readonly openId: string;
  readonly name: string;
}

export interface World {
  readonly people: Map<string, EmulatedPerson>;
  readonly chats: Map<string, EmulatedChat>;
  readonly messages: Map<string, EmulatedMessage>;
  /** By department, the one above it. */
  readonly departments: Map<string, string | undefined>;
  readonly groups: Map<string, readonly { readonly type: "user" | "department"; readonly id: string }[]>;
  /** By file key. */
  readonly files: Map<string, Buffer>;
  readonly bot: { readonly openId: string; readonly name: string };
  /** The one person's chat with the bot, made when it is first needed. */
  direct(openId: string): EmulatedChat;
}

export function createWorld(): World {
  const chats = new Map<string, EmulatedChat>();
  return {
    people: new Map(),
    chats,
    messages: new Map(),
    departments: new Map(),
    groups: new Map(),
    files: new Map(),
    bot: { openId: newId("ou"), name: "gonogo" },
    direct(openId) {
      const known = [...chats.values()].find(({ type, members }) => type === "p2p" && members.has(openId));
      if (known) return known;
      const chat: EmulatedChat = {
        id: newId("oc"),
        type: "p2p",
        name: "",
        members: new Set([openId]),
        botIn: true,
        dissolved: false,
      };
      chats.set(chat.id, chat);
      return chat;
    },
  };
}

export interface NewPerson {
  readonly name: string;
  readonly enName?: string;
  readonly email?: string;
  readonly mobile?: string;
  readonly tenant?: string;
  readonly departments?: readonly string[];
  readonly zone?: string;
  readonly language?: "zh-CN" | "en-US";
  readonly hidden?: boolean;
}

export function addPerson(world: World, person: NewPerson): EmulatedPerson {
  const openId = newId("ou");
  const made: EmulatedPerson = {
    openId,
    unionId: newId("on"),
    userId: openId.slice(3, 11),
    name: person.name,
    enName: person.enName ?? "",
    email: person.email ?? "",
    mobile: person.mobile ?? "",
    tenant: person.tenant ?? TENANT,
    departments: person.departments ?? [],
    zone: person.zone,
    language: person.language,
    hidden: person.hidden ?? false,
    resigned: false,
  };
  world.people.set(openId, made);
  return made;
}

export function addRoom(world: World, name: string, members: readonly EmulatedPerson[]): EmulatedChat {
  const chat: EmulatedChat = {
    id: newId("oc"),
    type: "group",
    name,
    members: new Set(members.map(({ openId }) => openId)),
    botIn: true,
    dissolved: false,
  };
  world.chats.set(chat.id, chat);
  return chat;
}
