/**
 * What there is in an emulated workspace: people, channels, messages, views, files.
 */

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  /** As Slack spells it: `en-US`, `zh-CN`. */
  readonly locale?: string | undefined;
  /** An IANA name. */
  readonly zone?: string | undefined;
  readonly team?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly kind?: "member" | "guest" | "single-channel-guest" | "stranger" | "bot" | undefined;
  readonly deleted?: boolean | undefined;
  /** The end in seconds, 0 for none. */
  readonly status?: { readonly emoji: string; readonly expiration: number } | undefined;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  /** Who wrote it; the app's own bot for what came through the Web API. */
  readonly user: string;
  text: string;
  blocks: readonly Json[] | undefined;
  readonly thread?: string | undefined;
  readonly metadata?:
    | { readonly event_type: string; readonly event_payload: Readonly<Record<string, Json>> }
    | undefined;
  /** Only this person sees it, and Slack keeps it nowhere. */
  readonly onlyFor?: string | undefined;
  readonly files?: readonly string[] | undefined;
  edits: number;
  unfurls: Readonly<Record<string, { readonly blocks: readonly Json[] }>>;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "group" | "im";
  readonly members: Set<string>;
  readonly messages: Message[];
  archived: boolean;
  /** Shared with another organisation. */
  readonly shared: boolean;
}

export interface View {
  readonly id: string;
  readonly user: string;
  hash: string;
  body: Readonly<Record<string, Json>>;
  /** What was typed or chosen, by block and action. */
  readonly typed: Map<string, Json>;
  /** What Slack shows at the fields after `response_action: errors`. */
  errors: Readonly<Record<string, string>>;
  readonly private?: true;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly content: string;
  readonly user: string;
  readonly channel?: string | undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const TEAM = "T0GONOGO1";
export const ENTERPRISE = "E0GONOGO1";
export const APP = "A0GONOGO1";
export const BOT_USER = "U0GONOGO1";
export const BOT = "B0GONOGO1";
export const BOT_TOKEN = "xoxb-1111-2222-gonogo";
export const APP_TOKEN = "xapp-1-A0GONOGO1-3333-gonogo";
export const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

/** Everything that the emulator keeps, and how it names things. */
export class World {
  readonly members = new Map<string, Member>();
  readonly channels = new Map<string, Channel>();
  readonly views = new Map<string, View>();
  /** The modals that each person has open, the topmost last. */
  readonly stacks = new Map<string, string[]>();
  readonly homes = new Map<string, Readonly<Record<string, Json>>>();
  readonly files = new Map<string, StoredFile>();
  readonly groups = new Map<
    string,
    { readonly handle: string; readonly name: string; readonly users: readonly string[] }
  >();
  readonly now: () => number;
  /** Org-wide installed on an Enterprise Grid. */
  grid = false;
  #count = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The next number of whatever is numbered. */
  next(): number {
    return ++this.#count;
  }

  id(prefix: string): string {
    return `${prefix}${this.next().toString(36).toUpperCase().padStart(8, "0")}`;
  }

  /** Later than any before, as Slack's are. */
  ts(): string {
    return `${Math.floor(this.now() / 1000)}.${String(this.next()).padStart(6, "0")}`;
  }

  member(id: string): Member {
    const member = this.members.get(id);
    if (!member) throw new Error(`there is no ${id}`);
    return member;
  }

  /** By id or by name. */
  channel(named: string): Channel {
    const channel = this.channels.get(named) ?? [...this.channels.values()].find(({ name }) => name === named);
    if (!channel) throw new Error(`there is no channel ${named}`);
    return channel;
  }

  /** The direct message of a person with the app. */
  direct(user: string): Channel {
    const known = [...this.channels.values()].find(({ kind, members }) => kind === "im" && members.has(user));
    return known ?? this.open({ id: this.id("D"), name: user, kind: "im", members: [user, BOT_USER] });
  }

  open(parts: {
    readonly id: string;
    readonly name: string;
    readonly kind: Channel["kind"];
    readonly members: readonly string[];
    readonly shared?: boolean;
  }): Channel {
    const { id, name, kind, members, shared = false } = parts;
    const channel: Channel = { id, name, kind, members: new Set(members), messages: [], archived: false, shared };
    this.channels.set(id, channel);
    return channel;
  }

  post(channel: Channel, message: Pick<Message, "user" | "text"> & Partial<Message>): Message {
    const posted: Message = {
      ts: this.ts(),
      channel: channel.id,
      blocks: undefined,
      edits: 0,
      unfurls: {},
      ...message,
    };
    channel.messages.push(posted);
    return posted;
  }

  /** The message of that time, as far as Slack keeps it: what only one person saw is kept nowhere. */
  find(channel: Channel, ts: string): Message | undefined {
    return channel.messages.find((message) => message.ts === ts && message.onlyFor === undefined);
  }

  teamOf(user: string): string {
    return this.members.get(user)?.team ?? TEAM;
  }
}
