/**
 * The real server in a process that can be killed at any instant and started again on the same database and port.
 */
import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CLI = join(import.meta.dirname, "..", "..", "src", "cli.ts");
/** Ends the server when the tests' process is gone, however that ended. */
const LEASH = `process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume().unref()`;
/** A command that leaves one line each time it really runs. */
const COUNT = `require("node:fs").appendFileSync(process.argv[1], process.env.GONOGO_RUN + "\\n")`;

export interface MortalServer {
  readonly url: string;
  readonly database: string;
  start(): Promise<void>;
  /** SIGKILL: nothing of the process gets a chance to say goodbye. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
  gonogo(...args: readonly string[]): Promise<string>;
  /** The run keys of commands that really ran, each as often as it did. */
  ran(): Promise<readonly string[]>;
}

export interface MortalServerOptions {
  /** Sections of `gonogo.yaml` beside the commands. */
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function mortalServer({ sections, environment }: MortalServerOptions = {}): Promise<MortalServer> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-crash-"));
  const counter = join(folder, "ran.txt");
  const port = await freePort();
  const database = `sqlite:${join(folder, "gonogo.db")}`;
  await writeFile(counter, "");
  await writeFile(
    join(folder, "gonogo.yaml"),
    JSON.stringify({
      commands: { count: { title: "Count", run: [process.execPath, "-e", COUNT, counter], timeout: "1m" } },
      ...sections,
    }),
  );
  const env = {
    ...clean(process.env),
    DATABASE_URL: database,
    GONOGO_LANG: "en",
    GONOGO_PORT: String(port),
    GONOGO_SAMPLE: "on",
    GONOGO_LOG: "silent",
    ...environment,
  };
  let child: ChildProcess | undefined;
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    start: async () => {
      const leash = `data:text/javascript,${encodeURIComponent(LEASH)}`;
      child = spawn(process.execPath, ["--import", leash, CLI, "serve"], { cwd: folder, env, stdio: "pipe" });
      await ready(child);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    remove: () => rm(folder, { recursive: true, force: true }),
    gonogo: async (...args) =>
      (await run(process.execPath, [CLI, ...args], { cwd: folder, env, maxBuffer: 2 ** 26 })).stdout,
    ran: async () => (await readFile(counter, "utf8")).split("\n").filter(Boolean),
  };
}

function clean(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:GONOGO_|DATABASE_URL|NODE_OPTIONS|VITEST)/u.test(name)),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function ready(child: ChildProcess): Promise<void> {
  let printed = "";
  return new Promise((resolve, reject) => {
    const hear = (text: Buffer) => {
      printed += text.toString();
      if (printed.includes("is ready")) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code, signal) => reject(new Error(`the server ended with ${code ?? signal}: ${printed}`)));
  });
}
