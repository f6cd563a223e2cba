/**
 * How people want to be told things: working hours, and how many messages a day are enough.
 */
import { z } from "zod";

/** Minutes of the day on the wall, from `from` on and before `until`. */
export interface WorkingHours {
  readonly from: number;
  readonly until: number;
}

export interface MessageSettings {
  readonly hours: WorkingHours;
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** The most messages a person is sent on a day. */
  readonly perDay: number;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const HOURS = /^([01]?\d|2[0-4]):([0-5]\d)\s*[-–—~至到]\s*([01]?\d|2[0-4]):([0-5]\d)$/;

/** `09:00-18:00`. */
export const hoursSchema = z.string().transform((text, context): WorkingHours => {
  const [, ...numbers] = HOURS.exec(text.trim()) ?? [];
  const [hour = 0, minute = 0, lastHour = 0, lastMinute = 0] = numbers.map(Number);
  const hours = { from: hour * 60 + minute, until: lastHour * 60 + lastMinute };
  if (numbers.length === 4 && hours.from < hours.until && hours.until <= 1_440) return hours;
  context.issues.push({ code: "custom", input: text, message: "must be working hours, such as 09:00-18:00" });
  return z.NEVER;
});

export const messagesSchema = z
  .strictObject({
    hours: hoursSchema.optional(),
    days: z
      .array(z.enum(DAYS, { error: `must be one of ${DAYS.join(", ")}` }))
      .min(1, "needs one day at least")
      .readonly()
      .optional(),
    perDay: z.int().min(1).max(1_000).optional(),
  })
  .readonly();

const DEFAULTS: MessageSettings = { hours: { from: 540, until: 1_080 }, days: [1, 2, 3, 4, 5], perDay: 30 };

/** With what is not said filled in: working days from nine to six, thirty messages. */
export function messageSettings(section: z.output<typeof messagesSchema> | undefined): MessageSettings {
  return {
    hours: section?.hours ?? DEFAULTS.hours,
    days: section?.days?.map((day) => DAYS.indexOf(day) + 1) ?? DEFAULTS.days,
    perDay: section?.perDay ?? DEFAULTS.perDay,
  };
}
