import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/chat/action.ts";
import type { Upload } from "../../../src/chat/ports.ts";
import { ROOM, startBot } from "../../support/bot.ts";
import { PDF, PNG } from "../../support/file-bytes.ts";

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com }
  bo: { name: Bo, email: bo@example.com }
rooms:
  releases: { places: ["console:room:releases"], members: [ada, bo] }
`;
const PLAN = `/plan new
name: Release 2.4
items:
  - name: Try it
    text: Buy something.
    owner: bo
    asks: [Ticket (link), Result (optional)]
    checks: [Logs are clean, Alerts are quiet]
    confirm: two
announce: [releases]`;

const sender = (id: string) => ({ account: { platform: "console", id }, place: ROOM }) as const;
/** The files of a message, as a platform gives them. */
function upload(name: string, bytes: Uint8Array): Upload {
  return { name, read: async (most) => (bytes.length > most ? "too-large" : bytes) };
}

const FORM = { do: "form", plan: 1, item: "i1" } as const;

async function asking(asks = "Ticket (link), Result (optional)") {
  const bot = await startBot({ yaml: YAML });
  await bot.say("ada", PLAN.replace("Ticket (link), Result (optional)", asks));
  await bot.say("ada", "/plan finish 1");
  await bot.say("ada", "/plan start 1");
  const item = async () => (await bot.core.plans.byIndex(1))?.items.i1;
  return { bot, item };
}

describe("an item that asks for something", () => {
  it("is ticked off, called done and confirmed in words", async () => {
    const { bot, item } = await asking();
    const [refused] = await bot.say("bo", "/plan done 1.1 Posted.");
    expect(refused).toMatchObject({ tone: "bad", text: expect.stringMatching(/Ticket.*Logs are clean, Alerts/su) });
    await bot.say("bo", "/plan tick 1.1 1,2");
    const [said] = await bot.say("bo", '/plan done 1.1 Ticket:https://issues.example/7 Result:"all green" Posted.');
    expect(said).toMatchObject({ tone: "good", text: expect.stringContaining("somebody else") });
    expect(await item()).toMatchObject({ state: "todo", said: { by: "bo", remark: "Posted." } });
    const [own] = await bot.say("bo", "/plan done 1.1");
    expect(own).toMatchObject({ tone: "bad", text: expect.stringContaining("undo") });
    await bot.say("ada", "/plan done 1.1 Seen.");
    expect(await item()).toMatchObject({
      state: "done",
      confirms: { by: "bo", remark: "Posted." },
      remark: "Seen.",
      answers: { Ticket: "https://issues.example/7", Result: "all green" },
    });
  });

  it("has a field for each thing in its form, and a tick for each point of its check list", async () => {
    const { bot, item } = await asking();
    const [list] = await bot.inbox.action({ key: "c1", action: { ...FORM, form: "tick" }, ...sender("bo") });
    expect(list).toMatchObject({ form: { fields: [{ label: "Logs are clean", value: false }, { value: false }] } });
    const ticks = { "check-0": true, "check-1": true };
    await bot.inbox.form({ key: "c2", action: { ...FORM, form: "tick" }, values: ticks, ...sender("bo") });
    expect(await item()).toMatchObject({ ticked: { 0: { by: "bo" }, 1: { by: "bo" } } });
    const [form] = await bot.inbox.action({ key: "d1", action: { ...FORM, form: "done" }, ...sender("bo") });
    expect(form).toMatchObject({ form: { fields: [{ name: "ask-0", required: true }, { name: "ask-1" }, {}, {}] } });
    const fill = (key: string, person: string, values: Record<string, string>) =>
      bot.inbox.form({ key, action: { ...FORM, form: "done" }, values, ...sender(person) });
    expect(await fill("d2", "bo", { "ask-0": "", "ask-1": "" })).toMatchObject({
      kind: "wrong",
      fields: { "ask-0": {} },
    });
    expect(await fill("d3", "bo", { "ask-0": "SHOP-7" })).toMatchObject({ kind: "wrong" });
    expect(await fill("d4", "bo", { "ask-0": "https://issues.example/7" })).toMatchObject({ kind: "taken" });
    const undo = { key: "u1", action: { do: "undo", plan: 1, item: "i1" }, ...sender("ada") } as const;
    await bot.inbox.action(undo);
    expect(await item()).toMatchObject({ state: "todo", ticked: { 0: { by: "bo" } } });
    expect(await item()).not.toHaveProperty("said");
  });

  it("keeps the ticks that somebody else sets and takes away while its check list is open", async () => {
    const { bot, item } = await asking();
    await bot.say("bo", "/plan tick 1.1 1");
    const [list] = await bot.inbox.action({ key: "c1", action: { ...FORM, form: "tick" }, ...sender("ada") });
    if (list?.kind !== "form") throw new Error(JSON.stringify(list));
    await bot.say("bo", "/plan tick 1.1 2");
    const save = (key: string, values: Record<string, boolean>) =>
      bot.inbox.form({ key, action: list.form.action, values, ...sender("ada") });
    await save("c2", { "check-0": true, "check-1": false });
    expect(await item()).toMatchObject({ ticked: { 0: { by: "bo" }, 1: { by: "bo" } } });
    await save("c3", { "check-0": false, "check-1": false });
    expect(await item()).toMatchObject({ ticked: { 1: { by: "bo" } } });
    expect(await item()).not.toHaveProperty("ticked.0");
  });

  it("refuses what was filled in under what the item no longer asks for", async () => {
    const { bot, item } = await asking("Ticket (link), Result");
    await bot.say("bo", "/plan tick 1.1 1,2");
    const open = async (key: string, form: "done" | "tick") => {
      const [reply] = await bot.inbox.action({ key, action: { ...FORM, form }, ...sender("bo") });
      if (reply?.kind !== "form") throw new Error(JSON.stringify(reply));
      return reply.form.action;
    };
    const [done, tick] = [await open("o1", "done"), await open("o2", "tick")];
    bot.clock.advance(60_000);
    await bot.say("ada", "/plan replan 1");
    await bot.say("ada", '/plan edit 1.1 asks:"Result, Sum" checks:"Alerts are quiet, Logs are clean"');
    await bot.say("ada", "/plan finish 1");
    await bot.say("ada", "/plan start 1");
    const before = await item();
    const fill = (key: string, action: Action, values: Record<string, string | boolean>) =>
      bot.inbox.form({ key, action, values, ...sender("bo") });
    const changed = { kind: "wrong", problem: expect.stringContaining("changed") };
    expect(await fill("d1", done, { "ask-0": "https://issues.example/7", "ask-1": "green" })).toMatchObject(changed);
    expect(await fill("t1", tick, { "check-0": false })).toMatchObject(changed);
    expect(await item()).toEqual(before);
    const anew = await bot.inbox.reform({ action: done, values: { "ask-0": "7 of 7" }, ...sender("bo") });
    expect(anew?.fields[0]).toMatchObject({ label: "Result", value: "7 of 7" });
    await fill("t2", await open("o3", "tick"), { "check-0": true, "check-1": true });
    const values = { "ask-0": "7 of 7", "ask-1": "7" };
    expect(await fill("d2", anew?.action ?? done, values)).toMatchObject({ kind: "taken" });
  });

  it("keeps what the form does not change when its text is edited", async () => {
    const bot = await startBot({ yaml: YAML });
    await bot.say("ada", PLAN);
    await bot.say("ada", "/plan edit 1.1 text:Sell confirm:one");
    const content = (await bot.core.plans.byIndex(1))?.content;
    expect(content?.items[0]?.work).toEqual({
      type: "text",
      content: "Sell",
      asks: [
        { name: "Ticket", kind: "link", required: true },
        { name: "Result", kind: "text", required: false },
      ],
      checks: ["Logs are clean", "Alerts are quiet"],
    });
  });

  it("takes files with the word, or sent just before it, under what it asks for", async () => {
    const { bot, item } = await asking("Report (file), Shot (optional file)");
    const send = (key: string, text: string, uploads: readonly Upload[]) =>
      bot.inbox.message({ key, text, files: [], uploads, ...sender("bo") });
    const [bad] = await send("f1", "/plan done 1.1", [upload("../x.pdf", PDF)]);
    expect(bad).toMatchObject({ tone: "bad", text: expect.stringContaining("folder") });
    const [waits] = await send("f2", "", [upload("report.pdf", PDF)]);
    expect(waits).toMatchObject({ tone: "good", text: expect.stringContaining("report") });
    expect(await item()).toEqual({ state: "todo" });
    await bot.say("bo", "/plan tick 1.1 1,2");
    await bot.say("bo", "/plan attach 1.1");
    expect(await item()).toMatchObject({ files: [{ name: "report.pdf", ask: "Report", type: "application/pdf" }] });
    await send("f3", "/plan done 1.1", [upload("", PNG)]);
    await bot.say("ada", "/plan done 1.1");
    expect(await item()).toMatchObject({
      state: "done",
      files: [
        { name: "report.pdf", ask: "Report" },
        { name: "picture.png", ask: "Shot" },
      ],
    });
    const [none] = await bot.say("bo", "/plan attach 1.1");
    expect(none).toMatchObject({ tone: "bad", text: expect.stringContaining("no file") });
  });

  it("links each file on its card, and to nobody without the link", async () => {
    const { bot } = await asking("Report (file)");
    const message = { key: "f1", text: "/plan attach 1.1", files: [], uploads: [upload("报告.pdf", PDF)] };
    await bot.inbox.message({ ...message, ...sender("bo") });
    await bot.settle();
    const card = JSON.stringify([...bot.platform.messages.values()]);
    const [link = ""] = /\/files\/1\/[\w-]{43}\/[0-9a-z]+\.[\w-]{22}/u.exec(card) ?? [];
    const response = await bot.request(link);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF);
    expect(response.headers.get("content-disposition")).toMatch(/^attachment;/u);
    for (const wrong of [link.replace("/1/", "/2/"), `${link.slice(0, -1)}_`, link.replace(/[^/]+$/u, "zz.x")]) {
      expect((await bot.request(wrong)).status).toBe(404);
    }
    bot.clock.advance(32 * 24 * 60 * 60_000);
    expect((await bot.request(link)).status).toBe(410);
  });

  it("sweeps away what nobody names, and nothing else", async () => {
    const { bot } = await asking("Report (file)");
    const { files } = bot.core;
    const kept = await files.keep({ name: "lost.png", bytes: PNG });
    const message = { key: "f1", text: "/plan attach 1.1", files: [], uploads: [upload("report.pdf", PDF)] };
    await bot.inbox.message({ ...message, ...sender("bo") });
    bot.clock.advance(Math.max(0, Date.now() - bot.clock.now()) + 48 * 60 * 60_000);
    expect(await files.sweep()).toBe(1);
    expect(kept.ok && (await files.check(kept.file.hash))).toBe("missing");
    const [plan] = [await bot.plan(1)];
    const progress = plan.items.i1;
    const hash = progress?.state === "todo" ? progress.files?.[0]?.hash : undefined;
    expect(await files.check(hash ?? "")).toBe("whole");
  });
});
