/**
 * What whoever does an item fills in: what it asks for, a remark, and its check list.
 */
import type { Ask, Item } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { progressOf } from "../../plan/items.ts";
import type { Plan } from "../../plan/plan.ts";
import type { FormField } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import { numberOf, personLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { nearTime } from "../texts/when.ts";
import { textField } from "./field.ts";
import type { FormSources } from "./sources.ts";

/** A link in full is longer than a word. */
const LONGEST_EVIDENCE = LIMITS.reason;
/** Fields for what the item asks for, by its place. */
export const ASKED = "ask-";
/** Ticks of the check list, by their place. */
export const CHECKED = "check-";

/** The second of two sees what the first one gave, and may add to it. */
export function doneFields(plan: Plan, item: Item, { reader }: FormSources): readonly FormField[] {
  const { lang } = reader;
  const { work } = item;
  const asks = work.type === "text" ? (work.asks ?? []) : [];
  return [
    ...asks.map((ask, place) => askField(ask, place, plan, item, reader)),
    textField({ name: "remark", label: say(lang, "form.field.remark") }, { max: LIMITS.reason, lines: 3 }),
    textField(
      {
        name: "evidence",
        label: say(lang, "form.field.evidence"),
        hint: say(lang, "form.hint.evidence"),
        placeholder: say(lang, "form.placeholder.evidence"),
        files: true,
      },
      { max: LONGEST_EVIDENCE, lines: 2 },
    ),
  ];
}

function askField(ask: Ask, place: number, plan: Plan, item: Item, reader: Reader): FormField {
  const { lang } = reader;
  const name = `${ASKED}${place}`;
  if (ask.kind === "file") return fileField(name, ask, plan, item, reader);
  const progress = progressOf(plan, item);
  const given = progress.state === "todo" ? progress.said?.answers?.[ask.name] : undefined;
  const hint = ask.kind === "link" ? say(lang, "form.hint.link") : undefined;
  return textField(
    { name, label: ask.name, hint, required: ask.required },
    { max: LIMITS.reason, lines: ask.kind === "text" ? 2 : 1 },
    given,
  );
}

/** Whether it was given is for the domain to say: it may have come before. */
function fileField(name: string, ask: Ask, plan: Plan, item: Item, { lang }: Reader): FormField {
  const progress = progressOf(plan, item);
  const before = progress.state === "todo" ? [...(progress.files ?? []), ...(progress.said?.files ?? [])] : [];
  const files = before.filter((file) => file.ask === ask.name).map((file) => oneLine(file.name));
  const hint =
    files.length > 0
      ? say(lang, "form.given", { files: files.join(", ") })
      : say(lang, "form.hint.file", { number: numberOf(plan, item.id) });
  const needed = ask.required && files.length === 0 ? "needed" : true;
  return textField({ name, label: ask.name, hint, files: needed }, { max: LIMITS.reason });
}

export function saidIntro(plan: Plan, item: Item, reader: Reader): string | undefined {
  const progress = progressOf(plan, item);
  if (progress.state !== "todo" || !progress.said) return undefined;
  const { by, at } = progress.said;
  return sayMarkdown(reader.lang, "form.confirm.intro", { person: personLine(by, reader), at: nearTime(at, reader) });
}

/** Places of the points that are ticked off now. */
export function tickedIn({ items }: Plan, item: string): readonly number[] {
  const progress = items[item];
  return progress?.state === "todo" ? Object.keys(progress.ticked ?? {}).map(Number) : [];
}

/** One tick for each point, with those set that are `ticked`. */
export function checkFields(item: Item, ticked: readonly number[]): readonly FormField[] {
  const checks = item.work.type === "text" ? (item.work.checks ?? []) : [];
  return checks.map((label, place) => ({
    name: `${CHECKED}${place}`,
    label,
    required: false,
    type: "check",
    value: ticked.includes(place),
  }));
}
