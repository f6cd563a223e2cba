import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockTime, echoTime, echoWindow, shortTime, shortWindow, timeLeft } from "../../../src/chat/times/echo.ts";
import { readInstant, readUntil, readWindow } from "../../../src/chat/times/read.ts";

const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Kiritimati",
  "Etc/GMT+8",
  "Africa/Casablanca",
  "UTC",
];
const shanghai = { zone: "Asia/Shanghai", lang: "zh" } as const;
const now = Date.parse("2026-11-24T03:00:00Z");
const opens = Date.parse("2026-11-24T12:00:00Z");
const closes = Date.parse("2026-11-24T14:00:00Z");

const lang = fc.constantFrom("zh" as const, "en" as const);
const zone = fc.constantFrom(...ZONES);
const second = fc.integer({ min: Date.parse("2000-01-01") / 1000, max: Date.parse("2099-01-01") / 1000 });
const minute = fc.integer({ min: Date.parse("2000-01-01") / 60_000, max: Date.parse("2099-01-01") / 60_000 });
/** Around the hours in which Berlin, New York and Lord Howe change their clocks. */
const change = fc
  .tuple(
    fc.constantFrom("2026-10-25T01:00Z", "2026-11-01T06:00Z", "2026-03-29T01:00Z", "2027-04-03T15:00Z"),
    fc.integer({ min: -200, max: 200 }),
  )
  .map(([at, minutes]) => Date.parse(at) / 60_000 + minutes);

describe("an echo", () => {
  it("says a time in full", () => {
    expect(echoTime(opens, shanghai)).toBe("2026年11月24日 周二 20:00（Asia/Shanghai，UTC+8）");
    expect(echoTime(opens, { ...shanghai, lang: "en" })).toBe("Tue 24 Nov 2026, 20:00 (Asia/Shanghai, UTC+8)");
  });

  it("says a window in full", () => {
    expect(echoWindow({ opens, closes }, shanghai)).toBe("2026年11月24日 周二 20:00–22:00（Asia/Shanghai，UTC+8）");
    expect(echoWindow({ opens, closes }, { ...shanghai, lang: "en" })).toBe(
      "Tue 24 Nov 2026, 20:00–22:00 (Asia/Shanghai, UTC+8)",
    );
  });

  it("says UTC once", () => {
    expect(echoTime(opens, { zone: "UTC", lang: "en" })).toBe("Tue 24 Nov 2026, 12:00 (UTC)");
    expect(echoTime(opens, { zone: "UTC", lang: "zh" })).toBe("2026年11月24日 周二 12:00（UTC）");
  });

  it("names both offsets of a window in which the clocks change", () => {
    const night = { opens: Date.parse("2026-11-01T04:30Z"), closes: Date.parse("2026-11-01T08:00Z") };
    expect(echoWindow(night, { zone: "America/New_York", lang: "en" })).toBe(
      "Sun 1 Nov 2026, 00:30 – Sun 1 Nov 2026, 03:00 (America/New_York, UTC-4 to UTC-5)",
    );
  });

  it("of any window in any zone reads back as the same window for a reader anywhere", () => {
    const length = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.oneof(minute, change), length, zone, zone, lang, (start, minutes, from, home, language) => {
        const window = { opens: start * 60_000, closes: (start + minutes) * 60_000 };
        const echo = echoWindow(window, { zone: from, lang: language });
        expect(readWindow(echo, { now, zone: home }), echo).toEqual({ ok: true, value: window });
      }),
      { numRuns: 1_000 },
    );
  });

  it("of any second in any zone reads back as the same instant", () => {
    fc.assert(
      fc.property(second, zone, lang, (at, from, language) => {
        const echo = echoTime(at * 1000, { zone: from, lang: language });
        expect(readInstant(echo, { now, zone: "Asia/Tokyo" }), echo).toEqual({ ok: true, value: at * 1000 });
      }),
      { numRuns: 500 },
    );
  });
});

describe("short forms", () => {
  it("leave out the year of now", () => {
    expect(shortTime(opens, now, shanghai)).toBe("11月24日 20:00");
    expect(shortTime(opens, now, { ...shanghai, lang: "en" })).toBe("24 Nov 20:00");
    expect(shortTime(Date.parse("2027-01-02T12:00Z"), now, { ...shanghai, lang: "en" })).toBe("2 Jan 2027 20:00");
    expect(clockTime(opens, "Asia/Shanghai")).toBe("20:00");
  });

  it("say the second day of a window only when it is another", () => {
    expect(shortWindow({ opens, closes }, now, shanghai)).toBe("11月24日 20:00–22:00");
    expect(shortWindow({ opens, closes: closes + 7_200_000 }, now, shanghai)).toBe("11月24日 20:00 – 11月25日 00:00");
  });

  it.each([
    [30_000, "less than a minute", "不到1分钟"],
    [5 * 60_000, "5 min", "5分钟"],
    [125 * 60_000, "2 h 5 min", "2小时5分钟"],
    [2 * 86_400_000 + 3 * 3_600_000 + 60_000, "2 d 3 h", "2天3小时"],
    [86_400_000, "1 d", "1天"],
  ])("%i ms left are %s", (left, en, zh) => {
    expect(timeLeft(left, "en")).toBe(en);
    expect(timeLeft(left, "zh")).toBe(zh);
  });
});

describe("garbage", () => {
  const words = fc.constantFrom(
    "tonight",
    "8",
    "今晚",
    "点",
    "到",
    "-",
    "/",
    "20:00",
    "pm",
    "(",
    ")",
    "周五",
    "半",
    "99",
    "friday",
    "in",
    "hours",
    "T",
    "+08:00",
    "2月30日",
    "一",
    "下",
    "for",
    "p1d",
    "nov",
    "24:00",
    " ",
    "now",
    "utc",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 8 }).map((all) => all.join("")),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(" ")),
  );

  it("never throws, and a window that is read is never backwards", () => {
    fc.assert(
      fc.property(text, zone, (garbage, home) => {
        const context = { now, zone: home };
        readInstant(garbage, context);
        readUntil(garbage, context);
        const window = readWindow(garbage, context);
        if (window.ok) expect(window.value.closes).toBeGreaterThan(window.value.opens);
      }),
      { numRuns: 5_000 },
    );
  });
});
