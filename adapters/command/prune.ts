/**
 * Clearing away what old runs printed.
 *
 * What stays is their small record of having run: without it a start that is repeated a year later would start again.
 */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { FILES, hasStarted, isRef, namesIn, STARTED, withdrawClaims } from "./run-folder.ts";
import { lifeOf } from "./run-state.ts";

const KEEP_MS = 30 * 24 * 3_600_000;
/** No claim waits this long for its supervisor. */
const CLAIM_MS = 3_600_000;

/** Removes the output of runs that ended more than 30 days ago; stops early when `stopped` says so. */
export async function pruneRuns(folder: string, now: number, stopped: () => boolean): Promise<void> {
  for (const name of namesIn(folder).filter(isRef)) {
    if (stopped()) return;
    try {
      pruneRun(join(folder, name), now);
    } catch {
      // A folder that can't be read or cleared now is tried again at the next start, and harms nobody until then.
    }
    await breath();
  }
}

function pruneRun(run: string, now: number): void {
  if (!hasStarted(run)) {
    if (now - statSync(run).mtimeMs > CLAIM_MS) withdrawClaims(run);
    return;
  }
  const started = join(run, STARTED);
  const endedAt = endOf(run, started);
  if (endedAt === undefined || now - endedAt <= KEEP_MS) return;
  withdrawClaims(run);
  for (const file of [FILES.output, FILES.olderOutput, FILES.log]) rmSync(join(started, file), { force: true });
}

function endOf(run: string, started: string): number | undefined {
  const life = lifeOf(run);
  if (life.life === "ended") return life.exit.endedAt;
  return life.life === "lost" ? statSync(started).mtimeMs : undefined;
}
