/**
 * What a reader of a platform's dialect sees of a text: each letter with the marks and the link it stands in. Letters alone,
 * since platforms may write signs and spaces in their own ways, and no letter may be lost, added or marked by any of them.
 */
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import type { DefaultTreeAdapterMap } from "parse5";
import { parseFragment } from "parse5";
import type { RichPart } from "../../adapters/slack/render/blocks.ts";
import type { Part, RichText, Span } from "../../src/chat/texts/rich-text.ts";

/** `a`, or `a strong emphasis →https://a.example/`. */
export type Letter = string;

type Style = "strong" | "emphasis" | "strike" | "code";
interface Around {
  readonly styles: readonly Style[];
  readonly link?: string | undefined;
}

function lettersOf(text: string, { styles, link }: Around): readonly Letter[] {
  const marks = [...new Set(styles)].toSorted();
  const after = [...marks, ...(link === undefined ? [] : [`→${addressOf(link)}`])].map((each) => ` ${each}`).join("");
  return [...text.normalize("NFC")].filter((each) => /\p{L}/u.test(each)).map((each) => `${each}${after}`);
}

/** Dialects differ in which signs of an address they write by number. */
function addressOf(link: string): string {
  const address = URL.parse(link)?.href ?? link;
  return address.replace(/%[0-9a-f]{2}/giu, (code) =>
    /^%[2-7]/u.test(code) ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code.toUpperCase(),
  );
}

/** What a dialect can't show, and shows in another way. */
export interface Degrades {
  readonly styles: readonly Style[];
  readonly headings: "strong" | "plain";
  readonly tableHead: "strong" | "plain";
  readonly table: "code" | "text";
  /** Whether words inside a link keep their marks. */
  readonly insideLinks: boolean;
}

/** What must be seen of a text. */
export function lettersWritten(text: RichText, degrades: Degrades): readonly Letter[] {
  const seen = (spans: readonly Span[], around: Around): readonly Letter[] =>
    spans.flatMap((span) => {
      if (span.kind === "break") return [];
      if (span.kind === "text") return lettersOf(span.text, around);
      if (span.kind === "code") return lettersOf(span.text, within("code", around));
      if (span.kind === "link") return seen(span.spans, { ...around, link: span.address });
      return seen(span.spans, within(span.kind, around));
    });
  const within = (style: Style, around: Around): Around => {
    const kept = degrades.styles.includes(style) && (around.link === undefined || degrades.insideLinks);
    return kept ? { ...around, styles: [...around.styles, style] } : around;
  };
  const strongIf = (strong: boolean): Around => ({ styles: strong ? ["strong"] : [] });
  const lettersIn = (part: Part): readonly Letter[] => {
    switch (part.kind) {
      case "paragraph":
        return seen(part.spans, strongIf(false));
      case "heading":
        return seen(part.spans, strongIf(degrades.headings === "strong"));
      case "quote":
        return lettersWritten(part.parts, degrades);
      case "list":
        return part.items.flatMap((item) => lettersWritten(item.parts, degrades));
      case "code":
        return lettersOf(part.text, within("code", { styles: [] }));
      case "table":
        if (degrades.table === "code") {
          const bare: Degrades = { ...degrades, styles: [], insideLinks: false };
          return part.rows
            .flat()
            .flatMap((cell) =>
              lettersWritten([{ kind: "paragraph", spans: unlinked(cell) }], bare).map((each) => `${each} code`),
            );
        }
        return part.rows.flatMap((row, place) =>
          row.flatMap((cell) => seen(cell, strongIf(place === 0 && degrades.tableHead === "strong"))),
        );
      case "rule":
        return [];
    }
  };
  return text.flatMap(lettersIn);
}

function unlinked(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) => (span.kind === "link" ? unlinked(span.spans) : [span]));
}

const EXTENSIONS = {
  extensions: [gfmStrikethrough(), gfmTable()],
  mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown()],
};

