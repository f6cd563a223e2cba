import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { Card, Form, FormField } from "../../../src/chat/card.ts";
import type { EmulatedPerson } from "../../emulators/feishu/world.ts";
import type { FeishuWorld } from "./feishu-world.ts";
import { openWorld } from "./feishu-world.ts";

const CARD: Card = {
  title: "1 · Release",
  tone: "waiting",
  label: "Waiting",
  summary: "Release waits",
  blocks: [],
  buttons: [
    { id: "approve", label: "Approve", style: "primary", action: { do: "approve", plan: 1, seen: "d" } },
    { id: "reject", label: "Reject", style: "danger", action: { do: "form", form: "reject", plan: 1 } },
  ],
};

/** A started adapter with a card in a room that Ada and Bo are in. */
async function openRoom() {
  const world = await openWorld();
  const { chat } = await world.start();
  await vi.waitFor(() => expect(world.feishu.connection.ready()).toBe(1));
  const room = world.feishu.room("Releases", [world.ada, world.bo]);
  const ref = await chat.post(`feishu:room:${room.id}`, CARD, "card:1");
  const message = world.feishu.sees(room)[0]?.id ?? "";
  return { ...world, chat, room, ref, message };
}

test("a click is answered with a toast to the one who clicked, and nothing else changes", async () => {
  const { feishu, inbox, ada, room, message } = await openRoom();
  inbox.says.action = () => [{ kind: "text", text: "You **approved** plan 1.", tone: "good" }];
  const clicked = await feishu.press(ada, message, "Approve");
  expect(clicked).toMatchObject({ toast: { type: "success", content: "You approved plan 1." }, replaced: false });
  expect(inbox.actions).toMatchObject([
    {
      action: { do: "approve", plan: 1, seen: "d" },
      place: `feishu:room:${room.id}`,
      account: { id: ada.openId, name: "Ada" },
    },
  ]);
  expect(feishu.seesDirect(ada)).toEqual([]);
  expect(feishu.sees(room)[0]?.edits).toBe(0);
});

test("what is too long for a toast, or has a link, also comes directly", async () => {
  const { feishu, inbox, ada, message } = await openRoom();
  inbox.says.action = () => [
    { kind: "text", text: `Sign in: <https://shop.example/${"x".repeat(200)}>`, tone: "plain" },
  ];
  const { toast } = await feishu.press(ada, message, "Approve");
  expect(toast?.content).toMatch(/^Sign in/u);
  await vi.waitFor(() => expect(feishu.seesDirect(ada)[0]?.text).toContain("Sign in: https://shop.example/xxx"));
});

test("a click whose answer takes long is told so in time, and answered directly", async () => {
  const { feishu, inbox, bo, message } = await openRoom();
  const { promise, resolve } = Promise.withResolvers<void>();
  inbox.says.action = async () => {
    await promise;
    return [{ kind: "text", text: "Done at last.", tone: "good" }];
  };
  const clicked = await feishu.press(bo, message, "Approve");
  expect(clicked.toast?.content).toBe("正在处理，结果会发到你与机器人的单聊。");
  resolve();
  await vi.waitFor(() => expect(feishu.seesDirect(bo)[0]?.text).toBe("✅ Done at last."));
});

test("an edit waits until the click on the card has been answered", async () => {
  const { feishu, inbox, chat, ada, ref, message } = await openRoom();
  let edited: Promise<void> | undefined;
  inbox.says.action = async () => {
    edited = chat.edit(ref, { ...CARD, label: "Approved", buttons: [] });
    // As long as an edit that did not wait would take.
    await Promise.race([edited, sleep(700)]);
    return [{ kind: "text", text: "Approved.", tone: "good" }];
  };
  expect((await feishu.press(ada, message, "Approve")).toast?.content).toBe("Approved.");
  await edited;
  expect(feishu.message(message)).toMatchObject({ edits: 1, card: { tags: ["Approved"], buttons: [] } });
  expect(feishu.calls.filter(({ code }) => code !== 0)).toEqual([]);
});

test.each([
  ["a button of another product", { tag: "button", value: { deploy: "all" } }],
  ["no value at all", { tag: "button" }],
  ["an action that there is not", { tag: "button", value: { act: { do: "destroy", plan: 1 } } }],
  ["a value that is text", { tag: "button", value: "approve" }],
])("%s does nothing, and says so", async (_what, action) => {
  const { feishu, inbox, ada, message } = await openRoom();
  const clicked = await feishu.forge(ada, message, action);
  expect(clicked).toMatchObject({ toast: { type: "warning" }, replaced: false });
  expect([...inbox.actions, ...inbox.forms]).toEqual([]);
});

test("nobody can blank a card that others see by pretending that it was a form", async () => {
  const { feishu, ada, room, message } = await openRoom();
  const asked = [{ n: "reason", t: "text" }];
  const form = { do: "form", form: "reject", plan: 1 };
  await feishu.forge(ada, message, { tag: "button", value: { back: "x" } });
  await feishu.forge(ada, message, { tag: "button", value: { form, asked }, form_value: { reason: "x" } });
  await feishu.forge(ada, message, { tag: "button", value: { page: 2 } });
  expect(feishu.sees(room)[0]).toMatchObject({ edits: 0, card: { title: "1 · Release" } });
});

