/**
 * Two gonogos on one PostgreSQL, whose clocks reach what is due at the same moment: each thing happens once.
 */
import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readLog } from "../../src/store/log.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { FEED, serveFeed } from "../support/feed-server.ts";
import { PDF } from "../support/file-bytes.ts";
import { freshPostgres } from "../support/postgres.ts";

const HOUR = 3_600_000;
const YAML = `sample: on
policies:
  standard: { remindAfter: 1h, remindEvery: 24h }
  urgent: { emergency: { skipsCalendar: true } }
`;

async function logged({ core }: Bot, index: number): Promise<readonly string[]> {
  const plan = await core.plans.byIndex(index);
  return (await readLog(core.store.read, plan?.id ?? "")).map(({ event }) => JSON.parse(event).type);
}

const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length;

test("a reminder, a review, a freeze and a recurring plan happen once, whichever of two replicas is the first", async () => {
  const databaseUrl = await freshPostgres();
  const one = await startBot({ yaml: YAML, databaseUrl });
  const other = await startBot({ yaml: YAML, databaseUrl });
  const say = (text: string, person = "ada") => one.say(person, text);
  await say('/plan new\nname: Waits\napproval: { levels: ["QA: any of bo"] }\nitems:\n  - { name: Tell, text: tell }');
  await say("/plan submit 1");
  await say(
    '/plan new\nname: Urgent\npolicy: urgent\nemergency: Down.\napproval: { levels: ["QA: any of bo"] }\nitems:\n  - { name: Tell, text: tell }',
  );
  await say("/plan submit 2");
  await say("/plan approve 2", "bo");
  await say("/plan done 2.1");
  await say('/plan template save 1 "weekly"');
  await say('/plan template repeat "weekly" every:"every day 14:00" name:"By itself"');
  await say('/plan freeze "Night" time:"2026-11-24T11:00Z/2026-11-24T20:00Z"', "eve");
  await Promise.all([one.settle(), other.settle()]);
  for (const bot of [one, other]) bot.clock.advance(2 * HOUR + 1);
  await Promise.all([one.settle(120_000), other.settle(120_000)]);
  await Promise.all([one.settle(), other.settle()]);
  const { plans } = await one.core.plans.list({ scope: "all", words: [], page: 1, reader: "", all: true });
  const names = plans.map(({ content }) => content.name).toSorted();
  expect(names).toEqual(["By itself", "Review of 2 · Urgent", "Urgent", "Waits"]);
  expect(count(await logged(one, 1), "reminded")).toBe(1);
  expect(count(await logged(one, 2), "review-made")).toBe(1);
  // What one of them was sending when the other's clock ran ahead goes out again under its key, and platforms take it once.
  const told = new Map([...one.platform.told, ...other.platform.told].map(({ key, text }) => [key, text]));
  expect([...told.values()].filter((text) => text.includes("By itself"))).toHaveLength(1);
  expect(
    await other.core.store.read.selectFrom("timers").select("kind").where("kind", "=", "calendar").execute(),
  ).toEqual([]);
});

test("a feed of the calendar is read once when its time has come, and what it says holds on both", async () => {
  const { url, served, asked } = await serveFeed({ status: 200, body: FEED });
  const yaml = `sample: on\ncalendars: [{ name: company, url: "${url}", allow: [127.0.0.1], every: 1h }]\n`;
  const databaseUrl = await freshPostgres();
  const bots = [await startBot({ yaml, databaseUrl }), await startBot({ yaml, databaseUrl })];
  const pass = async (time: number) => {
    for (const { clock } of bots) clock.advance(time);
    await Promise.all(bots.map((bot) => bot.settle(60_000)));
  };
  const dueAt = async () => {
    const timers = bots[0]?.core.store.read.selectFrom("timers").select("due_at").where("kind", "=", "feed");
    return (await timers?.execute())?.map(({ due_at }) => due_at);
  };
  await pass(0);
  const [atFirst, [due = 0] = []] = [asked.length, await dueAt()];
  served.answer = { status: 200, body: FEED.replace("Stock-taking", "Audit") };
  const now = bots[0]?.clock.now() ?? 0;
  await pass(due - 60_001 - now);
  expect([asked.length - atFirst, await dueAt()]).toEqual([0, [due]]);
  await pass(1);
  expect(asked.length - atFirst).toBe(1);
  expect(await dueAt()).toEqual([expect.toSatisfy((next: number) => next >= due + HOUR)]);
  for (const { core } of bots) {
    await core.calendar.refresh();
    expect(core.calendar.entries().map(({ name }) => name)).toEqual(["Audit"]);
  }
});

test("a file that one replica was given is on the other as well, and neither sweeps it away", async () => {
  const databaseUrl = await freshPostgres();
  const folder = await mkdtemp(join(tmpdir(), "gonogo-shared-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { FILES_URL: `file:${folder}` };
  const one = await startBot({ yaml: YAML, databaseUrl, env });
  const other = await startBot({ yaml: YAML, databaseUrl, env });
  await one.say("ada", "/plan new\nname: Shown\nitems:\n  - { name: Try, text: try, asks: [Report (file)] }");
  await one.say("ada", "/plan finish 1");
  await one.say("ada", "/plan start 1");
  const { id: plan } = await one.plan(1);
  const keep = async ({ core }: Bot, name: string, bytes: Buffer) => {
    const kept = await core.files.keep({ name, bytes });
    if (!kept.ok) throw new Error(kept.problem);
    return { ...kept.file, ask: "Report" };
  };
  const give = ({ core }: Bot, file: Awaited<ReturnType<typeof keep>>) =>
    core.door.submit({
      actor: { kind: "person", id: "ada" },
      request: { plan, command: { type: "attach", item: "i1", file } },
    });
  const [here, there] = [await keep(one, "report.pdf", PDF), await keep(other, "report.pdf", PDF)];
  const answers = await Promise.all([give(one, here), give(other, there)]);
  expect(answers.map(({ taken }) => taken)).toEqual([true, true]);
  const unnamed = await keep(one, "nobody.txt", Buffer.from("nobody names it"));
  expect(count(await logged(other, 1), "file-attached")).toBe(1);
  for (const { clock } of [one, other]) clock.advance(25 * HOUR);
  // Files are as old as their folder says, and this clock is by no means that one's.
  for (const hash of [here.hash, unnamed.hash]) await utimes(join(folder, hash.slice(0, 2), hash), 0, 0);
  expect((await Promise.all([one.core.files.sweep(), other.core.files.sweep()])).some((swept) => swept === 1)).toBe(
    true,
  );
  expect(await other.core.files.check(unnamed.hash)).toBe("missing");
  for (const { core } of [one, other]) {
    expect(await core.files.ofPlan(plan, here.hash)).toMatchObject({ file: { name: "report.pdf" }, bytes: PDF });
  }
  const link = one.core.files.link(await one.plan(1), here);
  const fetched = await other.request(new URL(link).pathname);
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(PDF);
});
