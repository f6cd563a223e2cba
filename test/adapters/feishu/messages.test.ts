import { expect, test, vi } from "vitest";
import type { Typed } from "../../emulators/feishu/hands.ts";
import { PDF, PNG } from "../../support/file-bytes.ts";
import { openWorld } from "./feishu-world.ts";

async function opened() {
  const world = await openWorld();
  const { chat } = await world.start();
  await vi.waitFor(() => expect(world.feishu.connection.ready()).toBe(1));
  const room = world.feishu.room("Releases", [world.ada, world.bo]);
  return { ...world, chat, room };
}

test("what somebody writes directly reaches the inbox, and the answer reaches them", async () => {
  const { feishu, inbox, ada } = await opened();
  inbox.says.message = () => [
    { kind: "text", text: "Plan 1 is **there**: [see](https://shop.example/1)", tone: "good" },
  ];
  feishu.say(ada, "direct", "/plan list");
  await vi.waitFor(() => expect(feishu.seesDirect(ada)).toHaveLength(2));
  expect(inbox.messages).toMatchObject([
    {
      text: "/plan list",
      place: `feishu:direct:${ada.openId}`,
      account: { platform: "feishu", id: ada.openId, name: "Ada", email: "ada@shop.example", lang: "en" },
      files: [],
    },
  ]);
  expect(feishu.seesDirect(ada)[1]?.text).toBe("✅ Plan 1 is there: see");
  expect(feishu.violations).toEqual([]);
});

test("the answer to what is said in a group comes to its sender alone", async () => {
  const { feishu, inbox, ada, room } = await opened();
  inbox.says.message = () => [{ kind: "text", text: "Not now.", tone: "bad" }];
  feishu.say(ada, room, "@bot", " /plan start 1");
  await vi.waitFor(() => expect(feishu.seesDirect(ada)[0]?.text).toBe("⚠️ Not now."));
  expect(inbox.messages[0]).toMatchObject({ text: "/plan start 1", place: `feishu:room:${room.id}` });
  expect(feishu.sees(room)).toHaveLength(1);
});

test("in a group the bot hears only what is said to it", async () => {
  const { feishu, inbox, ada, bo, room } = await opened();
  await feishu.delivery.event("im.message.receive_v1", {
    sender: { sender_id: { open_id: ada.openId }, sender_type: "user", tenant_key: "" },
    message: {
      message_id: "om_1",
      chat_id: room.id,
      chat_type: "group",
      message_type: "text",
      content: JSON.stringify({ text: "@_user_1 /plan start 1" }),
      mentions: [{ key: "@_user_1", id: { open_id: bo.openId }, name: "Bo", mentioned_type: "user" }],
    },
  });
  feishu.say(ada, room, "@bot", " /plan");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]?.text).toBe("/plan");
});

test("other bots are not listened to, so that none talk to each other for ever", async () => {
  const { feishu, inbox, ada } = await opened();
  const event = {
    sender: { sender_id: { open_id: ada.openId }, sender_type: "bot", tenant_key: "" },
    message: { message_id: "om_2", chat_id: "oc_1", chat_type: "p2p", message_type: "text", content: '{"text":"hi"}' },
  };
  expect(await feishu.delivery.event("im.message.receive_v1", event)).toBe(true);
  expect(inbox.messages).toEqual([]);
});

test("people are named by their accounts, the tenth as well as the first", async () => {
  const { feishu, inbox, ada, room } = await opened();
  const crowd = Array.from({ length: 11 }, (_, place) => feishu.person({ name: `P${place}` }));
  const typed = crowd.flatMap((person): Typed[] => [person, " "]);
  feishu.say(ada, room, "@bot", " /plan handover 1 ", ...typed);
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]?.text).toBe(`/plan handover 1 ${crowd.map(({ openId }) => `@${openId}`).join(" ")}`);
});

