import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameProblem } from "../../src/files/file-name.ts";
import type { FileLimits, GivenFile } from "../../src/files/keep-file.ts";
import { hashOf, keepFile } from "../../src/files/keep-file.ts";
import { fileResponse } from "../../src/files/serve-file.ts";
import { folderShelf } from "../../src/files/shelf.ts";
import { ELF, EXE, PDF, PNG } from "../support/file-bytes.ts";

const LIMITS: FileLimits = { most: 1_000 };
const text = (words: string) => Buffer.from(words, "utf8");

async function keep(given: GivenFile, limits = LIMITS) {
  const folder = mkdtempSync(join(tmpdir(), "gonogo-files-"));
  const kept = await keepFile(given, folderShelf(folder), limits);
  return { kept, stored: readdirSync(folder).length };
}

describe("a file that is taken", () => {
  it.each([
    ["shot.png", PNG, "image/png", "image/png"],
    ["report.pdf", PDF, "application/pdf", "application/pdf"],
    ["report.pdf", PDF, "application/octet-stream", "application/pdf"],
    ["测试报告.txt", text("全部通过\n"), "text/plain; charset=utf-8", "text/plain"],
    ["junit.xml", text('<?xml version="1.0"?><testsuite tests="3"/>'), "text/xml", "application/xml"],
    ["build.log", text("\u001b[32mok\u001b[0m\n"), undefined, "text/plain"],
    ["", PNG, undefined, "image/png"],
  ] as const)("%s is known by its bytes", async (name, bytes, declared, type) => {
    const { kept } = await keep({ name, bytes, declared });
    expect(kept).toMatchObject({
      ok: true,
      file: { hash: hashOf(bytes), name: name === "" ? "picture.png" : name, type, size: bytes.length },
    });
  });

  it("is kept once under its digest, and is the same when it is read", async () => {
    const shelf = folderShelf(mkdtempSync(join(tmpdir(), "gonogo-files-")));
    for (const name of ["a.png", "b.png"]) await keepFile({ name, bytes: PNG }, shelf, LIMITS);
    expect((await Array.fromAsync(shelf.list())).map(({ hash }) => hash)).toEqual([hashOf(PNG)]);
    expect(Buffer.from((await shelf.get(hashOf(PNG))) ?? [])).toEqual(PNG);
    expect(await shelf.get("../../etc/passwd")).toBeUndefined();
    await shelf.remove(hashOf(PNG));
    expect(await shelf.get(hashOf(PNG))).toBeUndefined();
  });
});

describe("a file that is not taken changes nothing", () => {
  it.each([
    ["a.txt", text(""), undefined, "empty"],
    ["a.txt", text("x".repeat(1_001)), undefined, "too-large"],
    ["tool", ELF, undefined, "active"],
    ["report.pdf", EXE, "application/pdf", "active"],
    ["page.html", text("<p>hi</p>"), "text/html", "active"],
    ["page.txt", text(" <!-- x --> <!DOCTYPE html><script>1</script>"), "text/plain", "active"],
    ["drawing.png", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), "image/png", "active"],
    ["run.txt", text("#!/bin/sh\nrm -rf /\n"), undefined, "active"],
    ["report.pdf", PNG, undefined, "mismatch"],
    ["shot.png", PNG, "application/pdf", "mismatch"],
    ["notes.txt", Buffer.from([0xc3, 0x28, 0x41]), undefined, "encoding"],
    ["notes.txt", text("a\0b"), undefined, "encoding"],
    ["../shot.png", PNG, undefined, "name-path"],
    ["a\u202egnp.png", PNG, undefined, "name-hidden"],
    ["con.png", PNG, undefined, "name-device"],
  ] as const)("%s", async (name, bytes, declared, problem) => {
    expect(await keep({ name, bytes, declared })).toEqual({ kept: { ok: false, problem }, stored: 0 });
  });

  it("also for a type that the settings leave out", async () => {
    expect(await keep({ name: "a.png", bytes: PNG }, { ...LIMITS, types: ["application/pdf"] })).toEqual({
      kept: { ok: false, problem: "kind" },
      stored: 0,
    });
  });
});

describe("names", () => {
  it.each([
    "..",
    ".",
    "a/b",
    "a\\b",
    "／etc／passwd",
    "%2e%2e%2fx",
    "x. ",
    "x.",
    "NUL",
    "lpt1.txt",
    "a\0b",
    "a\nb",
    "\ufeff",
  ])("refuses %j", (name) => {
    expect(nameProblem(name)).toBeDefined();
  });

  it.each(["report.pdf", "测试 报告 (2).pdf", "Screenshot 20:05:00.png", "a..b.txt", "console.log", "😀.png"])(
    "takes %j",
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  it("of any file that is taken stay inside one header, and are no path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) => {
        if (nameProblem(name) !== undefined) return;
        const response = fileResponse({ hash: "a", name, type: "text/plain", size: 1 }, text("x"));
        const header = response.headers.get("content-disposition") ?? "";
        expect(header).toMatch(/^attachment; filename="[\w. ()-]*"; filename\*=UTF-8''[\w.~%-]*$/u);
        expect(name).not.toMatch(/[/\\]/u);
      }),
    );
  });

  it("and bytes of any kind get an answer", async () => {
    const shelf = folderShelf(mkdtempSync(join(tmpdir(), "gonogo-files-")));
    const anything = fc.asyncProperty(
      fc.string({ maxLength: 12 }),
      fc.uint8Array({ maxLength: 300 }),
      async (name, bytes) => {
        const kept = await keepFile({ name, bytes }, shelf, LIMITS);
        if (kept.ok) expect(kept.file.hash).toBe(hashOf(bytes));
      },
    );
    await fc.assert(anything, { numRuns: 300 });
  });
});

it("a file is sent to be saved, and never as a part of a page", () => {
  const { headers } = fileResponse({ hash: "a", name: "报告.pdf", type: "application/pdf", size: 3 }, PDF);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-disposition": "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
  });
});
