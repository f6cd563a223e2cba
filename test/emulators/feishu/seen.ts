/**
 * Messages as people see them: a card as its title, texts, buttons and fields; a post as its lines. What the platform would
 * show as markup is told apart from what it shows as text.
 */
import type { CardElement, CardJson } from "./card-parts.ts";
import { allElements } from "./card-rules.ts";
import type { EmulatedMessage, World } from "./world.ts";

export interface SeenButton {
  readonly label: string;
  readonly confirm: string | undefined;
  readonly element: Extract<CardElement, { tag: "button" }>;
}

export interface SeenField {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
}

export interface SeenCard {
  readonly title: string;
  readonly colour: string | undefined;
  readonly tags: readonly string[];
  /** Every text from top to bottom, without markup; also inside panels that are folded. */
  readonly text: string;
  readonly summary: string;
  readonly buttons: readonly SeenButton[];
  readonly fields: readonly SeenField[];
}

export interface SeenMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly card: SeenCard | undefined;
  readonly thread: string | undefined;
  readonly parent: string | undefined;
  readonly edits: number;
}

export function seenMessage(world: World, message: EmulatedMessage): SeenMessage {
  const { id, card, thread, parent, edits } = message;
  return {
    id,
    from: message.fromBot ? world.bot.name : (world.people.get(message.sender)?.name ?? message.sender),
    text: card ? "" : textOf(message),
    card: card && seenCard(world, card),
    thread,
    parent,
    edits,
  };
}

export function seenCard(world: World, card: CardJson): SeenCard {
  const elements = allElements(card.body.elements);
  return {
    title: card.header?.title.content ?? "",
    colour: card.header?.template,
    tags: card.header?.text_tag_list?.map(({ text }) => text.content) ?? [],
    text: elements.flatMap((element) => linesOf(world, element)).join("\n"),
    summary: card.config?.summary?.content ?? "",
    buttons: elements.flatMap((element) =>
      element.tag === "button"
        ? [{ label: element.text.content, confirm: element.confirm?.title.content, element }]
        : [],
    ),
    fields: elements.flatMap((element) =>
      element.tag !== "button" && element.tag !== "form" && "name" in element && element.name !== undefined
        ? [{ name: element.name, kind: element.tag, label: labelOf(element) }]
        : [],
    ),
  };
}

function labelOf(element: CardElement): string {
  if (element.tag === "input") return element.label?.content ?? "";
  return element.tag === "checker" ? (element.text?.content ?? "") : "";
}

function linesOf(world: World, element: CardElement): readonly string[] {
  switch (element.tag) {
    case "markdown":
      return [shownMarkdown(world, element.content)];
    case "div":
      return [element.text.content];
    case "collapsible_panel":
      return [shownMarkdown(world, element.header.title.content)];
    case "person_list":
      return [element.persons.map(({ id }) => nameOf(world, id)).join(", ")];
    case "input":
      return element.default_value === undefined ? [] : [element.default_value];
    default:
      return [];
  }
}

/** What a reader sees of a card's Markdown. */
export function shownMarkdown(world: World, markdown: string): string {
  return markdown
    .replace(
      /<(?:at|person)\s+id\s*=\s*'?([\w-]+)'?[^>]*>\s*<\/(?:at|person)>/gu,
      (_, id: string) => `@${nameOf(world, id)}`,
    )
    .replace(/<\/?(?:font|text_tag)[^>]*>/gu, "")
    .replace(/<br\s*\/?>/gu, "\n")
    .replace(/```\w*\n?/gu, "")
    .replace(/\[([^\]]*)\]\((?:[^)]*)\)/gu, "$1")
    .replace(/(\*\*|~~|`)/gu, "")
    .replace(/^#{1,6} /gmu, "")
    .replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)));
}

function nameOf(world: World, id: string): string {
  return world.people.get(id)?.name ?? id;
}

interface PostElement {
  readonly tag: string;
  readonly text?: string;
}

function textOf({ type, content }: EmulatedMessage): string {
  const json: unknown = JSON.parse(content);
  if (type === "text" && isRecord(json)) return String(json.text);
  const post = isRecord(json) ? (json.zh_cn ?? json.en_us) : undefined;
  if (!isRecord(post) || !Array.isArray(post.content)) return content;
  const lines: readonly (readonly PostElement[])[] = post.content;
  return lines.map((line) => line.map(({ tag, text }) => (tag === "hr" ? "---" : (text ?? ""))).join("")).join("\n");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
