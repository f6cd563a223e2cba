/**
 * Who examines which platform. What a platform is made of is loaded only when it is asked for.
 */
import type { Finding } from "./chat/finding.ts";
import { examineDingtalk } from "./connect-dingtalk.ts";
import { examineFeishu } from "./connect-feishu.ts";
import { examineJira } from "./connect-requirements.ts";
import { examineSlack } from "./connect-slack.ts";
import type { Settings } from "./settings/settings.ts";

export const EXAMINED = ["feishu", "dingtalk", "slack", "jira"] as const;
export type Examined = (typeof EXAMINED)[number];

/** Asks the platform what is set up there; undefined where its credentials are missing. */
type Examine = (settings: Settings) => Promise<readonly Finding[] | undefined>;

const EXAMINE: Partial<Readonly<Record<Examined, Examine>>> = {
  feishu: examineFeishu,
  dingtalk: examineDingtalk,
  slack: examineSlack,
  jira: examineJira,
};

export async function examine(platform: Examined, settings: Settings): Promise<readonly Finding[] | undefined> {
  return EXAMINE[platform]?.(settings);
}
