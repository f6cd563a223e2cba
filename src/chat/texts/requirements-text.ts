/**
 * What people read of requirements outside of cards: refusals, and a line of the log.
 */
import type { EventOf } from "../../plan/event.ts";
import type { RefusalOf } from "../../plan/refusal.ts";
import type { Line } from "../card.ts";
import { failureText } from "./failure-text.ts";
import { joinWords, sentences } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";

type RequirementsRefusal = RefusalOf<
  "bad-requirement" | "no-requirements" | "not-readable" | "requirements-missing" | "requirements-silent"
>;

export function requirementsRefusal(refusal: RequirementsRefusal, reader: Reader): string {
  const { lang } = reader;
  switch (refusal.code) {
    case "bad-requirement": {
      const { word, why, meant } = refusal.problem;
      const hint = meant === undefined ? undefined : sayMarkdown(lang, "refusal.nearest", { nearest: meant });
      const said =
        why === "unknown"
          ? sayMarkdown(lang, "refusal.bad-requirement.unknown", { word })
          : say(lang, "refusal.bad-requirement.credentials");
      return sentences([said, hint], reader);
    }
    case "no-requirements":
    case "not-readable":
      return say(lang, `refusal.${refusal.code}`);
    case "requirements-missing":
      return sayMarkdown(lang, "refusal.requirements-missing", { words: joinWords(refusal.words, reader) });
    case "requirements-silent": {
      const why = failureText(refusal.why, reader);
      return sayMarkdown(lang, "refusal.requirements-silent", { words: joinWords(refusal.words, reader), why });
    }
  }
}

export function requirementsReadLine({ reading, digest, at }: EventOf<"requirements-read">, { lang }: Reader): Line {
  const silent = Object.values(reading).filter((entry) => entry.silent?.at === at).length;
  const said = say(lang, digest === undefined ? "timeline.requirements-read" : "timeline.requirements-read-bound");
  if (silent === 0) return [said];
  return [said, lang === "zh" ? "；" : "; ", say(lang, "timeline.requirements-silent", { count: silent })];
}
