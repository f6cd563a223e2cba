/**
 * Jira's issues and sprints as facts of requirements.
 */
import type { IssueFacts, Stage } from "../../src/plan/reading.ts";
import type { Issue, Sprint } from "./answers.ts";
import type { JiraClient } from "./client.ts";

export function issueFacts({ key, fields }: Issue, client: Pick<JiraClient, "link">): IssueFacts {
  const { summary, status, issuetype, assignee } = fields;
  return {
    key,
    title: bounded(summary ?? ""),
    ...(issuetype && { type: bounded(issuetype.name) }),
    state: bounded(status.name),
    stage: stageOf(status.statusCategory?.key),
    ...(assignee && { assignee: bounded(assignee.displayName) }),
    url: client.link(`/browse/${key}`),
  };
}

export function sprintFacts({ id, name, state, goal }: Sprint, client: Pick<JiraClient, "link">) {
  const stage: Stage = state.toLowerCase() === "closed" ? "done" : state.toLowerCase() === "active" ? "doing" : "todo";
  // Its board may be anybody's; the issues of the sprint are shown to whoever may see them.
  const url = client.link(`/issues/?jql=${encodeURIComponent(`sprint = ${id}`)}`);
  const told = bounded(goal ?? "");
  return { name: bounded(name), stage, ...(told !== "" && { goal: told }), url };
}

function stageOf(category: string | undefined): Stage {
  if (category === "done") return "done";
  return category === "indeterminate" ? "doing" : "todo";
}

/** Long enough for a summary of Jira's, which has 255 characters at most; in one line. */
const LONGEST = 300;

function bounded(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST);
}