const FIELDS: readonly FormField[] = [
  { type: "text", name: "reason", label: "Reason", required: true, value: "", lines: 3, max: 2_000 },
  {
    type: "text",
    name: "window",
    label: "Window",
    required: false,
    value: "Tue 24 Nov 2026, 20:00–22:00",
    lines: 1,
    max: 200,
    span: { from: "2026-11-24 20:00", until: "2026-11-24 22:00" },
  },
  {
    type: "people",
    name: "to",
    label: "To",
    required: false,
    value: [],
    many: false,
    options: [
      { value: "ada", label: "Ada" },
      { value: "bo", label: "Bo" },
    ],
  },
  {
    type: "people",
    name: "owners",
    label: "Owners",
    required: false,
    value: ["bo"],
    many: true,
    options: [
      { value: "bo", label: "Bo" },
      { value: "group:qa", label: "QA" },
    ],
  },
  { type: "check", name: "urgent", label: "Urgent", required: false, value: true },
  { type: "text", name: "about", label: "About", required: false, value: "x".repeat(1_500), lines: 4, max: 5_000 },
];
const FORM: Form = {
  title: "Reject plan 1",
  intro: "Say *why*.",
  fields: FIELDS,
  submit: "Reject",
  back: "Back",
  style: "danger",
  action: { do: "form", form: "reject", plan: 1 },
};

async function openForm(person: (world: FeishuWorld) => EmulatedPerson = ({ ada }) => ada) {
  const world = await openRoom();
  const { feishu, inbox, message } = world;
  const who = person(world);
  inbox.says.action = () => [{ kind: "form", form: FORM }];
  const { toast } = await feishu.press(who, message, "Reject");
  const form = await vi.waitFor(() => {
    const found = feishu.seesDirect(who)[0];
    if (!found) throw new Error("no form");
    return found;
  });
  return { ...world, form, toast };
}

test("a form comes to whoever asked for it alone, with pickers for times and people", async () => {
  const { feishu, room, form, toast } = await openForm();
  expect(toast?.content).toBe("The form is in your direct chat with the bot: please fill it in there.");
  expect(feishu.sees(room)).toHaveLength(1);
  expect(form.card?.fields.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    "reason: input",
    "window~from: picker_datetime",
    "window~until: picker_datetime",
    "to: select_person",
    "owners: multi_select_static",
    "urgent: checker",
  ]);
  expect(form.card?.text).toContain("“About” is too long to be changed on a card.");
});

test("what is filled in comes as the core takes it; what was left alone stays as it was", async () => {
  const { feishu, inbox, ada, bo, form } = await openForm();
  await feishu.fillIn(ada, form.id, { reason: "Not <b>yet</b>", to: bo.openId });
  expect(inbox.forms).toMatchObject([{ action: FORM.action, account: { id: ada.openId } }]);
  expect(inbox.forms[0]?.values).toEqual({
    reason: "Not <b>yet</b>",
    window: "Tue 24 Nov 2026, 20:00–22:00",
    to: [bo.openId],
    owners: ["bo"],
    urgent: true,
  });
});

test("two pickers are a time from until, and nothing chosen is nobody", async () => {
  const { feishu, inbox, ada, form } = await openForm();
  const values = { reason: "r", "window~from": "2026-11-25 20:00", "window~until": "2026-11-25 21:30", owners: [] };
  await feishu.fillIn(ada, form.id, { ...values, urgent: false });
  expect(inbox.forms[0]?.values).toMatchObject({
    window: "2026-11-25T20:00+08:00/2026-11-25T21:30+08:00",
    to: [],
    owners: [],
    urgent: false,
  });
});

test("a form that was not taken stays, with what was typed and what is wrong", async () => {
  const { feishu, inbox, ada, form } = await openForm();
  inbox.says.form = () => ({ kind: "wrong", problem: "Please look again.", fields: { reason: "Say more." } });
  const wrong = await feishu.fillIn(ada, form.id, { reason: "no" });
  expect(wrong).toMatchObject({ replaced: true, toast: { type: "error", content: "Please look again. Say more." } });
  expect(feishu.message(form.id).card?.text).toContain("❌ Please look again.");
  expect(feishu.message(form.id).card?.text).toContain("❌ Say more.");
  expect(feishu.message(form.id).card?.text).toContain("\nno\n");
  inbox.says.form = () => ({ kind: "taken", replies: [{ kind: "text", text: "Rejected.", tone: "good" }] });
  const taken = await feishu.fillIn(ada, form.id, { reason: "Not before Monday" });
  expect(taken).toMatchObject({ replaced: true, toast: { content: "Rejected." } });
  expect(feishu.message(form.id).card).toMatchObject({ buttons: [], fields: [], text: "Rejected." });
});

test("a form that was closed can't be sent any more", async () => {
  const { feishu, inbox, ada, form } = await openForm();
  await feishu.press(ada, form.id, "Back");
  expect(feishu.message(form.id).card).toMatchObject({ buttons: [], text: "Closed. Nothing was submitted." });
  expect(inbox.forms).toEqual([]);
});

test("a form reads in the language of whoever fills it in", async () => {
  const { form, toast } = await openForm(({ bo }) => bo);
  expect(toast?.content).toBe("表单已发到你与机器人的单聊，请在那里填写。");
  expect(form.card?.text).toContain("选填");
});
