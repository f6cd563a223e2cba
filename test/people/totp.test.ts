import { expect, test } from "vitest";
import { createSeal } from "../../src/people/seal.ts";
import { base32, codeAt, otpauthUri, stepOf } from "../../src/people/totp.ts";

const SECRET = Buffer.from("12345678901234567890");

test("codes are those of RFC 6238, and of RFC 4226 for the first counters", () => {
  // RFC 6238, appendix B, the last six of its eight digits.
  const seconds = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000];
  const codes = seconds.map((second) => codeAt(SECRET, Math.floor(second / 30)));
  expect(codes).toEqual(["287082", "081804", "050471", "005924", "279037", "353130"]);
  expect([0, 1, 2].map((counter) => codeAt(SECRET, counter))).toEqual(["755224", "287082", "359152"]);
});

test("a code is good in its step and the ones beside it, however it is typed", () => {
  const now = 59_000;
  expect(stepOf(SECRET, "287 082", now)).toBe(1);
  expect(stepOf(SECRET, "２８７０８２", now)).toBe(1);
  expect(stepOf(SECRET, "287082", now + 30_000)).toBe(1);
  expect(stepOf(SECRET, "287082", now + 60_000)).toBeUndefined();
  for (const wrong of ["", "28708", "2870822", "abcdef", "287083"]) expect(stepOf(SECRET, wrong, now)).toBeUndefined();
});

test("authenticators read the secret in base32", () => {
  expect(base32(SECRET)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(otpauthUri(SECRET, "bo")).toBe(
    "otpauth://totp/gonogo%3Abo?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=gonogo",
  );
});

test("what is sealed opens with its key and for its owner alone", () => {
  const { seal, open } = createSeal("k".repeat(32));
  const sealed = seal(SECRET, "bo");
  expect(sealed).not.toContain(SECRET.toString("base64url"));
  expect(seal(SECRET, "bo")).not.toBe(sealed);
  expect(open(sealed, "bo")).toEqual(SECRET);
  expect(open(sealed, "eve")).toBeUndefined();
  expect(createSeal("x".repeat(32)).open(sealed, "bo")).toBeUndefined();
  expect(open(`${sealed.slice(0, -2)}AA`, "bo")).toBeUndefined();
  expect(open("", "bo")).toBeUndefined();
});
