import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { Folder } from "./call.ts";
import { folder, PLAN } from "./call.ts";

async function withDeadRows(): Promise<Folder> {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  await here.gonogo(["apply", "-"], { input: PLAN.replace("notes", "letter") });
  const database = new Database(here.database);
  database.prepare("update outbox set state = 'dead', settled_at = 1, error = 'gone'").run();
  database.close();
  return here;
}

test("the outbox is counted and listed", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  expect((await here.gonogo(["outbox", "--json"])).json()).toMatchObject({
    leased: 0,
    dead: 0,
    due: expect.any(Number),
  });
  expect((await here.gonogo(["outbox"])).out).toMatch(/^waiting +[1-9]\d*\nbeing sent +0\ngiven up +0\noldest +/);
  expect((await here.gonogo(["outbox", "list", "--json"])).json()).toMatchObject({ rows: [{ state: "due" }, {}] });
  expect((await here.gonogo(["outbox", "dead"])).out).toBe("Nothing there\n");
});

test("what was given up is listed, and sent again one by one or all at once", async () => {
  const here = await withDeadRows();
  const dead = (await here.gonogo(["outbox", "dead"])).out.trim().split("\n").slice(1);
  expect(dead.length).toBeGreaterThan(1);
  const [id = ""] = /\d+/.exec(dead[0] ?? "") ?? [];
  expect(await here.gonogo(["outbox", "send-again", id])).toMatchObject({
    exit: 0,
    out: "1 row will be sent again.\n",
  });
  expect(await here.gonogo(["outbox", "send-again", id])).toMatchObject({ exit: 1, out: "" });
  expect(await here.gonogo(["outbox", "send-again", id, "--all"])).toMatchObject({ exit: 2, out: "" });
  expect((await here.gonogo(["outbox", "send-again", "--all", "--json"])).json()).toHaveProperty(
    "sent.length",
    dead.length - 1,
  );
  expect((await here.gonogo(["outbox", "--json"])).json()).toMatchObject({ dead: 0, due: dead.length });
});
