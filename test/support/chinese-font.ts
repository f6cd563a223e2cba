/**
 * Chinese glyphs for a browser that has none. The font comes from npm in a hundred parts; a page gets the parts whose
 * characters it shows, as data, which no content security policy has to allow.
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { z } from "zod";

/** The name a page's font stack must contain to be shown in it. */
export const CHINESE_FONT = "Noto Sans SC";

const folder = dirname(fileURLToPath(import.meta.resolve("@fontsource-variable/noto-sans-sc/package.json")));

interface Part {
  readonly ranges: string;
  readonly file: string;
  holds(code: number): boolean;
}

let parts: Promise<readonly Part[]> | undefined;

/** Gives the page the parts of the font that its text needs, and answers when they are there. */
export async function loadChinese(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const typed = [...document.querySelectorAll("input, textarea")].flatMap((field) => [
      field.getAttribute("placeholder") ?? "",
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "",
    ]);
    return document.documentElement.innerText + typed.join("");
  });
  const codes = [...new Set(shown)].map((character) => character.codePointAt(0) ?? 0).filter((code) => code > 0x7f);
  parts ??= readParts();
  const needed = (await parts).filter((part) => codes.some((code) => part.holds(code)));
  const faces = await Promise.all(
    needed.map(async ({ ranges, file }) => ({
      ranges,
      data: (await readFile(join(folder, "files", file))).toString("base64"),
    })),
  );
  await page.evaluate(addFaces, { family: CHINESE_FONT, faces });
}

async function addFaces(given: {
  readonly family: string;
  readonly faces: readonly { ranges: string; data: string }[];
}) {
  const known = new Set(
    [...document.fonts].filter(({ family }) => family.includes(given.family)).map((face) => face.unicodeRange),
  );
  const loaded = await Promise.all(
    given.faces.map(({ ranges, data }) => {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      return new FontFace(given.family, bytes, { unicodeRange: ranges, weight: "100 900" }).load();
    }),
  );
  for (const face of loaded) if (!known.has(face.unicodeRange)) document.fonts.add(face);
  await document.fonts.ready;
  // Chromium remembers how it set a word without the glyphs. A font feature that no font has makes it set each anew.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { font-feature-settings: "z${String(document.fonts.size).padStart(3, "0")}" 1 !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** `[4]` names the part in `noto-sans-sc-4-wght-normal.woff2`. */
async function readParts(): Promise<readonly Part[]> {
  const json = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(join(folder, "unicode.json"), "utf8")));
  return Object.entries(json).map(([name, ranges]) => {
    const spans = ranges.split(",").map(span);
    return {
      ranges,
      file: `noto-sans-sc-${name.replaceAll(/[[\]]/g, "")}-wght-normal.woff2`,
      holds: (code) => spans.some(([first, last]) => code >= first && code <= last),
    };
  });
}

function span(range: string): readonly [number, number] {
  const [first = "", last = first] = range.replace("U+", "").split("-");
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
