import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MIGRATIONS } from "../../migrations/all.ts";
import { openStore } from "../../src/store/open-store.ts";
import { folder } from "./call.ts";

const root = join(import.meta.dirname, "../..");

test("it says its version", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(await folder().gonogo(["--version"])).toMatchObject({ exit: 0, out: `${version}\n`, err: "" });
});

test("an unknown command gets the nearest one as a suggestion", async () => {
  const answer = await folder().gonogo(["shwo", "1"]);
  expect(answer).toMatchObject({ exit: 2, out: "" });
  expect(answer.err).toContain("Did you mean show?");
});

test("wrong usage ends with 2 and says so to programs as well", async () => {
  const here = folder();
  for (const args of [
    ["show"],
    ["show", "x"],
    ["list", "--pages", "2"],
    ["completion", "tcsh"],
    ["outbox", "send-again"],
    [],
  ]) {
    const answer = await here.gonogo([...args, "--json"]);
    expect([args, answer.exit, answer.json()]).toMatchObject([args, 2, { error: { code: expect.any(String) } }]);
    expect(answer.err).not.toBe("");
  }
  expect((await here.gonogo(["list", "mine"])).err).toContain("--as");
});

test("every mistake in the settings is named on a line with what to do, and nothing starts", async () => {
  const here = folder();
  here.write("broken.yaml", "peple:\n  a: {}\nrooms: 5\n");
  for (const command of ["serve", "list", "migrate"]) {
    const answer = await here.gonogo([command, "--config", "broken.yaml"], { env: { GONOGO_PORT: "80000" } });
    expect(answer).toMatchObject({ exit: 2, out: "" });
    expect(answer.err).toContain("GONOGO_PORT: ");
    expect(answer.err).toMatch(/broken\.yaml:1 peple: is not a key gonogo knows\. Did you mean people\?\n/);
    expect(answer.err).toMatch(/broken\.yaml:3 rooms: .*\n/);
  }
  const forPrograms = await here.gonogo(["list", "--config", "gone.yaml", "--json"]);
  expect(forPrograms.json()).toMatchObject({ error: { code: "settings", problems: [{ code: "unreadable" }] } });
  expect(existsSync(here.database)).toBe(false);
});

test("a database that can't be reached, or was made by a newer gonogo, is said so", async () => {
  const here = folder();
  const unreachable = await here.gonogo(["list"], { env: { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/x" } });
  expect(unreachable).toMatchObject({ exit: 1, out: "" });
  expect(unreachable.err).toMatch(/postgres:\/\/127\.0\.0\.1:1\/x can't be used: .*ECONNREFUSED/);
  expect(unreachable.err).not.toContain("secret");
  const nowhere = await here.gonogo(["migrate"], { env: { DATABASE_URL: "sqlite:./no/such/folder.db" } });
  expect(nowhere).toMatchObject({ exit: 1 });
  expect(nowhere.err).toContain("Check DATABASE_URL");
  await here.gonogo(["migrate"]);
  await using store = await openStore(`sqlite:${here.database}`);
  await store.maintain(async (db) => {
    const { sql } = await import("kysely");
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(db);
  });
  const newer = await here.gonogo(["list", "--json"]);
  expect(newer).toMatchObject({ exit: 1 });
  expect(newer.json()).toMatchObject({ error: { code: "newer-database" } });
});

test("only looking makes no database", async () => {
  const here = folder();
  for (const args of [["list"], ["show", "1"], ["verify"], ["outbox"]]) expect((await here.gonogo(args)).exit).toBe(1);
  expect(existsSync(here.database)).toBe(false);
});

test("migrate says what ran, and that nothing is left to run", async () => {
  const here = folder();
  expect((await here.gonogo(["migrate", "--json"])).json()).toMatchObject({
    ran: Object.keys(MIGRATIONS),
  });
  expect(await here.gonogo(["migrate"])).toMatchObject({ exit: 0, out: "The database is up to date.\n" });
});
