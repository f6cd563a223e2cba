import type { GrammarProblem } from "../grammar/problem.ts";
import type { Verb } from "../grammar/said.ts";
import { joinWords, sentences } from "./names.ts";
import {
  badLevel,
  chatKeyWord,
  commandCode,
  nearestText,
  shown,
  unknownKey,
  usageText,
  verbWord,
} from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";

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
    case "missing-version":
    case "missing-series":
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
    case "bad-custom":
      return sayMarkdown(lang, `problem.${problem.code}`, { value: shown(problem.value) });
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

function usage(verb: Verb, { lang }: Reader): string {
  return say(lang, "problem.usage", { usage: usageText(verb, lang) });
}

function helpText({ lang }: Reader): string {
  return say(lang, "problem.help", { help: commandCode(verbWord("help", lang), lang) });
}