test("rich text and a plan with its indents come as they were typed", async () => {
  const { feishu, inbox, ada, bo, room } = await opened();
  const yaml = ["name: R", "items:", "  - name: Build", "    run: command:build"];
  feishu.sayRich(ada, room, [["@bot", " /plan new"], ...yaml.map((line) => [line]), ["manager: ", bo]]);
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]?.text).toBe(["/plan new", ...yaml, `manager: @${bo.openId}`].join("\n"));
});

test("a file with a plan is read, sent directly or answered to", async () => {
  const { feishu, inbox, ada, room } = await opened();
  feishu.sendFile(ada, "direct", "plan.yaml", "name: 发布");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]).toMatchObject({ text: "", files: [{ name: "plan.yaml", text: "name: 发布" }] });
  const sent = feishu.sendFile(ada, room, "other.md", "# Release");
  feishu.quote(ada, sent, "@bot", " /plan new");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(2));
  expect(inbox.messages[1]).toMatchObject({ text: "/plan new", files: [{ name: "other.md", text: "# Release" }] });
});

test("pictures and files of any kind come as what may show that something is done", async () => {
  const { feishu, inbox, ada, room } = await opened();
  const bytesOf = async (place: number) => {
    const [upload] = inbox.messages[place]?.uploads ?? [];
    const bytes = await upload?.read(1_000);
    return [upload?.name, typeof bytes === "string" ? bytes : Buffer.from(bytes ?? []).toString("base64")];
  };
  const shot = feishu.sendPicture(ada, "direct", PNG);
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]).toMatchObject({ text: "", files: [] });
  expect(await bytesOf(0)).toEqual(["", PNG.toString("base64")]);
  const sent = feishu.sendFile(ada, room, "report.pdf", PDF.toString("latin1"));
  feishu.quote(ada, sent, "@bot", " /plan done 1.1");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(2));
  expect(inbox.messages[1]).toMatchObject({ text: "/plan done 1.1", files: [] });
  expect(await bytesOf(1)).toEqual(["report.pdf", PDF.toString("base64")]);
  feishu.quote(ada, shot, "/plan done 1.1");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(3));
  expect(await inbox.messages[2]?.uploads?.[0]?.read(10)).toBe("too-large");
});

test("somebody of another organisation is told to be from outside", async () => {
  const { feishu, inbox } = await opened();
  const stranger = feishu.person({ name: "Eve", tenant: "another" });
  feishu.say(stranger, "direct", "/plan");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]?.account).toEqual({ platform: "feishu", id: stranger.openId, outside: true });
});

test("the bot's menu is what would be typed", async () => {
  const { feishu, inbox, bo } = await opened();
  inbox.says.message = () => [{ kind: "text", text: "你的计划", tone: "plain" }];
  feishu.chooseMenu(bo, "list_mine");
  await vi.waitFor(() => expect(feishu.seesDirect(bo)[0]?.text).toBe("你的计划"));
  expect(inbox.messages[0]).toMatchObject({ text: "/plan list mine", place: `feishu:direct:${bo.openId}` });
});

test("it says hello to a group that it comes into, and once to whoever opens its chat", async () => {
  const { feishu, inbox, ada, room } = await opened();
  inbox.says.joined = () => [{ kind: "text", text: "Hello.", tone: "plain" }];
  feishu.invite(ada, room);
  await vi.waitFor(() => expect(feishu.sees(room)[0]?.text).toBe("Hello."));
  for (let times = 0; times < 3; times++) feishu.openChat(ada);
  await vi.waitFor(() => expect(feishu.seesDirect(ada)[0]?.text).toBe("Hello."));
  await feishu.delivery.idle();
  expect(inbox.joinings).toMatchObject([
    { place: `feishu:room:${room.id}`, account: { name: "Ada" } },
    { place: `feishu:direct:${ada.openId}` },
  ]);
});

