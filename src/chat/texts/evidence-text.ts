/**
 * What people read about what an item asks for, and of what they give.
 */
import type { Ask } from "../../plan/content.ts";
import type { EventOf } from "../../plan/event.ts";
import type { EvidenceFile, Given } from "../../plan/evidence.ts";
import type { Plan } from "../../plan/plan.ts";
import type { RefusalOf } from "../../plan/refusal.ts";
import type { Inline, Line } from "../card.ts";
import { excerpt, oneLine, webAddress } from "./markdown.ts";
import { actorLine, itemOf, joinLines, joinWords, personLine, quoted, sentences } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayLine, sayMarkdown } from "./say.ts";
import { nearTime } from "./when.ts";

/** Longer ones are in full where they were given. */
const LONGEST_WORD = 160;

type Refused = RefusalOf<
  | "evidence-missing"
  | "unknown-ask"
  | "bad-link"
  | "unknown-check"
  | "too-many-files"
  | "confirm-other"
  | "nothing-to-undo"
  | "duplicate-ask"
  | "confirm-alone"
>;

/** `item` is its name with its number. */
export function evidenceRefusalText(refusal: Refused, item: string, reader: Reader): string {
  const { lang } = reader;
  switch (refusal.code) {
    case "evidence-missing":
      return missingText(refusal, item, reader);
    case "unknown-ask": {
      const said = sayMarkdown(lang, "refusal.unknown-ask", { item, ask: refusal.ask });
      const known = joinWords(refusal.known, reader);
      return sentences([said, known && sayMarkdown(lang, "refusal.unknown-ask.known", { known })], reader);
    }
    case "bad-link":
      return sayMarkdown(lang, "refusal.bad-link", { item, ask: refusal.ask });
    case "unknown-check":
      return sayMarkdown(lang, "refusal.unknown-check", { item, check: refusal.check, checks: refusal.checks });
    case "too-many-files":
      return sayMarkdown(lang, "refusal.too-many-files", { item, most: refusal.most });
    case "confirm-other":
      return sayMarkdown(lang, "refusal.confirm-other", { item, at: nearTime(refusal.at, reader) });
    case "duplicate-ask":
      return sayMarkdown(lang, "refusal.duplicate-ask", { item, name: refusal.name });
    case "nothing-to-undo":
    case "confirm-alone":
      return sayMarkdown(lang, `refusal.${refusal.code}`, { item });
  }
}

function missingText({ fields, checks }: RefusalOf<"evidence-missing">, item: string, reader: Reader): string {
  const { lang } = reader;
  return sentences(
    [
      sayMarkdown(lang, "refusal.evidence-missing", { item }),
      fields.length > 0 && sayMarkdown(lang, "refusal.evidence-missing.fields", { fields: joinWords(fields, reader) }),
      checks.length > 0 && sayMarkdown(lang, "refusal.evidence-missing.checks", { checks: joinWords(checks, reader) }),
    ].filter((text) => text !== false),
    reader,
  );
}

type Gathered = EventOf<"item-ticked" | "file-attached" | "item-said" | "item-unsaid">;

/** One line of what was gathered for an item before it was done. */
export function gatheredLine(event: Gathered, item: string, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const who = actorLine(event.by, reader);
  switch (event.type) {
    case "item-ticked": {
      const work = itemOf(plan, event.item)?.work;
      const check = (work?.type === "text" ? work.checks?.[event.check] : undefined) ?? String(event.check + 1);
      return sayLine(lang, event.ticked ? "timeline.item-ticked" : "timeline.item-unticked", {
        who,
        item,
        check: oneLine(check),
      });
    }
    case "file-attached":
      return sayLine(lang, "timeline.file-attached", { who, item, file: quoted(event.file.name, lang) });
    case "item-said":
      return sayLine(lang, "timeline.item-said", { who, item });
    case "item-unsaid":
      return event.from === undefined
        ? sayLine(lang, "timeline.item-unsaid", { who, item })
        : sayLine(lang, "timeline.item-unsaid-from", { who, item, from: personLine(event.from, reader) });
  }
}

/** `Report (file)`. */
export function askText({ name, kind, required }: Ask, { lang }: Reader): string {
  const words = { name: oneLine(name), kind: say(lang, `ask.${kind}`) };
  return say(lang, required ? "card.item.ask" : "card.item.ask-optional", words);
}

/** Everything that was given to show it, each by itself. */
export function givenLines(
  { evidence = [], answers = {}, files = [] }: Given,
  plan: Plan,
  reader: Reader,
): readonly Line[] {
  const { lang } = reader;
  const words = evidence.map((text): Line => [shownWord(text)]);
  const answered = Object.entries(answers).map(([name, answer]) =>
    sayLine(lang, "card.item.answer", { name: oneLine(name), answer: [shownWord(answer)] }),
  );
  return [...answered, ...words, ...files.map((file): Line => [fileWord(file, plan, reader)])];
}

/** A link where the text is one. */
export function shownWord(text: string): Inline {
  const link = webAddress(text.trim());
  const word = excerpt(oneLine(text), LONGEST_WORD);
  return link === undefined ? word : { link, text: word };
}

/** The names of files, with a link to each where there is one. */
export function filesLine(files: readonly EvidenceFile[], plan: Plan, reader: Reader): Line {
  return joinLines(
    files.map((file) => [fileWord(file, plan, reader)]),
    reader,
  );
}

function fileWord(file: EvidenceFile, plan: Plan, { fileLink }: Reader): Inline {
  const link = fileLink?.(plan, file);
  const text = oneLine(file.name);
  return link === undefined ? text : { link, text };
}
