/**
 * ISO times of the settings file as instants. One without an offset is meant in the zone of the settings.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../plan/content.ts";

/** The instant of an ISO time. A bare day is its start, or with `edge: "end"` the start of the next one. */
export function moment(text: string, zone: string, edge: "start" | "end"): Instant | undefined {
  try {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(text) && text.includes("T")) return Temporal.Instant.from(text).epochMilliseconds;
    if (text.includes("T")) return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
    const day = Temporal.PlainDate.from(text).add({ days: edge === "end" ? 1 : 0 });
    return day.toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}
