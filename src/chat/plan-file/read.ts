/**
 * A whole plan in one text, as YAML, JSON or Markdown, into the draft it says or everything that is wrong with it.
 */
import { checkDraft } from "./check.ts";
import { controlCharacter } from "./control.ts";
import type { PlanDraft } from "./draft.ts";
import { KEYS } from "./keys.ts";
import { readMarkdown } from "./markdown.ts";
import type { Fault, PlanFileProblem, Position } from "./problem.ts";
import { Source } from "./source.ts";
import { readYaml } from "./yaml.ts";

/** In bytes. A plan within its limits, with its longest texts, is smaller by far. */
export const LARGEST_PLAN_FILE = 256 * 1024;

export type PlanFile =
  | {
      readonly ok: true;
      readonly draft: PlanDraft;
      /** Where the value at a path (`items[0].owner`) stands, for what is found wrong with it later. */
      readonly where: (path: string) => Position;
    }
  | { readonly ok: false; readonly problems: readonly PlanFileProblem[] };

/** Reads a plan. Without `syntax` the text tells whether it is Markdown; JSON is YAML. */
export function readPlanFile(text: string, syntax: "yaml" | "markdown" | undefined = syntaxOf(text)): PlanFile {
  const fault = unreadable(text);
  if (fault) return { ok: false, problems: [fault] };
  const lines = text.replace(/^\uFEFF/u, "").replace(/\r\n?/g, "\n");
  const source = new Source(lines);
  const value = syntax === "markdown" ? readMarkdown(lines, source) : readYaml(lines, source);
  // A text that could not be read at all has nothing more to check.
  const draft = value === undefined && source.problems.length > 0 ? undefined : checkDraft(value, source);
  if (draft === undefined) return { ok: false, problems: inOrder(source.problems) };
  return { ok: true, draft, where: (path) => source.where(path) };
}

function inOrder(problems: readonly PlanFileProblem[]): readonly PlanFileProblem[] {
  return [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
}

function unreadable(text: string): PlanFileProblem | undefined {
  const at = (fault: Fault, offset = 0): PlanFileProblem => ({
    ...fault,
    path: "",
    ...new Source(text.slice(0, offset)).position(offset),
  });
  if (text.length > LARGEST_PLAN_FILE || byteLength(text) > LARGEST_PLAN_FILE)
    return at({ code: "too-large", most: LARGEST_PLAN_FILE });
  if (text.trim() === "") return at({ code: "empty" });
  const control = controlCharacter(text);
  return control === -1 ? undefined : at({ code: "control-characters" }, control);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

const ITEMS_KEY = new RegExp(`^["']?(?:${itemKeys().join("|")})["']?\\s*:`, "mu");

function itemKeys(): readonly string[] {
  return KEYS.plan.filter(({ key }) => key === "items").flatMap(({ key, aliases }) => [key, ...aliases]);
}

/** A line that begins with `# ` is a title in Markdown and a remark in YAML, which names its items by a key. */
function syntaxOf(text: string): "yaml" | "markdown" {
  const bounded = text.slice(0, LARGEST_PLAN_FILE);
  if (isFrontMatter(bounded)) return "markdown";
  return /^#{1,2} /mu.test(bounded) && !ITEMS_KEY.test(bounded) ? "markdown" : "yaml";
}

/** Front matter alone is how Markdown says what it holds in no other way; YAML would see a second, empty document. */
function isFrontMatter(text: string): boolean {
  const lines = text
    .replace(/^\uFEFF/u, "")
    .trimEnd()
    .split("\n");
  const [opens, ...rest] = lines.map((line) => line.trimEnd() === "---");
  return opens === true && rest.length > 0 && rest.indexOf(true) === rest.length - 1;
}
