/**
 * Values of Zadig's hooks as they come: texts of any length, numbers that are texts in some versions, times in seconds.
 */
import { z } from "zod";

/** Longer than any name, short enough to keep. */
const LONGEST_TEXT = 500;
/** Seconds until the year 2200: what is beyond is no time. */
const LAST_SECOND = 7_258_118_400;

/** Without what a database or a line of text cannot hold. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll("\0", "").slice(0, LONGEST_TEXT).toWellFormed();
}

/** Any text; empty when there is none. */
export const text = z.string().transform(clean).catch("");

/** What names something: present, and the same after cleaning. */
export const word = z
  .union([z.string(), z.int().transform(String)])
  .refine((value) => value.trim() !== "" && value.length <= 200 && clean(value) === value, "is no usable name");

/** A whole number, also one written as text. */
export const count = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

/** Seconds since 1970 as an instant; undefined for 0, which means unset, and for what is no time. */
export const seconds = count.transform((value) =>
  value === undefined || value <= 0 || value > LAST_SECOND ? undefined : value * 1_000,
);

/** A list whose unreadable entries are left out. */
export function listOf<T>(schema: z.ZodType<T>, most: number) {
  return z
    .array(z.unknown())
    .transform((all) =>
      all.slice(0, most).flatMap((each): readonly T[] => {
        const read = schema.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    )
    .catch([]);
}

/** The latest of some times; 0 when there is none. */
export function latest(times: readonly (number | undefined)[]): number {
  return Math.max(0, ...times.filter((time) => time !== undefined));
}
