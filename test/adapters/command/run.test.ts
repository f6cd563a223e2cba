import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitSchema, readRecord } from "../../../adapters/command/records.ts";
import { FILES, makeClaim, refOf, STARTED } from "../../../adapters/command/run-folder.ts";
import { failureText } from "../../../src/chat/texts/failure-text.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { ParameterValue } from "../../../src/plan/content.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { CommandWorld } from "./command-world.ts";
import { isAlive, kill, openCommandWorld, shell } from "./command-world.ts";

const LOST = "ended without recording its exit: the machine or the supervisor was stopped";
let world: CommandWorld;
beforeEach(() => {
  world = openCommandWorld();
});
afterEach(() => world.close());

async function start(engine: Engine, workflow: string, given: Readonly<Record<string, ParameterValue>> = {}) {
  return await engine.start(requestOf({ workflow, with: given }));
}

async function until(what: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(what()).toBe(true), { timeout: 10_000, interval: 10 });
}

/** The numbers of the processes that a command wrote, one a line, into a file. */
async function written(file: string, count: number): Promise<readonly number[]> {
  const read = () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number) : []);
  await until(() => read().length === count);
  return read();
}

describe("what a command is given", () => {
  const PRINT = 'for given in "$@"; do printf "<%s>" "$given"; done';

  it("is its arguments to the letter, whatever a shell would make of them", async () => {
    const hostile = `it's "quoted" $(touch owned) \`id\` ; rm -rf x | y && z > f * 中文 {target}`;
    const command = shell(PRINT, { places: ["{x}", "--x={x}", "{{x}}"], parameters: { x: {} } });
    const engine = world.engine({ print: command });
    const state = await ended(engine, await start(engine, "print", { x: hostile }));
    expect(state).toEqual({ state: "passed", progress: { tail: `<${hostile}><--x=${hostile}><{x}>` } });
    expect(existsSync(join(world.base, "owned"))).toBe(false);
  });

  it("leaves out an argument whose parameter was left out, and uses defaults", async () => {
    const parameters = {
      gone: {},
      kept: { default: "by default" },
      count: { type: "number" },
      sure: { type: "boolean" },
    };
    const places = ["a{gone}", "{kept}", "{count}", "{sure}", ""];
    const engine = world.engine({ print: shell(PRINT, { places, parameters }) });
    const state = await ended(engine, await start(engine, "print", { count: 3, sure: false }));
    expect(state.progress.tail).toBe("<by default><3><false><>");
  });

  it.each([
    [{ x: "--delete" }, "x"],
    [{ x: "a\nb" }, "x"],
    [{ y: "a\u0000b" }, "y"],
    [{ y: "a\u001bb" }, "y"],
    [{ z: "free" }, "z"],
    [{ x: "", y: "--delete" }, "--delete"],
  ])("is never %j", async (given, named) => {
    const parameters = { x: {}, y: { pattern: "[^]*" } };
    const engine = world.engine({ print: shell(PRINT, { places: ["{x}{y}"], parameters }) });
    await expect(start(engine, "print", given)).rejects.toThrow(named);
    expect(world.starts()).toEqual([]);
  });

  it("is an environment without gonogo's secrets, in the working folder of the settings", async () => {
    mkdirSync(join(world.base, "shop"));
    const environment = { ...process.env, SLACK_BOT_TOKEN: "xoxb-secret", DATABASE_URL: "postgres://secret" };
    const command = { run: ["/bin/sh", "-c", "pwd; env"], folder: "shop", env: { CI: "true" } };
    const engine = world.engine({ env: command }, { environment });
    const { tail = "" } = (await ended(engine, await start(engine, "env"))).progress;
    expect(tail).toContain(join(world.base, "shop"));
    expect(tail).toMatch(/^CI=true$/m);
    expect(tail).toMatch(/^PATH=/m);
    expect(tail).toMatch(/^GONOGO_PLAN=52$/m);
    expect(tail).not.toMatch(/secret|NODE_CHANNEL/);
  });

  it("is not what a program outside the settings would be", async () => {
    const engine = world.engine({ only: shell("exit 0") });
    for (const name of ["rm", "/bin/sh", "constructor", "__proto__", "only "]) {
      await expect(start(engine, name)).rejects.toMatchObject({ sure: true, again: false });
    }
  });

  it.each([
    [{ run: ["./no-such-program"] }, "could not start: ./no-such-program: ENOENT"],
    [{ run: ["/bin/sh"], folder: "no-such-folder" }, "could not start: its working folder does not exist"],
    [{ run: ["/bin/sh", "-c", "kill -9 $$"] }, "killed by signal SIGKILL"],
    [{ run: ["/bin/sh", "-c", "exit 3"] }, "exit code 3"],
  ])("makes the reason of a failure clear: %j", async (command, reason) => {
    const engine = world.engine({ it: command });
    expect(await ended(engine, await start(engine, "it"))).toMatchObject({ state: "failed", reason });
    expect(failureText(reason, { lang: "zh" })).toMatch(/\p{Script=Han}/u);
  });
});

