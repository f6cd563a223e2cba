/**
 * Rich text where nothing but words can be shown: a mail's plain part, a notification, a toast.
 */
import { readMarkdown } from "./read-markdown.ts";
import type { ListItem, Part, RichText, Span } from "./rich-text.ts";
import { taskSign } from "./rich-text.ts";

/** Its words, with its lists, quotes and addresses as people write them in a plain mail. */
export function plainMarkdown(markdown: string): string {
  return plainParts(readMarkdown(markdown));
}

function plainParts(parts: RichText): string {
  return parts.map(partText).join("\n\n");
}

function partText(part: Part): string {
  switch (part.kind) {
    case "paragraph":
    case "heading":
      return spansText(part.spans);
    case "list":
      return part.items
        .map((item, place) => itemText(item, part.start === undefined ? "- " : `${part.start + place}. `, part.loose))
        .join("\n");
    case "quote":
      return plainParts(part.parts).replace(/^/gmu, "> ");
    case "code":
      return part.text.replace(/^/gmu, "    ");
    case "table":
      return part.rows.map((row) => row.map(spansText).join(" | ")).join("\n");
    case "rule":
      return "———";
  }
}

function itemText(item: ListItem, mark: string, loose: boolean): string {
  const text = item.parts.map(partText).join(loose ? "\n\n" : "\n");
  return `${mark}${taskSign(item)}${text.replaceAll("\n", `\n${" ".repeat(mark.length)}`)}`;
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case "text":
        case "code":
          return span.text;
        case "break":
          return "\n";
        case "link": {
          const words = spansText(span.spans);
          const address = span.address.replace(/^mailto:/u, "");
          return words === address || words === span.address ? words : `${words} (${address})`;
        }
        default:
          return spansText(span.spans);
      }
    })
    .join("");
}
