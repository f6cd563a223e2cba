/**
 * Issues of GitLab as requirements, by their links.
 */
import { expect, onTestFinished, test } from "vitest";
import { createGitlabIssues } from "../../../adapters/gitlab/issues.ts";
import type { Requirement } from "../../../src/plan/requirement.ts";
import { openGitlab, TOKEN } from "../../emulators/gitlab.ts";

const link = (url: string): Requirement => ({ kind: "link", url });

async function world() {
  const gitlab = await openGitlab();
  const source = createGitlabIssues({ url: gitlab.url, token: TOKEN, now: Date.now });
  onTestFinished(async () => {
    await source.stop();
    await gitlab.close();
    expect(gitlab.violations()).toEqual([]);
  });
  const web_url = `${gitlab.url}/shop/web/frontend/-/issues/7`;
  const issue = {
    title: "Cart totals",
    state: "opened",
    issue_type: "issue",
    assignees: [{ name: "Bo Lin" }],
    web_url,
  };
  gitlab.project({
    path: "shop/web/frontend",
    file: "",
    issues: new Map<number, Readonly<Record<string, unknown>>>([
      [7, issue],
      [8, { ...issue, state: "closed", issue_type: "incident", assignees: [] }],
    ]),
  });
  return { source, url: gitlab.url };
}

test("an issue is read by its link, as GitLab writes it now and as it used to", async () => {
  const { source, url } = await world();
  const read = {
    kind: "issue",
    key: "shop/web/frontend#7",
    title: "Cart totals",
    state: "opened",
    stage: "todo",
    assignee: "Bo Lin",
    url: `${url}/shop/web/frontend/-/issues/7`,
  };
  for (const path of ["-/issues/7", "issues/7", "-/work_items/7?show=1"]) {
    expect(await source.read(link(`${url}/shop/web/frontend/${path}`))).toEqual(read);
  }
  expect(await source.read(link(`${url}/shop/web/frontend/-/issues/8`))).toMatchObject({
    stage: "done",
    type: "incident",
  });
});

test("what is not there, or is no issue's link, is left a link", async () => {
  const { source, url } = await world();
  expect(await source.read(link(`${url}/shop/web/frontend/-/issues/404`))).toBeUndefined();
  for (const stranger of ["https://git.example/shop/web/-/issues/7", `${url}/shop/-/pipelines/7`, `${url}/issues/7`]) {
    expect(source.reads(link(stranger))).toBe(false);
  }
});
