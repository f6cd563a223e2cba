/**
 * Writes plans as fast as it can, many at a time, and says the index of each once its write is acknowledged. It never ends.
 */
import { writeSync } from "node:fs";
import { appendLog, EMPTY_LOG } from "../../src/store/log.ts";
import { openStore } from "../../src/store/open-store.ts";
import { insertPlan } from "../../src/store/plans.ts";
import { planRow } from "../support/plan-rows.ts";

const [, , url = "", start = "1"] = process.argv;
const store = await openStore(url);
let index = Number(start);

async function writeForever(): Promise<never> {
  for (;;) {
    const row = planRow({ index: index++ });
    await store.write(async (tx) => {
      await insertPlan(tx, row);
      await appendLog(tx, row.id, EMPTY_LOG, [{ at: 1, actor: "{}", event: "{}" }]);
    });
    writeSync(1, `${row.index}\n`);
  }
}

await Promise.all(Array.from({ length: 32 }, writeForever));
