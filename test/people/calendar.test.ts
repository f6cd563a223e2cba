import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { entriesOf } from "../../src/people/calendar/calendar.ts";
import { readFeed } from "../../src/people/calendar/feed.ts";
import { freezesAmong } from "../../src/people/calendar/freezes.ts";
import { nextOccurrence, spansOf } from "../../src/people/calendar/recurrence.ts";
import { build } from "../support/cast.ts";
import { settingsOf } from "../support/settings.ts";

const YAML = `
freezes:
  - { name: Year's end, from: 2026-12-31, until: 2027-01-01 }
  - { name: Singles' Day, from: 2026-11-10T00:00, until: 2026-11-12T00:00, tags: [shop, 支付] }
  - { name: Audit, from: 2026-11-01T00:00, until: 2026-11-02T00:00, environments: [Prod] }
`;
const AT = Date.parse("2026-11-01T00:00+08:00");
const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);
const among = (yaml: string, content: Partial<Parameters<typeof freezesAmong>[1]> = {}, now = AT) =>
  freezesAmong(entriesOf(settingsOf(yaml)), { tags: [], ...content }, now);

describe("the calendar", () => {
  test.each([
    [[], ["Year's end"]],
    [["blog"], ["Year's end"]],
    [["Shop"], ["Singles' Day", "Year's end"]],
    [
      ["blog", "支付"],
      ["Singles' Day", "Year's end"],
    ],
  ])("concerns a plan with the tags %j by %j", (tags, names) => {
    expect(among(YAML, { tags }).map((freeze) => freeze.name)).toEqual(names);
  });

  test.each(["env", "environment", "deploy.env", "env_name"])(
    "concerns a plan that runs something with %s=prod",
    (name) => {
      const work = { type: "workflow", engine: "command", workflow: "deploy", with: { [name]: "prod" } } as const;
      expect(among(YAML, { items: [build("i1", { work })] }).map((freeze) => freeze.name)).toContain("Audit");
      expect(among(YAML, { items: [build("i1")] }).map((freeze) => freeze.name)).not.toContain("Audit");
    },
  );

  test("freezes a bare day from its start to its end, in the zone of the settings", () => {
    expect(among(YAML)).toContainEqual({
      name: "Year's end",
      from: at("2026-12-31T00:00+08:00"),
      until: at("2027-01-02T00:00+08:00"),
    });
  });

  test("freezes the time between release windows, under their name", () => {
    const windows = `windows: [{ name: Evenings, from: 2026-11-03T20:00, until: 2026-11-03T23:00, repeat: "FREQ=WEEKLY;BYDAY=TU" }]`;
    const [first, second] = among(windows);
    expect(first).toMatchObject({ name: "Evenings", outside: true, until: at("2026-11-03T20:00+08:00") });
    expect(second).toEqual({
      name: "Evenings",
      outside: true,
      from: at("2026-11-03T23:00+08:00"),
      until: at("2026-11-10T20:00+08:00"),
    });
  });
});

describe("what recurs", () => {
  const berlin = (from: string, until: string, repeat: string, range: [string, string]) =>
    spansOf(
      { from: at(from), until: at(until), repeat, zone: "Europe/Berlin" },
      { from: at(range[0]), until: at(range[1]) },
    ).map((span) => [span.from, span.until].map((time) => iso(time)));
  const iso = (time: number) =>
    Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO("Europe/Berlin")
      .toString({ timeZoneName: "never" });

  test("keeps its wall time when clocks go forward and back", () => {
    const nights = berlin("2026-03-27T22:00+01:00", "2026-03-28T06:00+01:00", "FREQ=DAILY;COUNT=3", [
      "2026-03-01T00:00Z",
      "2026-04-30T00:00Z",
    ]);
    expect(nights).toEqual([
      ["2026-03-27T22:00:00+01:00", "2026-03-28T06:00:00+01:00"],
      ["2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00"],
      ["2026-03-29T22:00:00+02:00", "2026-03-30T06:00:00+02:00"],
    ]);
    const autumn = berlin("2026-10-24T22:00+02:00", "2026-10-25T06:00+01:00", "FREQ=DAILY;COUNT=2", [
      "2026-10-01T00:00Z",
      "2026-11-30T00:00Z",
    ]);
    expect(autumn[0]).toEqual(["2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00"]);
    expect(autumn[1]).toEqual(["2026-10-25T22:00:00+01:00", "2026-10-26T06:00:00+01:00"]);
  });

  test("begins after the change at a time that a clock skips", () => {
    const skipped = berlin("2026-03-28T02:30+01:00", "2026-03-28T05:00+01:00", "FREQ=DAILY;COUNT=2", [
      "2026-03-29T00:00Z",
      "2026-03-30T00:00Z",
    ]);
    expect(skipped).toEqual([["2026-03-29T03:30:00+02:00", "2026-03-29T05:00:00+02:00"]]);
  });

  test("falls on leap days alone, where it began on one, and on no day that a month does not have", () => {
    const leap = berlin("2024-02-29T00:00+01:00", "2024-03-01T00:00+01:00", "FREQ=YEARLY", [
      "2024-01-01T00:00Z",
      "2033-01-01T00:00Z",
    ]);
    expect(leap.map(([from]) => from?.slice(0, 10))).toEqual(["2024-02-29", "2028-02-29", "2032-02-29"]);
    const ends = berlin("2026-01-31T00:00+01:00", "2026-01-31T12:00+01:00", "FREQ=MONTHLY;COUNT=3", [
      "2026-01-01T00:00Z",
      "2027-01-01T00:00Z",
    ]);
    expect(ends.map(([from]) => from?.slice(5, 10))).toEqual(["01-31", "03-31", "05-31"]);
  });

  test("ends at the instant that its rule names", () => {
    const until = berlin("2026-06-01T20:00+02:00", "2026-06-01T21:00+02:00", "FREQ=DAILY;UNTIL=20260602T180000Z", [
      "2026-01-01T00:00Z",
      "2027-01-01T00:00Z",
    ]);
    expect(until).toHaveLength(2);
  });
});

