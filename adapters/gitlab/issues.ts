/**
 * GitLab's issues as requirements, by their links.
 */
import type { RequirementSource } from "../../src/flow/requirements.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { IssueFacts } from "../../src/plan/reading.ts";
import type { Issue } from "./answers.ts";
import { createClient, orAbsent } from "./client.ts";
import { isProject } from "./workflow-name.ts";

const TIMEOUT_MS = 10_000;

export interface GitlabIssuesOptions {
  /** Where GitLab is, with its path if it has one: `https://gitlab.example`. */
  readonly url: string;
  readonly token: string;
  readonly now: () => Instant;
}

interface IssueName {
  readonly project: string;
  readonly iid: number;
}

export function createGitlabIssues({ url, token, now }: GitlabIssuesOptions): RequirementSource {
  const client = createClient({ url, token, timeout: TIMEOUT_MS, now });
  const named = issuesOf(url.endsWith("/") ? url : `${url}/`);
  return {
    name: "GitLab",
    reads: (requirement) => requirement.kind === "link" && named(requirement.url) !== undefined,
    read: async (requirement) => {
      const name = requirement.kind === "link" ? named(requirement.url) : undefined;
      const issue = name && (await orAbsent(client.issue(name.project, name.iid)));
      return name && issue && { kind: "issue", ...factsOf(issue, name) };
    },
    stop: client.close,
  };
}

/** `group/project/-/issues/7`; GitLab calls some of them work items, and leaves the `-` out in links of old. */
function issuesOf(base: string): (link: string) => IssueName | undefined {
  return (link) => {
    const path = link.startsWith(base) ? link.slice(base.length) : "";
    const found = /^(.+?)(?:\/-)?\/(?:issues|work_items)\/([1-9]\d{0,9})(?=$|[/?#])/u.exec(path);
    const [, project, iid] = found ?? [];
    return project !== undefined && isProject(project) ? { project, iid: Number(iid) } : undefined;
  };
}

function factsOf(
  { iid, title, state, issue_type: type, assignees, web_url: url }: Issue,
  { project }: IssueName,
): IssueFacts {
  const [assignee] = assignees ?? [];
  return {
    key: `${project}#${iid}`,
    title,
    ...(type && type !== "issue" && { type }),
    state,
    stage: state === "closed" ? "done" : "todo",
    ...(assignee && { assignee: assignee.name }),
    url,
  };
}
