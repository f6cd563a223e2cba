import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { expect, test } from "vitest";
import { SECTIONS } from "../../src/connect-engines.ts";
import { openCore } from "../../src/core.ts";
import { readSettings } from "../../src/settings/read.ts";
import { PDF } from "../support/file-bytes.ts";
import type { Folder } from "./call.ts";
import { folder } from "./call.ts";

const PLAN = `name: Shop 2.4
manager: ada
items:
  - { name: Try it, text: Buy something., owner: bo, asks: [Report (file), Ticket (link)] }
  - { name: Tell them, text: Post the notes. }
`;

/** What nobody does on the command line. */
async function startPlan(here: Folder): Promise<void> {
  const env = { DATABASE_URL: `sqlite:${here.database}`, GONOGO_TZ: "Asia/Shanghai" };
  const settings = readSettings({ env, cwd: here.path, sections: SECTIONS });
  const core = await openCore({ settings, log: pino({ level: "silent" }), version: "0", now: Date.now });
  const plan = (await core.plans.byIndex(1))?.id ?? "";
  for (const type of ["finish", "start"] as const)
    await core.door.submit({ actor: { kind: "person", id: "ada" }, request: { plan, command: { type } } });
  await core.store.close();
}

test("an item is called done with its files, and verify finds one that was changed", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  await startPlan(here);
  writeFileSync(join(here.path, "report.pdf"), PDF);
  here.write("page.pdf", "<!DOCTYPE html>");
  const bad = await here.gonogo(["done", "1.1", "--as", "bo", "--file", "page.pdf"]);
  expect(bad).toMatchObject({ exit: 1, err: expect.stringContaining("pages and SVG") });
  const done = ["done", "1.1", "--as", "bo", "--file", "report.pdf", "--answer", "Ticket=https://issues.example/7"];
  const answer = await here.gonogo([...done, "--json"]);
  expect(answer.json()).toMatchObject({ state: "done", files: [{ name: "report.pdf", ask: "Report" }] });
  const verified = await here.gonogo(["verify"]);
  expect(verified).toMatchObject({ exit: 0, out: expect.stringContaining(", 1 file.") });
  const files = join(here.path, "files");
  const [hash = ""] = readdirSync(files).flatMap((name) => readdirSync(join(files, name)));
  writeFileSync(join(files, hash.slice(0, 2), hash), "another report");
  const damaged = await here.gonogo(["verify"]);
  expect(damaged).toMatchObject({
    exit: 3,
    out: expect.stringMatching(/the file [0-9a-f]{12}… is not what was given/u),
  });
});
