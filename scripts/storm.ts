/**
 * `npm run storm`: a thousand plans tell a receiver that fails 30 % of the requests and is killed twice, while gonogo is
 * killed ten times. Ends with an error unless the receiver has each event once and in order.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultsIn, hookStorm } from "../test/crash/hook-storm.ts";

const PLANS = 1_000;
const TEN_MINUTES = 600_000;

const folder = await mkdtemp(join(tmpdir(), "gonogo-storm-"));
try {
  const options = { plans: PLANS, kills: 10, receiverKills: 2, share: 0.3, limit: TEN_MINUTES, tell: console.log };
  const { ledger, ...figures } = await hookStorm(folder, options);
  const faults = faultsIn(ledger, PLANS);
  console.log({ accepted: ledger.accepted.length, repeats: ledger.repeats.length, ...figures });
  console.log(faults.length === 0 ? "each event was accepted once and in order" : faults.slice(0, 20).join("\n"));
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
