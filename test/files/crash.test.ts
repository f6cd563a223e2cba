import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { openFileDesk } from "../../src/files/desk.ts";
import { folderShelf } from "../../src/files/shelf.ts";
import { namedFiles } from "../../src/store/files.ts";
import { openStore } from "../../src/store/open-store.ts";

const WRITER = join(import.meta.dirname, "crash-writer.ts");
const CRASHES = 2;
const ACKNOWLEDGED = 25;

test("a process that is killed while it takes files leaves no entry without its file, and what nobody names goes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gonogo-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const acknowledged: string[] = [];
  for (let crash = 0; crash < CRASHES; crash += 1) acknowledged.push(...(await giveAndKill(folder)));
  await using store = await openStore(`sqlite:${folder}/gonogo.db`);
  const shelf = folderShelf(join(folder, "files"));
  const tomorrow = Date.now() + 25 * 60 * 60_000;
  const parts = { store, shelf, limits: { most: 1 }, base: "", now: () => tomorrow };
  const desk = await openFileDesk(parts);
  const named = (await namedFiles(store.read, undefined, undefined, 10_000)).map(({ hash }) => hash);
  expect(acknowledged.length).toBeGreaterThanOrEqual(CRASHES * ACKNOWLEDGED);
  expect(acknowledged.filter((hash) => !named.includes(hash))).toEqual([]);
  for (const hash of named) expect(await desk.check(hash)).toBe("whole");
  await desk.sweep();
  expect((await Array.fromAsync(shelf.list())).map(({ hash }) => hash).toSorted()).toEqual(named.toSorted());
}, 60_000);

async function giveAndKill(folder: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITER, folder], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === ACKNOWLEDGED) child.kill("SIGKILL");
  }
  await closed;
  return said;
}
