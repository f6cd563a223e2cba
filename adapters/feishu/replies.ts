/**
 * Answers for one person alone: on Feishu that is a toast, or a message in their direct chat.
 */

import type { Card, Form } from "../../src/chat/card.ts";
import type { Reply } from "../../src/chat/ports.ts";
import { cleanLine } from "../../src/chat/texts/clean.ts";
import { plainMarkdown } from "../../src/chat/texts/rich-plain.ts";
import type { Messages } from "./messages.ts";
import type { FeishuNeeds } from "./needs.ts";
import type { Receiver } from "./refs.ts";
import { sentOf } from "./refs.ts";
import { renderForm } from "./render/form.ts";
import { postContents } from "./render/post.ts";
import type { Texts } from "./texts.ts";
import { TEXTS } from "./texts.ts";

type TextReply = Extract<Reply, { kind: "text" }>;

const SIGNS: Readonly<Record<TextReply["tone"], string>> = { good: "✅ ", bad: "⚠️ ", plain: "" };
const TOASTS = { good: "success", bad: "error", plain: "info" } as const;
/** More than this is not read in the moment that a toast lasts. */
const LONGEST_TOAST = 160;

export interface Toast {
  readonly type: "success" | "error" | "info" | "warning";
  readonly content: string;
}

export interface RepliesParts {
  readonly needs: FeishuNeeds;
  readonly messages: Messages;
  readonly sendCard: (to: Receiver, card: Card, key: string) => Promise<string>;
}

export class Replies {
  readonly #parts: RepliesParts;

  constructor(parts: RepliesParts) {
    this.#parts = parts;
  }

  textsFor(person: string): Texts {
    return TEXTS[this.#parts.needs.langOf(person)];
  }

  /** Sends every reply, each once per key. */
  async send(to: Receiver, replies: readonly Reply[], key: string, person: string): Promise<void> {
    for (const [place, reply] of replies.entries()) await this.#send(to, reply, `${key}:${place}`, person);
  }

  /** What can be told by a toast alone, and what must be sent besides. */
  split(
    replies: readonly Reply[],
    person: string,
  ): { readonly toast: Toast | undefined; readonly rest: readonly Reply[] } {
    const texts = this.textsFor(person);
    const [first] = replies;
    if (first === undefined) return { toast: undefined, rest: [] };
    if (first.kind === "form") return { toast: { type: "info", content: texts.formSent }, rest: replies };
    if (first.kind === "card") return { toast: { type: "info", content: texts.sentDirectly }, rest: replies };
    const content = plainMarkdown(first.text);
    const fits = content.length <= LONGEST_TOAST && !/https?:\/\//u.test(first.text);
    const toast = { type: TOASTS[first.tone], content: cleanLine(content, LONGEST_TOAST) || texts.sentDirectly };
    return { toast, rest: fits ? replies.slice(1) : replies };
  }

  async text(to: Receiver, markdown: string, key: string): Promise<void> {
    for (const [part, content] of postContents(markdown).entries()) {
      await this.#parts.messages.send(to, { type: "post", content }, part === 0 ? key : `${key}:part${part}`);
    }
  }

  async #send(to: Receiver, reply: Reply, key: string, person: string): Promise<void> {
    switch (reply.kind) {
      case "text":
        return this.text(to, `${SIGNS[reply.tone]}${reply.text}`, key);
      case "card":
        await this.#parts.sendCard(to, reply.card, key);
        return;
      case "form":
        // What one person fills in is nobody else's to see or to send.
        return this.#form({ type: "open_id", id: person }, reply.form, key, person);
    }
  }

  async #form(to: Receiver, form: Form, key: string, person: string): Promise<void> {
    const { needs, messages } = this.#parts;
    const { accountOf } = needs;
    const content = renderForm({ form, action: form.action, texts: this.textsFor(person), accountOf });
    const ref = await messages.send(to, { type: "interactive", content }, key);
    await needs.memory.put(formName(sentOf(ref).message), person);
  }
}

/** Under this a message is remembered to be somebody's form: only such a card is replaced by the answer to a click. */
export function formName(message: string): string {
  return `form:${message}`;
}
