/**
 * Spawning the supervisor of a claim.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FILES } from "./run-folder.ts";

/** Node starts in a tenth of a second; a machine that takes this long is in trouble. */
const PATIENCE_MS = 20_000;
// The same file as it is in development, and compiled in the installed package.
const SUPERVISOR = fileURLToPath(new URL(`./supervisor${extname(import.meta.url)}`, import.meta.url));

/** How far a supervisor got: `silent` when it ended, or took too long, without a word. */
export type Launched = "taken" | "not-taken" | "silent";

/** Starts a process of its own that outlives this one, and waits until it took the claim or did not. */
export async function launchSupervisor(
  run: string,
  claim: string,
  environment: Readonly<Record<string, string>>,
): Promise<Launched> {
  const log = openSync(join(run, claim, FILES.log), "a", 0o600);
  const child = spawn(process.execPath, [SUPERVISOR, run, claim], {
    cwd: run,
    env: environment,
    detached: true,
    stdio: ["ignore", "ignore", log, "ipc"],
  });
  closeSync(log);
  const { promise, resolve } = Promise.withResolvers<Launched>();
  const patience = setTimeout(() => resolve("silent"), PATIENCE_MS);
  child.once("message", (message) => resolve(message === "taken" ? "taken" : "not-taken"));
  child.once("exit", () => resolve("silent"));
  child.on("error", () => resolve("silent"));
  const launched = await promise;
  clearTimeout(patience);
  if (child.connected) child.disconnect();
  child.unref();
  return launched;
}
