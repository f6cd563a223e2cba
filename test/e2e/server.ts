/**
 * The real server, as a process of its own on a database of its own. It ends with the test, and with the test's process.
 */
import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CLI = join(import.meta.dirname, "..", "..", "src", "cli.ts");
/** Ends the server when whoever started it is gone, however that ended. */
const LEASH = `process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume().unref()`;

export interface ServerOptions {
  readonly lang?: "en" | "zh";
  /** A `gonogo.yaml`; with one, the sample is turned off. */
  readonly settings?: string;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  /** Stops the process and starts another one on the same database and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Runs the command line on the same database, and answers what it prints. */
  gonogo(...args: readonly string[]): Promise<string>;
}

/** Starts `gonogo serve` on a free port, and answers when it takes commands. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-e2e-"));
  const env = await environment(folder, options);
  let running = await launch(folder, { ...env, GONOGO_PORT: "0" });
  const { url } = running;
  const port = new URL(url).port;
  const stop = async () => {
    await end(running.child);
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url,
    stop,
    restart: async () => {
      await end(running.child);
      running = await launch(folder, { ...env, GONOGO_PORT: port });
    },
    gonogo: async (...args) => {
      const { stdout } = await run(process.execPath, [CLI, ...args], {
        cwd: folder,
        env: { ...env, GONOGO_PORT: port },
      });
      return stdout;
    },
    [Symbol.asyncDispose]: stop,
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

async function environment(folder: string, { lang = "en", settings }: ServerOptions): Promise<Environment> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:GONOGO_|DATABASE_URL|NODE_OPTIONS|VITEST)/u.test(name),
  );
  if (settings !== undefined) await writeFile(join(folder, "gonogo.yaml"), settings);
  return {
    ...Object.fromEntries(own),
    DATABASE_URL: `sqlite:${join(folder, "gonogo.db")}`,
    GONOGO_LANG: lang,
    GONOGO_TZ: "Asia/Shanghai",
    GONOGO_LOG: "warn",
    ...(settings === undefined ? {} : { GONOGO_SAMPLE: "off" }),
  };
}

async function launch(cwd: string, env: Environment): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const leash = `data:text/javascript,${encodeURIComponent(LEASH)}`;
  const child = spawn(process.execPath, ["--import", leash, CLI, "serve", "--json"], { cwd, env, stdio: "pipe" });
  const url = await ready(child);
  return { child, url };
}

/** The address that the server prints when it is ready. */
function ready(child: ChildProcess): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    const hear = (text: Buffer) => {
      printed += text.toString();
      const [, url] = /"url": "(http[^"]+)"/u.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