/** What a reader of CommonMark with strikethrough and tables sees; a tag, a picture, a table or a heading fails. */
export function lettersOfMarkdown(markdown: string): readonly Letter[] {
  const tree = fromMarkdown(markdown, EXTENSIONS);
  const walk = (node: Nodes, around: Around): readonly Letter[] => {
    switch (node.type) {
      case "text":
        return lettersOf(node.value, around);
      case "inlineCode":
      case "code":
        return lettersOf(node.value, { ...around, styles: [...around.styles, "code"] });
      case "strong":
      case "emphasis":
        return within(node.children, { ...around, styles: [...around.styles, node.type] });
      case "delete":
        return within(node.children, { ...around, styles: [...around.styles, "strike"] });
      case "link":
        return within(node.children, { ...around, link: node.url });
      case "root":
      case "paragraph":
      case "list":
      case "listItem":
      case "blockquote":
        return within(node.children, around);
      case "break":
      case "thematicBreak":
        return [];
      default:
        throw new Error(`there is a ${node.type} in ${JSON.stringify(markdown)}`);
    }
  };
  const within = (nodes: readonly Nodes[], around: Around) => nodes.flatMap((node) => walk(node, around));
  return walk(tree, { styles: [] });
}

/** What a reader of Slack's rich text sees; anything but words and links fails. */
export function lettersOfSlack(parts: readonly RichPart[]): readonly Letter[] {
  return parts.flatMap((part): readonly Letter[] => {
    if (part.type === "rich_text_list") return lettersOfSlack(part.elements);
    const block: readonly Style[] = part.type === "rich_text_preformatted" ? ["code"] : [];
    return part.elements.flatMap((element) => {
      if (element.type !== "text" && element.type !== "link") throw new Error(`there is a ${element.type}`);
      const { bold, italic, strike, code } = element.style ?? {};
      const marks: readonly (readonly [boolean | undefined, Style])[] = [
        [bold, "strong"],
        [italic, "emphasis"],
        [strike, "strike"],
        [code, "code"],
      ];
      const styles = [...block, ...marks.flatMap(([on, style]) => (on ? [style] : []))];
      const link = element.type === "link" ? element.url : undefined;
      return lettersOf(element.text ?? "", { styles, link });
    });
  });
}

const STYLES: Readonly<Record<string, Style>> = { strong: "strong", em: "emphasis", s: "strike", code: "code" };
const ELEMENTS: ReadonlySet<string> = new Set(
  "p br hr strong em s code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a div".split(" "),
);
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  href: /^(?:https?:\/\/|https?:|mailto:)/iu,
  title: /(?:)/u,
  start: /^\d+$/u,
  class: /^(?:language-[\w+#.-]+|md-heading|md-table)$/u,
  rel: /^noopener noreferrer nofollow$/u,
  target: /^_blank$/u,
  tabindex: /^0$/u,
};

/** What a browser sees; an element or an attribute that no text may bring fails. */
export function lettersOfHtml(html: string): readonly Letter[] {
  const walk = (node: DefaultTreeAdapterMap["node"], around: Around): readonly Letter[] => {
    if ("value" in node) return lettersOf(node.value, around);
    if (!("childNodes" in node)) throw new Error(`there is a ${node.nodeName} in ${JSON.stringify(html)}`);
    const inside = "tagName" in node ? entered(node, around) : around;
    return node.childNodes.flatMap((child) => walk(child, inside));
  };
  const entered = ({ tagName, attrs }: DefaultTreeAdapterMap["element"], around: Around): Around => {
    if (!ELEMENTS.has(tagName)) throw new Error(`there is a <${tagName}> in ${JSON.stringify(html)}`);
    for (const { name, value } of attrs) {
      if (!ATTRIBUTES[name]?.test(value)) throw new Error(`<${tagName}> has ${name}=${value}`);
    }
    const style = STYLES[tagName];
    const link = attrs.find(({ name }) => name === "href")?.value ?? around.link;
    return { styles: style === undefined ? around.styles : [...around.styles, style], link };
  };
  return walk(parseFragment(html), { styles: [] });
}
