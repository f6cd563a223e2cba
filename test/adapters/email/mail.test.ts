import { expect, test } from "vitest";
import { linkIn, mailWorld } from "./mail-world.ts";

async function asked(approvers = "bo") {
  const world = await mailWorld();
  await world.say("ada", `new "Release <2.4>" approve:"QA: all of ${approvers}"`);
  await world.say("ada", 'add 1 text "Announce" owner:@ada -- Post.');
  await world.say("ada", "submit 1");
  return world;
}

const plan = (world: Awaited<ReturnType<typeof mailWorld>>) => world.gonogo.core.plans.byIndex(1);

test("an approver who is in no chat is asked by mail, and decides on a page behind its link", async () => {
  const world = await asked();
  const mail = await world.mailTo("bo@example.com", /Release/u);
  expect(mail.html).toContain("Release &lt;2.4&gt;");
  expect(mail.headers.get("from")).toBe("gonogo <gonogo@example.com>");
  expect(mail.headers.get("message-id")).toMatch(/^<[0-9a-f]{40}@example\.com>$/u);
  expect(mail.headers.has("list-unsubscribe")).toBe(false);
  const link = linkIn(mail, "/mail/decide/");
  // A mail server that opens every link decides nothing.
  for (let turn = 0; turn < 3; turn++) {
    const page = await world.open(link);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('value="approve"');
  }
  expect((await plan(world))?.status).toBe("wait_for_approval");
  const answer = await world.open(link, { verdict: "approve", reason: "" });
  expect(answer.status).toBe(200);
  expect((await plan(world))?.status).toBe("executing");
  expect((await plan(world))?.round?.votes).toMatchObject([{ by: "bo", verdict: "approve" }]);
  expect((await world.open(link)).status).toBe(404);
  expect((await world.open(link, { verdict: "reject", reason: "no" })).status).toBe(404);
  // The manager hears of the outcome, which is mail that can be ended.
  const outcome = await world.mailTo("ada@example.com", /approved/u);
  expect(outcome.headers.get("list-unsubscribe")).toMatch(/^<http.*\/mail\/leave\/.+>$/u);
  expect(outcome.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
});

test("a rejection needs a reason, and the link can be used for it after one without was refused", async () => {
  const world = await asked();
  const link = linkIn(await world.mailTo("bo@example.com", /Release/u), "/mail/decide/");
  expect((await world.open(link, { verdict: "reject", reason: " " })).status).toBe(409);
  expect((await plan(world))?.status).toBe("wait_for_approval");
  expect((await world.open(link, { verdict: "reject", reason: "Not <b>today</b>" })).status).toBe(200);
  expect((await plan(world))?.round?.votes).toMatchObject([
    { by: "bo", verdict: "reject", comment: "Not <b>today</b>" },
  ]);
});

test("a link decides nothing but what its mail asked", async () => {
  const world = await asked();
  const link = linkIn(await world.mailTo("bo@example.com", /Release/u), "/mail/decide/");
  await world.say("ada", "replan 1");
  await world.say("ada", "edit 1 name:Another");
  await world.say("ada", "submit 1");
  const answer = await world.open(link, { verdict: "approve", reason: "" });
  expect(answer.status).toBe(409);
  expect((await plan(world))?.status).toBe("wait_for_approval");
  expect((await plan(world))?.round?.votes).toEqual([]);
});

test("secrets that were never given away, and forms of nonsense, get the same page", async () => {
  const world = await mailWorld();
  const base = "http://gonogo/mail/decide/";
  for (const secret of ["x", "%00", "constructor", "a".repeat(43), "%E4%B8%AD"]) {
    expect((await world.open(`${base}${secret}`)).status).toBe(404);
    expect((await world.open(`${base}${secret}`, { verdict: "approve" })).status).toBe(404);
  }
});

test("mail is written in its reader's language, and what is not needed can be ended", async () => {
  const world = await asked("chen");
  const mail = await world.mailTo("chen@example.com", /Release/u);
  expect(mail.text).toContain("去审批");
  await world.say("ada", "remind 1");
  const reminder = await world.mailTo("chen@example.com", /仍在等待您审批/u);
  const leave = linkIn(reminder, "/mail/leave/");
  expect(await (await world.open(leave)).text()).toContain("只给我发需要我处理的邮件");
  expect((await world.open(leave, {})).status).toBe(200);
  const { store } = world.gonogo.core;
  expect(await store.read.selectFrom("mail_refusals").select("email").execute()).toEqual([
    { email: "chen@example.com" },
  ]);
  // What waits for somebody comes all the same.
  await world.say("ada", "replan 1");
  await world.say("ada", "submit 1");
  await world.mailTo("chen@example.com", /去审批/u, 2);
});

test("a server that is busy gets the mail later, under the same id, and one that was taken is not sent again", async () => {
  const world = await mailWorld();
  world.trouble.times = 1;
  await world.say("ada", 'new "Release" approve:"QA: any of bo"');
  await world.say("ada", 'add 1 text "Announce" -- Post.');
  await world.say("ada", "submit 1");
  const mail = await world.mailTo("bo@example.com", /Release/u);
  const { store } = world.gonogo.core;
  const mailed = await store.read.selectFrom("mails").select("key").execute();
  expect(mailed.length).toBeGreaterThan(0);
  expect(world.mails.filter((one) => one.headers.get("message-id") === mail.headers.get("message-id"))).toHaveLength(1);
});