describe("a feed", () => {
  const CALENDAR = { name: "company", kind: "freeze", tags: [], environments: [] } as const;
  const SETTINGS = { ...CALENDAR, url: "", address: "", every: HOUR, allow: [] };
  const calendar = (...lines: string[]) =>
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", ...lines, "END:VCALENDAR", ""].join("\r\n");
  const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:1", "SUMMARY:Freeze", ...lines, "END:VEVENT"];
  const spans = (...lines: string[]) => {
    const read = readFeed(calendar(...lines), SETTINGS, "Asia/Shanghai");
    if (!read.ok) throw new Error(read.problem);
    const range = { from: at("2026-01-01T00:00Z"), until: at("2027-01-01T00:00Z") };
    return read.entries.flatMap((entry) => entry.spans(range).map(({ from, until }) => [from, until]));
  };

  test("gives times in its zones, in UTC, and those without a zone in that of the settings", () => {
    expect(
      spans(...event("DTSTART;TZID=Europe/Berlin:20260601T200000", "DTEND;TZID=Europe/Berlin:20260601T210000")),
    ).toEqual([[at("2026-06-01T18:00Z"), at("2026-06-01T19:00Z")]]);
    expect(spans(...event("DTSTART:20260601T200000Z", "DURATION:PT2H"))).toEqual([
      [at("2026-06-01T20:00Z"), at("2026-06-01T22:00Z")],
    ]);
    expect(spans(...event("DTSTART;VALUE=DATE:20261111", "DTEND;VALUE=DATE:20261113"))).toEqual([
      [at("2026-11-11T00:00+08:00"), at("2026-11-13T00:00+08:00")],
    ]);
  });

  test("reads a zone of its own by the rules that it gives", () => {
    const zone = [
      "BEGIN:VTIMEZONE",
      "TZID:Office",
      "BEGIN:STANDARD",
      "DTSTART:19700101T000000",
      "TZOFFSETFROM:+0300",
      "TZOFFSETTO:+0300",
      "END:STANDARD",
      "END:VTIMEZONE",
    ];
    expect(spans(...zone, ...event("DTSTART;TZID=Office:20260601T200000", "DURATION:PT1H"))).toEqual([
      [at("2026-06-01T17:00Z"), at("2026-06-01T18:00Z")],
    ]);
  });

  test("recurs with what was left out, moved and called off", () => {
    const series = event(
      "DTSTART:20260601T200000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=WEEKLY;COUNT=4",
      "EXDATE:20260608T200000Z",
    );
    const moved = event("RECURRENCE-ID:20260615T200000Z", "DTSTART:20260616T200000Z", "DURATION:PT1H");
    const off = event(
      "RECURRENCE-ID:20260622T200000Z",
      "DTSTART:20260622T200000Z",
      "DURATION:PT1H",
      "STATUS:CANCELLED",
    );
    expect(spans(...series, ...moved, ...off).map(([from]) => from)).toEqual([
      at("2026-06-01T20:00Z"),
      at("2026-06-16T20:00Z"),
    ]);
  });

  test("holds nothing up with events that are called off or leave people free", () => {
    const times = ["DTSTART:20260601T200000Z", "DURATION:PT1H"];
    expect(spans(...event(...times, "STATUS:CANCELLED"), ...event(...times, "TRANSP:TRANSPARENT"))).toEqual([]);
  });

  test.each(["", "hello", "BEGIN:VEVENT\nEND:VEVENT", calendar("BEGIN:VEVENT"), calendar("RRULE:FREQ=", "X")])(
    "that is none is told apart: %j",
    (text) => {
      expect(readFeed(text, SETTINGS, "UTC").ok).toBe(false);
    },
  );

  test("that recurs by the second is not followed for ever", () => {
    expect(spans(...event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"))).toEqual([]);
  });
});

describe("the next time of something that recurs", () => {
  const next = (repeat: string, after: string, zone = "Europe/Berlin") => {
    const rule = { repeat, from: Date.parse("2026-01-01T08:00Z"), zone };
    const at = nextOccurrence(rule, Date.parse(after));
    return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
  };

  test.each([
    ["is later than now", "FREQ=DAILY", "2026-01-10T08:00Z", "2026-01-11T08:00"],
    ["is at the same time of day when clocks are put forward", "FREQ=DAILY", "2026-03-28T08:00Z", "2026-03-29T07:00"],
    ["is at the same time of day when clocks are put back", "FREQ=DAILY", "2026-10-24T07:00Z", "2026-10-25T08:00"],
    ["leaves out months without such a day", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31T07:00Z", "2026-05-31T07:00"],
    ["waits for a leap day", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-03-01T00:00Z", "2028-02-29T08:00"],
    ["is none when the rule is over", "FREQ=DAILY;COUNT=3", "2026-01-03T08:00Z", undefined],
  ])("%s", (_, repeat, after, expected) => {
    expect(next(repeat, after)).toBe(expected);
  });
});
