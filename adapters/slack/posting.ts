/**
 * Messages into channels and direct messages, each once per key. Slack has no such thing: a message carries its key as
 * metadata, and after an outcome that nobody knows it is looked for before it is posted again.
 */
import { createHash } from "node:crypto";
import { ChatError } from "../../src/chat/ports.ts";
import { chatError, failureOf, isRefused, isUnknown } from "./failure.ts";
import type { Outgoing } from "./needs.ts";
import type { Pace } from "./pace.ts";
import type { Message, Target } from "./places.ts";
import { messageOf, refOf } from "./places.ts";
import type { Block } from "./render/blocks.ts";
import type { Client } from "./web.ts";
import { paced } from "./web.ts";

export interface Said {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Tried where Slack does not take the blocks. */
  readonly fewer?: readonly Block[] | undefined;
}

export interface PostingNeeds {
  readonly client: Client;
  readonly pace: Pace;
  readonly outgoing: Outgoing;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

const EVENT = "gonogo_message";
/** How far clocks may be apart, when a message is looked for by its time (ms). */
const SKEW = 5 * 60_000;
const PAGE = 200;
/** As far back as is looked; what was posted so long ago is not posted again by a retry. */
const MOST_PAGES = 10;

export class Posting {
  readonly #needs: PostingNeeds;
  /** Channels of direct messages, by their person. */
  readonly #direct = new Map<string, string>();

  constructor(needs: PostingNeeds) {
    this.#needs = needs;
  }

  /** The channel of a direct message with somebody. */
  async directWith(user: string): Promise<string> {
    const known = this.#direct.get(user);
    if (known !== undefined) return known;
    const { client, pace } = this.#needs;
    const { channel } = await this.#call("conversations.open", () =>
      paced(pace, "conversations.open", () => client.conversations.open({ users: user })),
    );
    if (channel?.id === undefined)
      throw new ChatError("unreachable", `conversations.open named no channel for ${user}`);
    this.#direct.set(user, channel.id);
    return channel.id;
  }

  /** Whose direct message a channel is, as far as it was asked for here. */
  ownerOf(channel: string): string | undefined {
    return [...this.#direct].find(([, direct]) => direct === channel)?.[0];
  }

  async post(target: Target, said: Said, key: string, thread?: string): Promise<Message> {
    const { outgoing, now } = this.#needs;
    const known = await outgoing.find(key);
    if (known?.ref !== undefined) return messageOf(known.ref);
    const channel = "channel" in target ? target.channel : await this.directWith(target.user);
    const found = known && (await this.#lookFor(channel, key, known.triedAt, thread));
    if (found) {
      await outgoing.settle(key, refOf(found));
      return found;
    }
    await this.#turn(channel);
    await outgoing.begin(key, now());
    try {
      const posted = await this.#send(channel, said, key, thread);
      await outgoing.settle(key, refOf(posted));
      return posted;
    } catch (error) {
      // What is known not to be there needs no looking for.
      if (!isUnknown(error)) await outgoing.drop(key);
      throw chatError("chat.postMessage", error);
    }
  }

  async edit({ channel, ts }: Message, said: Said): Promise<void> {
    const { client, pace } = this.#needs;
    const { text } = said;
    await this.#call("chat.update", () =>
      this.#fitting(said, (shown) =>
        paced(pace, `edit ${channel}`, () => client.chat.update({ channel, ts, text, ...shown, parse: "none" })),
      ),
    );
  }

  /** Said once per key, unless nobody knows whether it was: then this one person may see it twice. */
  async whisperOnce(channel: string, user: string, said: Said, key: string): Promise<boolean> {
    const { outgoing, now } = this.#needs;
    const known = await outgoing.find(key);
    if (known?.ref !== undefined) return true;
    await outgoing.begin(key, now());
    const heard = await this.whisper(channel, user, said);
    if (heard) await outgoing.settle(key, `${channel}:0.0`);
    else await outgoing.drop(key);
    return heard;
  }

