/**
 * Times as a person reads them: in their own zone and language.
 */
import type { Lang } from "./needs.ts";

export interface Reader {
  readonly lang: Lang;
  readonly zone: string;
}

const LOCALES = { zh: "zh-CN", en: "en-GB" } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(reader: Reader, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${reader.lang} ${reader.zone} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALES[reader.lang], { ...options, timeZone: reader.zone });
  formats.set(key, made);
  return made;
}

/** `20:03` */
export function clock(at: number, reader: Reader): string {
  return format(reader, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** The whole moment, for a tooltip and a screen reader. */
export function moment(at: number, reader: Reader): string {
  return format(reader, "moment", { dateStyle: "full", timeStyle: "long" }).format(at);
}

/** `2026-11-24` in the reader's zone: the same for all of one day. */
export function dayKey(at: number, reader: Reader): string {
  const parts = format(reader, "key", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** `Tuesday 24 November`, with the year when it is not this one's. */
export function dayName(at: number, now: number, reader: Reader): string {
  const thisYear = dayKey(at, reader).slice(0, 4) === dayKey(now, reader).slice(0, 4);
  const year = thisYear ? {} : { year: "numeric" as const };
  return format(reader, `day ${thisYear}`, { weekday: "long", day: "numeric", month: "long", ...year }).format(at);
}
