import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOutput, progressOf, readProgress } from "../../../adapters/command/output.ts";

describe("what a command printed", () => {
  it("ends as the last lines, without colours, rewrites and control characters", () => {
    const printed = "\u001b[31mred\u001b[0m\n10%\r50%\r100%\r\n\u0007ring\u202eflip\tand tab\n\n";
    expect(progressOf(Buffer.from(printed))).toEqual({ tail: "red\n100%\nringflip\tand tab" });
  });

  it("keeps twenty lines and two thousand characters, and no half of a character", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    expect(progressOf(Buffer.from(lines.join("\n"))).tail?.split("\n")).toEqual(lines.slice(10));
    const tail = progressOf(Buffer.from(`${"😀".repeat(1_500)}x`)).tail ?? "";
    expect(tail.length).toBeLessThanOrEqual(2_000);
    expect(tail.isWellFormed()).toBe(true);
  });

  it("may be no UTF-8 at all, or begin inside a character", () => {
    expect(progressOf(Buffer.from([0x61, 0xff, 0xfe, 0x62])).tail).toBe("a\uFFFD\uFFFDb");
    expect(progressOf(Buffer.from("发布").subarray(1)).tail).toBe("布");
  });

  it("tells the stage and percent of its last progress line, which is not shown again", () => {
    const printed = "[gonogo] 10% Building\nhello\n[gonogo] 40% 部署\nworld\n";
    expect(progressOf(Buffer.from(printed))).toEqual({ stage: "部署", percent: 40, tail: "hello\nworld" });
    expect(progressOf(Buffer.from("[gonogo] Testing"))).toEqual({ stage: "Testing" });
    expect(progressOf(Buffer.from("[gonogo] 250%"))).toEqual({ percent: 100 });
  });

  it("says nothing when there is nothing", () => {
    expect(progressOf(Buffer.alloc(0))).toEqual({});
  });
});

describe("the output's files", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gonogo-output-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("stay small, hold the end, and know the size of everything", () => {
    const output = openOutput(folder);
    for (let line = 0; line < 100_000; line++) output.write(Buffer.from(`line ${line}\n`));
    output.close();
    expect(output.bytes()).toBe(1_088_890);
    const held = statSync(join(folder, "output")).size + statSync(join(folder, "output.older")).size;
    expect(held).toBeLessThanOrEqual(128 * 1024);
    expect(readProgress(folder).tail?.split("\n")).toEqual(Array.from({ length: 20 }, (_, i) => `line ${99_980 + i}`));
  });
});
