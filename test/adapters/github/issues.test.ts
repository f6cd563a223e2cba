/**
 * Issues and pull requests of GitHub as requirements, by their links.
 */
import { expect, onTestFinished, test } from "vitest";
import { createGithubIssues } from "../../../adapters/github/issues.ts";
import type { Requirement } from "../../../src/plan/requirement.ts";
import { openGithub, TOKEN } from "../../emulators/github.ts";

const link = (url: string): Requirement => ({ kind: "link", url });

async function world() {
  const github = await openGithub();
  const source = createGithubIssues({ url: github.url, token: TOKEN, now: Date.now });
  onTestFinished(async () => {
    await source.stop();
    await github.close();
    expect(github.violations()).toEqual([]);
  });
  const web = new URL(github.url).origin;
  const { issues } = github.repo("shop/web", {});
  const shown = { html_url: `${web}/shop/web/issues/7`, assignee: { login: "bo" }, pull_request: null, type: null };
  issues.set(7, { ...shown, title: "Cart totals", state: "open", state_reason: null });
  issues.set(8, { ...shown, title: "Never mind", state: "closed", state_reason: "not_planned", type: { name: "Bug" } });
  const merged = { pull_request: { merged_at: "2026-11-24T12:00:00Z" }, state: "closed", assignee: null };
  issues.set(9, { ...shown, title: "Add totals", ...merged });
  return { source, web };
}

test("an issue, one that was not planned and a pull request are read by their links", async () => {
  const { source, web } = await world();
  expect(await source.read(link(`${web}/shop/web/issues/7#issuecomment-1`))).toEqual({
    kind: "issue",
    key: "shop/web#7",
    title: "Cart totals",
    state: "open",
    stage: "todo",
    assignee: "bo",
    url: `${web}/shop/web/issues/7`,
  });
  expect(await source.read(link(`${web}/shop/web/issues/8`))).toMatchObject({
    state: "closed as not planned",
    stage: "done",
    type: "Bug",
  });
  expect(await source.read(link(`${web}/shop/web/pull/9`))).toMatchObject({ state: "merged", type: "Pull request" });
});

test("what is not there, or is no issue's link, is left a link", async () => {
  const { source, web } = await world();
  expect(await source.read(link(`${web}/shop/web/issues/404`))).toBeUndefined();
  expect(await source.read(link(`${web}/shop/nowhere/issues/7`))).toBeUndefined();
  const strangers = [
    "https://git.example/shop/web/issues/7",
    `${web}/shop/web`,
    `${web}/shop/../issues/7`,
    `${web}/a/b/issues/0`,
  ];
  for (const url of strangers) expect(source.reads(link(url))).toBe(false);
  expect(source.reads({ kind: "issue", key: "SHOP-1", project: "SHOP" })).toBe(false);
});
