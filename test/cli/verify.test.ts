import { readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { planDamage } from "../../src/cli/verify-plan.ts";
import { readLog } from "../../src/store/log.ts";
import { openStore } from "../../src/store/open-store.ts";
import { loadPlanByIndex } from "../../src/store/plans.ts";
import type { Folder } from "./call.ts";
import { folder, PLAN } from "./call.ts";

let written: Buffer;

beforeAll(async () => {
  const leaving: (() => void)[] = [];
  const here = folder((leave) => leaving.push(leave));
  await here.gonogo(["apply", "-"], { input: PLAN });
  await here.gonogo(["apply", "-"], { input: PLAN.replace("notes", "letter") });
  await here.gonogo(["apply", "-"], { input: PLAN.replaceAll("2.4", "2.5") });
  written = readFileSync(here.database);
  for (const leave of leaving) leave();
});

function withTwoPlans(): Folder {
  const here = folder();
  writeFileSync(here.database, written);
  return here;
}

function damage(here: Folder, sql: string): void {
  const database = new Database(here.database);
  database.pragma("foreign_keys = off");
  database.prepare(sql).run();
  database.close();
}

test("a database that is as it was written verifies", async () => {
  const here = withTwoPlans();
  const answer = await here.gonogo(["verify"]);
  expect(answer).toMatchObject({ exit: 0, out: "Everything is as it was written: 2 plans, 3 log entries.\n" });
});

test.each([
  [
    "a changed byte in an entry",
    "update log set event = replace(event, 'letter', 'lettre') where seq = 2",
    { kind: "entry", index: 1, seq: 2 },
  ],
  ["a changed time of an entry", "update log set at = at + 1 where seq = 1", { kind: "entry", index: 1, seq: 1 }],
  ["an entry that is gone from the end", "delete from log where seq = 2", { kind: "end", index: 1, seq: 2 }],
  [
    "an entry that is gone from the middle",
    'delete from log where seq = 1 and plan_id = (select id from plans where "index" = 1)',
    { kind: "entry", index: 1, seq: 1 },
  ],
  [
    "a changed snapshot",
    "update plans set snapshot = replace(snapshot, 'letter', 'lettre') where \"index\" = 1",
    { kind: "snapshot", index: 1, what: "snapshot" },
  ],
  [
    "a snapshot that is no JSON",
    'update plans set snapshot = substr(snapshot, 2) where "index" = 1',
    { kind: "unreadable", index: 1, what: "snapshot" },
  ],
  [
    "a changed status in a list",
    "update plans set status = 'success' where \"index\" = 1",
    { kind: "snapshot", index: 1, what: "status" },
  ],
  ["a changed head", "update plans set head = 'x' where \"index\" = 1", { kind: "snapshot", index: 1, what: "head" }],
  ["a changed version", 'update plans set version = 1 where "index" = 1', { kind: "entry", index: 1, seq: 2 }],
])("%s is found and named", async (_what, sql, found) => {
  const here = withTwoPlans();
  damage(here, sql);
  await using store = await openStore(`sqlite:${here.database}`);
  const row = await loadPlanByIndex(store.read, 1);
  expect(row && planDamage(row, await readLog(store.read, row.id))).toEqual(found);
});

test("a damaged database ends verify with 3, and programs get the first damaged entry", async () => {
  const here = withTwoPlans();
  damage(here, "update log set event = replace(event, 'letter', 'lettre') where seq = 2");
  const answer = await here.gonogo(["verify", "--json"]);
  expect(answer.exit).toBe(3);
  expect(answer.json()).toEqual({
    ok: false,
    plans: 2,
    entries: 3,
    files: 0,
    damage: [{ kind: "entry", index: 1, seq: 2 }],
  });
});

test("one plan can be verified by itself", async () => {
  const here = withTwoPlans();
  damage(here, "update log set event = replace(event, 'letter', 'lettre') where seq = 2");
  const damaged = await here.gonogo(["verify", "1"]);
  expect(damaged).toMatchObject({ exit: 3 });
  expect(damaged.out).toBe("Plan 1: log entry 2 is not what was written.\nDamage found in 1 plan.\n");
  expect(await here.gonogo(["verify", "2"])).toMatchObject({ exit: 0 });
});

test("a plan that is gone is missed, and its log has no owner", async () => {
  const here = withTwoPlans();
  damage(here, 'delete from plans where "index" = 2');
  const answer = await here.gonogo(["verify", "--json"]);
  expect(answer.exit).toBe(3);
  expect(answer.json()).toMatchObject({ damage: [{ kind: "missing", index: 2 }, { kind: "orphan" }] });
});

test("a file that is no database any more is damage too", async () => {
  const here = folder();
  writeFileSync(here.database, "no database ".repeat(1_000));
  expect(await here.gonogo(["verify"])).toMatchObject({ exit: 3, out: "" });
});
