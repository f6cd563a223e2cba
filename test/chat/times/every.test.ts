import { expect, test } from "vitest";
import { readEvery } from "../../../src/chat/times/every.ts";

const now = Date.parse("2026-11-28T12:00Z");

test.each([
  ["thursday 20:00", "FREQ=WEEKLY;BYDAY=TH", "20:00"],
  ["every Thursday at 8pm", "FREQ=WEEKLY;BYDAY=TH", "20:00"],
  ["mon, wed and fri 9am", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "09:00"],
  ["weekly on Friday 9:30", "FREQ=WEEKLY;BYDAY=FR", "09:30"],
  ["every day 9:00", "FREQ=DAILY", "09:00"],
  ["daily 09:00", "FREQ=DAILY", "09:00"],
  ["every weekday 10:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "10:00"],
  ["every month on the 15th at 20:00", "FREQ=MONTHLY;BYMONTHDAY=15", "20:00"],
  ["monthly 1 10:00", "FREQ=MONTHLY;BYMONTHDAY=1", "10:00"],
  ["每周四 20:00", "FREQ=WEEKLY;BYDAY=TH", "20:00"],
  ["每周四晚上8点", "FREQ=WEEKLY;BYDAY=TH", "20:00"],
  ["每周一、三、五 9点", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "09:00"],
  ["星期日 下午3点半", "FREQ=WEEKLY;BYDAY=SU", "15:30"],
  ["每天 9点半", "FREQ=DAILY", "09:30"],
  ["每个工作日 上午10点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "10:00"],
  ["每月15号 晚8点", "FREQ=MONTHLY;BYMONTHDAY=15", "20:00"],
  ["freq=monthly;byday=1mo 20:00", "FREQ=MONTHLY;BYDAY=1MO", "20:00"],
])("%s is understood", (text, repeat, clock) => {
  const read = readEvery(text, { now, zone: "Asia/Shanghai" });
  const from = Date.parse(`2026-11-28T${clock}+08:00`);
  expect(read).toEqual({ ok: true, value: { repeat, from } });
});

test.each([
  ["thursday", "needs-clock"],
  ["thursday 20:00-22:00", "needs-clock"],
  ["every thursday tomorrow 20:00", "needs-clock"],
  ["每天", "needs-clock"],
  ["now and then", "not-understood"],
  ["每月32日 10:00", "not-understood"],
  ["thursdayish 20:00", "not-understood"],
  ["", "not-understood"],
])("“%s” is refused", (text, code) => {
  expect(readEvery(text, { now, zone: "Asia/Shanghai" })).toMatchObject({ ok: false, problem: { code } });
});
