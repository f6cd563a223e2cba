import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "../../src/files/file-kind.ts";

/** What stands for a page: any comments and declarations before its first element. */
const SLOW = /^(?:\s|<!--[\s\S]*?-->|<\?xml[^>]*>)*<(?:html|svg)\b/iu;

async function kind(text: string) {
  return kindOf(new TextEncoder().encode(text), "notes.txt", undefined);
}

describe("the kind of a file", () => {
  it("is told of a text of many comments soon", async () => {
    expect(await kind(`${"<!---->".repeat(100_000)}x`)).toEqual({ type: "text/plain" });
    expect(await kind(`<!--${"--><?xml ".repeat(100_000)}x`)).toEqual({ type: "text/plain" });
    expect(await kind(`${"<!---->".repeat(100_000)}<html>`)).toEqual({ problem: "active" });
  });

  it("is that of a page, whatever stands around its comments", async () => {
    const pieces = fc.constantFrom("<!--", "-->", "-", ">", "<?xml ", " ", "\n", "a", "<html>", "<svg ");
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (some) => {
        const text = `<!--${some.join("")}`;
        expect("problem" in (await kind(text))).toBe(SLOW.test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
