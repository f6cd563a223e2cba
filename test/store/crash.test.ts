import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { describeEachStore } from "../support/stores.ts";

const WRITER = fileURLToPath(new URL("./crash-writer.ts", import.meta.url));
const CRASHES = 5;
const ACKNOWLEDGED = 200;

describeEachStore("a process that is killed while it writes", (stores) => {
  it("has lost nothing it acknowledged, and left nothing half done", async () => {
    const url = await stores.url();
    const store = await stores.open(url);
    const acknowledged: number[] = [];
    for (let crash = 0; crash < CRASHES; crash += 1) {
      acknowledged.push(...(await writeAndKill(url, crash * 1_000_000 + 1)));
    }
    // In one statement: a server may still be at the last work of a process that is gone.
    const plans = await store.read
      .selectFrom("plans")
      .leftJoin("log", "log.plan_id", "plans.id")
      .select(["plans.index", "log.seq"])
      .execute();
    const stored = new Set(plans.map((plan) => plan.index));
    expect(acknowledged.length).toBeGreaterThanOrEqual(CRASHES * ACKNOWLEDGED);
    expect(acknowledged.filter((index) => !stored.has(index))).toEqual([]);
    expect(plans.filter((plan) => plan.seq !== 1)).toEqual([]);
  });
});

/** Kills a writer once it has acknowledged enough; answers all that it said. */
async function writeAndKill(url: string, start: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [WRITER, url, String(start)], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const said: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(Number(line));
    if (said.length === ACKNOWLEDGED) child.kill("SIGKILL");
  }
  await closed;
  return said;
}
