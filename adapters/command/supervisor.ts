/**
 * A process of its own that carries out one run and records how it ended, whatever happens to gonogo meanwhile.
 *
 * Called with the run's folder and the claim it may take.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { OutputFile } from "./output.ts";
import { openOutput } from "./output.ts";
import { stopGroup } from "./process-group.ts";
import { markOf } from "./process-mark.ts";
import type { Exit, Request } from "./records.ts";
import { errorCode, readRecord, requestSchema, writeRecord } from "./records.ts";
import { FILES, STARTED, takeClaim } from "./run-folder.ts";

type Stopped = Exit["stopped"];
type Ending = Omit<Exit, "endedAt" | "outputBytes">;

/** Children that outlive the command may hold its output open; they aren't waited for longer than this. */
const DRAIN_MS = 500;
const RECORD_ATTEMPTS = 60;

const [, , run, claim] = process.argv;
if (run === undefined || claim === undefined) throw new Error("usage: supervisor <run folder> <claim>");
const started = join(run, STARTED);

const asked = Promise.withResolvers<Stopped>();
// The mark of a cancel tells it from the SIGTERM that every process gets when the machine shuts down.
process.on("SIGTERM", () => asked.resolve(existsSync(join(started, FILES.cancel)) ? "cancelled" : "shut-down"));
process.on("SIGINT", () => undefined);
process.on("SIGHUP", () => undefined);

if (take(run, claim)) await supervise();
else tell("not-taken");

function take(folder: string, name: string): boolean {
  const own = join(folder, name);
  try {
    writeRecord(join(own, FILES.supervisor), markOf(process.pid));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
  if (takeClaim(folder, name)) return true;
  rmSync(own, { recursive: true, force: true });
  return false;
}

/** Tells the one who waits for the start; gonogo may be gone, and then nobody needs to know. */
function tell(message: "taken" | "not-taken"): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function supervise(): Promise<void> {
  const request = readRecord(join(started, FILES.request), requestSchema);
  if (!request) throw new Error("the run has no request");
  const output = openOutput(started);
  const ending = await carryOut(request, output);
  output.close();
  await record({ ...ending, endedAt: Date.now(), outputBytes: output.bytes() });
}

async function carryOut(request: Request, output: OutputFile): Promise<Ending> {
  const child = launch(request);
  if (!(child instanceof Error) && child.pid !== undefined) {
    noteCommand(child.pid);
  }
  tell("taken");
  return child instanceof Error ? notStarted(request, child) : await accompany(child, request, output);
}

/** From here on the command runs: a disk that won't take the note must not take its supervisor away as well. */
function noteCommand(pid: number): void {
  try {
    const mark = markOf(pid);
    if (mark) writeRecord(join(started, FILES.command), mark);
  } catch (error) {
    process.stderr.write(`the command's process could not be noted: ${String(error)}\n`);
  }
}

function launch({ program, arguments: given, folder, env }: Request): ChildProcess | Error {
  try {
    return spawn(program, given, { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function notStarted({ folder, program }: Request, error: Error): Ending {
  // The system says ENOENT of the program also when the working folder is what is missing.
  const why = existsSync(folder)
    ? `${program}: ${errorCode(error) ?? error.message}`
    : "its working folder does not exist";
  return { code: null, signal: null, error: why };
}

async function accompany(child: ChildProcess, request: Request, output: OutputFile): Promise<Ending> {
  const keep = (chunk: Buffer): void => keepOutput(output, chunk);
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const closed = new Promise((resolve) => child.once("close", resolve));
  const exited = new Promise<Ending>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => resolve(notStarted(request, error)));
  });
  const limit = setTimeout(() => asked.resolve("timed-out"), request.timeout.milliseconds);
  const stopped = await Promise.race([exited.then(() => undefined), asked.promise]);
  clearTimeout(limit);
  if (stopped && child.pid !== undefined) await stopGroup(child.pid, request.graceMs);
  const ending = await exited;
  await Promise.race([closed, delay(DRAIN_MS)]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { ...ending, ...(stopped && { stopped }) };
}

/** A full disk loses output, never the run. */
function keepOutput(output: OutputFile, chunk: Buffer): void {
  try {
    output.write(chunk);
  } catch (error) {
    process.stderr.write(`output was lost: ${String(error)}\n`);
  }
}

async function record(exit: Exit): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return writeRecord(join(started, FILES.exit), exit);
    } catch (error) {
      // A full disk may have room again; a folder that somebody removed doesn't come back.
      if (attempt === RECORD_ATTEMPTS || errorCode(error) === "ENOENT") throw error;
      await delay(1_000);
    }
  }
}
