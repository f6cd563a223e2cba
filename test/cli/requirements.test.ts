/**
 * Requirements on the command line, against a Jira.
 */
import { expect, onTestFinished, test } from "vitest";
import { fill } from "../adapters/jira/jira-world.ts";
import { EMAIL, openJira, TOKEN } from "../emulators/jira.ts";
import { folder, PLAN } from "./call.ts";

test("requirements are found, read, refreshed and written into release notes", async () => {
  const jira = await openJira();
  onTestFinished(() => jira.close());
  fill(jira);
  const here = folder();
  const env = { JIRA_URL: jira.url, JIRA_EMAIL: EMAIL, JIRA_TOKEN: TOKEN };
  const call = (...args: string[]) => here.gonogo(args, { env });
  expect((await call("find", "--board", "7")).out).toMatch(/^sprint:SHOP\/42 {2}Shop 24\.3/u);
  await here.gonogo(["apply", "-"], { env, input: `${PLAN}requirements: [SHOP-120, "sprint:SHOP/42"]\n` });
  expect((await call("requirements", "1", "--lang", "en")).out).toMatch(
    /SHOP-120 Cart totals · In review[\s\S]*4 of 7 issues done/u,
  );
  expect((await call("refresh", "1", "--as", "ada", "--json")).json()).toMatchObject({ plan: 1 });
  expect((await call("notes", "1", "--lang", "zh")).out).toContain("## 缺陷修复");
  const outsider = await call("refresh", "1", "--as", "bo", "--lang", "en");
  expect([outsider.exit, outsider.err]).toEqual([1, expect.stringContaining("editors")]);
  expect(jira.violations()).toEqual([]);
});
