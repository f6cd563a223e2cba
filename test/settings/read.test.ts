import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SECTIONS } from "../../src/connect-engines.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import { describeSettings, secretsSet } from "../../src/settings/describe.ts";
import { ENVIRONMENT } from "../../src/settings/names.ts";
import type { SettingsProblem } from "../../src/settings/problem.ts";
import { SettingsError } from "../../src/settings/problem.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { Settings } from "../../src/settings/settings.ts";

type Env = Record<string, string>;

function folder(): string {
  return mkdtempSync(join(tmpdir(), "gonogo-settings-"));
}

function read(env: Env = {}, yaml?: string): Settings {
  const cwd = folder();
  if (yaml !== undefined) writeFileSync(join(cwd, "gonogo.yaml"), yaml);
  return readSettings({ env, cwd, sections: SECTIONS });
}

function problems(env: Env, yaml?: string): readonly SettingsProblem[] {
  try {
    read(env, yaml);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

const told = (env: Env, yaml?: string) =>
  problems(env, yaml).map(({ code, where, line, wrong, remedy }) => {
    const at = line === undefined ? where : `${line} ${where}`;
    return `${code} | ${at} | ${wrong} | ${remedy}`;
  });

const PEOPLE = "people:\n  bo: { name: Bo, email: bo@example.com }\n";

test("without any settings there are the defaults and the sample people", () => {
  const cwd = folder();
  const settings = readSettings({ env: {}, cwd });
  expect(settings).toMatchObject({
    databaseUrl: "sqlite:./gonogo.db",
    host: "127.0.0.1",
    port: 4664,
    publicUrl: undefined,
    lang: "zh",
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    admins: [],
    data: join(cwd, "runs"),
    log: "info",
    sample: true,
    file: undefined,
    hooks: [],
    gates: { start_execute: { limit: { after: 86_400_000, policy: "ask" }, remind: 14_400_000 } },
    planners: "everyone",
    defaults: { announce: ["releases"], policy: "standard" },
    groups: { qa: ["bo", "dana"], operations: ["chen", "eve"] },
    warnings: [],
  });
  expect(Object.keys(settings.people)).toEqual(["ada", "bo", "chen", "dana", "eve"]);
  expect(settings.rooms.releases).toEqual({
    title: { zh: "发布", en: "Releases" },
    places: ["console:room:releases"],
    members: "everyone",
  });
});

test.each<[Env, string | undefined, boolean]>([
  [{}, undefined, true],
  [{}, "commands:\n  hello: { run: [echo, hello] }\n", true],
  [{ GONOGO_HOST: "::1" }, undefined, true],
  [{ GONOGO_SAMPLE: "off" }, PEOPLE, false],
  [{}, PEOPLE, false],
  [{}, `${PEOPLE}sample: on\n`, true],
  [{ GONOGO_SAMPLE: "off" }, `${PEOPLE}sample: on\n`, false],
  [{ GONOGO_ADMINS: "bo@example.com" }, PEOPLE, false],
  [{ GONOGO_PUBLIC_URL: "https://gonogo.example" }, PEOPLE, false],
  [{ SLACK_BOT_TOKEN: "xoxb", SLACK_APP_TOKEN: "xapp" }, undefined, false],
])("with %j and the file %j, sample mode is %s", (env, yaml, sample) => {
  expect(read(env, yaml).sample).toBe(sample);
});

test("a file of one's own keeps its commands beside the sample's, and its own people instead", () => {
  const withCommand = readSettings({ env: {}, cwd: folder(), sections: SECTIONS });
  expect(Object.keys(withCommand.commands ?? {})).toEqual(["build", "deploy", "fail"]);
  const own = read({}, "sample: on\npeople:\n  bo: { name: Bo }\ncommands:\n  hello: { run: [echo, hello] }\n");
  expect(Object.keys(own.people)).toEqual(["bo"]);
  expect(Object.keys(own.commands ?? {})).toEqual(["build", "deploy", "fail", "hello"]);
});

test("the environment is read into typed parts", () => {
  const settings = read(
    {
      DATABASE_URL: "postgres://gonogo:s3cret@db.example/gonogo",
      GONOGO_HOST: "0.0.0.0",
      GONOGO_PORT: "80",
      GONOGO_PUBLIC_URL: "https://gonogo.example/",
      GONOGO_LANG: "en",
      GONOGO_TZ: "Asia/Shanghai",
      GONOGO_ADMINS: "Ada@Example.com, bo@example.com",
      GONOGO_LOG: "debug",
      GONOGO_DATA: "/var/lib/gonogo",
      FEISHU_APP_ID: "cli_1",
      FEISHU_APP_SECRET: "f",
      JENKINS_URL: "https://ci.example",
      JENKINS_USER: "bot",
      JENKINS_TOKEN: "j",
      HOOK_URL: "https://hooks.example/in",
      HOOK_EVENTS: "start_execute, all_job_done",
      HOOK_CALLBACK: "true",
    },
    PEOPLE,
  );
  expect(settings).toMatchObject({
    port: 80,
    publicUrl: "https://gonogo.example",
    lang: "en",
    zone: "Asia/Shanghai",
    admins: ["ada@example.com", "bo@example.com"],
    log: "debug",
    data: "/var/lib/gonogo",
    platforms: {
      feishu: { appId: "cli_1", appSecret: "f", domain: "https://open.feishu.cn", mode: "long-connection" },
      jenkins: { url: "https://ci.example", user: "bot", token: "j" },
    },
    hooks: [
      {
        name: "default",
        url: "https://hooks.example/in",
        events: ["start_execute", "all_job_done"],
        gates: ["start_execute", "all_job_done"],
        plans: "all",
      },
    ],
  });
  expect(settings.platforms.slack).toBeUndefined();
});

test.each<[string, string]>([
  ["sqlite:./gonogo.db", "runs"],
  ["sqlite:data/gonogo.db", "data/runs"],
  ["sqlite:///var/lib/gonogo.db", "/var/lib/runs"],
  ["sqlite::memory:", "runs"],
])("with the database %s, run folders are in %s", (url, data) => {
  const cwd = folder();
  const expected = data.startsWith("/") ? data : join(cwd, data);
  expect(readSettings({ env: { DATABASE_URL: url }, cwd }).data).toBe(expected);
});

test("a file says people, groups, rooms, policies, freezes and tokens", () => {
  const settings = read(
    { GONOGO_TZ: "Asia/Shanghai" },
    `
people:
  ada: { name: Ada, email: ADA@example.com, roles: [admin], lang: en, accounts: { slack: U1 } }
  陈伟: { name: 陈伟, groups: [运维], hours: "10:00-19:00", silent: true }
groups:
  qa: [ada]
rooms:
  ops: { title: 运维, members: [ada, "group:运维"] }
policies:
  strict: { secondPerson: true }
  hasty:
    remindAfter: 30m
    remindEvery: 1h
    escalateAfter: 2h
    escalateTo: [ada, "group:qa"]
    expireAfter: 2d
    onExpiry: deny
    windowNotice: off
messages: { hours: "8:30 - 17:00", days: [sun, mon], perDay: 5 }
freezes:
  - { name: Night, from: 2026-12-31T22:00, until: 2026-12-31T23:00+08:00 }
  - { name: Day, from: 2026-12-24, until: 2026-12-24, tags: [shop] }
hooks:
  - { name: board, url: "https://board.example/", gates: [start_execute], timeout: 30s }
  - { name: guards, plans: named, gates: true }
gates:
  start_execute: { limit: 1h30m, policy: fail, remind: off }
  all_job_done: { limit: off }
tokens:
  - { name: ci, sha256: ${"AB".repeat(32)}, may: [read] }
`,
  );
  expect(settings.people.ada?.email).toBe("ada@example.com");
  expect(settings.groups).toEqual({ qa: ["ada"], 运维: ["陈伟"] });
  expect(settings.rooms).toEqual({
    ops: { title: { zh: "运维", en: "运维" }, places: ["console:room:ops"], members: ["ada", "group:运维"] },
  });
  expect(settings.policies.strict).toEqual({
    name: "strict",
    selfApproval: false,
    approverMayExecute: true,
    secondPerson: true,
    stepUp: false,
    readRequirements: false,
    tags: [],
    levels: [],
    calendar: true,
    late: { within: 15 * 60_000, otherwise: "ask" },
    pace: STANDARD_POLICY.pace,
    notice: STANDARD_POLICY.notice,
  });
  expect(settings.policies.hasty).toMatchObject({
    pace: {
      reminders: { after: 30 * 60_000, every: 60 * 60_000 },
      escalation: { after: 2 * 3_600_000, to: ["ada", "group:qa"] },
      expiry: { after: 48 * 3_600_000, policy: "deny" },
    },
    notice: undefined,
  });
  expect(settings.messages).toEqual({ hours: { from: 510, until: 1_020 }, days: [7, 1], perDay: 5 });
  expect(settings.people.陈伟).toMatchObject({ silent: true, hours: { from: 600, until: 1_140 } });
  expect(settings.defaults).toEqual({ announce: ["ops"], policy: "standard" });
  const usual = { environments: [], zone: settings.zone };
  expect(settings.freezes).toEqual([
    {
      name: "Night",
      from: Date.parse("2026-12-31T14:00Z"),
      until: Date.parse("2026-12-31T15:00Z"),
      tags: [],
      ...usual,
    },
    {
      name: "Day",
      from: Date.parse("2026-12-23T16:00Z"),
      until: Date.parse("2026-12-24T16:00Z"),
      tags: ["shop"],
      ...usual,
    },
  ]);
  expect(settings.tokens).toEqual([{ name: "ci", sha256: "ab".repeat(32), may: ["read"] }]);
  expect(settings.hooks).toMatchObject([
    { name: "board", url: "https://board.example/", events: CHECKPOINTS, gates: ["start_execute"], timeout: 30_000 },
    { name: "guards", gates: CHECKPOINTS, plans: "named", secrets: [], credentials: "masked" },
  ]);
  expect(settings.gates.start_execute).toEqual({ limit: { after: 5_400_000, policy: "fail" }, remind: undefined });
  expect(settings.gates.all_job_done).toEqual({ limit: undefined, remind: 14_400_000 });
});

test("sections with nothing below their name are as good as none", () => {
  expect(read({}, "rooms:\nfreezes:\n").rooms).toHaveProperty("releases");
  expect(read({}, "").sample).toBe(true);
});

test("every mistake of the environment is named at once", () => {
  const env = {
    DATABASE_URL: "mysql://x",
    GONOGO_PORT: "70000",
    GONOGO_PUBLIC_URL: "gonogo.example",
    GONOGO_LANG: "fr",
    GONOGO_TZ: "Moon/Base",
    GONOGO_ADMINS: "eve",
    GONOGO_SAMPLE: "yes",
    GONOGO_LOG: "loud",
    GONOGO_PROT: "80",
    SLACK_BOT_TOKEM: "xoxb-oops",
    FEISHU_APP_ID: "cli_1",
    SLACK_BOT_TOKEN: "xoxb",
    SLACK_MODE: "http",
    JIRA_TOKEN: "t",
    HOOK_CALLBACK: "yes",
  };
  const fix = "Correct it, or unset it for the default.";
  expect(told(env)).toEqual([
    `invalid | DATABASE_URL | must be sqlite:<file> or postgres://<user>@<host>/<database> | ${fix}`,
    `invalid | GONOGO_PORT | must be a port number, 0 to 65535 | ${fix}`,
    `invalid | GONOGO_PUBLIC_URL | is not an http or https address | ${fix}`,
    `invalid | GONOGO_LANG | must be one of zh, en | ${fix}`,
    `invalid | GONOGO_TZ | is not a time zone, such as Asia/Shanghai | ${fix}`,
    `invalid | GONOGO_ADMINS | must be emails, separated by commas | ${fix}`,
    `invalid | GONOGO_SAMPLE | must be on or off | ${fix}`,
    `invalid | GONOGO_LOG | must be one of trace, debug, info, warn, error, fatal, silent | ${fix}`,
    `invalid | HOOK_CALLBACK | must be true or false | ${fix}`,
    "unknown-name | GONOGO_PROT | is not a name gonogo knows | Did you mean GONOGO_PORT?",
    "unknown-name | SLACK_BOT_TOKEM | is not a name gonogo knows | Did you mean SLACK_BOT_TOKEN?",
    "missing | FEISHU_APP_SECRET | is missing, and FEISHU_APP_ID needs it | Set FEISHU_APP_SECRET, or unset the others.",
    "missing | JIRA_URL | is missing, and JIRA_TOKEN needs it | Set JIRA_URL, or unset the others.",
    "missing | HOOK_URL | is missing, and HOOK_CALLBACK needs it | Set HOOK_URL, or unset the others.",
    "missing | SLACK_SIGNING_SECRET | is missing, and SLACK_MODE=http needs it | Set SLACK_SIGNING_SECRET, or unset the others.",
  ]);
});

test("every mistake of the file is named at once, with its line", () => {
  const yaml = `people:
  Bo: { name: Bo }
  ada:
    emial: ada@example.com
    roles: [boss]
    zone: Mars
rooms:
  shop: { place: x }
freezes:
  - { name: Night, from: tonight, until: 2026-12-31 }
polices: {}
gates: { start_exec: { limit: 2h } }
commands:
  build: { run: [node, "{branch}"], timout: 3m }
tokens: many
`;
  expect(told({}, yaml)).toEqual([
    "invalid | 2 people.Bo | must be lower-case letters, digits, and . _ - between them | Choose another name.",
    "missing | 3 people.ada.name | is missing | Add it.",
    "unknown-key | 4 people.ada.emial | is not a key gonogo knows | Did you mean email?",
    "invalid | 5 people.ada.roles[0] | must be one of admin, planner | Correct it.",
    "invalid | 6 people.ada.zone | is not a time zone, such as Asia/Shanghai | Correct it.",
    "unknown-key | 8 rooms.shop.place | is not a key gonogo knows | Did you mean places?",
    "invalid | 10 freezes[0].from | must be an ISO time, such as 2026-12-31T22:00 or 2026-12-31 | Correct it.",
    "unknown-key | 11 polices | is not a key gonogo knows | Did you mean policies?",
    "unknown-key | 12 gates.start_exec | is not a key gonogo knows | Did you mean start_execute?",
    "unknown-key | 14 commands.build.timout | is not a key gonogo knows | Did you mean timeout?",
    "invalid | 14 commands.build.run[1] | {branch} is not a parameter (none is declared); write {{ }} for braces | Correct it.",
    "invalid | 15 tokens | must be of type array, and is of type string | Correct it.",
  ]);
});

test("YAML that is none is named with line and column", () => {
  expect(told({}, "people:\n  ada: [\n")).toEqual([
    expect.stringMatching(/^syntax \| 3 {2}\| is not YAML at column 1: .+ \| Correct the YAML\.$/),
  ]);
});

test.each<[string, Env, string, readonly string[]]>([
  [
    "a group with a stranger",
    {},
    `${PEOPLE}groups:\n  qa: [bo, boo]\n`,
    ['unknown-reference | 4 groups.qa[1] | names "boo", and there is no such person | Did you mean bo?'],
  ],
  [
    "two people with one email",
    {},
    `${PEOPLE}  bob: { name: Bob, email: BO@example.com }\n`,
    ["duplicate | 3 people.bob.email | is the same as that of bo | Give it to bo or to bob."],
  ],
  [
    "a room with a stranger, and on a platform without credentials",
    {},
    `${PEOPLE}rooms:\n  shop:\n    members: ["group:qa"]\n    places: ["slack:room:C1"]\n`,
    [
      'unknown-reference | 5 rooms.shop.members[0] | names "group:qa", and there is no such person or group | Known: bo.',
      "unknown-reference | 6 rooms.shop.places[0] | is on slack, which has no credentials | Set the SLACK names, or use another place.",
    ],
  ],
  [
    "defaults that name nothing",
    {},
    `${PEOPLE}defaults: { announce: [release], policy: strict }\n`,
    [
      'unknown-reference | 3 defaults.announce[0] | names "release", and there is no such room | Did you mean releases?',
      'unknown-reference | 3 defaults.policy | names "strict", and there is no such policy | Known: standard.',
    ],
  ],
  [
    "freezes that are no time",
    {},
    `${PEOPLE}freezes:\n  - { name: A, from: 2026-12-02, until: 2026-12-01 }\n  - { name: B, from: 2026-02-30, until: 2026-03-01 }\n`,
    [
      "invalid | 4 freezes[0].until | ends before it begins | Correct the times.",
      "invalid | 5 freezes[1].from | is no day of the calendar | Correct it.",
    ],
  ],
  [
    "two tokens that are one",
    {},
    `${PEOPLE}tokens:\n  - { name: ci, sha256: ${"a".repeat(64)}, may: [read] }\n  - { name: cd, sha256: ${"A".repeat(64)}, may: [read] }\n`,
    ["duplicate | 5 tokens[1].sha256 | is the same as that of the token ci | Make each token its own."],
  ],
  [
    "an admin whom nobody knows",
    { GONOGO_ADMINS: "boo@example.com" },
    PEOPLE,
    [
      "unknown-reference | GONOGO_ADMINS | names boo@example.com, whom people do not have | Did you mean bo@example.com?",
    ],
  ],
  [
    "sample mode that others could reach",
    { GONOGO_SAMPLE: "on", GONOGO_HOST: "0.0.0.0" },
    PEOPLE,
    [
      "unsafe | GONOGO_SAMPLE | is on, and GONOGO_HOST is not loopback | Turn sample mode off, or keep gonogo on this machine alone.",
    ],
  ],
  [
    "an open address where nobody could sign in",
    { GONOGO_HOST: "0.0.0.0" },
    "freezes: []\n",
    [
      "missing | people | leaves nobody who could sign in | Name people in gonogo.yaml, configure a chat platform, or stay on loopback with sample mode on.",
    ],
  ],
  [
    "an endpoint whose secret is not there, and one that gates what it does not hear of",
    {},
    'hooks:\n  - { name: board, secret: "env:NOWHERE" }\n  - { name: board, events: [start_execute], gates: [all_job_done] }\n',
    [
      "missing | 2 hooks[0].secret | names NOWHERE, which is not set | Set it, or correct the name.",
      "conflict | 3 hooks[1].gates | has all_job_done, which events do not | Add it to events, or it would never be asked.",
      "duplicate | 3 hooks[1].name | is taken by another endpoint | Choose another.",
    ],
  ],
  [
    "an endpoint with a secret in the open, a range that is none, and no time to answer",
    {},
    "hooks:\n  - { name: a, secret: hunter2 }\n  - { name: b, allow: [10.0.0.0/99] }\n  - { name: c, timeout: 5m }\n",
    [
      "invalid | 2 hooks[0].secret | must be env:<NAME> or file:<path>; a secret is not written into this file | Correct it.",
      "invalid | 3 hooks[1].allow[0] | must be a host name, an address, or a range such as 10.20.0.0/16 | Correct it.",
    ],
  ],
  [
    "the names of a hook that say what there is not",
    {
      HOOK_URL: "https://hooks.example/",
      HOOK_EVENTS: "start_exec",
      HOOK_ALLOW: "10.0.0.0/99",
      HOOK_SECRET: "whsec_!",
    },
    "",
    [
      "invalid | HOOK_EVENTS | names an event that there is not | Did you mean start_execute?",
      "invalid | HOOK_ALLOW | has an entry that is no host name, address or range | Correct it.",
      "invalid | HOOK_SECRET | begins with whsec_ and is not base64 | Correct it.",
    ],
  ],
  [
    "an engine without credentials",
    {},
    "engines:\n  jenkins: { jobs: [shop/deploy] }\n",
    ["missing | 2 engines.jenkins | has no credentials | Set JENKINS_URL, JENKINS_USER, JENKINS_TOKEN, or remove it."],
  ],
])("%s is refused", (_, env, yaml, expected) => {
  expect(told(env, yaml)).toEqual(expected);
});

test("with a chat platform an admin may be somebody to be met", () => {
  const env = { SLACK_BOT_TOKEN: "xoxb", SLACK_APP_TOKEN: "xapp", GONOGO_ADMINS: "new@example.com" };
  expect(read(env).admins).toEqual(["new@example.com"]);
});

test("a file that was asked for must be there", () => {
  const cwd = folder();
  expect(() => readSettings({ env: {}, cwd, file: "mine.yaml" })).toThrow(/mine\.yaml: cannot be read \(ENOENT\)/);
});

test("a name of gonogo's that it doesn't know is told as a warning, and a mistyped one refused", () => {
  expect(read({ GONOGO_PLAN: "52", GONOGO_ITEM: "i1", GONOGO_RUN: "r" }).warnings).toEqual([]);
  expect(read({ GONOGO_RUN_KEY: "x" }).warnings).toEqual(["GONOGO_RUN_KEY is not a name gonogo knows; it is ignored"]);
  expect(told({ GONOGO_LANGUAGES: "zh", GONOGO_ADMIN: "x" })).toEqual([
    "unknown-name | GONOGO_ADMIN | is not a name gonogo knows | Did you mean GONOGO_ADMINS?",
  ]);
});

test("a secret may come from a file", () => {
  const cwd = folder();
  writeFileSync(join(cwd, "token"), "xoxb-from-file\n");
  const env = { SLACK_BOT_TOKEN_FILE: join(cwd, "token"), SLACK_APP_TOKEN: "xapp" };
  expect(readSettings({ env, cwd }).platforms.slack?.botToken).toBe("xoxb-from-file");
  expect(secretsSet(env)).toEqual(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]);
  const missing = problems({ ...env, SLACK_BOT_TOKEN_FILE: join(cwd, "gone") });
  expect(missing).toMatchObject([{ code: "unreadable", where: "SLACK_BOT_TOKEN_FILE" }]);
  const both = problems({ ...env, SLACK_BOT_TOKEN: "xoxb-direct" });
  expect(both).toMatchObject([{ code: "conflict", where: "SLACK_BOT_TOKEN" }]);
});

test("no secret is ever printed, neither in the description nor in a mistake", () => {
  const secrets = Object.keys(ENVIRONMENT).map((name) => [name, `hush-${name}`] as const);
  const wrong = problems(Object.fromEntries(secrets));
  expect(JSON.stringify(wrong)).not.toContain("hush-");
  const settings = read({
    DATABASE_URL: "postgres://gonogo:hush-db@db.example/gonogo",
    SLACK_BOT_TOKEN: "hush-bot",
    SLACK_APP_TOKEN: "hush-app",
    CALLBACK_TOKEN: "hush-callback-token",
    HOOK_URL: "https://hooks.example/hush-path",
    SMTP_URL: "smtp://me:hush-mail@mail.example",
  });
  const description = JSON.stringify(describeSettings(settings));
  expect(description).not.toContain("hush");
  expect(description).toContain("postgres://db.example/gonogo");
  expect(description).toContain('"platforms":["slack","smtp","callbackToken"]');
});

test("the example file is valid, and says every section", () => {
  const file = join(import.meta.dirname, "../../examples/gonogo.yaml");
  const settings = readSettings({ env: {}, file, sections: SECTIONS });
  expect(settings.sample).toBe(false);
  expect(Object.keys(settings.commands ?? {})).toEqual(["build", "deploy"]);
  expect(readFileSync(file, "utf8")).toContain("policies:");
});

test("a Jira of one's own needs no email for its token", () => {
  const of = (env: Record<string, string>) => read({ JIRA_URL: "https://jira.example", JIRA_TOKEN: "t", ...env });
  expect(of({}).platforms.jira).toEqual({ url: "https://jira.example", token: "t" });
  expect(of({ JIRA_EMAIL: "ada@example.com" }).platforms.jira).toMatchObject({ email: "ada@example.com" });
  expect(of({}).warnings).toEqual([]);
});
