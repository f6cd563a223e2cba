/**
 * How fields, places in a plan and commands are called inside a text about a problem.
 */
import { LIMITS } from "../../plan/content.ts";
import {
  DELEGATE_KEYS,
  FREEZE_KEYS,
  ITEM_KEYS,
  LIST_KEYS,
  RUN_KEYS,
  SUBSCRIBE_KEYS,
  TEMPLATE_KEYS,
} from "../grammar/keys.ts";
import type { Verb } from "../grammar/said.ts";
import { VERBS } from "../grammar/verbs.ts";
import type { Lang, TextKey } from "./catalogue.ts";
import { CATALOGUES } from "./catalogue.ts";
import { escapeMarkdown, excerpt } from "./markdown.ts";
import { joinWords, quoted, sentences } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";

const HAN = /\p{Script=Han}/u;
const CHAT_KEYS = [
  ...TEMPLATE_KEYS,
  ...ITEM_KEYS,
  ...RUN_KEYS,
  ...LIST_KEYS,
  ...DELEGATE_KEYS,
  ...FREEZE_KEYS,
  ...SUBSCRIBE_KEYS,
];

/** Code in Markdown. A text with a backtick gets a longer fence. */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const pad = longest === 0 ? "" : " ";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A verb as it is typed with the bot's name before it: `/plan help`, `/发布 帮助`. */
export function commandCode(rest: string, lang: Lang): string {
  return code(`${lang === "zh" ? "/发布" : "/plan"} ${rest}`);
}

/** The spelling of a verb to show in a language. */
export function verbWord(verb: Verb, lang: Lang): string {
  const aliases = lang === "zh" ? VERBS.find((row) => row.verb === verb)?.aliases.zh : undefined;
  return aliases?.[0] ?? verb;
}

/** The ways to type a verb, as code. */
export function usageText(verb: Verb, lang: Lang): string {
  const usage = VERBS.find((row) => row.verb === verb)?.usage[lang] ?? [verb];
  return usage.map((line) => commandCode(line, lang)).join(say(lang, "problem.or"));
}

/** A key of the chat's grammar, as somebody of this language types it. */
export function chatKeyWord(key: string, lang: Lang): string {
  if (lang === "en") return key;
  return CHAT_KEYS.find((row) => row.key === key)?.aliases.find((alias) => HAN.test(alias)) ?? key;
}

/** The word for a key of a plan in a file; undefined for what is no such key. */
function keyText(key: string, lang: Lang): string | undefined {
  const text = `problem.key.${key}`;
  return isText(text) ? CATALOGUES[lang][text] : undefined;
}

function isText(key: string): key is TextKey {
  return Object.hasOwn(CATALOGUES.en, key);
}

/** A file's key: in Chinese with the word that means the same, which may be written as well. */
export function fileKeyWord(key: string, lang: Lang): string {
  const word = keyText(key, lang);
  return lang === "en" || word === undefined ? key : `${key}（${word}）`;
}

const STEP = /\[(\d+)\]|[^.[\]]+/gu;

/** `items[0].owner[1]` is "item 1, owner". The path of the whole is empty. */
export function pathWords(path: string, lang: Lang): string {
  const [head = "", parameter] = splitParameter(path);
  const words = stepWords(
    [...head.matchAll(STEP)].map(([step, place]) => ({ step, place })),
    lang,
  );
  const all = parameter === undefined ? words : [...words, say(lang, "problem.path.parameter", { name: parameter })];
  return all.reduce((outer, inner) => (outer === "" ? inner : say(lang, "problem.path.inside", { outer, inner })), "");
}

/** A parameter's name may hold anything, dots as well. */
function splitParameter(path: string): readonly [string, string | undefined] {
  const [, head, name] = /^(items\[\d+\])\.with\.(.+)$/su.exec(path) ?? [];
  return head === undefined ? [path, undefined] : [head, name];
}

interface Step {
  readonly step: string;
  readonly place: string | undefined;
}

function stepWords(steps: readonly Step[], lang: Lang): readonly string[] {
  return steps.flatMap(({ step, place }, index) => {
    const [before, next] = [steps[index - 1]?.step, steps[index + 1]];
    // The place of an entry counts where entries have parts; elsewhere the value itself is named.
    if (place !== undefined) return placeWord(before, Number(place) + 1, lang);
    const isOwnWord = next?.place !== undefined && (step === "items" || step === "levels");
    const isImplied = step === "approval" && next?.step === "levels";
    return isOwnWord || isImplied ? [] : [keyText(step, lang) ?? quoted(step, lang)];
  });
}

function placeWord(list: string | undefined, number: number, lang: Lang): readonly string[] {
  if (list === "items") return [say(lang, "problem.path.item", { number })];
  return list === "levels" ? [say(lang, "problem.path.level", { number })] : [];
}

/** What somebody typed is repeated so far. */
const MOST_SHOWN = 80;

/** What somebody typed, as far as it is repeated. */
export function shown(text: string): string {
  return excerpt(text, MOST_SHOWN);
}

/** The name that was probably meant, as a question. */
export function nearestText(nearest: string | undefined, { lang }: Reader): string | undefined {
  return nearest === undefined ? undefined : sayMarkdown(lang, "refusal.nearest", { nearest });
}

/** That nobody can tell which approvers are meant, with an example. */
export function badLevel(value: string, { lang }: Reader): string {
  const example = code(lang === "zh" ? "测试：2人 bo、chen、group:qa" : "QA: 2 of bo, chen, group:qa");
  return say(lang, "problem.bad-level", { value: escapeMarkdown(shown(value)), example, most: LIMITS.approvers });
}

/** That there is no such field, with the nearest one, or all there are. */
export function unknownKey(
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
