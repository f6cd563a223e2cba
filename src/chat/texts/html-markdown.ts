/**
 * HTML of an editor as Markdown: what Zadig keeps of descriptions and contents, and what is pasted from its pages.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toMdast } from "hast-util-to-mdast";
import type { Nodes } from "mdast";
import { gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemToMarkdown } from "mdast-util-gfm-task-list-item";
import type { Handle } from "mdast-util-to-markdown";
import { defaultHandlers, toMarkdown } from "mdast-util-to-markdown";
import { cleanText } from "./clean.ts";
import { LONGEST_HTML, looksLikeEditorHtml } from "./editor-html.ts";
import { linkAddress } from "./link-address.ts";
import { readMarkdown } from "./read-markdown.ts";

export interface HtmlRead {
  readonly markdown: string;
  /** Whether all that a reader of the HTML saw is there: no colours, no pictures, no attachments were left out. */
  readonly whole: boolean;
}

/** Elements inside each other; what is deeper is text. */
const DEEPEST = 100;

/** The Markdown that reads as the HTML does. Scripts, styles and comments are nothing; links lead to pages and mailboxes. */
export function markdownOfHtml(html: string): HtmlRead {
  if (html.length > LONGEST_HTML || depthOf(html) > DEEPEST) return { markdown: textOf(html), whole: false };
  const keeper = new Keeper();
  const tree: Root = { type: "root", children: keeper.all(fromHtml(html, { fragment: true }).children) };
  const markdown = written(toMdast(tree, { newlines: false }));
  return { markdown, whole: keeper.whole };
}

/** Whether a text is nothing but an editor's HTML: blocks with all their ends, and no word outside them. */
export function isEditorHtml(text: string): boolean {
  const html = text.trim();
  if (!looksLikeEditorHtml(html) || depthOf(html) > DEEPEST) return false;
  const { children } = fromHtml(html, { fragment: true });
  return children.every((node) =>
    node.type === "element" ? BLOCKS.has(node.tagName) : node.type === "text" && node.value.trim() === "",
  );
}

const BLOCKS: ReadonlySet<string> = new Set(
  "p h1 h2 h3 h4 h5 h6 ul ol blockquote pre table div hr figure section article".split(" "),
);

/** How deep elements could stand inside each other at most, without building them. */
function depthOf(html: string): number {
  let [depth, most] = [0, 0];
  for (const [, end, tag = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/giu)) {
    if (VOID.test(tag)) continue;
    depth = end === "/" ? Math.max(0, depth - 1) : depth + 1;
    most = Math.max(most, depth);
  }
  return most;
}

const VOID = /^(?:br|hr|img|input|col|wbr|meta|link)$/iu;

/** Words without elements. */
function textOf(html: string): string {
  const text = html.slice(0, LONGEST_HTML).replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, "");
  return cleanText(withoutTags(text.replace(/<\/(?:p|div|li|h\d|tr)>|<br\s*\/?>/giu, "\n")))
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

/** No tag begins after the last `>`: looking for the end of each `<` there would never be done. */
function withoutTags(html: string): string {
  const end = html.lastIndexOf(">") + 1;
  return html.slice(0, end).replace(/<[^>]*>/gu, "") + html.slice(end);
}

const GONE: ReadonlySet<string> = new Set(["script", "style", "template", "head", "title", "meta", "link", "noscript"]);
/** What Markdown has words for, and what only holds such things. */
const KEPT: ReadonlySet<string> = new Set(
  "p br div span h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tfoot tr th td a strong b em i s del strike hr html body section article figure figcaption colgroup col".split(
    " ",
  ),
);
/** Lists inside a list, as Quill writes them: `ql-indent-1`. */
const INDENT = /^ql-indent-(\d)$/u;

const MARKS: ReadonlyMap<string, string> = new Map([
  ["strong", "strong"],
  ["b", "strong"],
  ["em", "em"],
  ["i", "em"],
  ["s", "s"],
  ["del", "s"],
  ["strike", "s"],
]);

/** Takes over what can be kept, and notes whether that was all. */
class Keeper {
  whole = true;
  /** The marks around what is taken over: bold inside bold is bold, and Markdown has no way to write it twice. */
  readonly #inside: string[] = [];

