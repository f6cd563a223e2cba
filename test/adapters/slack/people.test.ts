import { describe, expect, it, vi } from "vitest";
import { quietInbox } from "../../support/quiet-chat.ts";
import { openProduct } from "./product.ts";
import { openWorkspace, startAdapter } from "./stage.ts";

async function world() {
  const slack = await openWorkspace();
  const { adapter } = await startAdapter(slack, quietInbox());
  return { slack, adapter };
}

describe("somebody in Slack", () => {
  it("is known with name, email, language and time zone", async () => {
    const { slack, adapter } = await world();
    slack.member({ id: "U0LI", name: "李雷", email: "li@example.com", locale: "zh-CN", zone: "Asia/Shanghai" });
    slack.member({ id: "U0JO", name: "Jo", email: "jo@example.com", locale: "fr-FR", zone: "Europe/Paris" });
    expect(await adapter.find({ email: "li@example.com" })).toEqual({
      platform: "slack",
      id: "U0LI",
      name: "李雷",
      email: "li@example.com",
      lang: "zh",
      zone: "Asia/Shanghai",
      outside: false,
    });
    expect(await adapter.find({ id: "U0JO" })).toMatchObject({ lang: undefined, zone: "Europe/Paris" });
  });

  it.each([
    ["a guest", { kind: "guest" }],
    ["a guest of one channel", { kind: "single-channel-guest" }],
    ["a stranger of a shared channel", { kind: "stranger", team: "T0OTHER01" }],
    ["a member of another workspace", { team: "T0OTHER01" }],
    ["a bot", { kind: "bot" }],
  ] as const)("who is %s is from outside", async (_, more) => {
    const { slack, adapter } = await world();
    slack.member({ id: "U0X", name: "X", email: "x@example.com", ...more });
    expect(await adapter.find({ id: "U0X" })).toMatchObject({ outside: true });
  });

  it("who left, or was never there, is nobody", async () => {
    const { slack, adapter } = await world();
    slack.member({ id: "U0X", name: "X", email: "x@example.com", deleted: true });
    expect(await adapter.find({ id: "U0X" })).toBeUndefined();
    expect(await adapter.find({ id: "U0NOBODY" })).toBeUndefined();
    expect(await adapter.find({ email: "nobody@example.com" })).toBeUndefined();
  });

  it("is out of office by the statuses that Slack offers for it, until they end", async () => {
    const { slack, adapter } = await world();
    const status = (emoji: string, expiration = 0) => ({ emoji, expiration });
    slack.member({ id: "U0A", name: "A", status: status(":palm_tree:", 1_800_000_000) });
    slack.member({ id: "U0B", name: "B", status: status(":face_with_thermometer:") });
    slack.member({ id: "U0C", name: "C", status: status(":spiral_calendar_pad:") });
    slack.member({ id: "U0D", name: "D" });
    const away = await adapter.away?.(["U0A", "U0B", "U0C", "U0D", "U0NOBODY"]);
    expect(away).toEqual(
      new Map([
        ["U0A", 1_800_000_000_000],
        ["U0B", undefined],
      ]),
    );
  });

  it("who leaves while out of office is not away any more", async () => {
    const { slack, adapter } = await world();
    const status = { emoji: ":palm_tree:", expiration: 0 };
    slack.member({ id: "U0A", name: "A", status });
    expect(await adapter.away?.(["U0A"])).toEqual(new Map([["U0A", undefined]]));
    slack.member({ id: "U0A", name: "A", status, deleted: true });
    await slack.event({ type: "user_change", user: { id: "U0A" } });
    await vi.waitFor(async () => expect(await adapter.away?.(["U0A"])).toEqual(new Map()));
  });

  it("is asked for once in a while, and anew when the profile changes", async () => {
    const { slack, adapter } = await world();
    const asked = () => slack.calls.filter(({ method }) => method === "users.info").length;
    slack.member({ id: "U0X", name: "Before" });
    await adapter.find({ id: "U0X" });
    await adapter.find({ id: "U0X" });
    expect(asked()).toBe(1);
    slack.member({ id: "U0X", name: "After" });
    await slack.event({ type: "user_change", user: { id: "U0X" } });
    await vi.waitFor(async () => expect(await adapter.find({ id: "U0X" })).toMatchObject({ name: "After" }));
  });
});

describe("in an Enterprise Grid", () => {
  it("the organisation is what counts, whatever the workspace", async () => {
    const slack = await openWorkspace();
    slack.world.grid = true;
    const { adapter } = await startAdapter(slack, quietInbox());
    slack.member({ id: "W0SAME", name: "Same", team: "T0OTHER01" });
    slack.member({ id: "W0ELSE", name: "Else", team: "T0OTHER02", enterprise: "E0OTHER" });
    expect(await adapter.find({ id: "W0SAME" })).toMatchObject({ outside: false });
    expect(await adapter.find({ id: "W0ELSE" })).toMatchObject({ outside: true });
    slack.world.groups.set("S0QA", { handle: "qa", name: "QA", users: ["W0SAME"] });
    expect(await adapter.members("usergroup:S0QA")).toMatchObject([{ id: "W0SAME" }]);
  });
});

describe("a user group", () => {
  it("is who is in it; one that is not there is none", async () => {
    const { slack, adapter } = await world();
    slack.member({ id: "U0A", name: "A" });
    slack.member({ id: "U0B", name: "B", deleted: true });
    slack.world.groups.set("S0QA", { handle: "qa", name: "QA", users: ["U0A", "U0B"] });
    expect(await adapter.members("usergroup:S0QA")).toMatchObject([{ id: "U0A" }]);
    expect(await adapter.members("usergroup:S0NONE")).toBeUndefined();
    expect(await adapter.members("department:1")).toBeUndefined();
  });
});

describe("a stranger", () => {
  it("is told so, and can do nothing", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    const stranger = product.slack.member({ id: "U0STRANGER", name: "Guest", kind: "guest" });
    product.slack.world.channel("releases").members.add("U0STRANGER");
    await stranger.command('new "Mine"', "releases");
    await vi.waitFor(() => expect(stranger.hears("releases").at(-1)?.lines.join()).toContain("❌"));
    expect(await product.gonogo.core.plans.byIndex(1)).toBeUndefined();
  });
});
