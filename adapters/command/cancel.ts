/**
 * Ending a run before its time, with or without its supervisor's help.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EngineError } from "../../src/flow/engine.ts";
import { stopGroup } from "./process-group.ts";
import type { ProcessMark } from "./process-mark.ts";
import { lives } from "./process-mark.ts";
import type { Exit } from "./records.ts";
import { errorCode, writeRecord } from "./records.ts";
import { FILES, STARTED } from "./run-folder.ts";
import { lifeOf } from "./run-state.ts";

const LOOK_MS = 50;
/** What a supervisor may take beyond the grace: killing, draining output, writing the record. */
const BEYOND_GRACE_MS = 5_000;

/** Stops a started run with everything it started; rejects when it still lives in the end. */
export async function cancelRun(run: string, graceMs: number, now: () => number): Promise<"stopped" | "ended"> {
  const life = lifeOf(run);
  switch (life.life) {
    case "ended":
    case "lost":
      return "ended";
    case "orphaned":
      return await stopOrphan(run, life.command, graceMs, now);
    case "supervised":
      return await askSupervisor(run, life.supervisor, graceMs, now);
  }
}

async function askSupervisor(
  run: string,
  supervisor: ProcessMark,
  graceMs: number,
  now: () => number,
): Promise<"stopped" | "ended"> {
  writeRecord(join(run, STARTED, FILES.cancel), { at: now() });
  signal(supervisor.pid);
  for (let waited = 0; waited < graceMs + BEYOND_GRACE_MS; waited += LOOK_MS) {
    const life = lifeOf(run);
    if (life.life === "ended") return outcomeOf(life.exit);
    if (life.life === "orphaned") return await stopOrphan(run, life.command, graceMs, now);
    if (life.life === "lost") return "ended";
    await delay(LOOK_MS);
  }
  throw new EngineError("the command did not end when it was told to", { sure: false, again: true });
}

async function stopOrphan(run: string, command: ProcessMark, graceMs: number, now: () => number): Promise<"stopped"> {
  await stopGroup(command.pid, graceMs);
  if (lives(command)) throw new EngineError("the command could not be killed", { sure: false, again: true });
  const exit: Exit = { code: null, signal: null, stopped: "cancelled", endedAt: now(), outputBytes: 0 };
  writeRecord(join(run, STARTED, FILES.exit), exit);
  return "stopped";
}

/** A command that ended by itself just before the signal was not stopped by it. */
function outcomeOf(exit: Exit): "stopped" | "ended" {
  return exit.stopped === "cancelled" ? "stopped" : "ended";
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}
