import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { faultsIn, hookStorm } from "./hook-storm.ts";

const PLANS = 40;

/** `npm run storm` is the same with a thousand plans. */
test("a receiver that fails and is killed has each event once and in order, however often gonogo is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gonogo-storm-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const storm = await hookStorm(folder, { plans: PLANS, kills: 4, receiverKills: 2, share: 0.3, limit: 120_000 });
  expect(faultsIn(storm.ledger, PLANS)).toEqual([]);
  expect(storm.states).toMatchObject({ accepted: PLANS * 3, waiting: 0, "given-up": 0 });
  expect(storm).toMatchObject({ kills: 4, receiverKills: 2, verified: true });
  // Otherwise there was no storm.
  expect(storm.ledger.repeats.length).toBeGreaterThan(0);
}, 240_000);
