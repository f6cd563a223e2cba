/**
 * Ending a command together with everything it started.
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorCode } from "./records.ts";

const LOOK_MS = 25;
const AFTER_KILL_MS = 1_000;

/** Asks a whole process group to end, and ends it when it has not after the grace. */
export async function stopGroup(group: number, graceMs: number): Promise<void> {
  signalGroup(group, "SIGTERM");
  if (await goneWithin(group, graceMs)) return;
  signalGroup(group, "SIGKILL");
  await goneWithin(group, AFTER_KILL_MS);
}

async function goneWithin(group: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += LOOK_MS) {
    if (!signalGroup(group, 0)) return true;
    await delay(LOOK_MS);
  }
  return !signalGroup(group, 0);
}

/** Signals every process of the group; false when there is none left. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    // A process that changed its user can't be signalled, but it is there.
    if (errorCode(error) === "EPERM") return true;
    throw error;
  }
}
