/**
 * `gonogo doctor jira`.
 */
import { expect, test } from "vitest";
import { examine } from "../../../adapters/jira/examine.ts";
import { EMAIL, TOKEN } from "../../emulators/jira.ts";
import { jiraWorld } from "./jira-world.ts";

async function found(deployment: "cloud" | "data-center", more: { readonly email?: string; readonly token?: string }) {
  const { jira } = await jiraWorld(deployment);
  const findings = await examine({ url: jira.url, token: TOKEN, now: Date.now, wait: async () => undefined, ...more });
  expect(jira.violations()).toEqual([]);
  for (const { what, remedy } of findings) expect(Object.values({ ...what, ...remedy })).not.toContain("");
  return findings.map(({ state, what }) => `${state} ${what.en}`);
}

test("the doctor finds nothing wrong where everything is set up", async () => {
  expect(await found("cloud", { email: EMAIL })).toEqual([
    "good JIRA_TOKEN is good: the account is Release bot",
    "good It is Jira Cloud 1001.0.0",
    "good The account sees boards: Shop board, Operations",
  ]);
  expect(await found("data-center", {})).toContain("good It is Jira Data Center 9.17.0");
});

test("the doctor finds a token that is none, and asks no further", async () => {
  expect(await found("cloud", { email: EMAIL, token: "another" })).toEqual([
    "bad Jira can’t be asked: Jira does not take the token: look at JIRA_EMAIL and JIRA_TOKEN",
  ]);
});
