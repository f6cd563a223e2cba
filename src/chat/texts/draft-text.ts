/**
 * What a message in plain language left open, in words. Plain text: it stands on a card and in a form.
 */
import type { Hint, Question } from "../drafts/question.ts";
import { plainText } from "../forms/plain-text.ts";
import { joinWords } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say } from "./say.ts";
import { timeText } from "./time-text.ts";
import { timeInZone } from "./when.ts";

export function questionText(question: Question, reader: Reader): string {
  const { lang } = reader;
  switch (question.code) {
    case "ambiguous-person": {
      const people = question.people.map((id) => say(lang, "draft.person", { name: reader.name(id), id }));
      return say(lang, "draft.open.ambiguous-person", { name: question.name, people: joinWords(people, reader) });
    }
    case "unknown-person": {
      const { name, nearest } = question;
      return nearest === undefined
        ? say(lang, "draft.open.unknown-person", { name })
        : say(lang, "draft.open.unknown-near", { name, nearest });
    }
    case "no-approver":
      return say(lang, "draft.open.no-approver", { text: question.text });
  }
}

export function hintText(hint: Hint, reader: Reader): string {
  const { lang } = reader;
  switch (hint.code) {
    case "needs-end":
      return say(lang, "draft.hint.needs-end", { text: hint.text, at: timeInZone(hint.at, reader) });
    case "bad-time":
      return plainText(timeText(hint.problem, reader));
    case "second-time":
    case "not-understood":
    case "approval-unclear":
      return say(lang, `draft.hint.${hint.code}`, { text: hint.text });
    case "model":
    case "model-failed":
    case "model-person":
      return say(lang, `draft.hint.${hint.code}`, { name: hint.name });
    case "unknown-word":
      return say(lang, `draft.hint.${hint.key}`, { name: hint.name });
  }
}
