import { expect, onTestFinished, test } from "vitest";
import { examine } from "../../../adapters/feishu/examine.ts";
import type { FeishuOptions } from "../../../adapters/feishu/needs.ts";
import type { Feishu } from "../../emulators/feishu/feishu.ts";
import { openFeishu } from "../../emulators/feishu/feishu.ts";

async function examined(change: (feishu: Feishu) => Partial<FeishuOptions> | undefined) {
  const feishu = await openFeishu();
  onTestFinished(() => feishu.close());
  const { appId, appSecret, url: domain } = feishu;
  const options = { appId, appSecret, domain, mode: "long-connection" as const, ...change(feishu) };
  const findings = await examine(options, { publicUrl: "https://gonogo.example/", now: Date.now });
  expect(feishu.violations).toEqual([]);
  return findings;
}

const wrong = (findings: Awaited<ReturnType<typeof examined>>) => findings.filter(({ state }) => state !== "good");

test("an app that is set up has nothing to be done", async () => {
  const findings = await examined(() => undefined);
  expect(wrong(findings)).toEqual([]);
  expect(findings.map(({ what }) => what.en)).toEqual([
    "App ID and App Secret are right",
    "the bot “gonogo” is active",
    "the app is published",
    "all scopes are granted",
    "events and callbacks are subscribed",
    "the long connection can be made",
  ]);
});

test.each<[string, (feishu: Feishu) => Partial<FeishuOptions> | undefined, string]>([
  ["a wrong secret", () => ({ appSecret: "wrong" }), "can't sign in to Feishu"],
  ["an unreachable host", () => ({ domain: "http://127.0.0.1:1" }), "can't sign in to Feishu: Feishu can't be reached"],
  ["no bot", ({ setUp }) => void Object.assign(setUp, { botActive: false }), "the app has no bot"],
  [
    "no version published",
    ({ setUp }) => void Object.assign(setUp, { published: false }),
    "no version of the app is published",
  ],
  [
    "a scope that is missing",
    ({ setUp }) => void setUp.scopes.splice(setUp.scopes.indexOf("im:message:send_as_bot"), 1),
    "the scope im:message:send_as_bot is missing",
  ],
  [
    "buttons that reach nobody",
    ({ setUp }) => void Object.assign(setUp, { callbacks: [] }),
    "buttons show error 200340",
  ],
  [
    "messages that reach nobody",
    ({ setUp }) => void Object.assign(setUp, { events: [] }),
    "the event im.message.receive_v1",
  ],
  [
    "the other way to receive",
    ({ setUp }) => void Object.assign(setUp, { subscription: "webhook" }),
    "events do not come over the long connection",
  ],
  [
    "an approval that is not there",
    () => ({ approvalCode: "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA" }),
    "FEISHU_APPROVAL_CODE can't be read",
  ],
])("%s is found, with what to click", async (_what, change, words) => {
  const found = wrong(await examined(change)).find(({ what }) => what.en.includes(words));
  expect(found).toMatchObject({ state: "bad", remedy: { zh: expect.any(String), en: expect.any(String) } });
});

test("what Feishu does not tell is said to be unsure, with what to look at", async () => {
  const findings = await examined(({ setUp }) => {
    setUp.scopes = setUp.scopes.filter((scope) => !scope.startsWith("application:"));
    return undefined;
  });
  expect(wrong(findings)).toMatchObject([
    { state: "unsure", remedy: { en: expect.stringContaining("card.action.trigger") } },
  ]);
});

test("in webhook mode it says which address to enter", async () => {
  const findings = await examined(({ setUp, encryptKey, verificationToken }) => {
    setUp.subscription = "webhook";
    return { mode: "webhook", encryptKey, verificationToken };
  });
  expect(wrong(findings).map(({ what }) => what.en)).toEqual([
    "the request URL of events and of callbacks must be https://gonogo.example/feishu/events",
  ]);
});
