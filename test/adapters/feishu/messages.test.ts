import { expect, test, vi } from "vitest";
import { openWorld } from "./feishu-world.ts";

test("what somebody writes directly reaches the inbox, and the answer reaches them", async () => {
  const { feishu, inbox, ada, start } = await openWorld();
  inbox.says.message = () => [
    { kind: "text", text: "Plan 1 is **there**: [see](https://shop.example/1)", tone: "good" },
  ];
  await start();
  await vi.waitFor(() => expect(feishu.connection.ready()).toBe(1));
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
