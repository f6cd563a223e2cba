/**
 * How people write days, in Chinese and English.
 */
import type { Day, Parts, Piece, Rule } from "./part.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAY =
  "(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?![a-z])\\.?";
const HAN_WEEKDAYS = "一二三四五六日";

const AHEAD: Readonly<Record<string, Parts>> = {
  "the day after tomorrow": ahead(2),
  "day after tomorrow": ahead(2),
  tomorrow: ahead(1),
  tmr: ahead(1),
  today: ahead(0),
  tonight: { ...ahead(0), period: "night" },
  "this morning": { ...ahead(0), period: "morning" },
  "this afternoon": { ...ahead(0), period: "afternoon" },
  "this evening": { ...ahead(0), period: "night" },
  大后天: ahead(3),
  大後天: ahead(3),
  后天: ahead(2),
  後天: ahead(2),
  后晚: { ...ahead(2), period: "night" },
  明天: ahead(1),
  明日: ahead(1),
  明晚: { ...ahead(1), period: "night" },
  明早: { ...ahead(1), period: "morning" },
  明晨: { ...ahead(1), period: "morning" },
  今天: ahead(0),
  今日: ahead(0),
  今晚: { ...ahead(0), period: "night" },
  今夜: { ...ahead(0), period: "night" },
  今早: { ...ahead(0), period: "morning" },
  // What is over is read as well, so that the refusal can say that it is over.
  yesterday: ahead(-1),
  "last night": { ...ahead(-1), period: "night" },
  昨天: ahead(-1),
  昨日: ahead(-1),
  昨晚: { ...ahead(-1), period: "night" },
  前天: ahead(-2),
};

function ahead(days: number): { readonly day: Day } {
  return { day: { kind: "ahead", days, keepsClock: false } };
}

function date(year: string | undefined, month: string | undefined, day: string | undefined): Piece {
  return {
    day: {
      kind: "date",
      year: year === undefined ? undefined : Number(year),
      month: month === undefined ? undefined : Number(month),
      day: Number(day),
    },
  };
}

function monthNumber(name = ""): string {
  return String(MONTHS.indexOf(name.slice(0, 3)) + 1);
}

function weeksAhead(word: string | undefined): number | undefined {
  if (word === undefined || word === "coming") return undefined;
  if (word === "this" || /^[本这這]/u.test(word)) return 0;
  return word === "next" ? 1 : [...word].filter((char) => char === "下").length;
}

export const DAY_RULES: readonly Rule[] = [
  { pattern: /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/y, read: ([, year, , month, day]) => date(year, month, day) },
  {
    pattern: /(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?/y,
    read: ([, year, month, day]) => date(year, month, day),
  },
  { pattern: /(\d{1,2})\s?[日号號](?![内后後])/y, read: ([, day]) => date(undefined, undefined, day) },
  {
    pattern: new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ?${MONTH}(?![a-z])(?:,? (\\d{4})(?![\\d:]))?`, "y"),
    read: ([, day, month, year]) => date(year, monthNumber(month), day),
  },
  {
    pattern: new RegExp(`${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?! ?[ap]\\.?m)(?:,? (\\d{4})(?![\\d:]))?`, "y"),
    read: ([, month, day, year]) => date(year, monthNumber(month), day),
  },
  { pattern: /(\d{1,2})\/(\d{1,2})(?![\d/:])/y, read: ([, month, day]) => date(undefined, month, day) },
  {
    pattern: new RegExp(`(?:${Object.keys(AHEAD).join("|")})(?:(?<=[晚夜])上)?(?![a-z])`, "y"),
    read: ([word]) => AHEAD[word.replace(/上$/u, "")],
  },
  {
    pattern: new RegExp(`(?:(next|this|coming) )?${WEEKDAY}`, "y"),
    read: ([, which, name = ""]) => ({
      weekday: { day: WEEKDAYS.indexOf(name.slice(0, 3)) + 1, week: weeksAhead(which) },
    }),
  },
  {
    pattern: /([本这這]个?|下{1,3}个?)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])/y,
    read: ([, which, name = ""]) => ({
      weekday: { day: HAN_WEEKDAYS.indexOf(name === "天" ? "日" : name) + 1, week: weeksAhead(which) },
    }),
  },
];
