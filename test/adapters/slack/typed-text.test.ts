import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandText, readableText } from "../../../adapters/slack/typed-text.ts";

const SELF = "U0GONOGO1";

describe("what is typed in Slack", () => {
  it.each([
    ["new &lt;b&gt; &amp; co", "new <b> & co"],
    ["handover 52 <@U0BO|bo>", "handover 52 @U0BO"],
    ["handover 52 <@W0BO>", "handover 52 @W0BO"],
    ["<@U0GONOGO1> show 52", "show 52"],
    ["<@U0GONOGO1|gonogo> show 52", "show 52"],
    ["edit 52 announce:<#C0REL|releases>", "edit 52 announce:slack:room:C0REL"],
    ["edit 52 通知：<#C0REL|>", "edit 52 通知：slack:room:C0REL"],
    ["comment 52 see <#C0REL|releases>", "comment 52 see #releases"],
    ["approve 52 <!subteam^S0QA|@qa> agreed", "approve 52 @qa agreed"],
    ["comment 52 <!here>", "comment 52 @here"],
    ["done 52.1 <https://ci.example/7?a=1&amp;b=2>", "done 52.1 https://ci.example/7?a=1&b=2"],
    ["done 52.1 <http://ci.example|ci.example>", "done 52.1 ci.example"],
    ["done 52.1 <https://ci.example/7|the run>", "done 52.1 the run (https://ci.example/7)"],
    ["handover 52 <mailto:bo@example.com|bo@example.com>", "handover 52 bo@example.com"],
    ["new “Release &amp; more”\nname: x", "new “Release & more”\nname: x"],
    ["skip 52.1 &amp;lt; is no mark", "skip 52.1 &lt; is no mark"],
  ])("%j reads as %j", (typed, read) => {
    expect(commandText(typed, SELF)).toBe(read);
  });

  it("reads as it was typed when it has no mark of Slack's", () => {
    const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(commandText(escaped(text), SELF)).toBe(text.trim());
      }),
    );
  });

  it("names people where people read it", () => {
    const nameOf = (id: string) => (id === "U0BO" ? "Bo" : undefined);
    expect(readableText("<@U0BO> and <@U0X> ship <#C1|shop> &lt;now&gt; <https://x.example|here>", { nameOf })).toBe(
      "@Bo and @U0X ship #shop <now> here (https://x.example)",
    );
  });
});
