/**
 * The items of a Markdown plan: a list whose entries are names, with key lines and text under each.
 */
import type { Line } from "./markdown-line.ts";
import { BULLET, keyLine } from "./markdown-line.ts";
import { readParameters } from "./parameters.ts";
import type { Source } from "./source.ts";

/** The items under a heading, in order. Reports all it finds wrong. */
export function readItems(lines: readonly Line[], source: Source): readonly unknown[] {
  const entries: { readonly head: Line; readonly name: string; readonly lines: Line[] }[] = [];
  for (const line of lines) {
    const [, indent, name = ""] = BULLET.exec(line.text) ?? [];
    if (indent === "" && name.trim() !== "") entries.push({ head: line, name: name.trim(), lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ head, name, lines: below }, index) => {
    source.place(["items", index], head.offset);
    return readItem(name, below, index, source);
  });
}

function readItem(name: string, lines: readonly Line[], index: number, source: Source): Record<string, unknown> {
  const path = ["items", index] as const;
  const fields = new Map<string, unknown>([["name", plainName(name)]]);
  const prose: string[] = [];
  let fenced = false;
  for (const line of lines) {
    const fence = /^\s*(?:```|~~~)/.test(line.text);
    const found = fenced || fence ? undefined : keyLine("item", line, path, source);
    if (fence) fenced = !fenced;
    if (!found) {
      prose.push(line.text);
      continue;
    }
    if (found.key !== "name" && fields.has(found.key))
      source.reportAt(path, line.offset, { code: "duplicate-key", key: found.key });
    source.place([...path, found.key], line.offset);
    const value = found.key === "with" ? parametersOf(found.value, line, path, source) : found.value;
    if (value !== undefined) fields.set(found.key, value);
  }
  const text = dedent(prose);
  if (text !== "") fields.set("text", fields.has("text") ? `${String(fields.get("text"))}\n${text}` : text);
  return Object.fromEntries(fields);
}

/** `**Build**` and `[ ] Build` are Build. */
function plainName(name: string): string {
  return name.replace(/^\[[ xX]\]\s+/, "").replace(/^\*\*(.+)\*\*$/u, "$1");
}

function parametersOf(text: string, { offset }: Line, path: readonly (string | number)[], source: Source): unknown {
  const parameters = readParameters(text);
  if (!parameters) source.reportAt([...path, "with"], offset, { code: "bad-parameters", value: text });
  return parameters;
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = indents.length === 0 ? 0 : indents.reduce((one, other) => Math.min(one, other));
  return lines
    .map((line) => line.slice(least))
    .join("\n")
    .trim();
}
