/**
 * The organisation an emulated DingTalk knows: its people, departments, roles and groups; and what is remembered of every
 * request, so that a test can ask what was really sent.
 */

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly mobile?: string;
  /** What the contacts show as the person's mail. */
  readonly email?: string;
  readonly orgEmail?: string;
  readonly departments?: readonly number[];
  readonly roles?: readonly number[];
  /** Of another organisation: has no userId here, only what a message says. */
  readonly outside?: boolean;
}

export interface Room {
  /** `openConversationId`. */
  readonly id: string;
  readonly title: string;
  readonly members: readonly string[];
}

export interface Department {
  readonly id: number;
  readonly name: string;
  readonly parent: number;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly at: number;
  /** What was answered; 0 when the connection was cut. */
  status: number;
}

/** One message as it stands in a chat. */
export interface ChatMessage {
  readonly id: string;
  /** The room's id, or the person whose single chat with the bot it is. */
  readonly chat: { readonly kind: "room" | "single"; readonly id: string };
  readonly from: string;
  /** Only they see it. */
  readonly recipients?: readonly string[] | undefined;
  readonly body:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "markdown"; readonly title: string; readonly text: string }
    | { readonly kind: "card"; readonly track: string };
  readonly by: "api" | "webhook" | "person";
}

export interface World {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly corpId: string;
  readonly now: () => number;
  readonly people: Map<string, Person>;
  readonly rooms: Map<string, Room>;
  readonly departments: Map<number, Department>;
  readonly requests: Seen[];
  readonly messages: ChatMessage[];
  /** What a real DingTalk would not have understood, or would have read past. */
  readonly violations: string[];
  nextId(prefix: string): string;
}

export function personIn(world: World, userId: string): Person {
  const person = world.people.get(userId);
  if (!person) throw new Error(`nobody is called ${userId}`);
  return person;
}
