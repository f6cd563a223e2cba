/**
 * Issues and sprints as Jira Cloud and a Jira of one's own have them, read through jira.js.
 */
import { describe, expect, test } from "vitest";
import type { Requirement } from "../../../src/plan/requirement.ts";
import { jiraWorld } from "./jira-world.ts";

const issue = (key: string): Requirement => ({ kind: "issue", key, project: "SHOP" });
const sprint = (number: number): Requirement => ({ kind: "sprint", project: "SHOP", sprint: number });

describe.each(["cloud", "data-center"] as const)("in %s,", (deployment) => {
  test("an issue is read with its title, state, type, assignee and link", async () => {
    const { jira, source } = await jiraWorld(deployment);
    expect(await source.read(issue("SHOP-120"))).toEqual({
      kind: "issue",
      key: "SHOP-120",
      title: "Cart totals",
      type: "Story",
      state: "In review",
      stage: "doing",
      assignee: "Bo Lin",
      url: `${jira.url}/browse/SHOP-120`,
    });
    expect(jira.violations()).toEqual([]);
  });

  test("a sprint is read with all its issues, page by page", async () => {
    const { jira, source } = await jiraWorld(deployment);
    const state = await source.read(sprint(42));
    expect(state).toMatchObject({ kind: "sprint", name: "Shop 24.3", stage: "doing", goal: "Faster carts" });
    const keys = state?.kind === "sprint" ? state.issues.map(({ key }) => key) : [];
    expect(keys).toEqual(["SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4", "SHOP-5", "SHOP-6", "SHOP-7"]);
    expect(state).not.toHaveProperty("more");
    expect(jira.violations()).toEqual([]);
  });

  test("a sprint with more issues than are kept says so", async () => {
    const { jira, source } = await jiraWorld(deployment);
    const more = { status: "Done", category: "done", type: "Story", sprint: 43, summary: "Many" } as const;
    for (let number = 1000; number < 1205; number++) jira.issues.push({ ...more, key: `SHOP-${number}` });
    const state = await source.read(sprint(43));
    expect(state).toMatchObject({ more: true });
    expect(state?.kind === "sprint" && state.issues.length).toBe(200);
    expect(jira.violations()).toEqual([]);
  });

  test("what Jira does not have, or does not show, is missing", async () => {
    const { source } = await jiraWorld(deployment);
    expect(await source.read(issue("SHOP-999"))).toBeUndefined();
    expect(await source.read(sprint(999))).toBeUndefined();
  });

  test("the link of an issue is read as the issue", async () => {
    const { jira, source } = await jiraWorld(deployment);
    const link = (url: string): Requirement => ({ kind: "link", url });
    expect(source.reads(link("https://other.example/browse/SHOP-120"))).toBe(false);
    expect(source.reads(link(`${jira.url}/browse/SHOP-120?focus=1`))).toBe(true);
    expect(await source.read(link(`${jira.url}/browse/SHOP-120?focus=1`))).toMatchObject({ key: "SHOP-120" });
  });

  test("another token is told to be wrong, without being repeated", async () => {
    const { another } = await jiraWorld(deployment);
    const error = await another({ token: "s3cret" })
      .read(issue("SHOP-120"))
      .catch((thrown: unknown) => String(thrown));
    expect(error).toContain("Jira does not take the token");
    expect(error).not.toContain("s3cret");
  });
});

describe("a limit", () => {
  test("that lasts a moment is waited for as long as Jira asks", async () => {
    const { jira, source, waits } = await jiraWorld();
    jira.fail({ status: 429, headers: { "retry-after": "2" } });
    expect(await source.read(issue("SHOP-120"))).toMatchObject({ key: "SHOP-120" });
    expect(waits).toEqual([2_000]);
  });

  test("that lasts longer is told at once", async () => {
    const { jira, source, waits } = await jiraWorld();
    jira.fail({ status: 429, headers: { "retry-after": "60" } });
    await expect(source.read(issue("SHOP-120"))).rejects.toMatchObject({
      message: "Jira answered 429 to GET /rest/agile/1.0/issue/SHOP-120",
      retryAfter: 60_000,
    });
    expect(waits).toEqual([]);
    expect(jira.requests).toHaveLength(1);
  });
});

describe("a Jira in trouble", () => {
  test("is asked three times, and no more", async () => {
    const { jira, source, waits } = await jiraWorld();
    jira.fail({ status: 502 }, { status: 503 }, { status: 500, body: { errorMessages: ["Down for <b>repair</b>"] } });
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow(
      "Jira answered 500 to GET /rest/agile/1.0/issue/SHOP-120: Down for <b>repair</b>",
    );
    expect(waits).toEqual([250, 1_000]);
    expect(jira.requests).toHaveLength(3);
  });

  test("that forbids, redirects to a sign-in page or answers with one is not asked again", async () => {
    const { jira, source } = await jiraWorld();
    jira.fail({ status: 403, body: { errorMessages: ["No."] } });
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("Jira answered 403 to GET");
    jira.fail({ status: 302, headers: { location: "/login.jsp" } });
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("Jira answered 302 to GET");
    jira.fail({ status: 403, headers: { "x-seraph-loginreason": "AUTHENTICATED_FAILED" } });
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("Jira does not take the token");
    expect(jira.requests).toHaveLength(3);
  });

  test("whose answer is no issue is told to be strange", async () => {
    const { jira, source } = await jiraWorld();
    jira.fail({ status: 200, body: { key: "SHOP-120", fields: {} } });
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("fields.status is not as documented");
    const page = { status: 200, body: "<html>Sign in</html>" };
    jira.fail(page, page, page);
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("it is not JSON");
  });

  test("that is not there is told to be out of reach", async () => {
    const { jira, source } = await jiraWorld();
    await jira.close();
    await expect(source.read(issue("SHOP-120"))).rejects.toThrow("Jira can't be reached (ECONNREFUSED)");
  });
});
