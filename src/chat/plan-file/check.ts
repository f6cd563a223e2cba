/**
 * The documented schema, held against what a file says; every violation becomes a problem with its place.
 */
import type { z } from "zod";
import type { PlanDraft } from "./draft.ts";
import { BAD_LEVEL, planDraftSchema } from "./draft.ts";
import { knownKey } from "./keys.ts";
import type { Fault, Path } from "./problem.ts";
import { pathText } from "./problem.ts";
import type { Source } from "./source.ts";

type Issue = z.core.$ZodIssue;
type Got = Extract<Fault, { code: "wrong-type" }>["got"];

/** The draft that a value is, or undefined with every reason reported. */
export function checkDraft(value: unknown, source: Source): PlanDraft | undefined {
  const parsed = planDraftSchema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, [], value, source);
    return undefined;
  }
  parsed.data.items.forEach((item, index) => {
    if (item.run !== undefined && item.text !== undefined) source.report(["items", index], { code: "text-and-run" });
    if (item.run === undefined && item.with !== undefined)
      source.report(["items", index, "with"], { code: "with-without-run" });
    const demand = (["asks", "checks", "confirm"] as const).find((key) => item[key] !== undefined);
    if (item.run !== undefined && demand) source.report(["items", index, demand], { code: "asks-with-run" });
  });
  return source.problems.length === 0 ? parsed.data : undefined;
}

function reportIssue(issue: Issue, before: Path, root: unknown, source: Source): void {
  const path = [...before, ...issue.path.filter((step) => typeof step !== "symbol")];
  const value = valueAt(root, path);
  if (issue.code === "invalid_union") {
    reportUnion(issue, path, value, root, source);
    return;
  }
  const last = path.at(-1);
  if (value === undefined && typeof last === "string") {
    if (!mistyped(path, last, source)) source.report(path.slice(0, -1), { code: "missing", key: last });
    return;
  }
  source.report(path, faultOf(issue, path, value));
}

/** A key that is only misspelt is reported as such already. */
function mistyped(path: Path, key: string, { problems }: Source): boolean {
  const around = pathText(path.slice(0, -1));
  return problems.some((problem) => {
    if (problem.path === `${around === "" ? "" : `${around}.`}${key}`) return true;
    if (problem.code !== "unknown-key" || problem.path !== around || problem.nearest === undefined) return false;
    return TABLES.some((table) => knownKey(table, problem.nearest ?? "")?.key === key);
  });
}

const TABLES = ["plan", "approval", "level", "item", "ask"] as const;

/** Of the ways to write a thing, the one whose shape was chosen tells what is wrong with it. */
function reportUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  value: unknown,
  root: unknown,
  source: Source,
): void {
  const deeper = issue.errors.find((errors) =>
    errors.every((error) => error.path.length > 0 || error.code !== "invalid_type"),
  );
  const inner = deeper?.filter((error) => error.code !== "invalid_value") ?? [];
  if (inner.length === 0) source.report(path, faultOf(issue, path, value));
  for (const error of inner) reportIssue(error, path, root, source);
}

const LISTS = new Set([
  "items",
  "levels",
  "approvers",
  "requirements",
  "tags",
  "editors",
  "announce",
  "hooks",
  "owner",
  "after",
  "asks",
  "checks",
]);
const MAPS = new Set(["approval", "with", "custom"]);

function faultOf(issue: Issue, path: Path, value: unknown): Fault {
  const last = path.at(-1);
  if (issue.code === "custom") return customFault(issue, last, value);
  if (last === "run" && typeof value === "string" && issue.code === "invalid_format")
    return { code: "bad-workflow", value };
  if (issue.code === "too_big")
    return { code: issue.origin === "array" ? "too-many" : "too-long", most: Number(issue.maximum) };
  if (issue.code === "too_small") return { code: "too-few", key: String(last ?? "") };
  return { code: "wrong-type", wanted: wantedAt(path), got: gotOf(value) };
}

function customFault(issue: z.core.$ZodIssueCustom, last: string | number | undefined, value: unknown): Fault {
  if (issue.message === BAD_LEVEL && typeof value === "string") return { code: "bad-level", value };
  return { code: "too-few", key: String(last ?? "") };
}

function wantedAt(path: Path): Extract<Fault, { code: "wrong-type" }>["wanted"] {
  const last = path.at(-1);
  const holder = path.at(-2);
  if (last === "rule") return "rule";
  if (holder === "with" || holder === "custom") return "value";
  if (typeof last === "number") return holder === "items" || holder === "levels" ? "map" : "text";
  if (last === undefined || MAPS.has(last)) return "map";
  return LISTS.has(last) ? "list" : "text";
}

function gotOf(value: unknown): Got {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "map" : "other";
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}
