/**
 * What is wrong with what somebody typed, and what to do about it. Markdown.
 */
import type { Delegated } from "../../people/delegation.ts";
import type { Instant } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { GrammarProblem } from "../grammar/problem.ts";
import type { Verb } from "../grammar/said.ts";
import type { Located } from "../plan-file/apply.ts";
import type { PlanFileProblem, Position } from "../plan-file/problem.ts";
import type { ResolveProblem } from "../plan-file/resolve-context.ts";
import { zoned } from "../times/moment.ts";
import type { TimeProblem } from "../times/problem.ts";
import { escapeMarkdown, excerpt } from "./markdown.ts";
import { joinWords, sentences } from "./names.ts";
import { chatKeyWord, code, commandCode, fileKeyWord, pathWords, usageText, verbWord } from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";
import { timeInZone } from "./when.ts";

/** Problems shown one by one before the rest is counted. */
const MOST_LINES = 10;
/** What somebody typed is repeated so far. */
const MOST_SHOWN = 80;

/** Why a message was not understood, and how to type it. */
export function grammarText(problem: GrammarProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "too-long":
      return say(lang, "problem.too-long", { most: problem.most });
    case "control-characters":
      return say(lang, "problem.control-characters");
    case "unknown-command":
      return sentences(
        [sayMarkdown(lang, "problem.unknown-command", { command: shown(problem.command) }), helpText(reader)],
        reader,
      );
    case "unknown-verb":
      return unknownVerb(problem, reader);
    default:
      return sentences([faultText(problem, reader), usage(problem.verb, reader)], reader);
  }
}

type VerbProblem = Exclude<
  GrammarProblem,
  { code: "too-long" | "control-characters" | "unknown-command" | "unknown-verb" }
>;

function faultText(problem: VerbProblem, reader: Reader): string {
  const { lang } = reader;
  const verb = verbWord(problem.verb, lang);
  switch (problem.code) {
    case "missing-plan":
      return sayMarkdown(lang, "problem.missing-plan", { verb });
    case "missing-item":
      return say(lang, "problem.missing-item", { example: `${problem.plan ?? 52}.1` });
    case "not-an-item":
      return say(lang, "problem.not-an-item", {
        verb,
        number: problem.number,
        plan: problem.number.replace(/[.．。].*$/su, ""),
      });
    case "missing-reason":
    case "missing-text":
    case "missing-name":
    case "missing-person":
    case "text-and-run":
      return say(lang, `problem.${problem.code}`);
    case "missing-workflow":
      return say(lang, "problem.missing-workflow", { run: lang === "zh" ? "运行" : "run" });
    case "missing-value":
    case "repeated-key":
      return sayMarkdown(lang, `problem.${problem.code}`, { key: shown(chatKeyWord(problem.key, lang)) });
    case "unknown-key":
      return unknownKey(problem, reader);
    case "bad-number":
    case "unexpected-word":
      return sayMarkdown(lang, `problem.${problem.code}`, { word: shown(problem.word) });
    case "unclosed-quote":
      return sayMarkdown(lang, "problem.unclosed-quote", { text: shown(problem.text) });
    case "bad-level":
      return badLevel(problem.value, reader);
    case "bad-workflow":
      return sayMarkdown(lang, "problem.bad-workflow", { value: shown(problem.value) });
    case "unknown-choice":
      return sentences(
        [
          sayMarkdown(lang, "problem.unknown-choice", {
            word: shown(problem.word),
            choices: joinWords(problem.choices, reader),
          }),
          nearestText(problem.nearest, reader),
        ],
        reader,
      );
  }
}

function unknownVerb(
  { word, nearest, verb }: Extract<GrammarProblem, { code: "unknown-verb" }>,
  reader: Reader,
): string {
  return sentences(
    [
      sayMarkdown(reader.lang, "problem.unknown-verb", { word: shown(word) }),
      nearestText(nearest, reader),
      verb === undefined ? helpText(reader) : usage(verb, reader),
    ],
    reader,
  );
}

function unknownKey(
  {
    key,
    nearest,
    known,
  }: { readonly key: string; readonly nearest?: string | undefined; readonly known: readonly string[] },
  reader: Reader,
  word: (key: string, lang: Reader["lang"]) => string = chatKeyWord,
): string {
  const words = joinWords(
    known.map((each) => word(each, reader.lang)),
    reader,
  );
  return sentences(
    [
      sayMarkdown(reader.lang, "problem.unknown-key", { key: shown(key) }),
      nearestText(nearest, reader) ?? sayMarkdown(reader.lang, "problem.fields", { known: words }),
    ],
    reader,
  );
}

function badLevel(value: string, { lang }: Reader): string {
  const example = code(lang === "zh" ? "测试：2人 bo、chen、group:qa" : "QA: 2 of bo, chen, group:qa");
  return say(lang, "problem.bad-level", { value: escapeMarkdown(shown(value)), example, most: LIMITS.approvers });
}

function nearestText(nearest: string | undefined, { lang }: Reader): string | undefined {
  return nearest === undefined ? undefined : sayMarkdown(lang, "refusal.nearest", { nearest });
}

function usage(verb: Verb, { lang }: Reader): string {
  return say(lang, "problem.usage", { usage: usageText(verb, lang) });
}

function helpText({ lang }: Reader): string {
  return say(lang, "problem.help", { help: commandCode(verbWord("help", lang), lang) });
}

function shown(text: string): string {
  return excerpt(text, MOST_SHOWN);
}

/** Why a time could not be read, and how to write it. */
export function timeText(problem: TimeProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "not-understood":
      return sayMarkdown(lang, "problem.time.not-understood", {
        text: shown(problem.text),
        example: say(lang, "problem.time.example"),
      });
    case "impossible-date":
    case "impossible-time":
    case "needs-clock":
    case "needs-end":
      return sayMarkdown(lang, `problem.time.${problem.code}`, { text: shown(problem.text) });
    case "backwards":
      return sayMarkdown(lang, "problem.time.backwards", {
        opens: timeInZone(problem.opens, reader),
        closes: timeInZone(problem.closes, reader),
      });
    case "in-the-past":
      return sayMarkdown(lang, "problem.time.in-the-past", { at: timeInZone(problem.at, reader) });
    case "skipped-time":
      return sayMarkdown(lang, "problem.time.skipped-time", {
        text: shown(problem.text),
        zone: problem.zone,
        instead: timeInZone(problem.instead, { ...reader, zone: problem.zone }),
      });
    case "repeated-time":
      return sayMarkdown(lang, "problem.time.repeated-time", {
        text: shown(problem.text),
        zone: problem.zone,
        first: offsetTime(problem.first, problem.zone),
        second: offsetTime(problem.second, problem.zone),
      });
  }
}

/** The clock shows both alike; the offset tells them apart. */
function offsetTime(at: Instant, zone: string): string {
  return zoned(at, zone).toString({ smallestUnit: "minute", timeZoneName: "never" });
}

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

/** What became of a delegation to somebody of this name. */
export function delegatedText(delegated: Delegated, to: string, reader: Reader): string {
  const { lang } = reader;
  if (delegated.ok) {
    return sayMarkdown(lang, "reply.delegated", { until: timeInZone(delegated.until, reader), person: to });
  }
  switch (delegated.code) {
    case "unknown-person":
      return sayMarkdown(lang, "refusal.unknown-person", { name: shown(delegated.name) });
    case "delegate-to-self":
      return say(lang, "problem.delegate-to-self");
    case "time-passed":
      return say(lang, "problem.delegate-past");
    case "too-long":
      return say(lang, "problem.delegate-too-long");
  }
}
