/**
 * Why a run failed, in the reader's language. The log keeps one wording, in English like everything that engines say; what
 * gonogo, its own commands and its adapters say is known and said again in the reader's words.
 */
import type { Lang } from "./catalogue.ts";
import { engineFailureText } from "./engine-failure-text.ts";
import type { Reader } from "./reader.ts";
import { say } from "./say.ts";
import { free } from "./timeline-words.ts";

interface Known {
  readonly pattern: RegExp;
  readonly say: (lang: Lang, part: string) => string;
}

/** The first that fits; what it has in brackets is a name or a number that is the same in every language. */
const KNOWN: readonly Known[] = [
  { pattern: /^stopped$/u, say: (lang) => say(lang, "failure.stopped") },
  { pattern: /^cancelled$/u, say: (lang) => say(lang, "failure.cancelled") },
  { pattern: /^exit code (\d+)$/u, say: (lang, code) => say(lang, "failure.exit-code", { code }) },
  { pattern: /^killed by signal (\w+)$/u, say: (lang, signal) => say(lang, "failure.signal", { signal }) },
  { pattern: /^timed out after ([\w.]+)$/u, say: (lang, limit) => say(lang, "failure.timed-out", { limit }) },
  {
    pattern: /^could not start: its working folder does not exist$/u,
    say: (lang) => say(lang, "failure.no-folder"),
  },
  { pattern: /^could not start: (.+)$/u, say: (lang, why) => say(lang, "failure.no-start", { why }) },
  { pattern: /^ended without recording its exit: .+$/u, say: (lang) => say(lang, "failure.lost") },
  {
    pattern: /^the machine or the supervisor was stopped at the start: .+$/u,
    say: (lang) => say(lang, "failure.lost-at-start"),
  },
  { pattern: /^stopped because its supervisor was told to end$/u, say: (lang) => say(lang, "failure.shut-down") },
  {
    pattern: /^the engine "(.+)" is not configured$/u,
    say: (lang, engine) => say(lang, "failure.no-engine", { engine }),
  },
  { pattern: /^each attempt ended without an answer$/u, say: (lang) => say(lang, "failure.no-answer") },
];

/** Plain text, bounded; an engine's own words as they are. */
export function failureText(reason: string, { lang }: Pick<Reader, "lang">): string {
  for (const known of KNOWN) {
    const found = known.pattern.exec(reason);
    if (found) return free(known.say(lang, found[1] ?? ""));
  }
  return free(engineFailureText(reason, lang) ?? reason);
}
