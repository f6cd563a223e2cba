import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refOf, STARTED } from "../../../adapters/command/run-folder.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { CommandWorld } from "./command-world.ts";
import { kill, openCommandWorld, shell } from "./command-world.ts";

const HOST = join(import.meta.dirname, "host.ts");
const COMMANDS = { count: shell("sleep 0.1; echo done") };
const CRASHES = 10;
/** From the call of start to the command's end takes about this long; kills are spread over it. */
const SPREAD_MS = 250;

let world: CommandWorld;
let engine: Engine;
beforeEach(() => {
  world = openCommandWorld();
  engine = world.engine(COMMANDS);
});
afterEach(() => world.close());

function startsOf(key: string): number {
  return world.starts().filter((ref) => ref === refOf(key)).length;
}

/** Hosts the engine in a process of its own, and kills that at an instant after it began to start the run. */
async function crash(key: string, instant: () => Promise<unknown>): Promise<void> {
  const host = spawn(process.execPath, [HOST, world.base, key], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(host, "exit");
  await once(host.stdout, "data");
  await instant();
  host.kill("SIGKILL");
  await gone;
}

/** What a restarted gonogo does with a run that it may or may not have started. */
async function recover(key: string): Promise<"had-started" | "had-not"> {
  const found = await engine.find({ key, workflow: "count" });
  if (found.found === "unknown") throw new Error(found.why);
  if (found.found === "none") {
    expect(startsOf(key)).toBe(0);
    expect(await engine.find({ key, workflow: "count" })).toEqual(found);
    await engine.start(requestOf({ workflow: "count", with: {} }, key));
    return "had-not";
  }
  expect(found.ref).toBe(refOf(key));
  return "had-started";
}

describe("a crash", () => {
  it("of gonogo at any instant of a start leads to exactly one run", async () => {
    for (let round = 0; round < CRASHES; round++) {
      const key = `round ${round}`;
      // Evenly spread with some chance, so that every default run meets early and late instants.
      await crash(key, () => delay(((round + Math.random()) / CRASHES) * SPREAD_MS));
      await recover(key);
      expect(await ended(engine, refOf(key))).toMatchObject({ state: "passed", progress: { tail: "done" } });
      expect(startsOf(key)).toBe(1);
    }
  });

  it("of gonogo right after a start finds the run, and starts no other", async () => {
    await crash("late", () => vi.waitFor(() => expect(startsOf("late")).toBe(1), { timeout: 20_000 }));
    expect(await recover("late")).toBe("had-started");
    expect(await ended(engine, refOf("late"))).toMatchObject({ state: "passed" });
    expect(startsOf("late")).toBe(1);
  });

  it("of the supervisor at any instant never leads to a second run, and is told", async () => {
    for (let round = 0; round < CRASHES; round++) {
      const key = `round ${round}`;
      const starting = engine.start(requestOf({ workflow: "count", with: {} }, key)).catch(() => undefined);
      await delay(Math.random() * SPREAD_MS);
      const { supervisor } = world.pids(refOf(key));
      if (supervisor !== undefined) kill(supervisor);
      await starting;
      await recover(key);
      const state = await ended(engine, refOf(key));
      if (state.state === "failed") expect(state.reason).toMatch(/the machine or the supervisor was stopped/);
      expect(startsOf(key)).toBeLessThanOrEqual(1);
      if (state.state === "passed") expect(startsOf(key)).toBe(1);
    }
  });

  it("that leaves several gonogos starting one key at once leads to exactly one run", async () => {
    const engines = [engine, world.engine(COMMANDS), world.engine(COMMANDS), world.engine(COMMANDS)];
    const request = requestOf({ workflow: "count", with: {} });
    const refs = await Promise.all(engines.map((each) => each.start(request)));
    expect(new Set(refs)).toEqual(new Set([refOf(request.key)]));
    expect(await ended(engine, refOf(request.key))).toMatchObject({ state: "passed" });
    expect(startsOf(request.key)).toBe(1);
    // The claims that came second are gone: what is left could start nothing.
    expect(readdirSync(join(world.runs, refOf(request.key)))).toEqual([STARTED]);
  });

  it("with two gonogos that both recover leads to exactly one run", async () => {
    const other = world.engine(COMMANDS);
    for (let round = 0; round < CRASHES; round++) {
      const request = requestOf({ workflow: "count", with: {} });
      const looking = Array.from({ length: 5 }, () => other.find(request));
      const attempts = await Promise.allSettled([engine.start(request), other.start(request), ...looking]);
      const refs = attempts.slice(0, 2).flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      if (refs.length === 0) await engine.start(request);
      await vi.waitFor(async () => expect((await engine.read(refOf(request.key))).state).toBe("passed"), {
        timeout: 10_000,
      });
      expect(startsOf(request.key)).toBe(1);
    }
  });
});