describe("a run that has to end", () => {
  const FAMILY = "sleep 60 & echo $! >> pids; echo $$ >> pids; trap '' TERM; while :; do sleep 1; done";

  it("is killed with all its children, also when it won't listen", async () => {
    const engine = world.engine({ family: shell(FAMILY) }, { graceMs: 200 });
    const ref = await start(engine, "family");
    const pids = await written(join(world.base, "pids"), 2);
    expect(await engine.cancel(ref)).toBe("stopped");
    await until(() => pids.every((pid) => !isAlive(pid)));
    expect(await engine.read(ref)).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("may tidy up when it is told to end", async () => {
    const engine = world.engine({
      tidy: shell("trap 'echo tidy; exit 0' TERM; echo ready; while :; do sleep 0.05; done"),
    });
    const ref = await start(engine, "tidy");
    await vi.waitFor(async () => expect((await engine.read(ref)).progress.tail).toBe("ready"), { timeout: 10_000 });
    expect(await engine.cancel(ref)).toBe("stopped");
    const state = await engine.read(ref);
    expect(state).toMatchObject({ state: "failed", reason: "cancelled" });
    expect(state.progress.tail?.endsWith("\ntidy")).toBe(true);
  });

  it("is killed when its time is over", async () => {
    const engine = world.engine({ slow: shell(FAMILY, { timeout: "1s" }) }, { graceMs: 200 });
    const ref = await start(engine, "slow");
    const pids = await written(join(world.base, "pids"), 2);
    expect(await ended(engine, ref)).toMatchObject({ state: "failed", reason: "timed out after 1s" });
    await until(() => pids.every((pid) => !isAlive(pid)));
    expect(await engine.cancel(ref)).toBe("ended");
  });

  it("is over when the command ends, though a child still holds its output", async () => {
    const engine = world.engine({ leave: shell("sleep 60 & echo $! >> pids; echo done") });
    const ref = await start(engine, "leave");
    expect(await ended(engine, ref)).toEqual({ state: "passed", progress: { tail: "done" } });
    for (const pid of await written(join(world.base, "pids"), 1)) kill(pid);
  });

  it("is cancelled without its supervisor when that was killed", async () => {
    const engine = world.engine({ family: shell(FAMILY) }, { graceMs: 200 });
    const ref = await start(engine, "family");
    const pids = await written(join(world.base, "pids"), 2);
    const { supervisor = 0 } = world.pids(ref);
    kill(supervisor);
    await until(() => !isAlive(supervisor));
    expect(await engine.read(ref)).toMatchObject({ state: "running" });
    expect(await engine.cancel(ref)).toBe("stopped");
    await until(() => pids.every((pid) => !isAlive(pid)));
    expect(await engine.read(ref)).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("failed when neither it nor its supervisor lives and no exit was recorded", async () => {
    const engine = world.engine({ last: shell("exec sleep 60") });
    const ref = await start(engine, "last");
    const { supervisor = 0, command = 0 } = world.pids(ref);
    kill(supervisor);
    kill(command);
    await until(() => !isAlive(supervisor) && !isAlive(command));
    expect(await engine.read(ref)).toMatchObject({ state: "failed", reason: LOST });
    expect(await engine.cancel(ref)).toBe("ended");
  });
});

describe("what the folder of a run tells", () => {
  const COMMANDS = {
    echo: shell('echo out; echo err >&2; [ -z "$1" ] || seq 1 20000', { places: ["{x}"], parameters: { x: {} } }),
  };

  it("is that a claim nobody took started nothing and never will", async () => {
    const engine = world.engine(COMMANDS);
    const key = "claimed";
    const run = join(world.runs, refOf(key));
    makeClaim(run, {
      key,
      workflow: "echo",
      program: "/bin/false",
      arguments: [],
      folder: world.base,
      env: {},
      timeout: { written: "1s", milliseconds: 1_000 },
      graceMs: 1,
    });
    expect(await engine.find({ key, workflow: "echo" })).toEqual({ found: "none" });
    const ref = await engine.start(requestOf({ workflow: "echo", with: {} }, key));
    expect(await ended(engine, ref)).toMatchObject({ state: "passed" });
    expect(world.starts()).toEqual([ref]);
  });

  it("is nothing certain when the folder of all runs is gone", async () => {
    const engine = world.engine(COMMANDS);
    rmSync(world.runs, { recursive: true });
    expect(await engine.find({ key: "any", workflow: "echo" })).toMatchObject({
      found: "unknown",
      why: expect.stringContaining("can't be read"),
    });
  });

  it("is how the command ended and how much it printed", async () => {
    const engine = world.engine(COMMANDS);
    const ref = await start(engine, "echo", { x: "much" });
    expect((await ended(engine, ref)).progress.tail).toContain("\n20000");
    const exit = readRecord(join(world.runs, ref, STARTED, FILES.exit), exitSchema);
    expect(exit).toMatchObject({ code: 0, signal: null, outputBytes: 108_894 + "out\nerr\n".length });
  });

  it("loses its output after 30 days, but not that it has run", async () => {
    const request = requestOf({ workflow: "echo", with: {} });
    const first = world.engine(COMMANDS);
    const ref = await first.start(request);
    expect((await ended(first, ref)).progress.tail).toContain("out");
    const output = join(world.runs, ref, STARTED, FILES.output);

    await world.engine(COMMANDS, { now: () => Date.now() + 29 * 86_400_000 }).stop();
    expect(statSync(output).size).toBeGreaterThan(0);
    const later = world.engine(COMMANDS, { now: () => Date.now() + 31 * 86_400_000 });
    await until(() => !existsSync(output));
    expect(await later.read(ref)).toEqual({ state: "passed", progress: {} });
    expect(await later.start(request)).toBe(ref);
    expect(world.starts()).toEqual([ref]);
  });
});
