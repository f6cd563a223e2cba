/**
 * Calls the real command line in a folder of its own.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

export interface Answer {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  /** What `--json` answered. */
  readonly json: () => unknown;
}

export interface Served {
  readonly child: ChildProcess;
  /** The line that says it is ready. */
  readonly ready: string;
  readonly url: string;
  /** Everything it writes to standard error, once it has ended. */
  readonly log: Promise<string>;
  /** Sends a signal, and answers the exit code. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

export interface Folder {
  readonly path: string;
  readonly database: string;
  write(name: string, content: string): void;
  gonogo(args: readonly string[], more?: More): Promise<Answer>;
  serve(more?: More): Promise<Served>;
}

interface More {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder with nothing in it, and sample mode as long as no settings say otherwise. */
export function folder(afterwards: (work: () => void) => void = onTestFinished): Folder {
  const path = mkdtempSync(join(tmpdir(), "gonogo-cli-"));
  afterwards(() => rmSync(path, { recursive: true, force: true }));
  const start = (args: readonly string[], env: More["env"] = {}) =>
    spawn(process.execPath, [CLI, ...args], {
      cwd: path,
      env: { PATH: process.env.PATH, HOME: path, GONOGO_TZ: "Asia/Shanghai", GONOGO_PORT: "0", ...env },
      stdio: "pipe",
    });
  return {
    path,
    database: join(path, "gonogo.db"),
    write: (name, content) => writeFileSync(join(path, name), content),
    gonogo: async (args, { input = "", env } = {}) => {
      const child = start(args, env);
      child.stdin.end(input);
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
      return { exit: child.exitCode, out, err, json: () => JSON.parse(out) };
    },
    serve: async ({ env } = {}) => {
      const child = start(["serve"], env);
      onTestFinished(() => void child.kill("SIGKILL"));
      const log = text(child.stderr);
      const ready = await firstLine(child, log);
      const stop = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        await ended(child);
        return child.exitCode;
      };
      return { child, ready, url: /http:\S+/.exec(ready)?.[0] ?? "", log, stop };
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

async function firstLine(child: ReturnType<typeof spawn>, log: Promise<string>): Promise<string> {
  if (!child.stdout) throw new Error("standard output is not connected");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`it ended before it was ready: ${await log}`);
}

/** A plan of the sample people, which ada manages. */
export const PLAN = `name: Shop 2.4
key: shop-2.4
manager: ada
approval:
  levels:
    - { name: QA, rule: any, approvers: [bo] }
items:
  - name: Build
    run: command:build
    with: { branch: main }
    owner: dana
  - name: Tell the customers
    text: Post the notes.
    after: [Build]
`;
