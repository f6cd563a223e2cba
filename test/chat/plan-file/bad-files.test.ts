/**
 * Files that are no plan: refused quickly and with the reason.
 */
import { describe, expect, it } from "vitest";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";

const PLAN = "name: 发布\nitems: [{ name: 构建 }]\n";
const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefgh".split("").map((name, place) => {
    const before = "abcdefgh"[place];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(", ")}]`;
  }),
  "name: A",
  "items: *h",
].join("\n");

function codes(text: string): readonly string[] {
  const read = readPlanFile(text);
  return read.ok ? [] : read.problems.map(({ code }) => code);
}

describe("a file that is no plan", () => {
  it("of 10 MB is too large", () => {
    expect(codes(PLAN + "# x\n".repeat(2_600_000))).toEqual(["too-large"]);
  });

  it("with aliases that unfold without end is too complex", () => {
    expect(codes(bomb)).toContain("too-complex");
    expect(codes("name: A\nitems:\n  - &a { name: x, with: { y: *a } }\n").length).toBeGreaterThan(0);
  });

  it("that is nested without end is too complex", () => {
    expect(codes(`name: A\nitems: ${"[".repeat(50_000)}`)).toEqual(["too-complex"]);
  });

  it.each<[string, Buffer]>([
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00])],
    ["UTF-16", Buffer.from(`\uFEFF${PLAN}`, "utf16le")],
    ["GBK", Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xb7, 0xa2, 0xb2, 0xbc, 0x0a])],
  ])("in %s is told to be text in UTF-8", (_, bytes) => {
    expect(codes(bytes.toString("utf8"))).toEqual(["control-characters"]);
  });
});
