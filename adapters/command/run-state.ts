/**
 * What has become of a started run, told from its folder and the processes it names.
 */
import { join } from "node:path";
import type { RunState } from "../../src/flow/engine.ts";
import { readProgress } from "./output.ts";
import type { ProcessMark } from "./process-mark.ts";
import { lives, processMarkSchema } from "./process-mark.ts";
import type { Exit } from "./records.ts";
import { exitSchema, readRecord, requestSchema } from "./records.ts";
import { FILES, STARTED } from "./run-folder.ts";

/** `supervised` and `orphaned` runs live; an orphan's supervisor was killed and only the command is left. */
export type Life =
  | { readonly life: "ended"; readonly exit: Exit }
  | { readonly life: "supervised"; readonly supervisor: ProcessMark }
  | { readonly life: "orphaned"; readonly command: ProcessMark }
  | { readonly life: "lost"; readonly command: ProcessMark | undefined };

/** Whether a started run lives, ended, or was lost without a record of its exit. */
export function lifeOf(run: string): Life {
  const started = join(run, STARTED);
  const supervisor = readRecord(join(started, FILES.supervisor), processMarkSchema);
  if (supervisor && lives(supervisor)) return ended(started) ?? { life: "supervised", supervisor };
  // Only now is its exit surely on disk, if it ever gets there: the supervisor writes it as the last thing.
  const command = readRecord(join(started, FILES.command), processMarkSchema);
  const over = ended(started);
  if (over) return over;
  return command && lives(command) ? { life: "orphaned", command } : { life: "lost", command };
}

function ended(started: string): Life | undefined {
  const exit = readRecord(join(started, FILES.exit), exitSchema);
  return exit && { life: "ended", exit };
}

/** The state of a started run as a plan shows it. */
export function stateOf(run: string): RunState {
  const life = lifeOf(run);
  const progress = readProgress(join(run, STARTED));
  switch (life.life) {
    case "supervised":
    case "orphaned":
      return { state: "running", progress };
    case "ended": {
      const reason = failureOf(life.exit, run);
      return reason === undefined ? { state: "passed", progress } : { state: "failed", reason, progress };
    }
    case "lost":
      return { state: "failed", reason: life.command ? LOST : LOST_AT_START, progress };
  }
}

const LOST = "ended without recording its exit: the machine or the supervisor was stopped";
const LOST_AT_START = "the machine or the supervisor was stopped at the start: the command may have run";

const STOPPED = {
  cancelled: () => "cancelled",
  "shut-down": () => "stopped because its supervisor was told to end",
  "timed-out": (run: string) => `timed out after ${limitOf(run)}`,
} as const;

function failureOf(exit: Exit, run: string): string | undefined {
  if (exit.error !== undefined) return `could not start: ${exit.error}`;
  if (exit.stopped !== undefined) return STOPPED[exit.stopped](run);
  if (exit.signal !== null) return `killed by signal ${exit.signal}`;
  return exit.code === 0 ? undefined : `exit code ${exit.code}`;
}

function limitOf(run: string): string {
  return readRecord(join(run, STARTED, FILES.request), requestSchema)?.timeout.written ?? "its time limit";
}
