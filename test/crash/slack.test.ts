import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { openStage } from "../adapters/slack/stage.ts";
import { openWindow } from "../e2e/windows.ts";
import { CAST, cardWith } from "../support/chat-stage.ts";
import type { MortalServer } from "./mortal-server.ts";
import { mortalServer } from "./mortal-server.ts";

let server: MortalServer | undefined;
afterEach(async () => {
  await server?.stop();
  await server?.remove();
});

const people = Object.fromEntries(CAST.map((name) => [name, { name, email: `${name}@example.com` }]));

function draft(name: string): string {
  return `/plan new
name: ${name}
window: ${openWindow()}
approval: { levels: [{ name: QA, rule: any, approvers: [bo] }] }
items: [{ name: Announce, text: Post it. }]`;
}

it("killed with every post under way, gonogo leaves each card and each line in Slack once", {
  timeout: 120_000,
}, async () => {
  const stage = await openStage("socket");
  const { slack } = stage;
  server = await mortalServer({
    sections: { people, rooms: { releases: { places: [stage.room] } } },
    environment: { ...stage.env, GONOGO_SAMPLE: "off" },
  });
  await server.start();
  onTestFinished(() => slack.faults.clear());
  const connected = () => vi.waitFor(() => expect(slack.socket.connections).toBe(2), { timeout: 20_000 });
  const posts = () => slack.calls.filter(({ method }) => method === "chat.postMessage").length;
  await connected();
  for (const name of ["Spring", "Summer", "Autumn"]) {
    const before = posts();
    // Slack acts, and its answer never comes.
    slack.faults.add("chat.postMessage", { kind: "silent" });
    await stage.say("ada", draft(name));
    await vi.waitFor(() => expect(posts()).toBeGreaterThan(before), { timeout: 10_000 });
    await server.kill();
    await server.start();
    await connected();
    await cardWith(stage, "ada", "room", name, "Planning");
    await stage.press("ada", await cardWith(stage, "ada", "room", name, "Planning"), { do: "submit" });
    await cardWith(stage, "bo", "direct", name, "QA");
  }
  await vi.waitFor(
    async () => {
      const cards = await stage.cards("chen", "room");
      const lines = await Promise.all(cards.map((card) => stage.thread(card)));
      expect(lines.map((thread) => thread.length)).toEqual([3, 3, 3]);
      for (const thread of lines) expect(new Set(thread).size).toBe(3);
    },
    { timeout: 60_000 },
  );
  expect((await stage.cards("chen", "room")).map(({ text }) => text.split("\n")[0])).toEqual([
    "1 · Spring",
    "2 · Summer",
    "3 · Autumn",
  ]);
  expect(await stage.cards("bo", "direct")).toHaveLength(3);
  expect(slack.violations()).toEqual([]);
});