  all(nodes: readonly RootContent[]): ElementContent[] {
    return joined(nodes.flatMap((node) => this.#one(node)));
  }

  #one(node: RootContent): readonly ElementContent[] {
    if (node.type === "text") return [{ type: "text", value: cleanText(node.value) }];
    if (node.type !== "element" || GONE.has(node.tagName)) return [];
    if (node.properties.dataWEType === "todo") return [listOf("ul", this.#todo(node))];
    switch (node.tagName) {
      case "a":
        return this.#link(node);
      case "img":
        return this.#picture(node);
      case "input":
        return node.properties.type === "checkbox" ? [{ ...node, children: [] }] : this.#lost([]);
      case "ul":
      case "ol": {
        const tagName = tagOf(node);
        return [{ ...listOf(tagName, this.#items(node, tagName)), properties: tagName === "ol" ? startOf(node) : {} }];
      }
      case "td":
      case "th":
        return [{ ...bare(node), children: this.all(node.children).flatMap(onOneLine) }];
    }
    if (!KEPT.has(node.tagName) || isColoured(node)) this.whole = false;
    const mark = MARKS.get(node.tagName);
    if (mark !== undefined && this.#inside.includes(mark)) return this.all(node.children);
    if (mark !== undefined) this.#inside.push(mark);
    const children = this.all(node.children);
    if (mark !== undefined) this.#inside.pop();
    if (!KEPT.has(node.tagName)) return children;
    if (node.tagName === "strike") return [{ ...bare(node), tagName: "s", children }];
    return [{ ...bare(node), properties: codeClass(node), children }];
  }

  #lost(instead: readonly ElementContent[]): readonly ElementContent[] {
    this.whole = false;
    return instead;
  }

  #link(node: Element): readonly ElementContent[] {
    const address = String(node.properties.href ?? "").trim();
    const children = this.all(node.children);
    if (linkAddress(address) === undefined) return this.#lost(children);
    return [{ ...bare(node), properties: { href: address, ...titleOf(node) }, children }];
  }

  /** A picture on a page is a link to it; one that is in the text itself is lost. */
  #picture(node: Element): readonly ElementContent[] {
    const address = linkAddress(String(node.properties.src ?? ""));
    const words = cleanText(String(node.properties.alt ?? ""));
    if (address === undefined || address.startsWith("mailto:")) return this.#lost([{ type: "text", value: words }]);
    const value = words === "" ? address : words;
    this.whole = false;
    return [{ type: "element", tagName: "a", properties: { href: address }, children: [{ type: "text", value }] }];
  }

  /** Items of a list, those that Quill indents as lists inside the item before them. */
  #items(list: Element, tagName: string): ElementContent[] {
    const items: Element[] = [];
    for (const node of list.children) {
      if (node.type !== "element") continue;
      const item: Element = { ...bare(node), tagName: "li", children: this.#itemContent(node, list) };
      insert(items, item, indentOf(node), tagName);
    }
    return items;
  }

  /** A task of wangEditor's: a box and words, in no list. */
  #todo(node: Element): ElementContent[] {
    return [{ type: "element", tagName: "li", properties: {}, children: this.all(node.children) }];
  }

  #itemContent(node: Element, list: Element): ElementContent[] {
    const children = node.tagName === "li" ? this.all(node.children) : this.all([node]);
    const state = node.properties.dataList ?? node.properties.dataChecked ?? list.properties.dataChecked;
    const text = children.find((child) => child.type === "text");
    const sign = text?.type === "text" ? /^\s*([☐☑])\s?/u.exec(text.value) : null;
    if (text?.type === "text" && sign) text.value = text.value.slice(sign[0].length);
    const done = sign ? sign[1] === "☑" : CHECKED.get(String(state));
    return done === undefined ? children : [boxOf(done), ...children];
  }
}

const CHECKED: ReadonlyMap<string, boolean> = new Map([
  ["checked", true],
  ["true", true],
  ["unchecked", false],
  ["false", false],
]);

/** Lists of points right after each other are one; so are an editor's tasks. */
function joined(nodes: readonly ElementContent[]): ElementContent[] {
  const all: ElementContent[] = [];
  for (const node of nodes) {
    const last = all.findLast((each) => each.type !== "text" || each.value.trim() !== "");
    if (isPoints(node) && last !== undefined && isPoints(last)) last.children.push(...node.children);
    else all.push(node);
  }
  return all;
}

function isPoints(node: ElementContent): node is Element {
  return node.type === "element" && node.tagName === "ul";
}

/** Quill 2 writes every list as an ordered one, and of each item what it is. */
function tagOf({ tagName, children }: Element): "ul" | "ol" {
  const first = children.find((child) => child.type === "element");
  const kind = first?.type === "element" ? first.properties.dataList : undefined;
  if (kind === undefined || kind === null) return tagName === "ol" ? "ol" : "ul";
  return kind === "ordered" ? "ol" : "ul";
}

function listOf(tagName: "ul" | "ol", children: ElementContent[]): Element {
  return { type: "element", tagName, properties: {}, children };
}

/** A cell holds one line: paragraphs in it are words beside each other. */
function onOneLine(node: ElementContent, place: number): readonly ElementContent[] {
  const block = node.type === "element" && /^(?:p|div|li|h\d)$/u.test(node.tagName);
  return block && place > 0 ? [{ type: "text", value: " " }, node] : [node];
}

function boxOf(checked: boolean): Element {
  return { type: "element", tagName: "input", properties: { type: "checkbox", checked }, children: [] };
}

function bare(node: Element): Element {
  return { type: "element", tagName: node.tagName, properties: {}, children: [] };
}

function startOf({ properties }: Element) {
  const start = Number(properties.start ?? 1);
  return Number.isInteger(start) && start >= 0 && start <= 999_999_999 ? { start } : {};
}

function titleOf({ properties }: Element) {
  const title = cleanText(String(properties.title ?? ""));
  return title === "" ? {} : { title };
}

function codeClass({ tagName, properties }: Element) {
  const classes = Array.isArray(properties.className) ? properties.className : [];
  const language = classes.find((each) => /^language-[\w+#.-]{1,40}$/u.test(String(each)));
  return tagName === "code" && language !== undefined ? { className: [language] } : {};
}

function isColoured({ properties }: Element): boolean {
  const classes = Array.isArray(properties.className) ? properties.className.join(" ") : "";
  return (
    /color|background|font|text-decoration/iu.test(String(properties.style ?? "")) ||
    /\bql-(?!indent|syntax)/u.test(classes)
  );
}

function indentOf({ properties }: Element): number {
  const classes = Array.isArray(properties.className) ? properties.className : [];
  return classes.reduce<number>((sum, each) => sum + Number(INDENT.exec(String(each))?.[1] ?? 0), 0);
}

function insert(items: Element[], item: Element, indent: number, tagName: string): void {
  const last = items.at(-1);
  if (indent === 0 || last === undefined) {
    items.push(item);
    return;
  }
  const inner = last.children.at(-1);
  if (inner?.type === "element" && inner.tagName === tagName) {
    const nested = inner.children.filter((child) => child.type === "element");
    insert(nested, item, indent - 1, tagName);
    inner.children = nested;
  } else last.children.push({ type: "element", tagName, properties: {}, children: [item] });
}

/** A line's end is one in this Markdown: no sign is needed for it. */
const breakAsLine: Handle = (...given) => {
  const text = defaultHandlers.break(...given);
  return text === "\\\n" ? "\n" : text;
};

function written(tree: Nodes): string {
  const markdown = toMarkdown(tree, {
    extensions: [gfmStrikethroughToMarkdown(), gfmTableToMarkdown(), gfmTaskListItemToMarkdown()],
    handlers: { break: breakAsLine },
    bullet: "-",
    rule: "-",
    resourceLink: false,
  }).trim();
  return withoutNumbers(markdown);
}

/** Letters that strict readers need by number beside `**` are written as they are, where they read the same here. */
function withoutNumbers(markdown: string): string {
  const plain = markdown.replace(/&#x([\dA-F]{2,6});/gu, (code, hex: string) => {
    const letter = String.fromCodePoint(Number.parseInt(hex, 16));
    return /[\p{L}\p{N}]/u.test(letter) ? letter : code;
  });
  if (plain === markdown) return markdown;
  return JSON.stringify(readMarkdown(plain)) === JSON.stringify(readMarkdown(markdown)) ? plain : markdown;
}
