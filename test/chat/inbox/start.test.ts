import { describe, expect, it } from "vitest";
import { ROOM, startBot } from "../../support/bot.ts";

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com }
  bo: { name: Bo, email: bo@example.com }
rooms:
  releases: { places: ["console:room:releases"], members: [ada, bo] }
  others: { places: ["console:room:others"], members: everyone }
`;

const PLAN = `/plan new
name: Release 2.4
approval: { levels: [{ name: QA, rule: any, approvers: [bo] }] }
items: [{ name: Announce, text: Post it. }]
announce: [releases]`;

const sender = (id: string, place: `console:room:${string}` | `console:direct:${string}` = ROOM) => ({
  account: { platform: "console", id },
  place,
});

describe("whoever starts", () => {
  it("sees what waits and how many plans there are", async () => {
    const bot = await startBot({ yaml: YAML });
    await bot.say("ada", PLAN);
    await bot.say("ada", "/plan submit 1");
    const [home] = await bot.inbox.action({ key: "h1", action: { do: "show", what: "home" }, ...sender("bo") });
    expect(home).toMatchObject({
      card: {
        blocks: [
          { fields: [{ value: ["1 plan"] }, { value: ["1 plan"] }, { value: ["1 plan"] }, { value: ["0 plans"] }] },
          { rows: [{ name: "Release 2.4", kind: "your approval" }] },
          {},
        ],
      },
    });
  });

  it("delegates with a form, and ends that by choosing nobody", async () => {
    const bot = await startBot({ yaml: YAML });
    const action = { do: "form", form: "delegate" } as const;
    const [opened] = await bot.inbox.action({ key: "d1", action, ...sender("bo") });
    expect(opened).toMatchObject({ kind: "form", form: { fields: [{ name: "to" }, { name: "until" }] } });
    const fill = (key: string, values: Record<string, string | string[]>) =>
      bot.inbox.form({ key, action, values, ...sender("bo") });
    expect(await fill("d2", { to: ["ada"], until: "friday" })).toMatchObject({ kind: "taken" });
    expect(bot.core.directory.delegatesAt(bot.clock.now())).toEqual({ bo: ["ada"] });
    expect(await fill("d3", { to: ["nobody"], until: "" })).toMatchObject({ kind: "wrong" });
    expect(await fill("d4", { to: [], until: "" })).toMatchObject({ kind: "taken" });
    expect(bot.core.directory.delegatesAt(bot.clock.now())).toEqual({});
  });
});

describe("a link to a plan", () => {
  it("is shown to those who may read it, where everybody may", async () => {
    const bot = await startBot({ yaml: YAML });
    await bot.say("ada", PLAN);
    const show = (id: string, place?: `console:room:${string}` | `console:direct:${string}`) =>
      bot.inbox.preview({ plan: 1, ...sender(id, place) });
    expect(await show("bo")).toMatchObject({ title: expect.stringContaining("Release 2.4"), buttons: [] });
    expect(await show("bo", "console:direct:bo")).toMatchObject({ buttons: [] });
    expect(await show("bo", "console:room:others")).toBeUndefined();
    expect(await show("stranger")).toBeUndefined();
    expect(await bot.inbox.preview({ plan: 99, ...sender("bo") })).toBeUndefined();
  });
});
