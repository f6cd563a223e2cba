/**
 * The coming two weeks of the release calendar: freezes, release windows, and the plans whose time comes.
 */
import type { Instant } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { CalendarSpan } from "../calendar-span.ts";
import type { Block, Card, Line } from "../card.ts";
import type { FeedState } from "../freeze-desk.ts";
import { feedLine } from "../texts/freeze-text.ts";
import { oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";

/** More lines than this nobody reads on a card. */
const MOST_LINES = 40;

export interface CalendarView {
  readonly spans: readonly CalendarSpan[];
  readonly plans: readonly Plan[];
  /** Feeds that could not be read last. */
  readonly feeds: readonly FeedState[];
  readonly until: Instant;
}

export function calendarCard({ spans, plans, feeds, until }: CalendarView, reader: Reader): Card {
  const { lang } = reader;
  const freezes = spans.filter(({ kind }) => kind === "freeze").map((span) => spanLine(span, reader));
  const windows = spans.filter(({ kind }) => kind === "window").map((span) => spanLine(span, reader));
  const coming = plans.toSorted((one, other) => beginOf(one) - beginOf(other)).map((plan) => planLine(plan, reader));
  const summary = say(lang, "calendar.until", { until: shortTime(until, reader) });
  const blocks = [
    ...block("calendar.freezes", freezes, reader),
    ...block("calendar.windows", windows, reader),
    ...block("calendar.plans", coming, reader),
  ];
  return {
    title: say(lang, "calendar.title"),
    tone: "muted",
    label: summary,
    blocks: [
      ...(blocks.length > 0 ? blocks : [{ kind: "markdown", text: say(lang, "calendar.empty") } as const]),
      ...block(
        "calendar.feeds",
        feeds.map((feed) => feedLine(feed, reader)),
        reader,
      ),
      asOf(reader),
    ],
    buttons: [],
    summary,
  };
}

function block(
  title: "calendar.freezes" | "calendar.windows" | "calendar.plans" | "calendar.feeds",
  lines: readonly Line[],
  { lang }: Reader,
): readonly Block[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), [say(lang, "calendar.more", { count: more })]] : lines;
  return [{ kind: "list", title: say(lang, title), lines: shown }];
}

function spanLine({ name, from, until, concerns, number }: CalendarSpan, reader: Reader): Line {
  const time = { from: shortTime(from, reader), until: shortTime(until, reader) };
  const said = sayLine(reader.lang, "calendar.span", { ...time, name: oneLine(name) });
  const whom = concerns.length === 0 ? [] : [` · ${concerns.map((word) => oneLine(word)).join(", ")}`];
  return [...said, ...whom, ...(number === undefined ? [] : [` · #${number}`])];
}

function planLine(plan: Plan, reader: Reader): Line {
  const { index, content, status } = plan;
  const values = { index, name: oneLine(content.name), status: say(reader.lang, `status.${status}`) };
  return sayLine(reader.lang, "calendar.plan", { ...values, at: shortTime(beginOf(plan), reader) });
}

function beginOf({ content }: Plan): Instant {
  return content.window?.opens ?? content.schedule ?? 0;
}
