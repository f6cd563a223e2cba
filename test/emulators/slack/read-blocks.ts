/**
 * Blocks as somebody reads them: lines of text, and what can be pressed.
 */
import { z } from "zod";
import type { Json } from "./world.ts";

const text = z.looseObject({ text: z.string() });
const element = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  text: text.optional(),
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.string().optional(),
  confirm: z.looseObject({ title: text, text, confirm: text, deny: text }).optional(),
  placeholder: text.optional(),
  options: z.array(z.looseObject({ text, value: z.string() })).optional(),
});
type Element = z.infer<typeof element>;
const block = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  text: text.optional(),
  fields: z.array(text).optional(),
  elements: z.array(z.unknown()).optional(),
  accessory: element.optional(),
});

export interface SeenButton {
  readonly label: string;
  readonly style: string | undefined;
  readonly block: string;
  readonly action: string;
  readonly value: string | undefined;
  readonly url: string | undefined;
  /** What is asked before it counts. */
  readonly confirm: string | undefined;
}

export interface SeenMenu {
  readonly placeholder: string;
  readonly block: string;
  readonly action: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly confirm: string | undefined;
}

export interface SeenBlocks {
  readonly title: string | undefined;
  readonly lines: readonly string[];
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
}

/** Block ids that were not given are made up from the place, as Slack makes up its own. */
export function readBlocks(blocks: readonly Json[] = []): SeenBlocks {
  const all = blocks.map((each) => block.parse(each));
  const elements = all.flatMap((each, place) =>
    interactive(each).map((part) => ({ part, block: each.block_id ?? `b${place}` })),
  );
  return {
    title: all.find(({ type }) => type === "header")?.text?.text,
    lines: all.flatMap(linesOf),
    buttons: elements.flatMap(({ part, block: id }) => (part.type === "button" ? [buttonOf(part, id)] : [])),
    menus: elements.flatMap(({ part, block: id }) => (part.type === "static_select" ? [menuOf(part, id)] : [])),
  };
}

function interactive({ type, elements = [], accessory }: z.infer<typeof block>): readonly Element[] {
  const within = type === "actions" ? elements.map((each) => element.parse(each)) : [];
  return [...within, ...(accessory ? [accessory] : [])];
}

function buttonOf(part: Element, id: string): SeenButton {
  const { text: label, style, action_id: action = "", value, url, confirm } = part;
  return { label: label?.text ?? "", style, block: id, action, value, url, confirm: confirmText(confirm) };
}

function menuOf({ placeholder, action_id: action = "", options = [], confirm }: Element, id: string): SeenMenu {
  return {
    placeholder: placeholder?.text ?? "",
    block: id,
    action,
    options: options.map((each) => ({ label: each.text.text, value: each.value })),
    confirm: confirmText(confirm),
  };
}

function confirmText(confirm: Element["confirm"]): string | undefined {
  return confirm && `${confirm.title.text} ${confirm.text.text} [${confirm.deny.text}] [${confirm.confirm.text}]`;
}

function linesOf({ type, text: own, fields = [], elements = [] }: z.infer<typeof block>): readonly string[] {
  if (type === "rich_text") return elements.flatMap(richLines);
  if (type === "context") return elements.map((each) => text.parse(each).text);
  if (type === "actions" || type === "header") return [];
  return [...(own ? own.text.split("\n") : []), ...fields.map((field) => field.text)];
}

const richPart = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  name: z.string().optional(),
  user_id: z.string().optional(),
  elements: z.array(z.unknown()).optional(),
});

function richLines(given: unknown): readonly string[] {
  const { type, elements = [] } = richPart.parse(given);
  if (type === "rich_text_list") return elements.flatMap((each) => richLines(each).map((line) => `• ${line}`));
  const joined = elements.map(richInline).join("");
  const marked = type === "rich_text_quote" ? joined.replaceAll(/^/gm, "> ") : joined;
  return marked.split("\n");
}

function richInline(given: unknown): string {
  const { type, text: words, url, name, user_id: user } = richPart.parse(given);
  if (type === "link") return words === undefined || words === url ? `<${url}>` : `${words} <${url}>`;
  if (type === "emoji") return `:${name}:`;
  return type === "user" ? `<@${user}>` : (words ?? "");
}
