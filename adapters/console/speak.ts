/**
 * What people do in the page: say something, press a button, fill in a form. Each comes with a key the page made, so
 * that a double click or a repeated request takes effect once.
 */
import { z } from "zod";
import { actionSchema } from "../../src/chat/action.ts";
import type { Form } from "../../src/chat/card.ts";
import type { FormReply, Inbox, Place, Reply, Sender, Upload } from "../../src/chat/ports.ts";
import { accountOf } from "./adapter.ts";
import { eventOf } from "./events.ts";
import { withThreads } from "./live.ts";
import type { Body, ConsoleNeeds, Message } from "./needs.ts";
import { directPlace } from "./places.ts";
import { renderForm } from "./render-form.ts";
import { TEXTS } from "./texts.ts";
import type { Visitor } from "./view.ts";
import { sceneFor } from "./view.ts";

const MOST_FILES = 5;
const key = z.string().regex(/^[\w-]{8,80}$/u);
const place = z.string().max(300);

/** A plan comes as text; anything else as its bytes in base64. */
const fileSchema = z.strictObject({
  name: z.string().min(1).max(255),
  text: z.string(),
  type: z.string().max(200).optional(),
  bytes: z.base64().optional(),
});
type SentFile = z.infer<typeof fileSchema>;

export const messageSchema = z.strictObject({
  key,
  place,
  text: z.string(),
  files: z.array(fileSchema).max(MOST_FILES),
});
export const pressSchema = z.strictObject({ key, place, action: actionSchema });
export const formSchema = z.strictObject({
  key,
  place,
  action: actionSchema,
  values: z.record(z.string().max(200), z.union([z.string(), z.array(z.string().max(300)).max(500), z.boolean()])),
  /** By field. */
  files: z.record(z.string().max(200), z.array(fileSchema).max(MOST_FILES)).default({}),
});

export interface Answer {
  /** Messages to show now; they also come over the stream. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly forms: readonly string[];
}
export type FormAnswer =
  | (Answer & { readonly taken: true })
  | { readonly taken: false; readonly problem: string | null; readonly fields: Readonly<Record<string, string>> };

/** Kept of a long text: enough to recognise it; the inbox gets all of it. */
const SHOWN = 20_000;
/** Beyond this a text is nobody's to read but its sender's, who is about to be told that it is too long. */
const PUBLIC = 100_000;

export interface Speaker {
  readonly needs: ConsoleNeeds;
  readonly inbox: Inbox;
  readonly visitor: Visitor;
  readonly changed: () => void;
}

/** In a room the bot hears what is said to it: a command, a mention, or a file. A direct message is all for it. */
export async function say(speaker: Speaker, said: z.infer<typeof messageSchema>, at: Place): Promise<Answer> {
  const { needs, inbox, visitor } = speaker;
  const direct = at === directPlace(visitor.person.id);
  const long = said.text.length > PUBLIC;
  const own = await needs.messages.insert({
    key: `console:said:${visitor.person.id}:${said.key}`,
    place: at,
    author: visitor.person.id,
    onlyFor: long && !direct ? visitor.person.id : undefined,
    body: { kind: "said", text: clip(said.text), files: said.files.map(({ name }) => name) },
    at: needs.now(),
  });
  const text = said.text.replace(/^\s*@gonogo[\s:：,，]*/iu, "");
  const forBot = direct || said.files.length > 0 || text !== said.text || /^\s*[/／]/u.test(text);
  if (!forBot) return answer(speaker, said.key, at, [own], []);
  const replies = await inbox.message({
    ...senderOf(speaker, at),
    key: eventKey(visitor, said.key),
    text,
    files: said.files.filter(({ bytes }) => bytes === undefined),
    uploads: said.files.map(uploadOf),
  });
  return answer(speaker, said.key, at, [own], replies);
}

function uploadOf({ name, text, type, bytes }: SentFile): Upload {
  const read = async (most: number) => {
    const given = bytes === undefined ? Buffer.from(text, "utf8") : Buffer.from(bytes, "base64");
    return given.length > most ? "too-large" : new Uint8Array(given);
  };
  return { name, declared: type, read };
}

export async function press(speaker: Speaker, pressed: z.infer<typeof pressSchema>, at: Place): Promise<Answer> {
  const { inbox, visitor } = speaker;
  const replies = await inbox.action({
    ...senderOf(speaker, at),
    key: eventKey(visitor, pressed.key),
    action: pressed.action,
  });
  return answer(speaker, pressed.key, at, [], replies);
}

export async function fillIn(speaker: Speaker, filled: z.infer<typeof formSchema>, at: Place): Promise<FormAnswer> {
  const { inbox, visitor } = speaker;
  const { action, values } = filled;
  const reply: FormReply = await inbox.form({
    ...senderOf(speaker, at),
    key: eventKey(visitor, filled.key),
    action,
    values,
    uploads: Object.fromEntries(Object.entries(filled.files).map(([field, files]) => [field, files.map(uploadOf)])),
  });
  if (reply.kind === "wrong") return { taken: false, problem: reply.problem ?? null, fields: reply.fields };
  return { taken: true, ...(await answer(speaker, filled.key, at, [], reply.replies)) };
}

/** An open form as it is with what was typed so far; null where there is nothing left to fill in. */
export async function redraw(
  speaker: Speaker,
  { key: made, action, values }: z.infer<typeof formSchema>,
  at: Place,
): Promise<{ readonly form: string | null }> {
  const form = await speaker.inbox.reform({ ...senderOf(speaker, at), action, values });
  return { form: form ? renderForm(form, `form-${made}-0`, TEXTS[speaker.visitor.person.lang]).toString() : null };
}

/** A form that follows what is chosen in it, from the start. */
async function following(form: Form, { inbox, ...speaker }: Speaker, at: Place): Promise<Form> {
  if (!form.fields.some(({ reshapes }) => reshapes)) return form;
  const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
  return (await inbox.reform({ ...senderOf(speaker, at), action: form.action, values })) ?? form;
}

function senderOf({ visitor }: Pick<Speaker, "visitor">, at: Place): Sender {
  return { account: accountOf(visitor.person), place: at };
}

function eventKey(visitor: Visitor, made: string): string {
  return `console:${visitor.person.id}:${made}`;
}

/** Keeps the replies as messages to the sender alone; forms are shown and forgotten. */
async function answer(
  speaker: Speaker,
  made: string,
  at: Place,
  own: readonly Message[],
  replies: readonly Reply[],
): Promise<Answer> {
  const { needs, visitor } = speaker;
  const kept: Message[] = [...own];
  const forms: string[] = [];
  for (const [index, reply] of replies.entries()) {
    if (reply.kind === "form") {
      const form = await following(reply.form, speaker, at);
      forms.push(renderForm(form, `form-${made}-${index}`, TEXTS[visitor.person.lang]).toString());
      continue;
    }
    kept.push(
      await needs.messages.insert({
        key: `console:reply:${visitor.person.id}:${made}:${index}`,
        place: at,
        onlyFor: visitor.person.id,
        body: bodyOf(reply),
        at: needs.now(),
      }),
    );
  }
  if (kept.length > 0) speaker.changed();
  const scene = await sceneFor(needs, visitor.person);
  const changes = await withThreads(needs.messages, kept);
  return { messages: changes.map((change) => eventOf(change, scene)), forms };
}

function bodyOf(reply: Exclude<Reply, { kind: "form" }>): Body {
  return reply.kind === "card"
    ? { kind: "card", card: reply.card }
    : { kind: "text", text: reply.text, tone: reply.tone };
}

function clip(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length})` : text;
}
