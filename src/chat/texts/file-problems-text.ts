import type { Located } from "../plan-file/apply.ts";
import type { PlanFileProblem, Position } from "../plan-file/problem.ts";
import type { ResolveProblem } from "../plan-file/resolve-context.ts";
import { escapeMarkdown } from "./markdown.ts";
import { joinWords, sentences } from "./names.ts";
import { badLevel, fileKeyWord, nearestText, pathWords, shown, unknownKey } from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";
import { timeText } from "./time-text.ts";

/** Problems shown one by one before the rest is counted. */
const MOST_LINES = 10;

/** What is wrong with a plan in a file, each with its line and column. */
export function fileProblemsText(problems: readonly PlanFileProblem[], reader: Reader): string {
  const { lang } = reader;
  const lines = problems.map((problem) =>
    placed(
      problem,
      problem.code === "missing" || problem.code === "empty" ? "" : problem.path,
      fileFault(problem, reader),
      reader,
    ),
  );
  return listed(say(lang, "problem.file", { count: problems.length }), lines, reader);
}

/** What is wrong at one place of a plan file, without the place. */
export function fileFault(problem: PlanFileProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "empty":
    case "control-characters":
    case "full-width-colon":
    case "too-complex":
    case "with-without-run":
    case "asks-with-run":
      return say(lang, `problem.file.${problem.code}`);
    case "text-and-run":
      return say(lang, "problem.text-and-run");
    case "too-large":
      return say(lang, "problem.file.too-large", { most: Math.floor(problem.most / 1024) });
    case "syntax":
      return sayMarkdown(lang, "problem.file.syntax", { detail: shown(problem.detail).replace(/\.$/u, "") });
    case "tag":
      return sayMarkdown(lang, "problem.file.tag", { tag: shown(problem.tag) });
    case "unknown-key":
      return unknownKey(problem, reader, fileKeyWord);
    case "duplicate-key":
    case "missing":
    case "too-few":
      return sayMarkdown(lang, `problem.file.${problem.code}`, { key: fileKeyWord(shown(problem.key), lang) });
    case "wrong-type":
      return say(lang, "problem.file.wrong-type", {
        wanted: say(lang, `problem.wanted.${problem.wanted}`),
        got: say(lang, `problem.got.${problem.got}`),
      });
    case "too-long":
    case "too-many":
      return say(lang, `problem.file.${problem.code}`, { most: problem.most });
    case "bad-level":
      return badLevel(problem.value, reader);
    case "bad-workflow":
      return sayMarkdown(lang, "problem.bad-workflow", { value: shown(problem.value) });
    case "bad-parameters":
      return sayMarkdown(lang, "problem.file.bad-parameters", { value: shown(problem.value) });
  }
}

/** Names, times and limits that did not fit; with line and column where they come from a file. */
export function resolveProblemsText(problems: readonly (ResolveProblem | Located)[], reader: Reader): string {
  const lines = problems.map((problem) =>
    placed("line" in problem ? problem : undefined, problem.path, resolveFault(problem, reader), reader),
  );
  const [only, ...more] = lines;
  if (only !== undefined && more.length === 0) return only;
  return listed(say(reader.lang, "problem.resolve"), lines, reader);
}

/** Why one name, time or limit did not fit, without its place. */
export function resolveFault(problem: ResolveProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "unknown-person":
    case "unknown-group":
      return sentences(
        [
          sayMarkdown(lang, `refusal.${problem.code}`, { name: shown(problem.name) }),
          nearestText(problem.nearest, reader),
        ],
        reader,
      );
    case "unknown-place":
      return sentences(
        [
          sayMarkdown(lang, "problem.unknown-place", { name: shown(problem.name) }),
          nearestText(problem.nearest, reader) ?? knownText(problem.known, reader),
        ],
        reader,
      );
    case "unknown-item":
      return sentences(
        [
          sayMarkdown(lang, "problem.unknown-item", { name: shown(problem.name) }),
          nearestText(problem.nearest, reader),
        ],
        reader,
      );
    case "unknown-custom":
      return sentences(
        [
          sayMarkdown(lang, "refusal.bad-custom.unknown", { name: shown(problem.name) }),
          nearestText(problem.nearest, reader) ?? knownText(problem.known, reader),
        ],
        reader,
      );
    case "hidden":
      return sayMarkdown(lang, "problem.hidden", { name: shown(problem.name) });
    case "ambiguous-item":
      return sayMarkdown(lang, "problem.ambiguous-item", { name: shown(problem.name) });
    case "after-itself":
      return say(lang, "problem.after-itself");
    case "bad-time":
      return timeText(problem.problem, reader);
    case "invalid":
      return limitText(problem.problem, reader);
  }
}

/** The schema's sentence names the limit; a person reads it in their language. */
function limitText(detail: string, { lang }: Reader): string {
  const [, most, of] = /<=\s*(\d+) (characters|items)/u.exec(detail) ?? [];
  if (of === "characters") return say(lang, "problem.file.too-long", { most: Number(most) });
  if (of === "items") return say(lang, "problem.file.too-many", { most: Number(most) });
  return sayMarkdown(lang, "problem.invalid", { detail: shown(detail) });
}

function knownText(known: readonly string[], reader: Reader): string {
  if (known.length === 0) return say(reader.lang, "refusal.none-known");
  return sayMarkdown(reader.lang, "refusal.known", { known: joinWords(known, reader) });
}

function placed(position: Position | undefined, path: string, what: string, { lang }: Reader): string {
  const words = pathWords(path, lang);
  const line = position && say(lang, "problem.position", { line: position.line, column: position.column });
  const where = [line, words].filter((part) => part !== undefined && part !== "").join(lang === "zh" ? "，" : ", ");
  if (where === "") return what;
  return say(lang, "problem.at", { where: escapeMarkdown(capital(where)), what });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function listed(head: string, lines: readonly string[], { lang }: Reader): string {
  const rest = lines.length - MOST_LINES;
  const more = rest > 0 ? [say(lang, "problem.more", { count: rest })] : [];
  return [head, "", ...[...lines.slice(0, MOST_LINES), ...more].map((line) => `- ${line}`)].join("\n");
}
