/**
 * A folder with allowed commands for tests, which ends what it started.
 */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCommandEngine } from "../../../adapters/command/engine.ts";
import { markOf, processMarkSchema } from "../../../adapters/command/process-mark.ts";
import { readRecord } from "../../../adapters/command/records.ts";
import { FILES, STARTED } from "../../../adapters/command/run-folder.ts";
import type { Commands } from "../../../adapters/command/settings.ts";
import { commandsSchema } from "../../../adapters/command/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";

/** Every sample command first notes its run in `starts`, so that a second start could not hide. */
const NOTE = 'echo "$GONOGO_RUN" >> starts; ';

/** A command that a shell carries out, for tests alone: its parameters are `$1`, `$2` … */
export function shell(script: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { places = [], ...rest } = more;
  return { run: ["/bin/sh", "-c", NOTE + script, "sh", ...(Array.isArray(places) ? places : [])], ...rest };
}

export interface CommandWorld {
  /** The working folder of the commands. */
  readonly base: string;
  /** Where the runs' folders are. */
  readonly runs: string;
  engine(commands: Readonly<Record<string, unknown>>, change?: EngineChange): Engine;
  /** The engine's names of the runs that commands noted, in order. */
  starts(): readonly string[];
  /** The processes that a run is told to consist of. */
  pids(ref: string): { supervisor: number | undefined; command: number | undefined };
  close(): void;
}

interface EngineChange {
  readonly now?: () => number;
  readonly graceMs?: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export function parseCommands(commands: Readonly<Record<string, unknown>>): Commands {
  return commandsSchema.parse(commands);
}

/** Makes an empty world in a folder of its own. */
export function openCommandWorld(): CommandWorld {
  const base = mkdtempSync(join(tmpdir(), "gonogo-command-"));
  const runs = join(base, "runs");
  const pids = (ref: string) => ({
    supervisor: readRecord(join(runs, ref, STARTED, FILES.supervisor), processMarkSchema)?.pid,
    command: readRecord(join(runs, ref, STARTED, FILES.command), processMarkSchema)?.pid,
  });
  appendFileSync(join(base, "starts"), "");
  return {
    base,
    runs,
    engine: (commands, { now = Date.now, graceMs = 500, environment = process.env } = {}) =>
      createCommandEngine({ commands: parseCommands(commands), folder: runs, base, now, graceMs, environment }),
    starts: () => readFileSync(join(base, "starts"), "utf8").split("\n").filter(Boolean),
    pids,
    close: () => {
      for (const ref of existsSync(runs) ? readdirSync(runs) : []) {
        const { supervisor, command } = pids(ref);
        if (supervisor !== undefined && markOf(supervisor)) kill(supervisor);
        if (command !== undefined && markOf(command)) kill(-command);
      }
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Kills a process, or a group by a negative number, at once; it may be gone already. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

/** Whether a process with this number lives. */
export function isAlive(pid: number): boolean {
  return markOf(pid) !== undefined;
}
