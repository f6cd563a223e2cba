/**
 * What the API takes and says of the release calendar and of plans that recur. Times are milliseconds since 1970-01-01T00:00Z.
 */
import { z } from "zod";
import type { Series } from "../../chat/series.ts";
import { isZone } from "../../settings/names.ts";

const instant = z.int().min(0);
const text = (max: number) => z.string().trim().min(1).max(max);
const words = z.array(text(200)).max(50).readonly();
const zone = z
  .string()
  .refine(isZone, "is no time zone")
  .optional()
  .describe("The IANA zone of the times; else that of the settings.");

const DAY = 86_400_000;
/** Longer than anybody plans ahead. */
const LONGEST = 400 * DAY;
export const SHOWN = 14 * DAY;

export const calendarQuerySchema = z
  .strictObject({
    from: z.coerce.number<string>().int().min(0).optional().describe("Else now."),
    until: z.coerce.number<string>().int().min(0).optional().describe("Else two weeks later; at most 400 days."),
  })
  .refine(({ from = 0, until = from }) => until >= from && until - from <= LONGEST, "is no such range");

export const calendarSchema = z.strictObject({
  spans: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(["freeze", "window"]),
        from: instant,
        until: instant,
        concerns: words.describe("Plans with these tags, or in these environments; all plans without any."),
        number: z.int().optional().describe("Of a freeze that was begun by command."),
      }),
    )
    .readonly()
    .describe("In order of their beginning."),
  feeds: z
    .array(
      z.strictObject({
        name: z.string(),
        readAt: instant.optional().describe("When its last good copy was read."),
        problem: z.string().optional().describe("Why it could not be read last."),
      }),
    )
    .readonly(),
});

export const newFreezeSchema = z.strictObject({
  name: text(80),
  time: text(200).describe("`tonight 20:00-22:00`, or two ISO times joined by a slash."),
  repeat: text(200).optional().describe("daily, weekly, monthly, yearly, or an RRULE of iCalendar."),
  zone,
  tags: words.default([]),
  environments: words.default([]),
});

export const freezeSchema = z.strictObject({
  number: z.int(),
  name: z.string(),
  from: instant,
  until: instant,
  repeat: z.string().optional().describe("An RRULE of iCalendar."),
  zone: z.string(),
  tags: words,
  environments: words,
});
export const freezesSchema = z.strictObject({ freezes: z.array(freezeSchema).readonly() });

export const newSeriesSchema = z.strictObject({
  template: text(200),
  every: text(200).describe("`thursday 20:00`, or an RRULE of iCalendar and a time of day."),
  zone,
  name: text(200).optional().describe("What its plans are called; else as the template says."),
  window: text(200).optional().describe("Read when a plan is made: `tomorrow 20:00-22:00`."),
  schedule: text(200).optional(),
  values: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe("What stands in the template as `{{version}}`."),
});

export const seriesSchema = z.strictObject({
  number: z.int(),
  template: z.string(),
  repeat: z.string().describe("An RRULE of iCalendar."),
  from: instant.describe("From when on the rule is followed, at this time of day."),
  zone: z.string(),
  next: instant.optional().describe("When the next plan is made; absent while it is paused."),
});
export const seriesListSchema = z.strictObject({ recurring: z.array(seriesSchema).readonly() });

export function seriesAnswer({
  number,
  template,
  repeat,
  from,
  zone: at,
  next,
}: Series): z.output<typeof seriesSchema> {
  return { number, template, repeat, from, zone: at, ...(next !== undefined && { next }) };
}
