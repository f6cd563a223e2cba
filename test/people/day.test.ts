import { expect, test } from "vitest";
import { dayAt, minuteOf } from "../../src/people/day.ts";

const at = (time: string) => Date.parse(time);
const iso = (time: number) => new Date(time).toISOString().slice(0, 16);
const hours = ({ begins, ends }: { readonly begins: number; readonly ends: number }) => (ends - begins) / 3_600_000;

test("a day is that of the wall, and the same however often it is asked for", () => {
  const day = dayAt(at("2026-11-24T16:30Z"), "Asia/Shanghai");
  expect(day).toMatchObject({ date: "2026-11-25", weekday: 3 });
  expect(iso(day.begins)).toBe("2026-11-24T16:00");
  expect(dayAt(at("2026-11-25T15:59Z"), "Asia/Shanghai")).toEqual(day);
  expect(dayAt(day.ends, "Asia/Shanghai").date).toBe("2026-11-26");
  expect(dayAt(day.begins - 1, "Asia/Shanghai").date).toBe("2026-11-24");
});

test("days on which clocks change are shorter or longer, and their minutes are those on the wall", () => {
  const spring = dayAt(at("2026-03-29T12:00Z"), "Europe/Berlin");
  const autumn = dayAt(at("2026-10-25T12:00Z"), "Europe/Berlin");
  expect([hours(spring), hours(autumn)]).toEqual([23, 25]);
  expect(iso(minuteOf(spring, 9 * 60, "Europe/Berlin"))).toBe("2026-03-29T07:00");
  expect(iso(minuteOf(autumn, 9 * 60, "Europe/Berlin"))).toBe("2026-10-25T08:00");
  expect(iso(minuteOf(spring, 150, "Europe/Berlin")), "skipped at half past two").toBe("2026-03-29T01:30");
  expect(minuteOf(autumn, 1_440, "Europe/Berlin")).toBe(autumn.ends);
});

test("a day that a zone leaves out is followed by the next one", () => {
  const day = dayAt(at("2011-12-29T12:00Z"), "Pacific/Apia");
  expect(day.date).toBe("2011-12-29");
  expect(dayAt(day.ends, "Pacific/Apia").date).toBe("2011-12-31");
});
