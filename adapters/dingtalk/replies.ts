/**
 * Bringing the core's answers to the one who asked: text directly, cards where they were asked for and visible to that
 * person alone, forms as fields on a card where the template has them, else as a conversation.
 */
import type { Card, Form } from "../../src/chat/card.ts";
import type { Account, FormReply, Inbox, Place, Reply } from "../../src/chat/ports.ts";
import type { CardBook } from "./card-book.ts";
import type { CardRow } from "./card-row.ts";
import type { Dialog, Step } from "./dialog.ts";
import { beginDialog, continueDialog, correctDialog, dialogSchema, reformDialog } from "./dialog.ts";
import { PARAGRAPH } from "./markdown.ts";
import type { Messages, Webhook } from "./messages.ts";
import type { DingtalkNeeds } from "./needs.ts";
import { openPlace, parsePlace, privatePlace, singlePlace, spotOf } from "./places.ts";
import { createShelf } from "./shelf.ts";
import { tame } from "./tame.ts";
import { TEXTS } from "./texts.ts";

/** Whom to answer, and where it was asked. */
export interface Asker {
  readonly account: Account;
  readonly place: Place;
  /** The platform's id of what is answered: each answer to it is given once. */
  readonly key: string;
  readonly webhook?: Webhook | undefined;
  /** It was asked by a click: the card shows what came of it. */
  readonly onCard?: boolean | undefined;
}

export interface Replies {
  deliver(replies: readonly Reply[], asker: Asker): Promise<void>;
  say(markdown: string, asker: Asker, part: string): Promise<void>;
  /** Takes a message as an answer to what was asked in a conversation; false when nothing was. */
  answer(text: string, asker: Asker): Promise<boolean>;
  /** Takes what was typed into a card's fields. */
  submit(ref: string, row: CardRow, typed: readonly string[], asker: Asker): Promise<void>;
}

export interface ReplyNeeds extends DingtalkNeeds {
  readonly book: CardBook;
  readonly messages: Messages;
  readonly inbox: () => Inbox;
  /** Calls are rare: what a card says anyway is not said once more. */
  readonly frugal: () => boolean;
}

const SIGNS = { good: "✅ ", bad: "⚠️ ", plain: "" } as const;

