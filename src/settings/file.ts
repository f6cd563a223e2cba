/**
 * Reads `gonogo.yaml`: syntax, then the schema; each mistake with its line and its path.
 */
import { readFileSync } from "node:fs";
import type { Document } from "yaml";
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { errorCode } from "./environment.ts";
import type { SettingsProblem } from "./problem.ts";
import { didYouMean } from "./problem.ts";

export interface FileReading<Sections> {
  readonly sections: Sections | undefined;
  readonly problems: readonly SettingsProblem[];
  /** The line of a path in the file, for problems found later. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

type Path = readonly PropertyKey[];

/** Reads the file at `path` by `schema`. With mistakes there are problems and no sections. */
export function readFile<Sections>(path: string, schema: z.ZodType<Sections>): FileReading<Sections> {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    const wrong = `cannot be read (${errorCode(error)})`;
    const problem: SettingsProblem = { code: "unreadable", where: path, wrong, remedy: "Check --config and the file." };
    return { sections: undefined, problems: [problem], lineOf: () => undefined };
  }
  return readText(source, path, schema);
}

/** Reads the text of a settings file; `file` is its name in problems. */
export function readText<Sections>(source: string, file: string, schema: z.ZodType<Sections>): FileReading<Sections> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: Path) => lineAt(document, lines, path);
  const error = document.errors[0];
  if (error !== undefined) {
    // Only the first: the others mostly follow from it.
    const { line, col } = lines.linePos(error.pos[0]);
    const wrong = `is not YAML at column ${col}: ${error.message}`;
    const problem: SettingsProblem = { code: "syntax", where: "", file, line, wrong, remedy: "Correct the YAML." };
    return { sections: undefined, problems: [problem], lineOf };
  }
  const parsed = schema.safeParse(withoutEmpty(document.toJS()));
  if (parsed.success) return { sections: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.flatMap((issue) => issueProblems(issue, file, schema, lineOf));
  return { sections: undefined, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)), lineOf };
}

/** A section with nothing below its name is as good as none. */
function withoutEmpty(content: unknown): unknown {
  if (content === null || content === undefined) return {};
  return isRecord(content)
    ? Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null))
    : content;
}

/** A path as people read it: `people.bo.accounts`, `tokens[1].may`. */
export function pathText(path: Path): string {
  return path
    .map((key, place) => (typeof key === "number" ? `[${key}]` : `${place === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function issueProblems(
  issue: z.core.$ZodIssue,
  file: string,
  schema: z.ZodType,
  lineOf: (path: Path) => number | undefined,
): readonly SettingsProblem[] {
  const at = (path: Path) => ({ where: pathText(path), file, line: lineOf(path) });
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const place = at([...issue.path, key]);
      return { code: "unknown-key", ...place, wrong: "is not a key gonogo knows", remedy: didYouMean(key, known) };
    });
  }
  if (issue.code === "invalid_key") {
    const wrong = issue.issues[0]?.message ?? "is not a possible name";
    return [{ code: "invalid", ...at(issue.path), wrong, remedy: "Choose another name." }];
  }
  const absent = issue.code === "invalid_type" && lineOf(issue.path) === undefined;
  if (absent) {
    const parent = issue.path.slice(0, -1);
    const wrong = "is missing";
    return [{ code: "missing", where: pathText(issue.path), file, line: lineOf(parent), wrong, remedy: "Add it." }];
  }
  return [{ code: "invalid", ...at(issue.path), wrong: plainMessage(issue), remedy: "Correct it." }];
}

function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union") {
    const closest = issue.errors.flat().find((inner) => inner.path.length > 0) ?? issue.errors.flat()[0];
    return closest ? plainMessage(closest) : "is none of the possible forms";
  }
  return issue.message.replace(
    /^Invalid input: expected (\w+), received (\w+)$/,
    "must be of type $1, and is of type $2",
  );
}

function lineAt(document: Document.Parsed, lines: LineCounter, path: Path): number | undefined {
  if (path.length === 0) return undefined;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    return start === undefined ? undefined : lines.linePos(start).line;
  }
  const node = document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}

/** The keys the schema has at `path`; read off its JSON Schema, so that it works for every schema. */
export function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  let here: readonly unknown[] = [z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })];
  for (const step of path) here = here.flatMap(forms).flatMap((form) => below(form, step));
  return [...new Set(here.flatMap(forms).flatMap((form) => Object.keys(recordAt(form, "properties"))))];
}

function forms(schema: unknown): readonly unknown[] {
  const options = isRecord(schema) && Array.isArray(schema.anyOf) ? schema.anyOf : [];
  return [schema, ...options.flatMap(forms)];
}

function below(schema: unknown, step: PropertyKey): readonly unknown[] {
  if (!isRecord(schema)) return [];
  if (typeof step === "number") return [schema.items].filter(isRecord);
  const named = recordAt(schema, "properties")[String(step)];
  return [named ?? schema.additionalProperties].filter(isRecord);
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
