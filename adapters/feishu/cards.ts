/**
 * Cards as messages: rendered, sent, edited, and turned to another page where they have several.
 */
import { z } from "zod";
import type { Card } from "../../src/chat/card.ts";
import type { MessageRef } from "../../src/chat/ports.ts";
import { namesStranger } from "./failure.ts";
import type { Messages } from "./messages.ts";
import type { FeishuNeeds } from "./needs.ts";
import type { Receiver } from "./refs.ts";
import { sentOf } from "./refs.ts";
import type { RenderedCard } from "./render/card.ts";
import { renderCard } from "./render/card.ts";
import { Trickle } from "./trickle.ts";

/** Enough direct chats to know without asking. */
const MOST_KNOWN = 20_000;

export class Cards {
  readonly #needs: FeishuNeeds;
  readonly #messages: Messages;
  readonly #direct = new Set<string>();
  readonly #trickle: Trickle;

  constructor(needs: FeishuNeeds, messages: Messages) {
    this.#needs = needs;
    this.#messages = messages;
    this.#trickle = new Trickle({ send: (ref, card) => this.#edit(ref, card), now: needs.now });
  }

  async send(to: Receiver, card: Card, key: string): Promise<MessageRef> {
    let rendered: RenderedCard | undefined;
    const ref = await this.#written(card, 1, (each) => {
      rendered = each;
      return this.#messages.send(to, { type: "interactive", content: each.content }, key);
    });
    const { chat, message } = sentOf(ref);
    if (to.type === "open_id") await this.knowDirect(chat);
    if (rendered && rendered.pages > 1) await this.#remember(message, card, 1);
    return ref;
  }

  async edit(ref: MessageRef, card: Card): Promise<void> {
    if (!this.#trickle.takes(ref, card)) await this.#edit(ref, card);
  }

  /** Nothing is left to be told. */
  async flush(): Promise<void> {
    await this.#trickle.flush();
  }

  async #edit(ref: MessageRef, card: Card): Promise<void> {
    const { message } = sentOf(ref);
    const before = await this.#remembered(message);
    let rendered: RenderedCard | undefined;
    await this.#written(card, before?.page ?? 1, (each) => {
      rendered = each;
      return this.#messages.patch(ref, each.content);
    });
    this.#trickle.sent(ref, card);
    if (rendered && (rendered.pages > 1 || before)) await this.#remember(message, card, rendered.page);
  }

  /** Another page of a card; undefined for one that has none. */
  async turn(ref: MessageRef, page: number): Promise<string | undefined> {
    const { message } = sentOf(ref);
    const before = await this.#remembered(message);
    if (!before) return undefined;
    const rendered = renderCard(before.card, this.#needs.accountOf, page);
    await this.#remember(message, before.card, rendered.page);
    return rendered.content;
  }

  /** Whether a chat is somebody's with the bot alone. */
  async isDirect(chat: string): Promise<boolean> {
    if (this.#direct.has(chat)) return true;
    const known = (await this.#needs.memory.get(`direct:${chat}`)) !== undefined;
    if (known) this.#direct.add(chat);
    return known;
  }

  async knowDirect(chat: string): Promise<void> {
    if (this.#direct.has(chat)) return;
    if (this.#direct.size > MOST_KNOWN) this.#direct.clear();
    await this.#needs.memory.put(`direct:${chat}`, "1");
    this.#direct.add(chat);
  }

  /** One account that Feishu does not know spoils a card: then people are named by their names. */
  async #written<T>(card: Card, page: number, write: (rendered: RenderedCard) => Promise<T>): Promise<T> {
    try {
      return await write(renderCard(card, this.#needs.accountOf, page));
    } catch (error) {
      if (!(error instanceof Error) || !namesStranger(error.cause)) throw error;
      return write(renderCard(card, () => undefined, page));
    }
  }

  async #remember(message: string, card: Card, page: number): Promise<void> {
    await this.#needs.memory.put(`page:${message}`, JSON.stringify({ card, page }));
  }

  /** What is remembered is this adapter's own writing, so the card is taken at its word. */
  async #remembered(message: string): Promise<{ readonly card: Card; readonly page: number } | undefined> {
    const text = await this.#needs.memory.get(`page:${message}`);
    if (text === undefined) return undefined;
    const read = rememberedSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  }
}

const rememberedSchema = z.object({ card: z.custom<Card>((value) => typeof value === "object"), page: z.int() });
