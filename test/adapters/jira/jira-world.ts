/**
 * An emulated Jira with a shop's issues, boards and sprints, and a source over it.
 */
import { onTestFinished } from "vitest";
import type { ExchangeOptions } from "../../../adapters/jira/exchange.ts";
import { createJiraSource } from "../../../adapters/jira/source.ts";
import type { RequirementSource } from "../../../src/flow/requirements.ts";
import type { JiraEmulator } from "../../emulators/jira.ts";
import { EMAIL, openJira, TOKEN } from "../../emulators/jira.ts";

export interface JiraWorld {
  readonly jira: JiraEmulator;
  readonly source: RequirementSource;
  /** How long it waited between attempts (ms). */
  readonly waits: number[];
  another(options: Partial<ExchangeOptions>): RequirementSource;
}

/** Seven issues in a sprint, which is more than a page; and boards of both kinds. Closes with the test. */
export async function jiraWorld(deployment: "cloud" | "data-center" = "cloud"): Promise<JiraWorld> {
  const jira = await openJira(deployment);
  onTestFinished(() => jira.close());
  const waits: number[] = [];
  const another = (options: Partial<ExchangeOptions>): RequirementSource => {
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    const email = deployment === "cloud" ? EMAIL : undefined;
    const source = createJiraSource({ url: jira.url, email, token: TOKEN, now: Date.now, wait, ...options });
    onTestFinished(() => source.stop());
    return source;
  };
  fill(jira);
  return { jira, source: another({}), waits, another };
}

export function fill(jira: JiraEmulator): void {
  const done = { status: "Done", category: "done", type: "Story", sprint: 42 } as const;
  for (const number of [1, 2, 3, 4]) jira.issues.push({ ...done, key: `SHOP-${number}`, summary: `Cart ${number}` });
  const open = { status: "In review", category: "indeterminate", type: "Bug", sprint: 42 } as const;
  for (const number of [5, 6, 7]) jira.issues.push({ ...open, key: `SHOP-${number}`, summary: `Checkout ${number}` });
  jira.issues.push({
    key: "SHOP-120",
    summary: "Cart totals",
    status: "In review",
    category: "indeterminate",
    type: "Story",
    assignee: "Bo Lin",
  });
  jira.boards.push({ id: 7, name: "Shop board", type: "scrum", project: "SHOP" });
  jira.boards.push({ id: 8, name: "Operations", type: "kanban", project: "OPS" });
  jira.sprints.push(
    { id: 40, name: "Shop 24.1", state: "closed", board: 7 },
    { id: 41, name: "Shop 24.2", state: "closed", board: 7 },
    { id: 42, name: "Shop 24.3", state: "active", board: 7, goal: "Faster carts" },
    { id: 43, name: "Shop 24.4", state: "future", board: 7 },
  );
}