export function createReplies(needs: ReplyNeeds): Replies {
  const { book, messages, inbox, people } = needs;
  const dialogs = createShelf(needs.records, "dialog", dialogSchema);
  const textsFor = ({ account }: Asker) => TEXTS[people.langAt(singlePlace(account.id))];

  async function say(markdown: string, asker: Asker, part: string): Promise<void> {
    const { account, place, webhook } = asker;
    const key = `${asker.key}:${part}`;
    // A webhook speaks to the whole chat; those of other organisations can be reached in no other way.
    const single = spotOf(place)?.kind === "single";
    if (webhook && (single || account.outside === true) && (await messages.reply(webhook, markdown, key))) return;
    if (account.outside !== true) await messages.tell(account.id, markdown, key);
  }

  async function deliver(replies: readonly Reply[], asker: Asker): Promise<void> {
    for (const [index, reply] of replies.entries()) {
      const part = String(index);
      if (reply.kind === "text" && reply.tone === "good" && asker.onCard === true && needs.frugal()) continue;
      if (reply.kind === "text") await say(`${SIGNS[reply.tone]}${tame(reply.text)}`, asker, part);
      else if (asker.account.outside === true) continue;
      else if (reply.kind === "card") {
        await book.post(privatePlace(asker.place, asker.account.id), reply.card, `reply:${asker.key}:${part}`);
      } else await ask(reply.form, asker, part);
    }
  }

  async function ask(form: Form, asker: Asker, part: string): Promise<void> {
    const texts = textsFor(asker);
    if (form.fields.length === 0) return say(texts.dialog.nothingToFill, asker, part);
    if (fitsOnCard(form, book.template.inputs)) {
      const place = privatePlace(asker.place, asker.account.id);
      await book.post(place, formCard(form, texts.formLabel), `form:${asker.key}:${part}`, { form });
      return;
    }
    const key = `${asker.key}:${part}`;
    let said = "";
    await dialogs.change(asker.account.id, (before) => {
      if (before?.last.key === key) {
        said = before.last.say;
        return "keep";
      }
      const { dialog, say: question } = beginDialog(form, openPlace(asker.place), key, texts.dialog);
      const given = before ? `${texts.dialog.replaced(before.form.title)}${PARAGRAPH}` : "";
      said = `${given}${question}`;
      return { value: dialog };
    });
    // It goes on in the single chat: a group would read along.
    await say(said, { ...asker, place: singlePlace(asker.account.id), webhook: singleWebhook(asker) }, part);
  }

  async function answer(text: string, asker: Asker): Promise<boolean> {
    const { id } = asker.account;
    const texts = textsFor(asker).dialog;
    let step: Step | undefined;
    await dialogs.change(id, (dialog) => {
      step = dialog && continueDialog(dialog, text, asker.key, texts);
      if (!step) return "keep";
      return step.over ? "remove" : { value: step.dialog };
    });
    if (!step) return false;
    if (step.submit) await handIn(step.dialog, asker);
    else await say(step.reform ? await reform(step.dialog, asker) : step.say, asker, "dialog");
    return true;
  }

  /** Asks for the form anew, and answers what to ask next. */
  async function reform(dialog: Dialog, asker: Asker): Promise<string> {
    const { id } = asker.account;
    const { action } = dialog.form;
    const { values } = dialog;
    const place = parsePlace(dialog.place) ?? asker.place;
    const form = await inbox().reform({ account: asker.account, place, action, values });
    const texts = textsFor(asker).dialog;
    if (!form) {
      await dialogs.change(id, () => "remove");
      return texts.nothingToFill;
    }
    const step = reformDialog(dialog, form, asker.key, texts);
    await dialogs.change(id, (kept) => (kept?.last.key === asker.key ? { value: step.dialog } : "keep"));
    return step.say;
  }

  async function handIn(dialog: Dialog, asker: Asker): Promise<void> {
    const { form, values } = dialog;
    const place = parsePlace(dialog.place) ?? asker.place;
    const reply = await inbox().form({ key: asker.key, account: asker.account, place, action: form.action, values });
    if (reply.kind === "taken") {
      await dialogs.change(asker.account.id, (kept) => (kept?.last.key === asker.key ? "remove" : "keep"));
      return deliver(reply.replies, { ...asker, place });
    }
    const { dialog: corrected, say: said } = correctDialog(dialog, reply, asker.key, textsFor(asker).dialog);
    await dialogs.change(asker.account.id, () => ({ value: corrected }));
    await say(said, asker, "dialog");
  }

  return {
    deliver,
    say,
    answer,
    async submit(ref, row, typed, asker) {
      const { form } = row;
      if (!form) return;
      const given = form.fields.map(({ name }, index) => [name, typed[index] ?? ""] as const);
      const values = Object.fromEntries(given);
      const reply: FormReply = await inbox().form({
        key: asker.key,
        account: asker.account,
        place: asker.place,
        action: form.action,
        values,
      });
      const texts = textsFor(asker);
      if (reply.kind === "taken") {
        await book.edit(ref, answeredCard(row.card, texts.formTaken));
        return deliver(reply.replies, asker);
      }
      const wrong = form.fields.flatMap(({ name, label }) =>
        reply.fields[name] === undefined ? [] : [`${label}: ${reply.fields[name]}`],
      );
      const lines = [texts.dialog.wrong, ...(reply.problem === undefined ? [] : [reply.problem]), ...wrong];
      await say(`${SIGNS.bad}${tame(lines.join("\n"))}`, asker, "wrong");
    },
  };
}

/** Only text fields can be typed into on a card, and only so many. */
function fitsOnCard({ fields }: Form, inputs: number): boolean {
  return fields.length <= inputs && fields.every((field) => field.type === "text" && field.value === "");
}

function formCard({ title, intro, fields, submit, back, style, action }: Form, label: string): Card {
  const lines = fields.map((field) => [field.label, ...(field.hint === undefined ? [] : [` – ${field.hint}`])]);
  const blocks: Card["blocks"] = [
    ...(intro === undefined ? [] : [{ kind: "markdown", text: intro } as const]),
    { kind: "list", lines },
  ];
  const buttons: Card["buttons"] = [
    { id: "submit", label: submit, style, action },
    { id: "back", label: back, style: "plain", action },
  ];
  return { title, tone: "waiting", label, blocks, buttons, summary: title };
}

/** A question that was answered says so, and has no buttons. */
export function answeredCard(card: Card, words: string): Card {
  const line = { kind: "notice", tone: "muted", line: [words] } as const;
  return { ...card, tone: "muted", label: words, blocks: [...card.blocks, line], buttons: [] };
}

/** A group's webhook does not lead to the single chat. */
function singleWebhook({ place, webhook }: Asker): Webhook | undefined {
  return spotOf(place)?.kind === "single" ? webhook : undefined;
}
