/**
 * Jira as a source of requirements: issues, sprints, and links to its issues.
 */
import type { ReadState, RequirementSource } from "../../src/flow/requirements.ts";
import type { Requirement } from "../../src/plan/requirement.ts";
import type { ClientOptions, JiraClient } from "./client.ts";
import { createClient, orAbsent } from "./client.ts";
import { issueFacts, sprintFacts } from "./facts.ts";
import { find } from "./find.ts";

/** For one attempt (ms): Jira Cloud answers in a few hundred. */
const TIMEOUT = 10_000;
/** Of one sprint; those that have more are told to have more. */
const MOST_SPRINT_ISSUES = 200;

export function createJiraSource(options: Omit<ClientOptions, "timeout">): RequirementSource {
  const client = createClient({ ...options, timeout: TIMEOUT });
  const keyIn = keyInLinks(client.link("/browse/"));
  return {
    name: "Jira",
    reads: (requirement) => requirement.kind !== "link" || keyIn(requirement.url) !== undefined,
    read: (requirement) => read(requirement, client, keyIn),
    find: (query) => find(query, client),
    stop: client.close,
  };
}

async function read(
  requirement: Requirement,
  client: JiraClient,
  keyIn: (url: string) => string | undefined,
): Promise<ReadState | undefined> {
  if (requirement.kind === "sprint") return sprintState(requirement.sprint, client);
  const key = requirement.kind === "issue" ? requirement.key : keyIn(requirement.url);
  const issue = key === undefined ? undefined : await orAbsent(client.issue(key));
  return issue && { kind: "issue", ...issueFacts(issue, client) };
}

async function sprintState(id: number, client: JiraClient): Promise<ReadState | undefined> {
  const sprint = await orAbsent(client.sprint(id));
  if (!sprint) return undefined;
  const { issues, more } = await client.search(`sprint = ${id} ORDER BY Rank ASC`, MOST_SPRINT_ISSUES);
  const facts = issues.map((issue) => issueFacts(issue, client));
  return { kind: "sprint", ...sprintFacts(sprint, client), issues: facts, ...(more && { more }) };
}

/** The issue that a link of this Jira shows. */
function keyInLinks(begin: string): (url: string) => string | undefined {
  return (url) =>
    url.startsWith(begin) ? /^[A-Z][A-Z0-9_]+-\d+(?=$|[?#])/u.exec(url.slice(begin.length))?.[0] : undefined;
}
