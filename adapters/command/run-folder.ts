/**
 * The folder of one run, and what can be known from it alone.
 *
 * A run's folder is named by a hash of its key. `start` makes a claim in it, a folder with a name of its own, and
 * spawns a supervisor for that claim. The supervisor notes itself in the claim and renames the claim to `started`:
 * that rename fails when the claim was withdrawn and when `started` exists, so among all claims and supervisors of
 * one key exactly one ever passes it, and only after it is on disk is the command spawned. Hence, whoever is killed when:
 *
 *   before a claim            nothing there: never started, and nothing on its way            → none
 *   claim, no supervisor      renaming the claim away succeeds: nobody can start it any more  → none
 *   claim, supervisor alive   either we rename first (it finds nothing to take and leaves)    → none
 *                             or it does (the claim is gone and `started` is there)           → run
 *   `started`, no command     killed in the instant between; it can't be told from the next   → run, read: failed
 *   `started`, command noted  the command ran; its mark tells whether it lives                → run
 *   `started`, exit noted     it is over                                                      → run
 *
 * So `none` is always certain, and a key that `started` holds is never started again. A supervisor killed between
 * spawning the command and noting its mark leaves a command that nobody can name: the reason then says that it may
 * have run. `unknown` remains for a disk that won't answer.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Request } from "./records.ts";
import { errorCode, syncFolder, writeRecord } from "./records.ts";

export const STARTED = "started";
export const FILES = {
  request: "request.json",
  supervisor: "supervisor.json",
  command: "command.json",
  exit: "exit.json",
  cancel: "cancel",
  output: "output",
  olderOutput: "output.older",
  log: "supervisor.log",
} as const;

const CLAIM = "claim-";
const WITHDRAWN = "withdrawn-";
const REF = /^[0-9a-f]{40}$/;

/** The engine's own name of the run with this key. */
export function refOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}

/** Whether a text could name a run, and so a folder, at all. */
export function isRef(text: string): boolean {
  return REF.test(text);
}

/** Whether a supervisor took a claim of this run. Throws when the disk won't tell: that is no `false`. */
export function hasStarted(run: string): boolean {
  return statSync(join(run, STARTED), { throwIfNoEntry: false }) !== undefined;
}

/** Makes a claim that a supervisor can take, safe on disk, and answers with its name. */
export function makeClaim(run: string, request: Request): string {
  mkdirSync(run, { recursive: true, mode: 0o700 });
  syncFolder(join(run, ".."));
  const claim = `${CLAIM}${randomUUID()}`;
  mkdirSync(join(run, claim), { mode: 0o700 });
  writeRecord(join(run, claim, FILES.request), request);
  return claim;
}

/** Makes this claim the one that starts the command, or answers false: it was withdrawn or another one was first. */
export function takeClaim(run: string, claim: string): boolean {
  if (!renamed(join(run, claim), join(run, STARTED))) return false;
  syncFolder(run);
  return true;
}

/** Withdraws a claim for good, or answers false: it was taken or withdrawn before. */
export function withdrawClaim(run: string, claim: string): boolean {
  const aside = join(run, claim.replace(CLAIM, WITHDRAWN));
  if (!renamed(join(run, claim), aside)) return false;
  rmSync(aside, { recursive: true, force: true });
  return true;
}

/** Withdraws every claim that is open, so that what `started` says then stays so until a new claim is made. */
export function withdrawClaims(run: string): void {
  for (const entry of namesIn(run)) {
    if (entry.startsWith(CLAIM)) withdrawClaim(run, entry);
    if (entry.startsWith(WITHDRAWN)) rmSync(join(run, entry), { recursive: true, force: true });
  }
}

/** The names in a folder; none when there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Renames a folder that isn't empty; false when it is gone or the new name is taken. */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}
