/**
 * What the environment says of chat platforms and engines. A part is there when its credentials are complete.
 */
import type { EnvironmentName, EnvironmentValues } from "./names.ts";
import type { SettingsProblem } from "./problem.ts";

export interface FeishuSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly mode: "long-connection" | "webhook";
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
  /** An approval definition made in the admin console. */
  readonly approvalCode?: string | undefined;
}

export interface DingtalkSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly oapiBase: string;
  /** Absent means the built-in template. */
  readonly cardTemplate?: string | undefined;
  /** The code of the approval form to use; absent means the one that gonogo makes. */
  readonly approvalForm?: string | undefined;
  /** Calls that the organisation has in a month; absent means without end. */
  readonly monthlyCalls?: number | undefined;
}

export interface SlackSettings {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly mode: "socket" | "http";
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
}

export interface ServiceSettings {
  readonly url: string;
  readonly token: string;
  /** Shared with the service, which proves by it that a webhook is its own. */
  readonly webhookSecret?: string | undefined;
}

export interface PlatformSettings {
  readonly feishu?: FeishuSettings | undefined;
  readonly dingtalk?: DingtalkSettings | undefined;
  readonly slack?: SlackSettings | undefined;
  readonly zadig?: ServiceSettings | undefined;
  readonly github?: ServiceSettings | undefined;
  readonly gitlab?: ServiceSettings | undefined;
  readonly jenkins?: (ServiceSettings & { readonly user: string }) | undefined;
  /** Without an email it is a Jira of one's own, which takes the token alone. */
  readonly jira?: (ServiceSettings & { readonly email?: string | undefined }) | undefined;
  readonly smtp?: string | undefined;
  /** An OpenAI-compatible model, asked for drafts alone. */
  readonly draftModel?: { readonly url: string; readonly model: string; readonly key?: string | undefined } | undefined;
  /** What Zadig sends with its own hooks. */
  readonly zadigHookSecret?: string | undefined;
  readonly callbackToken?: string | undefined;
}

/** Names that need each other, and those that mean nothing without them. */
interface Bundle {
  readonly needs: readonly EnvironmentName[];
  readonly extras: readonly EnvironmentName[];
}

const BUNDLES: readonly Bundle[] = [
  {
    needs: ["FEISHU_APP_ID", "FEISHU_APP_SECRET"],
    extras: ["FEISHU_DOMAIN", "FEISHU_MODE", "FEISHU_ENCRYPT_KEY", "FEISHU_VERIFICATION_TOKEN", "FEISHU_APPROVAL_CODE"],
  },
  {
    needs: ["DINGTALK_CLIENT_ID", "DINGTALK_CLIENT_SECRET"],
    extras: [
      "DINGTALK_API_BASE",
      "DINGTALK_OAPI_BASE",
      "DINGTALK_CARD_TEMPLATE",
      "DINGTALK_APPROVAL_FORM",
      "DINGTALK_MONTHLY_CALLS",
    ],
  },
  { needs: ["SLACK_BOT_TOKEN"], extras: ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "SLACK_MODE"] },
  { needs: ["ZADIG_URL", "ZADIG_TOKEN"], extras: [] },
  { needs: ["GITHUB_TOKEN"], extras: ["GITHUB_WEBHOOK_SECRET"] },
  { needs: ["GITLAB_URL", "GITLAB_TOKEN"], extras: ["GITLAB_WEBHOOK_SECRET"] },
  { needs: ["JENKINS_URL", "JENKINS_USER", "JENKINS_TOKEN"], extras: ["JENKINS_WEBHOOK_SECRET"] },
  { needs: ["JIRA_URL", "JIRA_TOKEN"], extras: ["JIRA_EMAIL"] },
  { needs: ["DRAFT_MODEL_URL", "DRAFT_MODEL"], extras: ["DRAFT_MODEL_KEY"] },
  { needs: ["HOOK_URL"], extras: ["HOOK_SECRET", "HOOK_EVENTS", "HOOK_CALLBACK", "HOOK_ALLOW"] },
];

/** What is half set: one of the names that need each other, without the others. `failed` are reported elsewhere. */
export function bundleProblems(values: EnvironmentValues, failed: readonly string[]): readonly SettingsProblem[] {
  const given = (name: EnvironmentName) => values[name] !== undefined || failed.includes(name);
  const halves = BUNDLES.flatMap(({ needs, extras }) => {
    const present = [...needs, ...extras].filter(given);
    return present.length === 0 ? [] : needs.filter((name) => !given(name)).map((name) => missing(name, present));
  });
  return [...halves, ...modeProblems(values, given)];
}

