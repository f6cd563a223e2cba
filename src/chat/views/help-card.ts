/**
 * What a person can type: all verbs, one verb, and a newcomer's first steps.
 */

import type { Block, Card, Line } from "../card.ts";
import type { Verb } from "../grammar/said.ts";
import type { VerbEntry } from "../grammar/verbs.ts";
import { VERBS } from "../grammar/verbs.ts";
import { joinWords } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";

export function helpCard(about: Verb | undefined, reader: Reader): Card {
  const { lang } = reader;
  const entry = VERBS.find(({ verb }) => verb === about);
  const name = entry ? nameOf(entry, reader) : "";
  return {
    title: say(lang, "card.help.title"),
    tone: "muted",
    label: entry ? name : say(lang, "card.help.label"),
    blocks: entry ? verbBlocks(entry, reader) : allBlocks(reader),
    buttons: [{ id: "new", label: say(lang, "button.new"), style: "plain", action: { do: "form", form: "new" } }],
    summary: entry ? say(lang, "card.help.verb-summary", { verb: name }) : say(lang, "card.help.summary"),
  };
}

function bot({ lang }: Reader): string {
  return lang === "zh" ? "/发布" : "/plan";
}

function nameOf({ verb, aliases }: VerbEntry, { lang }: Reader): string {
  return lang === "zh" ? (aliases.zh[0] ?? verb) : verb;
}

function allBlocks(reader: Reader): readonly Block[] {
  const { lang } = reader;
  const lines = VERBS.map(
    (entry): Line => [`${bot(reader)} ${entry.usage[lang][0] ?? nameOf(entry, reader)} — ${entry.help[lang]}`],
  );
  return [
    { kind: "list", lines },
    { kind: "context", line: [say(lang, "card.help.more")] },
  ];
}

function verbBlocks(entry: VerbEntry, reader: Reader): readonly Block[] {
  const { lang } = reader;
  const typed = (lines: readonly string[]) => lines.map((line) => `${bot(reader)} ${line}`).join("\n");
  const examples = entry.examples[lang];
  const others = [...new Set([entry.verb, ...entry.aliases.en, ...entry.aliases.zh])].filter(
    (word) => word !== nameOf(entry, reader),
  );
  return [
    { kind: "context", line: [entry.help[lang]] },
    { kind: "code", text: typed(entry.usage[lang]) },
    ...(examples.length > 0 ? [{ kind: "code", text: typed(examples) } satisfies Block] : []),
    ...(others.length > 0
      ? [
          {
            kind: "context",
            line: [say(lang, "card.help.aliases", { words: joinWords(others, reader) })],
          } satisfies Block,
        ]
      : []),
  ];
}

export function welcomeCard(name: string, reader: Reader): Card {
  const { lang } = reader;
  const steps = (["one", "two", "three"] as const).map(
    (step, place): Line => [`${place + 1}. ${say(lang, `card.welcome.${step}`)}`],
  );
  return {
    title: say(lang, "card.welcome.title"),
    tone: "active",
    label: say(lang, "card.welcome.label", { name }),
    blocks: [
      { kind: "markdown", text: say(lang, "card.welcome.text") },
      { kind: "list", lines: steps },
    ],
    buttons: [{ id: "new", label: say(lang, "button.new"), style: "primary", action: { do: "form", form: "new" } }],
    summary: say(lang, "card.welcome.summary"),
  };
}
