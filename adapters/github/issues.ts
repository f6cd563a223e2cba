/**
 * GitHub's issues and pull requests as requirements, by their links.
 */
import type { RequirementSource } from "../../src/flow/requirements.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { IssueFacts, Stage } from "../../src/plan/reading.ts";
import type { Issue } from "./answers.ts";
import { createClient, orAbsent } from "./client.ts";
import type { RepoName } from "./workflow-name.ts";

const TIMEOUT_MS = 10_000;

export interface GithubIssuesOptions {
  /** The address of the API: `https://api.github.com`, or `https://github.example/api/v3`. */
  readonly url: string;
  readonly token: string;
  readonly now: () => Instant;
}

interface IssueName extends RepoName {
  readonly number: number;
}

export function createGithubIssues({ url, token, now }: GithubIssuesOptions): RequirementSource {
  const client = createClient({ url, token, timeout: TIMEOUT_MS, now });
  const named = issuesOf(webOf(url));
  return {
    name: "GitHub",
    reads: (requirement) => requirement.kind === "link" && named(requirement.url) !== undefined,
    read: async (requirement) => {
      const name = requirement.kind === "link" ? named(requirement.url) : undefined;
      // 410 is what GitHub says of an issue that was deleted, or of a repository without issues.
      const issue = name && (await orAbsent(client.issue(name, name.number), [404, 410]));
      return name && issue && { kind: "issue", ...factsOf(issue, name) };
    },
    stop: client.close,
  };
}

/** Where people read what the API serves: `https://github.com` for its own, the same host for an Enterprise Server. */
function webOf(url: string): string {
  const { origin, hostname } = new URL(url);
  return hostname === "api.github.com" ? "https://github.com" : origin;
}

function issuesOf(web: string): (link: string) => IssueName | undefined {
  return (link) => {
    const path = link.startsWith(`${web}/`) ? link.slice(web.length) : "";
    const found = /^\/([\w-][\w.-]*)\/([\w.-]*[\w-][\w.-]*)\/(?:issues|pull)\/([1-9]\d{0,9})(?=$|[/?#])/u.exec(path);
    const [, owner, repo, number] = found ?? [];
    return owner !== undefined && repo !== undefined ? { owner, repo, number: Number(number) } : undefined;
  };
}

function factsOf(issue: Issue, { owner, repo }: IssueName): IssueFacts {
  const { title, number, assignee, pull_request: pull, type } = issue;
  const kind = type?.name ?? (pull ? "Pull request" : undefined);
  return {
    key: `${owner}/${repo}#${number}`,
    title,
    ...(kind !== undefined && { type: kind }),
    state: stateOf(issue),
    stage: stageOf(issue),
    ...(assignee && { assignee: assignee.login }),
    url: issue.html_url,
  };
}

function stateOf({ state, state_reason: reason, pull_request: pull }: Issue): string {
  if (pull?.merged_at) return "merged";
  return state === "closed" && reason === "not_planned" ? "closed as not planned" : state;
}

function stageOf({ state }: Issue): Stage {
  return state === "closed" ? "done" : "todo";
}
