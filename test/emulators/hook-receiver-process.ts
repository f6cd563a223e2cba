/**
 * The hook receiver as a process of its own, which can be killed and started again at the same address.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { HookLedger } from "./hook-ledger.ts";
import { readLedger } from "./hook-ledger.ts";

const PROGRAM = fileURLToPath(new URL("./hook-receiver.ts", import.meta.url));

export interface HookReceiverProcessOptions {
  readonly secret: string;
  /** The file that outlives it. */
  readonly ledger: string;
  /** How large a share (0 to 1) of requests it fails. */
  readonly fail?: number | undefined;
  readonly body?: "zadig" | "routed" | undefined;
  readonly instance?: string | undefined;
}

export interface HookReceiverProcess {
  readonly url: string;
  /** What its ledger says now. */
  ledger(): HookLedger;
  /** Ends it at once, wherever it is; `restart` starts it again on the same port. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Starts it; it also ends when this process does. */
export async function spawnHookReceiver(options: HookReceiverProcessOptions): Promise<HookReceiverProcess> {
  let running = await spawnOn(0, options);
  const { url } = running;
  const port = Number(new URL(url).port);
  return {
    url,
    ledger: () => readLedger(options.ledger),
    kill: async () => await end(running.child),
    restart: async () => {
      running = await spawnOn(port, options);
    },
  };
}

async function spawnOn(port: number, options: HookReceiverProcessOptions) {
  const { secret, ledger, fail = 0, body = "zadig", instance = "" } = options;
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      HOOK_RECEIVER_PORT: String(port),
      HOOK_RECEIVER_SECRET: secret,
      HOOK_RECEIVER_LEDGER: ledger,
      HOOK_RECEIVER_FAIL: String(fail),
      HOOK_RECEIVER_BODY: body,
      HOOK_RECEIVER_INSTANCE: instance,
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const url of createInterface(child.stdout)) return { child, url };
  throw new Error("the hook receiver did not start");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
