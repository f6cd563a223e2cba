import { describe, expect, it } from "vitest";
import { echoTime, echoWindow } from "../../../src/chat/times/echo.ts";
import { readInstant, readUntil, readWindow } from "../../../src/chat/times/read.ts";

const zone = "Asia/Shanghai";
/** Tuesday 24 November 2026, 11:00 in Shanghai. */
const now = Date.parse("2026-11-24T03:00:20Z");
const context = { now, zone };

function window(text: string, at = context): string {
  const read = readWindow(text, at);
  return read.ok ? echoWindow(read.value, { zone: at.zone, lang: "en" }).replace(/ \(.*/, "") : read.problem.code;
}

function instant(text: string, at = context): string {
  const read = readInstant(text, at);
  return read.ok ? echoTime(read.value, { zone: at.zone, lang: "en" }).replace(/ \(.*/, "") : read.problem.code;
}

describe("a window", () => {
  it.each([
    ["tonight 20:00-22:00", "Tue 24 Nov 2026, 20:00–22:00"],
    ["tonight 8-10pm", "Tue 24 Nov 2026, 20:00–22:00"],
    ["tomorrow 8pm to 10pm", "Wed 25 Nov 2026, 20:00–22:00"],
    ["tomorrow 8pm to 10", "Wed 25 Nov 2026, 20:00–22:00"],
    ["next monday 9:00-11:00", "Mon 30 Nov 2026, 09:00–11:00"],
    ["20:00 to 02:00", "Tue 24 Nov 2026, 20:00 – Wed 25 Nov 2026, 02:00"],
    ["20:00-22:00 tomorrow", "Wed 25 Nov 2026, 20:00–22:00"],
    ["20:00 - tomorrow 02:00", "Tue 24 Nov 2026, 20:00 – Wed 25 Nov 2026, 02:00"],
    ["11-1pm tomorrow", "Wed 25 Nov 2026, 11:00–13:00"],
    ["tomorrow 8-10", "Wed 25 Nov 2026, 08:00–10:00"],
    ["tomorrow 9:00-5:00", "Wed 25 Nov 2026, 09:00–17:00"],
    ["tomorrow 22:00-24:00", "Wed 25 Nov 2026, 22:00 – Thu 26 Nov 2026, 00:00"],
    ["27 Nov 20:00 - 28 Nov 02:00", "Fri 27 Nov 2026, 20:00 – Sat 28 Nov 2026, 02:00"],
    ["Nov 27, 2026 from 8pm until 10pm", "Fri 27 Nov 2026, 20:00–22:00"],
    ["monday 9am - tuesday 5pm", "Mon 30 Nov 2026, 09:00 – Tue 1 Dec 2026, 17:00"],
    ["tonight 20:00 for 2 hours", "Tue 24 Nov 2026, 20:00–22:00"],
    ["8pm to 10pm tonight", "Tue 24 Nov 2026, 20:00–22:00"],
    ["between 8pm and 10pm tonight", "Tue 24 Nov 2026, 20:00–22:00"],
    ["明晚8点 2小时", "Wed 25 Nov 2026, 20:00–22:00"],
    ["明晚8点起一个半小时", "Wed 25 Nov 2026, 20:00–21:30"],
    ["昨晚8点到10点", "Mon 23 Nov 2026, 20:00–22:00"],
    ["前天20:00-22:00", "Sun 22 Nov 2026, 20:00–22:00"],
    ["last night 8-10", "Mon 23 Nov 2026, 20:00–22:00"],
    ["now to 22:00", "Tue 24 Nov 2026, 11:00–22:00"],
    ["今晚8点到10点", "Tue 24 Nov 2026, 20:00–22:00"],
    ["今晚20:00-22:00", "Tue 24 Nov 2026, 20:00–22:00"],
    ["今晚１０点～１２点", "Tue 24 Nov 2026, 22:00 – Wed 25 Nov 2026, 00:00"],
    ["今晚11点到2点", "Tue 24 Nov 2026, 23:00 – Wed 25 Nov 2026, 02:00"],
    ["明晚8点到10点", "Wed 25 Nov 2026, 20:00–22:00"],
    ["后晚八点至十点", "Thu 26 Nov 2026, 20:00–22:00"],
    ["周五晚上八点半到十点", "Fri 27 Nov 2026, 20:30–22:00"],
    ["下周一 20:00-22:00", "Mon 30 Nov 2026, 20:00–22:00"],
    ["11月27日20:00~22:00", "Fri 27 Nov 2026, 20:00–22:00"],
    ["11月27号晚上8点—10点", "Fri 27 Nov 2026, 20:00–22:00"],
    ["明天上午9点半到11点", "Wed 25 Nov 2026, 09:30–11:00"],
    ["明天下午3点到5点", "Wed 25 Nov 2026, 15:00–17:00"],
    ["今天20：00至明天02：00", "Tue 24 Nov 2026, 20:00 – Wed 25 Nov 2026, 02:00"],
    ["2026-11-24T20:00+08:00/2026-11-24T22:00+08:00", "Tue 24 Nov 2026, 20:00–22:00"],
    ["2026-11-24T12:00Z/2026-11-24T14:00Z", "Tue 24 Nov 2026, 20:00–22:00"],
    ["2026-11-24T20:00/22:00", "Tue 24 Nov 2026, 20:00–22:00"],
    ["2026-11-24T20:00/PT2H", "Tue 24 Nov 2026, 20:00–22:00"],
    ["2026-11-24 20:00-22:00", "Tue 24 Nov 2026, 20:00–22:00"],
    ["tonight 20:00-22:00 (Asia/Tokyo)", "Tue 24 Nov 2026, 19:00–21:00"],
  ])("%s is %s", (text, expected) => {
    expect(window(text)).toBe(expected);
  });

  it("that was over today is tomorrow's when no day was named", () => {
    expect(window("9:00-10:00")).toBe("Wed 25 Nov 2026, 09:00–10:00");
  });

  it.each([
    ["30 February 20:00-22:00", "impossible-date"],
    ["2月30日 20:00-22:00", "impossible-date"],
    ["Mon 24 Nov 2026 20:00-22:00", "impossible-date"],
    ["tonight 20:00-25:00", "impossible-time"],
    ["tonight 9am-10am", "impossible-time"],
    ["22:00-20:00", "backwards"],
    ["2026-11-24T22:00/2026-11-24T20:00", "backwards"],
    ["tonight 20:00", "needs-end"],
    ["tomorrow", "needs-end"],
    ["27 nov - 28 nov", "needs-clock"],
    ["8-10", "not-understood"],
    ["20:00-", "not-understood"],
    ["20:00-22:00-23:00", "not-understood"],
    ["tonight 20:00-22:00 please", "not-understood"],
    ["", "not-understood"],
    ["20:00-22:00 (Mars/Olympus)", "not-understood"],
  ])("%s is refused as %s", (text, code) => {
    expect(window(text)).toBe(code);
  });
});

describe("an instant", () => {
  it.each([
    ["friday 20:00", "Fri 27 Nov 2026, 20:00"],
    ["tuesday 10:00", "Tue 1 Dec 2026, 10:00"],
    ["next friday 8pm", "Fri 4 Dec 2026, 20:00"],
    ["in 2 hours", "Tue 24 Nov 2026, 13:00"],
    ["in half an hour", "Tue 24 Nov 2026, 11:30"],
    ["in 2 days", "Thu 26 Nov 2026, 11:00"],
    ["noon tomorrow", "Wed 25 Nov 2026, 12:00"],
    ["day after tomorrow 3pm", "Thu 26 Nov 2026, 15:00"],
    ["tonight 12am", "Wed 25 Nov 2026, 00:00"],
    ["tonight 2am", "Wed 25 Nov 2026, 02:00"],
    ["今晚1点", "Wed 25 Nov 2026, 01:00"],
    ["tomorrow 24:00", "Thu 26 Nov 2026, 00:00"],
    ["11/27 20:00", "Fri 27 Nov 2026, 20:00"],
    ["5 Jan 20:00", "Tue 5 Jan 2027, 20:00"],
    ["周五晚上八点半", "Fri 27 Nov 2026, 20:30"],
    ["下周五20点", "Fri 4 Dec 2026, 20:00"],
    ["本周日中午12点", "Sun 29 Nov 2026, 12:00"],
    ["2小时后", "Tue 24 Nov 2026, 13:00"],
    ["一个半小时后", "Tue 24 Nov 2026, 12:30"],
    ["3天后20:00", "Fri 27 Nov 2026, 20:00"],
    ["后天下午3点", "Thu 26 Nov 2026, 15:00"],
    ["后天下午三点一刻", "Thu 26 Nov 2026, 15:15"],
    ["今晚12点", "Wed 25 Nov 2026, 00:00"],
    ["凌晨2点", "Wed 25 Nov 2026, 02:00"],
    ["二〇二六年十一月二十七日二十点三十分", "Fri 27 Nov 2026, 20:30"],
    ["28号20:00", "Sat 28 Nov 2026, 20:00"],
    ["2026-11-24T20:30+08:00", "Tue 24 Nov 2026, 20:30"],
    ["2026-11-24T20:30", "Tue 24 Nov 2026, 20:30"],
    ["2026-11-24T20:30:05.250Z", "Wed 25 Nov 2026, 04:30:05.250"],
    ["3 days from now at 5pm", "Fri 27 Nov 2026, 17:00"],
  ])("%s is %s", (text, expected) => {
    expect(instant(text)).toBe(expected);
  });

  it.each([
    ["2026-11-24", "needs-clock"],
    ["friday", "needs-clock"],
    ["今晚", "needs-clock"],
    ["25:00", "impossible-time"],
    ["20:60", "impossible-time"],
    ["2027-02-29 20:00", "impossible-date"],
    ["31 November 20:00", "impossible-date"],
    ["20:00 CST", "not-understood"],
    ["tomorrow 8 or 9", "not-understood"],
    ["20:00-22:00", "not-understood"],
    ["soon", "not-understood"],
    ["x".repeat(100_000), "not-understood"],
  ])("%.30s is refused as %s", (text, code) => {
    expect(instant(text)).toBe(code);
  });
});

describe("where the clocks change", () => {
  const spring = { now: Date.parse("2027-03-13T12:00:00Z"), zone: "America/New_York" };
  const autumn = { now: Date.parse("2026-10-31T12:00:00Z"), zone: "America/New_York" };

  it("a time that is skipped is refused with the instant it would have been", () => {
    expect(readInstant("2027-03-14 02:30", spring)).toEqual({
      ok: false,
      problem: {
        code: "skipped-time",
        text: "2027-03-14 02:30",
        zone: "America/New_York",
        instead: Date.parse("2027-03-14T03:30:00-04:00"),
      },
    });
  });

  it("a time that happens twice is refused with both", () => {
    expect(readInstant("tomorrow 01:30", autumn)).toMatchObject({
      problem: {
        code: "repeated-time",
        first: Date.parse("2026-11-01T01:30:00-04:00"),
        second: Date.parse("2026-11-01T01:30:00-05:00"),
      },
    });
  });

  it("an offset says which of the two is meant", () => {
    expect(readInstant("2026-11-01T01:30-05:00", autumn)).toEqual({
      ok: true,
      value: Date.parse("2026-11-01T06:30:00Z"),
    });
    expect(readInstant("1 Nov 2026 01:30 (America/New_York, UTC-5)", autumn)).toEqual({
      ok: true,
      value: Date.parse("2026-11-01T06:30:00Z"),
    });
  });

  it("an offset that the zone does not have then is refused", () => {
    expect(instant("24 Nov 2026 20:00 (Asia/Shanghai, UTC+9)")).toBe("impossible-time");
  });
});

describe("until", () => {
  it.each([
    ["until friday", "2026-11-27T16:00:00Z"],
    ["周五", "2026-11-27T16:00:00Z"],
    ["friday 18:00", "2026-11-27T10:00:00Z"],
    ["直到周五晚上8点", "2026-11-27T12:00:00Z"],
  ])("%s holds to the end of what it names", (text, expected) => {
    expect(readUntil(text, context)).toEqual({ ok: true, value: Date.parse(expected) });
  });

  it("a day that is over is refused", () => {
    expect(readUntil("2020-01-01", context)).toMatchObject({ problem: { code: "in-the-past" } });
  });
});
