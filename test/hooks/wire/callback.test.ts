import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCallback } from "../../../src/hooks/wire/callback.ts";

const CALLBACK = {
  hook_event: "all_job_done",
  release_plan_id: "68b7ec363306e52e21b2dbe6",
  instance_code: "e52e21b68b7ec3",
  result: "success",
  failed_reason: "",
};

function read(body: unknown) {
  return readCallback(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
}

/** What a card shows of a reason or a progress. */
function text(said: string): string | undefined {
  const reading = read({ ...CALLBACK, result: "failed", failed_reason: said });
  if (!reading.ok) throw new Error(reading.problem);
  return reading.callback.text;
}

describe("a callback", () => {
  test("is the one in Zadig's document", () => {
    expect(read(CALLBACK)).toEqual({
      ok: true,
      callback: {
        plan: "68b7ec363306e52e21b2dbe6",
        instanceCode: "e52e21b68b7ec3",
        checkpoint: "all_job_done",
        result: "success",
        text: undefined,
      },
    });
  });

  test.each([
    ["failed", { failed_reason: "No ticket.", description: "half" }, "No ticket."],
    ["executing", { failed_reason: "old", description: "2 of 3" }, "2 of 3"],
    ["success", { failed_reason: null, description: null }, undefined],
    ["failed", { failed_reason: undefined }, undefined],
    ["failed", { failed_reason: " \u0000\n " }, undefined],
  ])("with the result %s and %j says %j", (result, said, shown) => {
    expect(read({ ...CALLBACK, result, ...said })).toMatchObject({ ok: true, callback: { result, text: shown } });
  });

  test("may have more fields than are known", () => {
    expect(read({ ...CALLBACK, operator: { id: 1 }, hook_version: 2 })).toEqual(read(CALLBACK));
  });

  test.each([
    ["hook_event", { hook_event: "submit_approval" }],
    ["hook_event", { hook_event: undefined }],
    ["release_plan_id", { release_plan_id: 52 }],
    ["release_plan_id", { release_plan_id: "" }],
    ["release_plan_id", { release_plan_id: "p".repeat(201) }],
    ["instance_code", { instance_code: undefined }],
    ["instance_code", { instance_code: "c".repeat(201) }],
    ["result", { result: "SUCCESS" }],
    ["failed_reason", { failed_reason: ["a"] }],
    ["description", { description: 7 }],
  ])("is refused for its %s: %j", (path, change) => {
    const reading = read({ ...CALLBACK, ...change });
    expect(reading).toMatchObject({ ok: false, path });
    expect(reading).toHaveProperty("problem");
  });

  test.each(["", "{", "[]", "null", '"success"', "7"])("is no %j", (body) => {
    expect(read(body)).toMatchObject({ ok: false, path: "" });
  });

  test("is UTF-8", () => {
    expect(readCallback(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toMatchObject({
      ok: false,
      path: "",
    });
  });
});

describe("what a callback says", () => {
  test.each([
    ["a\r\nb\tc", "a\nb\tc"],
    ["\u0007bell\u001b[31m red\u0085", "bell[31m red"],
    ["left\u202Eright\u2066\u200F", "leftright"],
    ["  around  ", "around"],
    ["没有工单 🙅", "没有工单 🙅"],
  ])("%j is shown as %j", (said, shown) => {
    expect(text(said)).toBe(shown);
  });

  test("is cut where a card has no more room, never inside a character", () => {
    expect(text("长".repeat(2_001))).toBe("长".repeat(2_000));
    expect(text(`${"a".repeat(1_999)}🙅`)).toBe("a".repeat(1_999));
  });

  test("is clean and short, whatever was sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_500 }), (said) => {
        const shown = text(said) ?? "";
        expect(shown.length).toBeLessThanOrEqual(2_000);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

test("any bytes are read or refused with where and why", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.jsonValue().map((json) => new TextEncoder().encode(JSON.stringify(json))),
    fc
      .record(
        {
          hook_event: fc.jsonValue({ maxDepth: 1 }),
          release_plan_id: fc.jsonValue({ maxDepth: 1 }),
          instance_code: fc.jsonValue({ maxDepth: 1 }),
          result: fc.jsonValue({ maxDepth: 1 }),
        },
        { requiredKeys: [] },
      )
      .map((change) => new TextEncoder().encode(JSON.stringify({ ...CALLBACK, ...change }))),
  );
  fc.assert(
    fc.property(bytes, (body) => {
      const reading = readCallback(body);
      expect(reading.ok || reading.problem !== "").toBe(true);
    }),
    { numRuns: 500 },
  );
});
