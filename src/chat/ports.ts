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

export interface IncomingMessage extends Sender {
  /** The platform's id of the event; the same however often it is delivered. */
  readonly key: string;
  /** Without the bot's mention; people are `@` and the platform's id of the account, or a directory name. */
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export interface IncomingAction extends Sender {
  readonly key: string;
  readonly action: Action;
}

export interface IncomingForm extends Sender {
  readonly key: string;
  readonly action: Action;
  /** By field name: text and choices as a string, people as a list, checks as a boolean. */
  readonly values: Readonly<Record<string, string | readonly string[] | boolean>>;
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

/** Each answers when what was asked is durable. A repeat of a key gets the same answer and changes nothing. */
export interface Inbox {
  message(message: IncomingMessage): Promise<readonly Reply[]>;
  action(action: IncomingAction): Promise<readonly Reply[]>;
  form(form: IncomingForm): Promise<FormReply>;
}

export interface ChatAdapter {
  readonly platform: Platform;
  start(inbox: Inbox): Promise<void>;
  stop(): Promise<void>;
  /** Posts a card once per key: a repeat of the key answers with the first message. */
  post(place: Place, card: Card, key: string): Promise<MessageRef>;
  edit(ref: MessageRef, card: Card): Promise<void>;
  /** One Markdown line in the thread of a message, once per key. */
  note(ref: MessageRef, text: string, key: string): Promise<void>;
  /** Something only this account sees, at `where` if the platform can, else directly. Once per key. */
  tell(account: string, where: Place | undefined, text: string, key: string): Promise<void>;
  find(query: { readonly email: string } | { readonly id: string }): Promise<Account | undefined>;
}

/** The platform could not do it. `retryAfter` (ms) is what it asked for; `gone` means never again for this message. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: "busy" | "gone" | "forbidden" | "unreachable";
  readonly retryAfter: number | undefined;
  constructor(code: ChatError["code"], message: string, retryAfter?: number, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