  /** What only one person sees, in a channel that both are in; false where one of them is not. */
  async whisper(channel: string, user: string, said: Said, thread?: string): Promise<boolean> {
    try {
      await this.#whisper(channel, user, said, thread);
      return true;
    } catch (error) {
      if (error instanceof ChatError && (error.code === "forbidden" || error.code === "gone")) return false;
      throw error;
    }
  }

  async #whisper(channel: string, user: string, said: Said, thread?: string): Promise<void> {
    const { client, pace } = this.#needs;
    const place = { channel, user, ...(thread !== undefined && { thread_ts: thread }) };
    const { text } = said;
    await this.#call("chat.postEphemeral", () =>
      this.#fitting(said, (shown) =>
        paced(pace, "chat.postEphemeral", () => client.chat.postEphemeral({ ...place, text, ...shown, parse: "none" })),
      ),
    );
  }

  async #turn(channel: string): Promise<void> {
    await this.#needs.pace.turn(channel);
  }

  #send(channel: string, said: Said, key: string, thread: string | undefined): Promise<Message> {
    const { text } = said;
    return this.#fitting(said, async (shown) => {
      const posted = await paced(this.#needs.pace, channel, () =>
        this.#needs.client.chat.postMessage({
          channel,
          text,
          ...shown,
          ...(thread !== undefined && { thread_ts: thread }),
          metadata: { event_type: EVENT, event_payload: { key: digestOf(key) } },
          parse: "none",
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      return { channel: posted.channel ?? channel, ts: posted.ts ?? "" };
    });
  }

  /** Where Slack does not take the blocks it gets fewer, and in the end the text alone: nobody shall miss the message. */
  async #fitting<T>({ blocks, fewer }: Said, send: (shown: { blocks?: Block[] }) => Promise<T>): Promise<T> {
    for (const shown of fewer ? [blocks, fewer] : [blocks]) {
      try {
        return await send({ blocks: [...shown] });
      } catch (error) {
        if (!isRefused(error, "invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format")) throw error;
        this.#needs.onError(error);
      }
    }
    return send({});
  }

  async #lookFor(
    channel: string,
    key: string,
    since: number,
    thread: string | undefined,
  ): Promise<Message | undefined> {
    try {
      return await this.#search(channel, key, since, thread);
    } catch (error) {
      if (!isRefused(error, "not_in_channel")) {
        if (isRefused(error, "thread_not_found", "channel_not_found")) return undefined;
        throw chatError("conversations.history", error);
      }
      // A public channel takes messages of who is not in it, and shows them only to who is.
      await this.#call("conversations.join", () => this.#needs.client.conversations.join({ channel }));
      return this.#call("conversations.history", () => this.#search(channel, key, since, thread));
    }
  }

  async #search(channel: string, key: string, since: number, thread: string | undefined): Promise<Message | undefined> {
    const { client, pace } = this.#needs;
    const wanted = digestOf(key);
    const range = { channel, oldest: String((since - SKEW) / 1000), include_all_metadata: true, limit: PAGE };
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const asked = { ...range, ...(cursor && { cursor }) };
      const { messages = [], response_metadata: more } = await paced(pace, "conversations.history", () =>
        thread === undefined
          ? client.conversations.history(asked)
          : client.conversations.replies({ ...asked, ts: thread }),
      );
      const found = messages.find((message) => keyOf(message) === wanted);
      if (found?.ts !== undefined) return { channel, ts: found.ts };
      cursor = more?.next_cursor;
      if (!cursor) return undefined;
    }
    throw new ChatError("unreachable", `${channel} has more messages than can be looked through`);
  }

  async #call<T>(what: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw chatError(what, error);
    }
  }
}

function keyOf(message: object): string | undefined {
  const { metadata } = message as { metadata?: { event_type?: string; event_payload?: { key?: unknown } } };
  const { key } = metadata?.event_payload ?? {};
  return metadata?.event_type === EVENT && typeof key === "string" ? key : undefined;
}

/** Keys hold names of plans and people, which are nobody's business who reads a channel's metadata. */
function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}

/** Whether it is worth trying in another way. */
export function isFinal(error: unknown): boolean {
  return failureOf(error).kind === "refused";
}
