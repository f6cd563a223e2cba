import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readApproval, readClick, readMessage } from "../../../adapters/dingtalk/incoming.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const SAID = {
  conversationId: "cid1==",
  conversationType: "2",
  atUsers: [{ dingtalkId: "$:bot" }, { dingtalkId: "$:bo", staffId: "bo" }],
  chatbotCorpId: "ding1",
  chatbotUserId: "$:bot",
  msgId: "m1",
  senderNick: "Ada",
  senderStaffId: "ada",
  senderId: "$:LWCP_v1:$ada",
  senderCorpId: "ding1",
  sessionWebhook: "https://oapi.dingtalk.com/robot/sendBySession?session=s",
  sessionWebhookExpiredTime: 1_695_289_035_996,
  msgtype: "text",
  text: { content: " /plan list " },
};

describe("a message", () => {
  it("is read with its sender, its group, whom it mentions, and without the space of the bot's mention", () => {
    expect(readMessage(SAID, hash)).toEqual({
      corp: "ding1",
      heard: {
        kind: "message",
        key: "m1",
        speaker: { id: "ada", name: "Ada", outside: false },
        group: "cid1==",
        text: "/plan list",
        mentions: ["bo"],
        pictures: [],
        unreadable: false,
        webhook: { address: SAID.sessionWebhook, until: 1_695_289_035_996 },
      },
    });
  });

  it("of somebody without a userId is of somebody outside, whose name fits into a place", () => {
    const { heard } = readMessage({ ...SAID, senderStaffId: undefined, senderCorpId: "ding2" }, hash);
    expect(heard.speaker.outside).toBe(true);
    expect(heard.speaker.id).toMatch(/^outside-[0-9a-f]{16}$/u);
    expect(readMessage({ ...SAID, senderCorpId: "ding2" }, hash).heard.speaker.outside).toBe(true);
  });

  it("of another kind has the words that are in it, or none", () => {
    const of = (more: object) => readMessage({ ...SAID, text: undefined, ...more }, hash).heard;
    expect(
      of({ msgtype: "richText", content: { richText: [{ text: "/plan " }, { downloadCode: "x" }, { text: "list" }] } })
        .text,
    ).toBe("/plan list");
    expect(of({ msgtype: "picture", content: { downloadCode: "p" } })).toMatchObject({
      pictures: ["p"],
      unreadable: false,
    });
    expect(of({ msgtype: "audio", content: { recognition: "/plan" } }).text).toBe("/plan");
    expect(of({ msgtype: "file", content: { downloadCode: "c", fileName: "p.yaml" } })).toMatchObject({
      file: { code: "c", name: "p.yaml" },
    });
    for (const msgtype of ["picture", "video", "unknownMsgType", "", "richText"])
      expect(of({ msgtype }).unreadable).toBe(true);
  });
});

describe("a click", () => {
  const click = (cardPrivateData: object) =>
    readClick(
      { outTrackId: "t", userId: "bo", corpId: "ding1", content: JSON.stringify({ cardPrivateData }) },
      "f1",
      "ding1",
    );

  it("is known by the button's id in any of its three places", () => {
    expect(click({ actionIds: ["a"], params: {} }).button).toBe("a");
    expect(click({ actionIds: ["x"], params: { id: "a" } }).button).toBe("a");
    expect(click({ actionIds: ["x"], params: { action: "a" } }).button).toBe("a");
    expect(click({ params: { id: 7 } }).button).toBe("");
  });

  it("of another organisation is of somebody outside", () => {
    const data = { outTrackId: "t", userId: "x", corpId: "ding2", content: '{"cardPrivateData":{}}' };
    expect(readClick(data, "f", "ding1").speaker.outside).toBe(true);
    expect(readClick(data, "f", undefined).speaker.outside).toBe(false);
  });
});

it("an event of another type is none of ours, and one of an approval is, whatever its number", () => {
  const data = { processInstanceId: "p", processCode: "PROC-1", taskId: 12_345_678_901, type: "finish" };
  expect(readApproval("bpms_task_change", data)).toEqual({ instance: "p", form: "PROC-1" });
  expect(readApproval("user_add_org", data)).toBeUndefined();
  expect(readApproval("bpms_instance_change", { any: 1 })).toBeUndefined();
});

it("anything at all is either read or refused by throwing, never half read", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(fc.constantFrom(...Object.keys(SAID)), fc.jsonValue()), (any, change) => {
      for (const data of [any, { ...SAID, ...change }]) {
        try {
          const { heard } = readMessage(data, hash);
          expect(heard.key.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }
    }),
  );
});
