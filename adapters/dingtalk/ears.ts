/**
 * Handling what was heard: a message, a click, news of an approval. Each may come again for the same delivery, after a crash
 * or a failure, and has its effect once.
 */
import { z } from "zod";
import type { Card } from "../../src/chat/card.ts";
import type { Account, Inbox, IncomingMessage, Place } from "../../src/chat/ports.ts";
import { refOfTrack } from "./card-book.ts";
import type { Press } from "./card-row.ts";
import type { Files } from "./files.ts";
import type { Click, Heard, HeardMessage, Speaker } from "./incoming.ts";
import { withNames } from "./mentions.ts";
import type { People } from "./people.ts";
import { groupPlace, openPlace, PLATFORM, privatePlace, singlePlace } from "./places.ts";
import type { Asker, Replies, ReplyNeeds } from "./replies.ts";
import { answeredCard } from "./replies.ts";
import { createShelf } from "./shelf.ts";
import { TEXTS } from "./texts.ts";

export interface EarNeeds extends ReplyNeeds {
  readonly contacts: People;
  readonly files: Files;
  readonly replies: Replies;
  readonly inbox: () => Inbox;
  /** Says something to everybody in a group. */
  readonly announce: (group: string, asker: Asker, markdown: string) => Promise<void>;
}

const APPROVALS = "dingtalk";
const PLAN_IN_FILE = "/plan apply";

export async function handle(heard: Heard, needs: EarNeeds): Promise<void> {
  switch (heard.kind) {
    case "message":
      return hearMessage(heard, needs);
    case "click":
      return hearClick(heard, needs);
    case "approval":
      return needs.inbox().approvalChanged(APPROVALS, heard.ref);
  }
}

async function hearMessage(heard: HeardMessage, needs: EarNeeds): Promise<void> {
  const { inbox, replies, people } = needs;
  const { speaker, group, key, webhook } = heard;
  const account = await accountOf(speaker, needs);
  const place = group === undefined ? singlePlace(account.id) : groupPlace(group);
  const asker: Asker = { account, place, key: `msg:${key}`, webhook };
  const texts = TEXTS[people.langAt(singlePlace(account.id))];
  if (group !== undefined) await greet(group, asker, needs);
  if (heard.unreadable) return replies.say(texts.unreadable, asker, "unreadable");
  // In a single chat what is no command is the answer to what was asked.
  const command = /^\s*[/／]/u.test(heard.text);
  const inDialog =
    group === undefined && !command && heard.file === undefined && heard.text !== "" && account.outside !== true;
  if (inDialog && (await replies.answer(heard.text, asker))) return;
  const plan = heard.file && PLAN_NAME.test(heard.file.name) ? heard.file : undefined;
  // No words come with a file: one that is text is a plan, new or by its key a later state of one.
  const text = plan ? PLAN_IN_FILE : heard.file ? "" : await withNames(heard, needs);
  const message = { key: asker.key, account, place, text };
  const read = plan ? await filesOf(plan, needs, texts) : [];
  if (typeof read === "string") return replies.say(read, asker, "file");
  const { files } = needs;
  const given = [
    ...(heard.file && !plan ? [files.upload(heard.file.code, heard.file.name)] : []),
    ...heard.pictures.map((code) => files.upload(code, "")),
  ];
  const said: IncomingMessage = { ...message, files: read, uploads: given };
  await replies.deliver(await inbox().message(said), asker);
}

async function filesOf(
  { code, name }: NonNullable<HeardMessage["file"]>,
  { files }: EarNeeds,
  texts: (typeof TEXTS)["zh"],
): Promise<IncomingMessage["files"] | string> {
  const file = await files.read(code);
  switch (file.kind) {
    case "text":
      return [{ name, text: file.text }];
    case "too-large":
      return texts.fileTooLarge(name, file.kilobytes);
    case "not-text":
      return texts.fileNotText(name);
    case "lost":
      return texts.fileLost(name);
  }
}

/** Other files are what shows that something is done. */
const PLAN_NAME = /\.(?:ya?ml|md|markdown|json|txt)$/iu;

const chatSchema = z.object({ key: z.string() });

/** The first time that the bot hears something in a group, it says to everybody what happens there. */
async function greet(group: string, asker: Asker, needs: EarNeeds): Promise<void> {
  const chats = createShelf(needs.records, "chat", chatSchema);
  const known = await chats.find(group);
  if (known) return;
  const replies = await needs.inbox().joined({ key: `joined:${group}`, place: groupPlace(group) });
  for (const reply of replies) if (reply.kind === "text") await needs.announce(group, asker, reply.text);
  await chats.change(group, () => ({ value: { key: asker.key } }));
}

async function hearClick(click: Click, needs: EarNeeds): Promise<void> {
  const { book, replies, people } = needs;
  const ref = refOfTrack(click.track);
  const account = await accountOf(click.speaker, needs);
  const row = await book.find(ref);
  const press = row?.presses[click.button];
  const place = row ? openPlace(row.place) : singlePlace(account.id);
  const asker: Asker = { account, place, key: `click:${click.key}`, onCard: true };
  const texts = TEXTS[people.langAt(singlePlace(account.id))];
  if (!row || !press) return replies.say(texts.oldButton, asker, "old");
  if (press.kind === "dismiss") return book.edit(ref, answeredCard(row.card, texts.dismissed));
  if (press.kind === "submit") return replies.submit(ref, row, book.template.typed(click.params), asker);
  if (press.confirm) return confirm(press, asker, needs);
  const answer = await needs.inbox().action({ key: asker.key, account, place, action: press.action });
  if (press.closes) await book.edit(ref, answeredCard(row.card, texts.answered(press.label)));
  await replies.deliver(answer, asker);
}

/** No template asks "are you sure": a card that only this person sees does. */
async function confirm(press: Extract<Press, { readonly kind: "act" }>, asker: Asker, needs: EarNeeds): Promise<void> {
  if (!press.confirm || asker.account.outside === true) return;
  const { title, text, ok, back } = press.confirm;
  const lang = needs.people.langAt(singlePlace(asker.account.id));
  const card: Card = {
    title,
    tone: "waiting",
    label: TEXTS[lang].confirmLabel,
    blocks: [{ kind: "list", lines: [[text]] }],
    buttons: [
      { id: "ok", label: ok, style: "primary", action: press.action },
      { id: "back", label: back, style: "plain", action: press.action },
    ],
    summary: title,
  };
  const place: Place = privatePlace(asker.place, asker.account.id);
  await needs.book.post(place, card, `confirm:${asker.key}`, {});
}

/** Who it is, with what the contacts say; that they can't be read keeps nobody from speaking. */
async function accountOf({ id, name, outside }: Speaker, { contacts, report }: EarNeeds): Promise<Account> {
  const said: Account = { platform: PLATFORM, id, name: name || undefined, ...(outside && { outside: true }) };
  if (outside) return said;
  try {
    return (await contacts.byId(id)) ?? { ...said, outside: true };
  } catch (error) {
    report(error);
    return said;
  }
}