function modeProblems(
  values: EnvironmentValues,
  given: (name: EnvironmentName) => boolean,
): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (given("SLACK_BOT_TOKEN") && !given("SLACK_MODE") && !given("SLACK_APP_TOKEN")) {
    problems.push(missing("SLACK_APP_TOKEN", ["SLACK_BOT_TOKEN"]));
  }
  if (values.SLACK_MODE === "socket" && !given("SLACK_APP_TOKEN")) {
    problems.push(missing("SLACK_APP_TOKEN", ["SLACK_MODE=socket"]));
  }
  if (values.SLACK_MODE === "http" && !given("SLACK_SIGNING_SECRET")) {
    problems.push(missing("SLACK_SIGNING_SECRET", ["SLACK_MODE=http"]));
  }
  if (values.FEISHU_MODE === "webhook" && !given("FEISHU_VERIFICATION_TOKEN") && !given("FEISHU_ENCRYPT_KEY")) {
    problems.push(missing("FEISHU_ENCRYPT_KEY", ["FEISHU_MODE=webhook"]));
  }
  return problems;
}

function missing(where: EnvironmentName, because: readonly string[]): SettingsProblem {
  const wrong = `is missing, and ${because.join(", ")} ${because.length === 1 ? "needs" : "need"} it`;
  return { code: "missing", where, wrong, remedy: `Set ${where}, or unset the others.` };
}

/** The parts whose credentials are there, with their defaults. */
export function platformSettings(values: EnvironmentValues): PlatformSettings {
  const { SMTP_URL: smtp, CALLBACK_TOKEN: callbackToken, ZADIG_HOOK_SECRET: zadigHookSecret } = values;
  const user = values.JENKINS_USER;
  const email = values.JIRA_EMAIL;
  const jenkins = service(values.JENKINS_URL, values.JENKINS_TOKEN, values.JENKINS_WEBHOOK_SECRET);
  const jira = service(values.JIRA_URL, values.JIRA_TOKEN);
  return {
    feishu: feishu(values),
    dingtalk: dingtalk(values),
    slack: slack(values),
    zadig: service(values.ZADIG_URL, values.ZADIG_TOKEN),
    github: service(
      values.GITHUB_API_URL ?? "https://api.github.com",
      values.GITHUB_TOKEN,
      values.GITHUB_WEBHOOK_SECRET,
    ),
    gitlab: service(values.GITLAB_URL, values.GITLAB_TOKEN, values.GITLAB_WEBHOOK_SECRET),
    jenkins: jenkins && user !== undefined ? { ...jenkins, user } : undefined,
    jira: jira && { ...jira, email },
    smtp,
    draftModel: draftModel(values),
    zadigHookSecret,
    callbackToken,
  };
}

function draftModel(values: EnvironmentValues): PlatformSettings["draftModel"] {
  const { DRAFT_MODEL_URL: url, DRAFT_MODEL: model, DRAFT_MODEL_KEY: key } = values;
  return url === undefined || model === undefined ? undefined : { url, model, key };
}

/** The chat platforms that are configured, beside the console, which always is. */
export function chatPlatforms(platforms: PlatformSettings): readonly ("feishu" | "dingtalk" | "slack")[] {
  const names = ["feishu", "dingtalk", "slack"] as const;
  return names.filter((name) => platforms[name] !== undefined);
}

function service(
  url: string | undefined,
  token: string | undefined,
  webhookSecret?: string | undefined,
): ServiceSettings | undefined {
  return url !== undefined && token !== undefined ? { url, token, webhookSecret } : undefined;
}

function feishu(values: EnvironmentValues): FeishuSettings | undefined {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = values;
  if (appId === undefined || appSecret === undefined) return undefined;
  return {
    appId,
    appSecret,
    domain: values.FEISHU_DOMAIN ?? "https://open.feishu.cn",
    mode: values.FEISHU_MODE ?? "long-connection",
    encryptKey: values.FEISHU_ENCRYPT_KEY,
    verificationToken: values.FEISHU_VERIFICATION_TOKEN,
    approvalCode: values.FEISHU_APPROVAL_CODE?.toUpperCase(),
  };
}

/** Calls a month that an organisation of DingTalk's standard edition has. */
const STANDARD_EDITION = 10_000;

function dingtalk(values: EnvironmentValues): DingtalkSettings | undefined {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = values;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const monthly = values.DINGTALK_MONTHLY_CALLS ?? STANDARD_EDITION;
  return {
    clientId,
    clientSecret,
    apiBase: values.DINGTALK_API_BASE ?? "https://api.dingtalk.com",
    oapiBase: values.DINGTALK_OAPI_BASE ?? "https://oapi.dingtalk.com",
    cardTemplate: values.DINGTALK_CARD_TEMPLATE,
    approvalForm: values.DINGTALK_APPROVAL_FORM,
    monthlyCalls: monthly === "unlimited" ? undefined : monthly,
  };
}

function slack(values: EnvironmentValues): SlackSettings | undefined {
  const { SLACK_BOT_TOKEN: botToken } = values;
  if (botToken === undefined) return undefined;
  return {
    botToken,
    apiUrl: values.SLACK_API_URL ?? "https://slack.com/api/",
    mode: values.SLACK_MODE ?? "socket",
    appToken: values.SLACK_APP_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET,
  };
}
