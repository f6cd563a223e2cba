import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Dingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import type { Push } from "../../emulators/dingtalk/gateway.ts";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");
const ROOM = "cidkilled==";
const WAIT = { timeout: 20_000, interval: 50 } as const;

/** A gonogo of its own process before an emulated DingTalk; started again on the same database each time it is killed. */
async function openMortal(dingtalk: Dingtalk) {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-killed-"));
  const yaml = `people:\n  ada: { name: Ada, email: ada@example.com }\nrooms:\n  releases: { places: ["dingtalk:room:${ROOM}"], members: everyone }\n`;
  await writeFile(join(folder, "gonogo.yaml"), yaml);
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: `sqlite:${join(folder, "gonogo.db")}`,
    GONOGO_PORT: "0",
    GONOGO_LANG: "en",
    GONOGO_TZ: "UTC",
    GONOGO_LOG: "silent",
    DINGTALK_CLIENT_ID: dingtalk.clientId,
    DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
    DINGTALK_API_BASE: dingtalk.url,
    DINGTALK_OAPI_BASE: dingtalk.url,
  };
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    await vi.waitFor(() => expect(dingtalk.gateway.connections()).toBe(0), WAIT);
  };
  onTestFinished(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  const start = async () => {
    child = spawn(process.execPath, [CLI, "serve"], { cwd: folder, env, stdio: "ignore" });
    await vi.waitFor(() => expect(dingtalk.gateway.connections()).toBe(1), WAIT);
  };
  return { start, kill };
}

it("killed at any moment it forgets nothing that it acknowledged, and does nothing twice", {
  timeout: 120_000,
}, async () => {
  const people = [{ userId: "ada", name: "Ada", email: "ada@example.com" }];
  const dingtalk = await openDingtalk({ people, rooms: [{ id: ROOM, title: "R", members: ["ada"] }] });
  onTestFinished(() => dingtalk.close());
  const gonogo = await openMortal(dingtalk);
  const names = ["One", "Two"];
  const pushed: Push[] = [];
  for (const [round, name] of names.entries()) {
    await gonogo.start();
    const push = await dingtalk.says("ada", `/plan new "${name}"`);
    // Once at once after the acknowledgement, then ever later.
    await push.acknowledged(15_000);
    await new Promise((resolve) => setTimeout(resolve, round * 40));
    await gonogo.kill();
    pushed.push(push);
  }
  await gonogo.start();
  for (const push of pushed) await (await dingtalk.gateway.again(push)).acknowledged(15_000);
  const titles = () => dingtalk.sees("ada", ROOM).flatMap(({ card }) => (card ? [card.title] : []));
  await vi.waitFor(() => {
    for (const name of names) expect(titles().filter((title) => title.endsWith(name))).toHaveLength(1);
  }, WAIT);
  expect(titles()).toHaveLength(names.length);
  expect(dingtalk.world.violations).toEqual([]);
});
