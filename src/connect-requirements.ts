/**
 * Where requirements are read, by the settings: Jira, and the issues that links to GitHub and GitLab name. What a source is
 * made of is loaded only when it is asked for.
 */
import type { Finding } from "./chat/finding.ts";
import type { RequirementDesk } from "./flow/requirement-desk.ts";
import { createRequirementDesk } from "./flow/requirement-desk.ts";
import type { RequirementSource } from "./flow/requirements.ts";
import type { Settings } from "./settings/settings.ts";

type Connect = (settings: Pick<Settings, "platforms">, now: () => number) => Promise<RequirementSource | undefined>;

/** The desk over the sources of the settings. */
export async function connectRequirementDesk(
  settings: Pick<Settings, "platforms">,
  now: () => number,
  onError: (error: unknown) => void,
): Promise<RequirementDesk> {
  return createRequirementDesk({ sources: await connectRequirements(settings, now), now, onError });
}

/** The sources, in the order in which they are asked whether something is theirs. */
async function connectRequirements(
  settings: Pick<Settings, "platforms">,
  now: () => number,
): Promise<readonly RequirementSource[]> {
  const connected = await Promise.all([jira, github, gitlab].map((connect) => connect(settings, now)));
  return connected.filter((source) => source !== undefined);
}

const jira: Connect = async ({ platforms }, now) => {
  if (!platforms.jira) return undefined;
  const { createJiraSource } = await import("../adapters/jira/source.ts");
  return createJiraSource({ ...platforms.jira, now });
};

const github: Connect = async ({ platforms }, now) => {
  if (!platforms.github) return undefined;
  const { createGithubIssues } = await import("../adapters/github/issues.ts");
  return createGithubIssues({ ...platforms.github, now });
};

const gitlab: Connect = async ({ platforms }, now) => {
  if (!platforms.gitlab) return undefined;
  const { createGitlabIssues } = await import("../adapters/gitlab/issues.ts");
  return createGitlabIssues({ ...platforms.gitlab, now });
};

/** What the doctor finds. */
export async function examineJira({ platforms }: Pick<Settings, "platforms">): Promise<readonly Finding[] | undefined> {
  if (!platforms.jira) return undefined;
  const { examine } = await import("../adapters/jira/examine.ts");
  return examine({ ...platforms.jira, now: Date.now });
}
