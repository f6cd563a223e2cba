/**
 * Plans as text: the export of one, and the templates to start from.
 */
import type { Instant, PersonId } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Block, Card, Line } from "../card.ts";
import type { Series } from "../series.ts";
import { oneLine } from "../texts/markdown.ts";
import { personLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { seriesLine } from "../texts/series-text.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { statusTone } from "./tones.ts";

export function exportCard(plan: Plan, yaml: string, reader: Reader): Card {
  const { lang } = reader;
  const names = { index: plan.index, name: oneLine(plan.content.name) };
  return {
    title: say(lang, "card.export.title", names),
    tone: statusTone(plan.status),
    label: say(lang, "card.export.label"),
    blocks: [{ kind: "code", text: yaml }, { kind: "context", line: [say(lang, "card.export.hint")] }, asOf(reader)],
    buttons: [showButton("plan", plan.index, reader)],
    summary: say(lang, "card.export.summary", names),
  };
}

export interface TemplateRow {
  readonly name: string;
  readonly by: PersonId;
  readonly at: Instant;
  /** What is filled in when it is used. */
  readonly parameters?: readonly string[] | undefined;
}

/** One template, to be changed and sent back. */
export function templateCard(name: string, yaml: string, reader: Reader): Card {
  const { lang } = reader;
  return {
    title: say(lang, "card.template.title", { name: oneLine(name) }),
    tone: "muted",
    label: say(lang, "card.template.label"),
    blocks: [{ kind: "code", text: yaml }, { kind: "context", line: [say(lang, "card.template.hint")] }, asOf(reader)],
    buttons: [],
    summary: say(lang, "card.template.summary", { name: oneLine(name) }),
  };
}

export function templatesCard(templates: readonly TemplateRow[], series: readonly Series[], reader: Reader): Card {
  const { lang } = reader;
  const lines = templates.map(({ name, by, at, parameters = [] }): Line => {
    const line = sayLine(lang, "card.templates.line", {
      name: oneLine(name),
      person: personLine(by, reader),
      at: shortTime(at, reader),
    });
    const open = parameters.map((parameter) => `${parameter}=…`).join(" ");
    return open === "" ? line : [...line, " · ", open];
  });
  return {
    title: say(lang, "card.templates.title"),
    tone: "muted",
    label: say(lang, "card.templates.label", { count: templates.length }),
    blocks:
      templates.length === 0
        ? [{ kind: "markdown", text: say(lang, "card.templates.none") }]
        : [
            { kind: "list", lines },
            { kind: "context", line: [say(lang, "card.templates.hint")] },
            ...seriesBlocks(series, reader),
          ],
    buttons: [],
    summary: say(lang, "card.templates.summary"),
  };
}

function seriesBlocks(series: readonly Series[], reader: Reader): readonly Block[] {
  const { lang } = reader;
  if (series.length === 0) return [];
  return [
    { kind: "list", title: say(lang, "series.title"), lines: series.map((one) => seriesLine(one, reader)) },
    { kind: "context", line: [say(lang, "series.hint")] },
  ];
}
