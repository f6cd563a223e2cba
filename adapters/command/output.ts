/**
 * What a command prints: kept on disk as its end only, and read back as a few lines a card can show.
 *
 * A command may tell how far it is with a line such as `[gonogo] 40% Deploying` or `[gonogo] Deploying`: the last one
 * becomes the run's percent and stage, and isn't shown among the other lines.
 */
import { closeSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { RunProgress } from "../../src/plan/plan.ts";
import { errorCode } from "./records.ts";
import { FILES } from "./run-folder.ts";

/** Each of the two files, the current and the older one, holds about this much. */
const KEPT_BYTES = 64 * 1024;
const TAIL_LINES = 20;
const TAIL_CHARACTERS = 2_000;
/** Far more than a tail, so that one file is enough as soon as it holds this. */
const ENOUGH_BYTES = 32 * 1024;

const PROGRESS = /^\[gonogo\]\s+(?:(\d{1,3})%\s*)?(.*)$/;
// Tabs stay. Marks that turn the direction of text would let output disguise what stands around it.
const INVISIBLE = /(?!\t)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

export interface OutputFile {
  write(chunk: Buffer): void;
  /** The size of everything written so far, also of what is no longer kept. */
  bytes(): number;
  close(): void;
}

/** Opens the output of a run; what it holds never grows past twice 64 KB. */
export function openOutput(started: string): OutputFile {
  const path = join(started, FILES.output);
  let file = openSync(path, "a", 0o600);
  let held = 0;
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.length;
      if (held + chunk.length > KEPT_BYTES && held > 0) {
        // In this order a disk that refuses one step leaves a file that can still be written and closed.
        renameSync(path, join(started, FILES.olderOutput));
        const fresh = openSync(path, "a", 0o600);
        closeSync(file);
        file = fresh;
        held = 0;
      }
      const kept = chunk.subarray(-KEPT_BYTES);
      writeSync(file, kept);
      held += kept.length;
    },
    bytes: () => bytes,
    close: () => closeSync(file),
  };
}

/** How far a run is, from what it printed last. */
export function readProgress(started: string): RunProgress {
  const newest = contentOf(join(started, FILES.output));
  const older = newest.length < ENOUGH_BYTES ? contentOf(join(started, FILES.olderOutput)) : Buffer.alloc(0);
  return progressOf(Buffer.concat([older, newest]));
}

/** The stage, percent and tail of what a command printed. */
export function progressOf(printed: Buffer): RunProgress {
  const lines = linesOf(printed);
  const said = lines.findLast((line) => PROGRESS.test(line))?.match(PROGRESS);
  const tail = tailOf(lines.filter((line) => !PROGRESS.test(line)));
  const percent = said?.[1] === undefined ? undefined : Math.min(100, Number(said[1]));
  const stage = said?.[2]?.trim().slice(0, 200);
  return { ...(stage && { stage }), ...(percent !== undefined && { percent }), ...(tail && { tail }) };
}

function linesOf(printed: Buffer): readonly string[] {
  // A kept end may begin inside a character, which decodes to replacement characters.
  const text = new TextDecoder().decode(printed).replace(/^\uFFFD+/, "");
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => lastRewrite(line).replace(INVISIBLE, "").trimEnd());
}

/** What a terminal would show of a line that a progress bar rewrote by carriage returns. */
function lastRewrite(line: string): string {
  return line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
}

function tailOf(lines: readonly string[]): string {
  const text = lines.join("\n").trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  // The cut must not leave half of a surrogate pair.
  return text.slice(-TAIL_CHARACTERS).replace(/^[\uDC00-\uDFFF]/, "");
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
