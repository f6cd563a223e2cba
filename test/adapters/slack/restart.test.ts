import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openWindow } from "../../e2e/windows.ts";
import { HttpCarrier } from "../../emulators/slack/http-carrier.ts";
import { cardWith, toldWith } from "../../support/chat-stage.ts";
import { planOf, startOn } from "./product.ts";
import { openStage } from "./stage.ts";

const PLAN = `/plan new
name: Winter release
window: ${openWindow()}
approval: { levels: [{ name: QA, rule: any, approvers: [bo] }] }
items: [{ name: Announce, text: Post it. }]`;

function database(): string {
  return `sqlite:${join(mkdtempSync(join(tmpdir(), "gonogo-slack-")), "gonogo.db")}`;
}

describe("after a restart", () => {
  it("a click and a command that are delivered again count no second time", { timeout: 60_000 }, async () => {
    const stage = await openStage("http");
    const databaseUrl = database();
    const first = await startOn(stage, { databaseUrl });
    await stage.say("ada", PLAN);
    await stage.press("ada", await cardWith(stage, "ada", "room", "Winter release", "Planning"), { do: "submit" });
    await stage.press("bo", await cardWith(stage, "bo", "direct", "Winter release"), { do: "approve" });
    await cardWith(stage, "ada", "room", "Winter release", "Executing");
    const { carrier } = stage.slack;
    if (!(carrier instanceof HttpCarrier)) throw new Error("it is not delivered by HTTP");
    const recorded = [...carrier.sent];
    const before = await planOf(first);
    await first.stop();
    const second = await startOn(stage, { databaseUrl });
    for (const { body, headers } of recorded) {
      const target = `${second.url}/slack/events`;
      expect(await carrier.send({ url: target, body, headers })).toMatchObject({ ok: true });
    }
    expect(await second.core.plans.byIndex(2)).toBeUndefined();
    expect(await planOf(second)).toEqual(before);
  });

  it("what was kept and not yet handled is handled, and cards come to the truth", { timeout: 60_000 }, async () => {
    const stage = await openStage("socket");
    const databaseUrl = database();
    const first = await startOn(stage, { databaseUrl });
    await stage.say("ada", PLAN);
    await cardWith(stage, "ada", "room", "Winter release", "Planning");
    stage.slack.faults.add("users.info", { kind: "status", status: 500 }, 1_000);
    stage.slack.faults.add("chat.update", { kind: "status", status: 500 }, 1_000);
    await stage.slack.event({ type: "user_change", user: { id: stage.account("chen") } });
    await stage.say("chen", 'new "While nobody was there"', "direct");
    await first.core.door.submit({
      key: "elsewhere",
      actor: { kind: "person", id: "ada" },
      request: { plan: (await planOf(first)).id, command: { type: "submit" } },
    });
    await first.stop();
    stage.slack.faults.clear();
    const second = await startOn(stage, { databaseUrl });
    await cardWith(stage, "ada", "room", "Winter release", "Waiting for approval");
    await cardWith(stage, "bo", "direct", "Winter release");
    await toldWith(stage, "chen", "While nobody was there");
    await vi.waitFor(async () => expect(await second.core.plans.byIndex(2)).toBeDefined());
    expect(
      stage.slack
        .person(stage.account("ada"))
        .hears("releases")
        .filter(({ title }) => title?.includes("Winter")),
    ).toHaveLength(1);
  });
});