test("what means nothing here is acknowledged and forgotten", async () => {
  const { feishu, inbox } = await opened();
  for (const type of ["im.message.message_read_v1", "contact.user.updated_v3", "im.chat.disbanded_v1"]) {
    expect(await feishu.delivery.event(type, { anything: true })).toBe(true);
  }
  expect(await feishu.delivery.event("im.message.receive_v1", { sender: "nonsense" })).toBe(true);
  expect(inbox.messages).toEqual([]);
});

test("an answer that is longer than a message comes whole, in several", async () => {
  const { feishu, inbox, ada } = await opened();
  const lines = Array.from({ length: 400 }, (_, line) => `${line}: ${"发布".repeat(20)}`);
  inbox.says.message = () => [{ kind: "text", text: lines.join("\n\n"), tone: "plain" }];
  feishu.say(ada, "direct", "/plan log 1");
  await vi.waitFor(
    () => {
      const told = feishu
        .seesDirect(ada)
        .slice(1)
        .map(({ text }) => text);
      expect(told.length).toBeGreaterThan(1);
      expect(told.join("\n")).toBe(lines.join("\n"));
    },
    { timeout: 10_000 },
  );
});

test("members of departments, with those below, and of groups of people are found", async () => {
  const { feishu, chat } = await opened();
  feishu.world.departments.set("od-1", undefined);
  feishu.world.departments.set("od-2", "od-1");
  feishu.world.departments.set("od-3", "od-2");
  const people = ["od-1", "od-1", "od-1", "od-2", "od-3"].map((department, place) =>
    feishu.person({ name: `P${place}`, departments: [department], zone: "Asia/Tokyo" }),
  );
  const [first, second] = people;
  if (second) second.resigned = true;
  const names = async (group: string) => (await chat.members(group))?.map(({ name }) => name).toSorted();
  expect(await names("department:od-1")).toEqual(["P0", "P2", "P3", "P4"]);
  expect((await chat.members("department:od-3"))?.[0]).toMatchObject({ name: "P4", zone: "Asia/Tokyo" });
  feishu.world.groups.set("g1", [
    { type: "user", id: first?.openId ?? "" },
    { type: "department", id: "od-3" },
  ]);
  expect(await names("group:g1")).toEqual(["P0", "P4"]);
  expect(await chat.members("department:od-9")).toBeUndefined();
  expect(await chat.members("group:none")).toBeUndefined();
  expect(await chat.members("role:x")).toBeUndefined();
});

test("somebody whom the app may not see is still somebody", async () => {
  const { feishu, inbox, chat } = await opened();
  const hidden = feishu.person({ name: "Hidden", email: "hidden@shop.example", hidden: true });
  feishu.say(hidden, "direct", "/plan");
  await vi.waitFor(() => expect(inbox.messages[0]?.account).toEqual({ platform: "feishu", id: hidden.openId }));
  expect(await chat.find({ email: "hidden@shop.example" })).toBeUndefined();
});

test("somebody whose email is a corporate mailbox is found by their mobile number", async () => {
  const { feishu, chat } = await opened();
  const zhou = feishu.person({ name: "Zhou", mobile: "13800000000" });
  expect(await chat.find({ email: "zhou@corp.example" })).toBeUndefined();
  expect(await chat.find({ email: "zhou@corp.example", mobile: "13800000000" })).toMatchObject({
    id: zhou.openId,
    name: "Zhou",
    email: "zhou@corp.example",
  });
  zhou.resigned = true;
  expect(await chat.find({ email: "zhou@corp.example", mobile: "13800000000" })).toBeUndefined();
});

test("what a message that is replied to says goes along, so that a draft can be made of it", async () => {
  const { feishu, inbox, ada, bo, room } = await opened();
  const said = feishu.say(bo, room, "今晚8点到10点发布商城，让 Ada 审批");
  feishu.quote(ada, said, "@bot", " /plan draft");
  await vi.waitFor(() => expect(inbox.messages).toHaveLength(1));
  expect(inbox.messages[0]).toMatchObject({
    text: "/plan draft",
    about: "今晚8点到10点发布商城，让 Ada 审批",
    files: [],
  });
});
