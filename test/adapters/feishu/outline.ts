/**
 * A card in JSON 2.0 as lines that a person can review: each component with its words, and whatever else it says of itself.
 */
import type { CardElement, CardJson } from "../../emulators/feishu/card-parts.ts";

const LONG = 8;

export function outline({ header, config, body }: CardJson): string {
  const tags = header?.text_tag_list?.map(({ text, color }) => `[${color}: ${text.content}]`).join(" ") ?? "";
  const head = `${header?.template ?? "plain"} | ${header?.title.content ?? ""} ${tags}`.trim();
  // What a form or a button is bound to changes with everything; that it is bound is what matters.
  const shown = `${[head, `summary | ${config?.summary?.content ?? ""}`, ...body.elements.flatMap((each) => lines(each, 0))].join("\n")}\n`;
  return shown.replaceAll(/[0-9a-f]{64}/gu, "<digest>");
}

function lines(element: CardElement, depth: number): readonly string[] {
  const at = (text: string) => text.split("\n").map((line) => `${"  ".repeat(depth)}${line}`);
  const inside = (elements: readonly CardElement[]) => elements.flatMap((each) => lines(each, depth + 1));
  switch (element.tag) {
    case "markdown": {
      const { tag, content, ...more } = element;
      return at(`${tag}${rest(more)} | ${beginning(content).replaceAll("\n", "\n  ")}`);
    }
    case "column_set": {
      const { tag, columns, ...more } = element;
      const columnLines = columns.flatMap(({ elements, tag: _, ...column }) => [
        ...at(`  column${rest(column)}`),
        ...elements.flatMap((each) => lines(each, depth + 2)),
      ]);
      return [...at(`${tag}${rest(more)}`), ...columnLines];
    }
    case "collapsible_panel": {
      const { tag, elements, header, expanded } = element;
      return [...at(`${tag} ${expanded ? "open" : "folded"} | ${header.title.content}`), ...inside(elements)];
    }
    case "form":
      return [...at(`form ${element.name}`), ...inside(element.elements)];
    case "button": {
      const { tag, text, behaviors, confirm, ...more } = element;
      const sure = confirm ? ` (${confirm.title.content} ${confirm.text?.content ?? ""})` : "";
      const value = behaviors?.map((behavior) => (behavior.type === "callback" ? JSON.stringify(behavior.value) : ""));
      return at(`${tag}${rest(more)} | ${text.content}${sure} → ${value?.join(" ") ?? ""}`);
    }
    default: {
      const { tag, ...more } = element;
      return at(`${tag}${rest(more)}`);
    }
  }
}

/** Of a long text its beginning: what it goes on with is the core's affair. */
function beginning(content: string): string {
  const all = content.split("\n");
  return all.length <= LONG ? content : [...all.slice(0, LONG), "…"].join("\n");
}

function rest(more: object): string {
  const said = Object.entries(more).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return said.length === 0 ? "" : ` ${said.join(" ")}`;
}
