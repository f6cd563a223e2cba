/**
 * What a person sees: channels with cards and threads, the modal on top, the App Home.
 */
import type { SeenBlocks } from "./read-blocks.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Channel, Message, World } from "./world.ts";
import { BOT_USER } from "./world.ts";

export interface Seen extends SeenBlocks {
  readonly ts: string;
  readonly channel: string;
  readonly by: string;
  /** What a notification and a screen reader say. */
  readonly fallback: string;
  /** Seen by this person alone. */
  readonly alone: boolean;
  readonly thread: readonly Seen[];
  readonly files: readonly string[];
  readonly message: Message;
}

/** What this person sees of a channel, oldest first. */
export function seenIn(world: World, user: string, channel: Channel): readonly Seen[] {
  const visible = channel.messages.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user);
  return visible.filter(({ thread }) => thread === undefined).map((message) => seenOf(world, message, visible));
}

function seenOf(world: World, message: Message, visible: readonly Message[]): Seen {
  const under = visible.filter(({ thread }) => thread === message.ts);
  const { blocks, text } = message;
  const read = readBlocks(blocks);
  return {
    ...read,
    lines: blocks ? read.lines : text.split("\n"),
    ts: message.ts,
    channel: message.channel,
    by: message.user,
    fallback: text,
    alone: message.onlyFor !== undefined,
    thread: under.map((note) => seenOf(world, note, [])),
    files: (message.files ?? []).map((id) => world.files.get(id)?.name ?? id),
    message,
  };
}

/** What the app said, whoever else speaks there. */
export function saidByApp(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(({ by }) => by === BOT_USER);
}

/** A message as text, to be kept beside a test. */
export function seenText({ title, lines, buttons, menus, fallback }: Omit<Seen, "thread">): string {
  const shown = [
    ...(title === undefined ? [] : [`# ${title}`]),
    ...lines,
    ...menus.flatMap(({ placeholder, options, confirm }) => [
      `{${placeholder}: ${options.map(({ label }) => label).join(" | ")}}`,
      ...(confirm ? [`   ? ${confirm}`] : []),
    ]),
    ...buttons.flatMap(({ label, style, confirm }) => [
      `[${label}]${style ? ` ${style}` : ""}`,
      ...(confirm ? [`   ? ${confirm}`] : []),
    ]),
    `(${fallback})`,
  ];
  return `${shown.join("\n")}\n`;
}
