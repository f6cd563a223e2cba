/**
 * What somebody typed, as the core reads it: without the mention of the bot, people as `@` and their account.
 */
import { z } from "zod";
import type { Received } from "./events.ts";

type Mention = Received["message"]["mentions"][number];

const textSchema = z.object({ text: z.string() });
const element = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  user_id: z.string().optional(),
  href: z.string().optional(),
  language: z.string().optional(),
});
const postSchema = z.object({
  title: z.string().default(""),
  content: z.array(z.array(element)),
});
const fileSchema = z.object({ file_key: z.string(), file_name: z.string() });

export interface Typed {
  readonly text: string;
  readonly file?: { readonly key: string; readonly name: string } | undefined;
}

/** Undefined for messages that say nothing to a program: stickers, voices. A picture says no word. */
export function typedIn(
  { message_type: type, content, mentions }: Pick<Received["message"], "message_type" | "content" | "mentions">,
  bot: string | undefined,
): Typed | undefined {
  const json = parsed(content);
  switch (type) {
    case "text": {
      const read = textSchema.safeParse(json);
      return read.success ? { text: named(read.data.text, mentions, bot) } : undefined;
    }
    case "post": {
      const read = postSchema.safeParse(json);
      return read.success ? { text: named(postText(read.data), mentions, bot) } : undefined;
    }
    case "file": {
      const read = fileSchema.safeParse(json);
      return read.success ? { text: "", file: { key: read.data.file_key, name: read.data.file_name } } : undefined;
    }
    case "image":
      return { text: "" };
    default:
      return undefined;
  }
}

function postText({ title, content }: z.output<typeof postSchema>): string {
  const lines = content.map((line) => line.map(elementText).join(""));
  return [...(title === "" ? [] : [title]), ...lines].join("\n");
}

function elementText({ tag, text = "", user_id: user = "" }: z.output<typeof element>): string {
  switch (tag) {
    case "at":
      return user;
    case "code_block":
      return `\n${text}\n`;
    default:
      return text;
  }
}

/** `@_user_1` is the beginning of `@_user_10`, so the longest keys come first. */
function named(text: string, mentions: readonly Mention[], bot: string | undefined): string {
  const longestFirst = mentions.toSorted((one, other) => other.key.length - one.key.length);
  const told = longestFirst.reduce((soFar, mention) => {
    const { key, id, name } = mention;
    if (key === "") return soFar;
    if (isBot(mention, bot)) return without(soFar, key);
    return soFar.replaceAll(key, id.open_id === "" ? `@${name}` : `@${id.open_id}`);
  }, text);
  return told.trim();
}

/** Until the bot knows its own id, the bot that is mentioned must be the one that was told. */
function isBot({ id, mentioned_type: type }: Mention, bot: string | undefined): boolean {
  return bot === undefined ? type === "bot" : id.open_id === bot;
}

/** Whether a message in a group is said to the bot. */
export function isForBot({ mentions }: Received["message"], bot: string | undefined): boolean {
  return mentions.some((mention) => isBot(mention, bot));
}

/** The text without a mention and the space after it; all other space may mean something. */
function without(text: string, key: string): string {
  const [first = "", ...others] = text.split(key);
  return [first, ...others.map((part) => part.replace(/^[ \t\u00a0]+/u, ""))].join("");
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
