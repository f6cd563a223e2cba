/**
 * One spelling for what people write in many: full-width characters, Chinese numerals, and the many dashes.
 */
const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
/** Not the numeral in 周五 or 星期五, which is part of a day's name. */
const NUMERAL = /(?<!周|週|星期|礼拜|禮拜)[零〇一二两兩三四五六七八九十]+/gu;

/** The text in lower case with ASCII digits, colons, brackets and dashes, and single spaces. */
export function normalTime(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐‑‒–—―−~〜]/gu, "-")
    .replace(/[“”"「」]/gu, "")
    .replace(NUMERAL, (numeral) => String(arabic(numeral)))
    .replace(/\s+/gu, " ")
    .trim();
}

/** 二十三 is 23, 十 is 10, and 二〇二六 is 2026. */
function arabic(numeral: string): string {
  const ten = numeral.indexOf("十");
  if (ten === -1) return [...numeral].map((digit) => DIGITS[digit] ?? 0).join("");
  const tens = numeral.slice(0, ten);
  const ones = numeral.slice(ten + 1);
  return String(10 * (tens === "" ? 1 : Number(arabic(tens))) + (ones === "" ? 0 : Number(arabic(ones))));
}
