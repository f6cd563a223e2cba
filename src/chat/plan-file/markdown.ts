/**
 * A plan in Markdown: a title, key lines or front matter, sections for items and approval, and prose as description.
 * It gives the same values as YAML does.
 */
import { readCustomLine } from "./custom.ts";
import { readItems } from "./markdown-items.ts";
import type { Line } from "./markdown-line.ts";
import { bulletsOf, keyLine, linesOf } from "./markdown-line.ts";
import type { Source } from "./source.ts";
import { readYaml } from "./yaml.ts";

const TITLE = /^#\s+(.*?)\s*#*$/u;
const SECTION = /^##\s+(.*?)\s*[:：]?\s*#*$/u;
type Section = "items" | "approval" | "description" | "requirements";
const SECTIONS: readonly (readonly [Section, readonly string[]])[] = [
  ["items", ["items", "item", "steps", "发布内容", "发布项", "内容", "步骤"]],
  ["approval", ["approval", "approvals", "levels", "审批", "审批节点"]],
  ["description", ["description", "描述", "说明", "发布说明"]],
  ["requirements", ["requirements", "需求", "需求关联", "关联需求"]],
];

interface Part {
  readonly name: Section | "head";
  readonly heading: Line | undefined;
  readonly lines: Line[];
}

/** The value of a plan in Markdown. Reports all it finds wrong. */
export function readMarkdown(text: string, source: Source): unknown {
  const { front, rest } = frontMatter(text, source);
  const value = new Map<string, unknown>(front);
  const prose: string[] = [];
  for (const part of partsOf(rest)) readPart(part, value, prose, source);
  const description = prose.join("\n").trim();
  if (description !== "" && !value.has("description")) value.set("description", description);
  return Object.fromEntries(value);
}

function frontMatter(
  text: string,
  source: Source,
): { readonly front: readonly [string, unknown][]; readonly rest: readonly Line[] } {
  const lines = linesOf(text);
  const opens = lines[0]?.text.trim() === "---";
  const end = opens ? lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line.text)) : -1;
  if (end === -1) return { front: [], rest: lines };
  const from = lines[1]?.offset ?? 0;
  const yaml = readYaml(text.slice(from, lines[end]?.offset), source, from);
  const front = typeof yaml === "object" && yaml !== null && !Array.isArray(yaml) ? Object.entries(yaml) : [];
  return { front, rest: lines.slice(end + 1) };
}

/** A heading that is not one of ours stays in the description, with what stands under it. */
function partsOf(lines: readonly Line[]): readonly Part[] {
  const parts: Part[] = [];
  let part: Part = { name: "head", heading: undefined, lines: [] };
  let fenced = false;
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line.text)) fenced = !fenced;
    const heading = fenced ? undefined : SECTION.exec(line.text)?.[1]?.toLowerCase();
    if (heading === undefined) {
      part.lines.push(line);
      continue;
    }
    parts.push(part);
    const known = SECTIONS.find(([, words]) => words.includes(heading))?.[0];
    part = { name: known ?? "description", heading: line, lines: known ? [] : [line] };
  }
  return [...parts, part];
}

function readPart({ name, heading, lines }: Part, value: Map<string, unknown>, prose: string[], source: Source): void {
  const put = (key: string, given: unknown, { offset }: Line) => {
    if (value.has(key)) source.reportAt([], offset, { code: "duplicate-key", key });
    source.place([key], offset);
    value.set(key, given);
  };
  const at = heading ?? { text: "", offset: 0 };
  if (name === "items") put("items", readItems(lines, source), at);
  else if (name === "approval") put("approval", readApproval(lines, source), at);
  else if (name === "requirements")
    put(
      "requirements",
      bulletsOf(lines).map(({ text }) => text),
      at,
    );
  else if (name === "description") prose.push(...lines.map(({ text }) => text));
  else readHead(lines, put, prose, source);
}

/** The title and the key lines; what is left is prose. */
function readHead(
  lines: readonly Line[],
  put: (key: string, value: unknown, at: Line) => void,
  prose: string[],
  source: Source,
): void {
  for (const line of lines) {
    const title = TITLE.exec(line.text)?.[1];
    const found = keyLine("plan", line, [], source);
    if (title !== undefined) put("name", title, line);
    else if (found?.key === "approval") put("approval", { levels: [found.value] }, line);
    else if (found?.key === "custom") put("custom", customIn(found.value, line, source), line);
    else if (found) put(found.key, found.value, line);
    else prose.push(line.text);
  }
}

function customIn(text: string, { offset }: Line, source: Source): unknown {
  const custom = readCustomLine(text);
  if (!custom) source.reportAt(["custom"], offset, { code: "bad-parameters", value: text });
  return custom;
}

/** Bullets are levels in words; `via: feishu` says where they are asked. */
function readApproval(lines: readonly Line[], source: Source): Record<string, unknown> {
  const via = lines
    .map((line) => keyLine("approval", line, ["approval"], source, "exact"))
    .find((found) => found?.key === "via");
  const levels = bulletsOf(lines).filter(
    ({ line }) => keyLine("approval", line, ["approval"], source, "exact") === undefined,
  );
  for (const [index, { line }] of levels.entries()) source.place(["approval", "levels", index], line.offset);
  return { ...(via && { via: via.value }), levels: levels.map(({ text }) => text) };
}
