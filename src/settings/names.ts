/**
 * The environment names gonogo reads: the one table that the reader, the log and the reference in docs follow.
 */
import { z } from "zod";

export const LANGS = ["zh", "en"] as const;
export type Lang = (typeof LANGS)[number];
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** True when `zone` is a time zone this machine knows, such as `Asia/Shanghai`. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

const text = z.string().min(1, "is empty");
const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http or https address" });
const trueFalse = z.enum(["true", "false"], { error: "must be true or false" }).transform((value) => value === "true");
const onOff = z.enum(["on", "off"], { error: "must be on or off" }).transform((value) => value === "on");
const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port number, 0 to 65535")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be a port number, 0 to 65535");
const list = z.string().transform((value) => value.split(/[\s,;，；]+/).filter((part) => part !== ""));
const emails = list
  .pipe(z.array(z.email({ error: "must be emails, separated by commas" })))
  .transform((all) => all.map((one) => one.toLowerCase()));
const monthlyCalls = z
  .string()
  .regex(/^(?:[1-9]\d{2,8}|unlimited)$/, "must be a number of calls, from 100, or unlimited")
  .transform((value) => (value === "unlimited" ? value : Number(value)));
const database = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, "must be sqlite:<file> or postgres://<user>@<host>/<database>");
export const zoneSchema = z.string().refine(isZone, "is not a time zone, such as Asia/Shanghai");

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(", ")}` });
}

/** By environment name: how its text is read. */
export const ENVIRONMENT = {
  DATABASE_URL: database,
  GONOGO_HOST: text,
  GONOGO_PORT: port,
  GONOGO_PUBLIC_URL: httpUrl,
  GONOGO_LANG: oneOf(LANGS),
  GONOGO_TZ: zoneSchema,
  GONOGO_ADMINS: emails,
  GONOGO_SAMPLE: onOff,
  GONOGO_DATA: text,
  GONOGO_LOG: oneOf(LOG_LEVELS),
  GONOGO_SECRET: z.string().min(32, "must have 32 characters or more"),

  FILES_URL: z
    .string()
    .regex(/^(?:file:.+|s3:\/\/[^/?#]+(?:\/[^?#]*)?)$/, "must be file:<folder> or s3://<bucket>/<prefix>"),
  FILES_ENDPOINT: httpUrl,
  FILES_REGION: text,
  FILES_ACCESS_KEY: text,
  FILES_SECRET_KEY: text,
  FILES_MAX_MB: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a number of megabytes, 1 to 999")
    .transform(Number),
  FILES_TYPES: list,

  FEISHU_APP_ID: text,
  FEISHU_APP_SECRET: text,
  FEISHU_DOMAIN: httpUrl,
  FEISHU_MODE: oneOf(["long-connection", "webhook"]),
  FEISHU_ENCRYPT_KEY: text,
  FEISHU_VERIFICATION_TOKEN: text,
  FEISHU_APPROVAL_CODE: z
    .string()
    .regex(
      /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
      "must be an approval code, as in the address of the approval console",
    ),

  DINGTALK_CLIENT_ID: text,
  DINGTALK_CLIENT_SECRET: text,
  DINGTALK_API_BASE: httpUrl,
  DINGTALK_OAPI_BASE: httpUrl,
  DINGTALK_CARD_TEMPLATE: text,
  DINGTALK_APPROVAL_FORM: text,
  DINGTALK_MONTHLY_CALLS: monthlyCalls,

  SLACK_BOT_TOKEN: text,
  SLACK_APP_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_API_URL: httpUrl,
  SLACK_MODE: oneOf(["socket", "http"]),

  ZADIG_URL: httpUrl,
  ZADIG_TOKEN: text,
  ZADIG_HOOK_SECRET: text,
  GITHUB_API_URL: httpUrl,
  GITHUB_TOKEN: text,
  GITHUB_WEBHOOK_SECRET: text,
  GITLAB_URL: httpUrl,
  GITLAB_TOKEN: text,
  GITLAB_WEBHOOK_SECRET: text,
  JENKINS_URL: httpUrl,
  JENKINS_USER: text,
  JENKINS_TOKEN: text,
  JENKINS_WEBHOOK_SECRET: text,
  JIRA_URL: httpUrl,
  JIRA_EMAIL: z.email({ error: "is not an email" }),
  JIRA_TOKEN: text,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "is not an smtp or smtps address" }),

  DRAFT_MODEL_URL: httpUrl,
  DRAFT_MODEL: text,
  DRAFT_MODEL_KEY: text,

  HOOK_URL: httpUrl,
  HOOK_SECRET: text,
  HOOK_EVENTS: list,
  HOOK_CALLBACK: trueFalse,
  HOOK_ALLOW: list,
  CALLBACK_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,1024}$/, "must be 16 or more visible ASCII characters, without spaces"),
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENT;
export type EnvironmentValues = {
  readonly [Name in EnvironmentName]?: z.output<(typeof ENVIRONMENT)[Name]> | undefined;
};

/** Names whose value is never printed, and which may also come from the file that `NAME_FILE` names. */
export const SECRETS = [
  "DATABASE_URL",
  "GONOGO_SECRET",
  "FILES_SECRET_KEY",
  "FEISHU_APP_SECRET",
  "FEISHU_ENCRYPT_KEY",
  "FEISHU_VERIFICATION_TOKEN",
  "DINGTALK_CLIENT_SECRET",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "ZADIG_TOKEN",
  "ZADIG_HOOK_SECRET",
  "GITHUB_TOKEN",
  "GITHUB_WEBHOOK_SECRET",
  "GITLAB_TOKEN",
  "GITLAB_WEBHOOK_SECRET",
  "JENKINS_TOKEN",
  "JENKINS_WEBHOOK_SECRET",
  "JIRA_TOKEN",
  "SMTP_URL",
  "DRAFT_MODEL_KEY",
  "HOOK_URL",
  "HOOK_SECRET",
  "CALLBACK_TOKEN",
] as const satisfies readonly EnvironmentName[];

/** True when `name` is one of the environment names. */
export function isEnvironmentName(name: string): name is EnvironmentName {
  return Object.hasOwn(ENVIRONMENT, name);
}
