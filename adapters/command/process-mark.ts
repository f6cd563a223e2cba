/**
 * Which process a number really means. Numbers are used again, so a process is remembered with when it began.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

export const processMarkSchema = z.strictObject({ pid: z.int().positive(), began: z.string() }).readonly();
export type ProcessMark = z.infer<typeof processMarkSchema>;

/** The mark of a process that lives now; a zombie no longer does. */
export function markOf(pid: number): ProcessMark | undefined {
  const began = process.platform === "linux" ? beganByProc(pid) : beganByPs(pid);
  return began === undefined ? undefined : { pid, began };
}

/** Whether the very process that was marked still lives. */
export function lives(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.began === mark.began;
}

function beganByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    const ticks = fields[19];
    if (ticks === undefined || state === "Z" || state === "X") return undefined;
    // Ticks count from the start of the machine: two boots must not be confused.
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${ticks}`;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH");
}

function beganByPs(pid: number): string | undefined {
  try {
    const options = { encoding: "utf8", env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" } } as const;
    const said = execFileSync("ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
      ...options,
      stdio: "pipe",
    }).trim();
    const [state = "Z", ...began] = said.split(/\s+/);
    return state.startsWith("Z") ? undefined : began.join(" ");
  } catch (error) {
    // `ps` answers with exit code 1 for a process that isn't there.
    if (error instanceof Error && "status" in error && error.status === 1) return undefined;
    throw error;
  }
}
