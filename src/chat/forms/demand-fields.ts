/**
 * What an item asks of whoever does it, as fields of its author's form.
 */
import type { TextWork } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { FormField } from "../card.ts";
import type { ItemFields } from "../grammar/said.ts";
import { readAsk, writeAsk } from "../plan-file/ask-text.ts";
import { say } from "../texts/say.ts";
import { textField } from "./field.ts";
import type { FormSources } from "./sources.ts";
import type { FormReader } from "./values.ts";

/** What it asks for stays out, and so as it is, where words can't say all of it. */
export function demandFields(work: TextWork | undefined, { reader: { lang } }: FormSources): readonly FormField[] {
  const written = work?.asks ?? [];
  const asks = written.flatMap((ask) => writeAsk(ask) ?? []);
  const asksField = textField(
    { name: "asks", label: say(lang, "form.field.asks"), hint: say(lang, "form.hint.asks") },
    { max: LIMITS.text, lines: 3 },
    asks.join("\n"),
  );
  return [
    ...(asks.length === written.length ? [asksField] : []),
    textField(
      { name: "checks", label: say(lang, "form.field.checks"), hint: say(lang, "form.hint.checks") },
      { max: LIMITS.text, lines: 3 },
      (work?.checks ?? []).join("\n"),
    ),
    {
      name: "confirm",
      label: say(lang, "form.field.confirm"),
      required: false,
      type: "check",
      value: work?.confirm === "two",
    },
  ];
}

/** Only what the form shows; an emptied field clears. */
export function readDemands(reader: FormReader): Pick<ItemFields, "asks" | "checks" | "confirm"> {
  const asks = linesOf("asks", LIMITS.asks, reader);
  const checks = linesOf("checks", LIMITS.checks, reader);
  const confirm = reader.either("confirm", LIMITS.word);
  return {
    ...(asks && { asks: asks.flatMap((line) => readAsk(line) ?? []) }),
    ...(checks && { checks }),
    ...(typeof confirm === "boolean" && { confirm: confirm ? ("two" as const) : null }),
  };
}

function linesOf(name: string, most: number, reader: FormReader): readonly string[] | undefined {
  const text = reader.text(name, LIMITS.text);
  if (text === undefined) return undefined;
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length > most) return reader.fault(name, { code: "too-many", most });
  const isLong = lines.some((line) => line.length > LIMITS.word);
  return isLong ? reader.fault(name, { code: "too-long", most: LIMITS.word }) : lines;
}
