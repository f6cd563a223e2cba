/**
 * Release notes, to be copied.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Card } from "../card.ts";
import { releaseNotes } from "../release-notes.ts";
import { oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { statusTone } from "./tones.ts";

/** More than every chat shows in a message; the whole is a command or a request away. */
const LONGEST = 8_000;

/** `notes` is the language that they are written in, `reader` who looks at the card. */
export function notesCard(plan: Plan, notes: Reader, reader: Reader): Card {
  const { lang } = reader;
  const { index } = plan;
  const text = releaseNotes(plan, notes);
  const cut = text.length > LONGEST;
  const shown = cut ? text.slice(0, text.lastIndexOf("\n", LONGEST)) : text;
  const title = say(lang, "card.notes.title", { index, name: oneLine(plan.content.name) });
  return {
    title,
    tone: statusTone(plan.status),
    label: say(lang, "card.notes.label"),
    blocks: [
      { kind: "code", text: shown.trimEnd() },
      { kind: "context", line: [say(lang, cut ? "card.notes.cut" : "card.notes.hint", { index })] },
      asOf(reader),
    ],
    buttons: [showButton("plan", index, reader)],
    summary: title,
  };
}
