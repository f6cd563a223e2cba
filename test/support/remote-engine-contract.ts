/**
 * What every engine that is reached over a network must do besides: lost answers, refusals, silence, changed workflows.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../src/flow/engine.ts";
import type { EngineHarness, SampleWorkflow } from "./engine-contract.ts";
import { ended, requestOf } from "./engine-contract.ts";

/** What is to go wrong with the next request that acts: starts, cancels or re-runs something. */
export type Fault =
  /** It is done, and the connection breaks before the answer. */
  | { readonly fault: "lost-answer" }
  /** It is not done. A 429 asks for seven seconds of quiet. */
  | { readonly fault: "refused"; readonly status: 401 | 403 | 429 | 500 | 503 }
  /** It is never answered, and not done either: the engine's own time limit must end it. */
  | { readonly fault: "silence" };

export interface RemoteEngineHarness extends EngineHarness {
  /** The next acting request meets this fault, once. */
  fail(fault: Fault): void;
  /** The next reading request (list, describe, read) is refused with 503, once. */
  failReading(): void;
  /** Makes another thing of the passing workflow, such as one step more. */
  redefine(): void;
  /** True for an engine that repeats a failed run as itself, rather than starting another one. */
  readonly reruns: boolean;
  /** Lets a run of the failing workflow pass from now on, for repeating it. */
  repair(): void;
  /** Requests that the real service would not have understood. */
  violations(): readonly string[];
}

export function describeRemoteEngineContract(name: string, open: () => Promise<RemoteEngineHarness>): void {
  describe(`${name} keeps the contract of engines behind a network`, () => {
    let harness: RemoteEngineHarness;
    let engine: Engine;
    beforeEach(async () => {
      harness = await open();
      engine = harness.engine;
    });
    afterEach(async () => {
      const violations = harness.violations();
      await harness.close();
      expect(violations).toEqual([]);
    });

    it("finds the run whose start was never answered, and starts no other", async () => {
      const request = requestOf(harness.lasting);
      harness.fail({ fault: "lost-answer" });
      await expect(engine.start(request)).rejects.toMatchObject({ name: "EngineError", sure: false, again: true });
      const found = await (await harness.restarted()).find(request);
      expect(found).toMatchObject({ found: "run" });
      expect(await engine.start(request)).toBe(found.found === "run" ? found.ref : undefined);
      expect(await harness.startsOf(request.key)).toBe(1);
    });

    it("is not sure what a start that met silence did", async () => {
      harness.fail({ fault: "silence" });
      const request = requestOf(harness.passing);
      await expect(engine.start(request)).rejects.toMatchObject({ name: "EngineError", sure: false, again: true });
      expect(await engine.find(request)).toEqual({ found: "none" });
    });

    it("is not sure after a server's error either", async () => {
      harness.fail({ fault: "refused", status: 500 });
      await expect(engine.start(requestOf(harness.passing))).rejects.toMatchObject({ sure: false, again: true });
    });

    it("waits as long as it was asked to", async () => {
      harness.fail({ fault: "refused", status: 429 });
      await expect(engine.start(requestOf(harness.passing))).rejects.toMatchObject({
        name: "EngineError",
        sure: true,
        again: true,
        retryAfter: 7_000,
      });
    });

    it.each([401, 403] as const)("gives up on a %d, having started nothing", async (status) => {
      harness.fail({ fault: "refused", status });
      const request = requestOf(harness.passing);
      await expect(engine.start(request)).rejects.toMatchObject({ name: "EngineError", sure: true, again: false });
      expect(await harness.startsOf(request.key)).toBe(0);
    });

    it("says that it could not read, and reads the next time", async () => {
      const ref = await engine.start(requestOf(harness.lasting));
      harness.failReading();
      await expect(engine.read(ref)).rejects.toMatchObject({ name: "EngineError", again: true });
      expect(await engine.read(ref)).toMatchObject({ state: "running" });
      harness.failReading();
      await expect(engine.list()).rejects.toMatchObject({ name: "EngineError", again: true });
      expect(await engine.list()).not.toHaveLength(0);
    });

    it("tells where a run stands, and where to look at it", async () => {
      const going = await engine.read(await engine.start(requestOf(harness.lasting)));
      expect(going.progress).toMatchObject({ job: expect.any(String), link: expect.stringMatching(/^http/) });
      expect(going.progress.percent).toBeGreaterThanOrEqual(0);
      expect(going.progress.percent).toBeLessThan(100);
      const over = await ended(engine, await engine.start(requestOf(harness.passing)));
      expect(over.progress).toMatchObject({ percent: 100, link: expect.stringMatching(/^http/) });
    });

    it("tells another definition when the workflow is another one, and the same when it is not", async () => {
      const definition = async () => (await engine.describe(harness.passing.workflow))?.definition;
      const before = await definition();
      expect(await definition()).toEqual(before);
      harness.redefine();
      expect(await definition()).not.toEqual(before);
      const listed = (await engine.list()).find(({ workflow }) => workflow === harness.passing.workflow);
      expect(listed?.definition).toEqual(await definition());
    });

    it("repeats a failed run once, even when the answer is lost", async () => {
      const first = await failedRun(engine, harness.failing);
      harness.repair();
      const request = { ...requestOf(harness.failing), again: first };
      harness.fail({ fault: "lost-answer" });
      await expect(engine.start(request)).rejects.toMatchObject({ sure: false, again: true });
      const found = await (await harness.restarted()).find(request);
      expect(found).toMatchObject({ found: "run" });
      const ref = await engine.start(request);
      expect(ref).toBe(found.found === "run" ? found.ref : undefined);
      expect(ref).not.toBe(first);
      expect(await ended(engine, ref)).toMatchObject({ state: "passed" });
      if (harness.reruns) return;
      expect(await engine.read(first)).toMatchObject({ state: "failed" });
      expect(await harness.startsOf(request.key)).toBe(1);
    });
  });
}

async function failedRun(engine: Engine, failing: SampleWorkflow): Promise<string> {
  const ref = await engine.start(requestOf(failing));
  expect(await ended(engine, ref)).toMatchObject({ state: "failed" });
  return ref;
}
