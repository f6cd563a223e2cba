/**
 * What the console needs from outside. It has no platform behind it, so that its messages, its people and its
 * sign-ins are gonogo's own; whoever starts it connects these to the store and the directory.
 */
import type { Card } from "../../src/chat/card.ts";
import type { Place } from "../../src/chat/ports.ts";

export type Lang = "zh" | "en";
/** Milliseconds since 1970-01-01T00:00Z. */
type Instant = number;

/** What a message holds: a card or a text of the bot, or what a person said, which is never read as markup. */
export type Body =
  | { readonly kind: "card"; readonly card: Card }
  | { readonly kind: "text"; readonly text: string; readonly tone: "good" | "bad" | "plain" }
  | { readonly kind: "said"; readonly text: string; readonly files: readonly string[] };

export interface NewMessage {
  /** A repeat of the key answers with the message that has it, and writes nothing. */
  readonly key: string;
  readonly place: Place;
  /** The message whose thread this belongs to. */
  readonly thread?: number | undefined;
  /** A person of the directory, or undefined for the bot. */
  readonly author?: string | undefined;
  /** Only this person sees it. */
  readonly onlyFor?: string | undefined;
  readonly body: Body;
  readonly at: Instant;
}

export interface Message {
  readonly id: number;
  readonly key: string;
  readonly place: Place;
  readonly thread: number | undefined;
  readonly author: string | undefined;
  readonly onlyFor: string | undefined;
  readonly body: Body;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
}

export interface Thread {
  readonly count: number;
  readonly last: Message;
}

/** The messages, as several processes may write them. `viewer` never gets what is private to somebody else. */
export interface Messages {
  insert(message: NewMessage): Promise<Message>;
  /** Answers false when there is no such message. */
  edit(id: number, body: Body, at: Instant): Promise<boolean>;
  get(id: number): Promise<Message | undefined>;
  /** The newest of a place before a message, in the order of time, without threads. */
  list(query: {
    readonly place: Place;
    readonly viewer: string;
    readonly before?: number | undefined;
    readonly limit: number;
  }): Promise<readonly Message[]>;
  /** The newest notes of a message's thread, in the order of time. */
  thread(message: number, viewer: string, limit: number): Promise<readonly Message[]>;
  threads(messages: readonly number[], viewer: string): Promise<ReadonlyMap<number, Thread>>;
  /** Of all places and threads: what was written or edited at or after this time, in the order of the change. */
  changes(since: Instant, limit: number): Promise<readonly Message[]>;
  /** How many messages of others each place holds after the last that the person has seen; threads do not count. */
  unread(person: string, places: readonly Place[]): Promise<ReadonlyMap<Place, number>>;
  /** Moves the mark forward, never back. */
  seen(person: string, place: Place, message: number): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly lang: Lang;
  /** An IANA time zone. */
  readonly zone: string;
  /** What this person is for, in a few words, for example "release manager". */
  readonly hint?: Readonly<Record<Lang, string>> | undefined;
}

export interface Room {
  readonly id: string;
  readonly title: Readonly<Record<Lang, string>>;
  readonly about?: Readonly<Record<Lang, string>> | undefined;
  readonly members: readonly string[];
}

export interface Directory {
  person(id: string): Promise<Person | undefined>;
  people(): Promise<readonly Person[]>;
  byEmail(email: string): Promise<Person | undefined>;
  /** The rooms this person is a member of. */
  rooms(person: string): Promise<readonly Room[]>;
  /** Keeps the language this person chose; cards to them alone are in it from then on. */
  choose(person: string, lang: Lang): Promise<void>;
  /** How many plans wait for each person; who has none may be absent. */
  waiting(): Promise<ReadonlyMap<string, number>>;
}

/** Signed-in browsers. Secrets are kept as hashes by whoever implements this. */
export interface SignIn {
  /** Whose unended session this cookie is. */
  whoIs(session: string): Promise<string | undefined>;
  /** Turns the secret of a one-time link into a session, once. */
  redeem(
    secret: string,
  ): Promise<{ readonly session: string; readonly person: string; readonly expiresAt: Instant } | undefined>;
  end(session: string): Promise<void>;
}

/** Who a browser is: anybody it says in sample mode, otherwise whom it signed in as. */
export type Doors = { readonly mode: "sample" } | { readonly mode: "sign-in"; readonly signIn: SignIn };

/** A command as the message box suggests it. */
export interface CommandHint {
  /** Put into the box, for example `/plan show `. */
  readonly insert: string;
  readonly usage: string;
  readonly about: string;
}

export interface ConsoleNeeds {
  readonly messages: Messages;
  readonly directory: Directory;
  readonly doors: Doors;
  readonly commands: (lang: Lang) => readonly CommandHint[];
  readonly now: () => Instant;
  /** Calls back when this or another process may have written messages. Answers how to stop. */
  readonly onChange: (wake: () => void) => () => void;
  /** In bytes: what a file may have. */
  readonly mostFile: number;
  /** The address people reach this console at, when it is not the loopback one. */
  readonly publicUrl?: string | undefined;
  readonly version: string;
  /** Something unexpected went wrong; the browser was told only that it did. */
  readonly onError: (error: unknown) => void;
}
