/**
 * The port every chat platform implements, and the inbox it hands what people do to.
 */
import type { Action } from "./action.ts";
import type { Card, Form } from "./card.ts";

export type Platform = string;

/** Somebody's account on one platform, by the platform's own id. */
export interface Account {
  readonly platform: Platform;
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly lang?: "zh" | "en" | undefined;
  readonly zone?: string | undefined;
  /** True when the account is not of the team's own organisation. */
  readonly outside?: boolean | undefined;
}

/**
 * Where a message goes: `console:room:releases`, `console:direct:ada` for one account, or `console:private:ada:releases`
 * for what one account alone sees in a room, or directly where a platform has no such thing.
 */
export type Place = `${string}:room:${string}` | `${string}:direct:${string}` | `${string}:private:${string}:${string}`;
/** The adapter's own name of a message it sent; nobody else reads into it. */
export type MessageRef = string;

export interface Sender {
  readonly account: Account;
  readonly place: Place;
}

/** A file that came with something; read only when somebody wants it, again after a crash. */
export interface Upload {
  /** Empty where the platform gives none, as for pictures. */
  readonly name: string;
  /** The media type that its sender says. */
  readonly declared?: string | undefined;
  /** At most so many bytes. `gone` when the platform no longer gives it. */
  read(most: number): Promise<Uint8Array | "too-large" | "gone">;
}

export interface IncomingMessage extends Sender {
  /** The platform's id of the event; the same however often it is delivered. */
  readonly key: string;
  /** Without the bot's mention; people are `@` and the platform's id of the account, or a directory name. */
  readonly text: string;
  /** Those that are text, for plans. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** All of them, for what shows that something is done. */
  readonly uploads?: readonly Upload[] | undefined;
  /** What the message that it replies to says, where the platform tells. */
  readonly about?: string | undefined;
}

export interface IncomingAction extends Sender {
  readonly key: string;
  readonly action: Action;
  /** The message that it was taken on, where the platform has such a thing: what a new plan begins with. */
  readonly about?: string | undefined;
}

export interface IncomingForm extends Sender {
  readonly key: string;
  readonly action: Action;
  /** By field name: text and choices as a string, people as a list, checks as a boolean. */
  readonly values: Readonly<Record<string, string | readonly string[] | boolean>>;
  /** By the name of the field that they were put into. */
  readonly uploads?: Readonly<Record<string, readonly Upload[]>> | undefined;
}

/** What the sender alone gets back. Text is Markdown. */
export type Reply =
  | { readonly kind: "text"; readonly text: string; readonly tone: "good" | "bad" | "plain" }
  | { readonly kind: "card"; readonly card: Card }
  | { readonly kind: "form"; readonly form: Form };

/** A form that could not be taken stays open, with what is wrong at its fields. */
export type FormReply =
  | { readonly kind: "taken"; readonly replies: readonly Reply[] }
  | {
      readonly kind: "wrong";
      readonly problem?: string | undefined;
      readonly fields: Readonly<Record<string, string>>;
    };

/** The bot came into a chat, or somebody opened theirs with it. */
export interface Joining {
  readonly key: string;
  readonly place: Place;
  /** Who brought it there, where the platform says. */
  readonly account?: Account | undefined;
}

/** Each answers when what was asked is durable. A repeat of a key gets the same answer and changes nothing. */
export interface Inbox {
  message(message: IncomingMessage): Promise<readonly Reply[]>;
  action(action: IncomingAction): Promise<readonly Reply[]>;
  form(form: IncomingForm): Promise<FormReply>;
  /**
   * An open form as it is with what was typed so far; which fields it has may depend on that. Undefined where there is
   * nothing left to fill in. Changes nothing.
   */
  reform(form: Omit<IncomingForm, "key">): Promise<Form | undefined>;
  /** The card of a plan that somebody linked to; undefined where those who read there may not see the plan. */
  preview(link: { readonly plan: number } & Sender): Promise<Card | undefined>;
  /** What to say there, to everybody. */
  joined(joining: Joining): Promise<readonly Reply[]>;
  /** An approval of the platform's own has news; `desk` is the word that plans name it by. It is read soon. */
  approvalChanged(desk: string, ref: string): Promise<void>;
}

/** A language model that the settings name, asked for nothing but drafts. */
export interface DraftModel {
  /** What it is called, for those whose words it was sent. */
  readonly name: string;
  /** Its answer to a message, which should be a JSON object. Rejects where there is none in time. */
  answer(instructions: string, message: string): Promise<string>;
}

/** Something a platform delivered, as the adapter will want it back. */
export interface Arrival {
  /** The platform's own id of it; the same however often it is delivered. */
  readonly key: string;
  /** Arrivals of one lane are handled in their order: a person, a chat. */
  readonly lane: string;
  /** Anything that JSON can hold. */
  readonly payload: unknown;
}

/** Keeps what a platform delivers, so that it can be acknowledged before it is handled. */
export interface Arrivals {
  /** Durable when it answers; `hear` gets it. False for a repeat, which nobody gets. Keys are remembered for 30 days. */
  keep(arrival: Arrival): Promise<boolean>;
  /**
   * Durable when it answers; the caller handles it at once and says when it is done. If that takes too long, or the process
   * dies, `hear` gets it. `again` marks a repeat: it is handled all the same, since the inbox answers as it did before.
   */
  hold(arrival: Arrival): Promise<{ readonly again: boolean; done(): Promise<void> }>;
}

export interface ChatAdapter {
  readonly platform: Platform;
  /** Begins to listen, and does not wait until the platform can be reached. */
  start(inbox: Inbox, arrivals: Arrivals): Promise<void>;
  stop(): Promise<void>;
  /** Handles what was kept, and delivers the answers; comes again for the same arrival after a crash or a failure. */
  hear(payload: unknown): Promise<void>;
  /** Whether it can hear and speak now. */
  health(): boolean;
  /** Posts a card once per key: a repeat of the key answers with the first message. */
  post(place: Place, card: Card, key: string): Promise<MessageRef>;
  edit(ref: MessageRef, card: Card): Promise<void>;
  /** One Markdown line in the thread of a message, once per key. */
  note(ref: MessageRef, text: string, key: string): Promise<void>;
  /** Something only this account sees, at `where` if the platform can, else directly. Once per key. */
  tell(account: string, where: Place | undefined, text: string, key: string): Promise<void>;
  /** By email, and by mobile number where the platform can: each where the other finds nobody. Or by the platform's own id. */
  find(
    query: { readonly email: string; readonly mobile?: string | undefined } | { readonly id: string },
  ): Promise<Account | undefined>;
  /** Who is in a group of the platform's own, such as `department:od-1`; undefined where there is no such group. */
  members(group: string): Promise<readonly Account[] | undefined>;
  /**
   * Which of these accounts are out of office by the platform's own status, and until when (ms) if it says. Absent where a
   * platform has no such status.
   */
  away?(accounts: readonly string[]): Promise<ReadonlyMap<string, number | undefined>>;
}

/**
 * The platform could not do it. `retryAfter` (ms) is what it asked for; `gone` means never again for this message, `expired`
 * that the message is too old to be edited.
 */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: "busy" | "gone" | "expired" | "forbidden" | "unreachable";
  readonly retryAfter: number | undefined;
  constructor(code: ChatError["code"], message: string, retryAfter?: number, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
