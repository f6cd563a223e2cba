/**
 * One table of policies, run through every surface over one bot: what is written by chat, HTTP and the command line, and what
 * is decided and carried out by people in chat, programs over HTTP and the timers. A rule has one outcome, wherever it is asked.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { Failure } from "../../src/cli/failure.ts";
import { createProgram } from "../../src/cli/program.ts";
import { SECTIONS } from "../../src/connect-engines.ts";
import type { Engine } from "../../src/flow/engine.ts";
import type { Outcome } from "../../src/flow/outcome.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";

const TOKEN = "token-of-the-table";
const SECRET = { GONOGO_SECRET: "a key of thirty-two letters or so" };
const HOUR = 3_600_000;
const YAML = `sample: on
tokens:
  - { name: ci, sha256: ${createHash("sha256").update(TOKEN).digest("hex")}, may: [read, write] }
policies:
  self: { selfApproval: true }
  strict: { approverMayExecute: false, secondPerson: true }
  sure: { stepUp: true }
  urgent: { emergency: { skipsCalendar: true } }
  forced: { tags: [production], levels: [{ name: QA, approvers: [bo] }] }
freezes:
  - { name: Stock-taking, from: 2026-11-24T12:00, until: 2026-11-24T18:00, tags: [frozen] }
`;

/** What a plan comes to: refused by this code, or kept under this policy. */
const WRITTEN: readonly (readonly [what: string, file: string, outcome: string])[] = [
  ["the standard policy", "approval: { levels: ['QA: any of bo'] }", "kept under standard"],
  ["one that its manager alone could approve", "approval: { levels: ['QA: any of ada'] }", "unsatisfiable"],
  ["the same where managers may", "policy: self\napproval: { levels: ['QA: any of ada'] }", "kept under self"],
  ["a policy that there is not", "policy: careless", "unknown-policy"],
  ["an emergency where the policy knows none", "emergency: Payments are down.", "no-emergency"],
  [
    "one where it does",
    "policy: urgent\nemergency: Payments are down.\napproval: { levels: ['QA: any of bo'] }",
    "kept under urgent",
  ],
  ["a tag that forces a policy", "policy: self\ntags: [production]", "kept under forced"],
  ["one in capitals", "tags: [Production]", "kept under forced"],
];

const build: Engine = {
  name: "stub",
  list: async () => [{ workflow: "build", title: "Build", parameters: [], definition: "build" }],
  describe: async () => ({ workflow: "build", title: "Build", parameters: [], definition: "build" }),
  start: async ({ key }) => key,
  find: async () => ({ found: "none" }),
  read: async () => ({ state: "running", progress: {} }),
  cancel: async () => "stopped",
  stop: async () => undefined,
};

/** The bot, and a way to ask it on each surface; each answers with the code of the refusal, or what was kept. */
async function surfaces() {
  const folder = mkdtempSync(join(tmpdir(), "gonogo-table-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "gonogo.yaml"), YAML);
  const databaseUrl = `sqlite:${join(folder, "gonogo.db")}`;
  const bot = await startBot({ yaml: YAML, databaseUrl, engine: build, env: SECRET });
  const door = vi.spyOn(bot.core.door, "submit");
  const settings = () =>
    readSettings({
      env: { DATABASE_URL: databaseUrl, GONOGO_LANG: "en", GONOGO_TZ: "UTC", GONOGO_DATA: folder, ...SECRET },
      cwd: folder,
      sections: SECTIONS,
    });
  const last = async (): Promise<Outcome> => {
    const result = await door.mock.results.at(-1)?.value;
    if (!result) throw new Error("nothing came to the door");
    return result;
  };
  const kept = async (index: number) => `kept under ${(await bot.plan(index)).content.policy}`;
  const request = (path: string, type: string, body: string) =>
    bot.request(`/api/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": type },
      body,
    });
  return {
    bot,
    last,
    chat: async (person: string, text: string): Promise<string> => {
      await bot.say(person, text);
      const outcome = await last();
      return outcome.taken ? kept(outcome.plan.index) : outcome.refusal.code;
    },
    http: async (path: string, type: string, body: string): Promise<string> => {
      const answer = await request(path, type, body);
      const said = z.object({ code: z.string().optional(), plan: z.object({ index: z.int() }).optional() });
      const { code, plan } = said.parse(await answer.json());
      return plan ? kept(plan.index) : (code ?? "nothing");
    },
    cli: async (args: readonly string[]): Promise<string> => {
      const answers: unknown[] = [];
      const job = {
        json: true,
        lang: "en",
        version: "0",
        now: bot.clock.now,
        settings,
        answer: (_: string, value: unknown) => void answers.push(value),
        note: () => undefined,
      } as const;
      const program = createProgram({ version: "0", job: () => job, ended: () => undefined });
      try {
        await program.parseAsync([...args], { from: "user" });
      } catch (error) {
        if (error instanceof Failure) return error.code;
        throw error;
      }
      const [made] = z.array(z.object({ plan: z.object({ index: z.int() }) })).parse(answers);
      return made ? kept(made.plan.index) : "nothing";
    },
    file: (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}

test("a plan is kept under the same policy, or refused for the same reason, by chat, HTTP and command line", async () => {
  const { chat, http, cli, file } = await surfaces();
  for (const [what, fields, outcome] of WRITTEN) {
    const plan = `name: Release\nmanager: ada\n${fields}\nitems:\n  - { name: Tell, text: tell }\n`;
    const path = file("plan.yaml", plan);
    const said = {
      chat: await chat("ada", `/plan new\n${plan}`),
      http: await http("/plans", "application/yaml", plan),
      cli: await cli(["apply", path, "--as", "ada"]),
    };
    expect(said, what).toEqual({ chat: outcome, http: outcome, cli: outcome });
  }
});

/** Policy × state × command × person → what comes of it; a program that sends the same over HTTP never decides. */
const DECIDED: readonly (readonly [policy: string, command: string, person: string, outcome: string])[] = [
  ["standard", "approve", "bo", "taken"],
  ["standard", "approve", "ada", "own-plan"],
  ["standard", "approve", "dana", "not-approver"],
  ["self", "approve", "ada", "taken"],
  ["strict", "approve", "bo", "taken"],
  ["sure", "approve", "bo", "step-up-needed"],
  ["sure", "reject", "bo", "step-up-needed"],
  ["urgent", "approve", "bo", "taken"],
];

test("who may decide is the policy's word in chat, and no token's over HTTP", async () => {
  const { bot, chat, http } = await surfaces();
  for (const [policy, command, person, outcome] of DECIDED) {
    const plan = `name: Release\npolicy: ${policy}\napproval: { levels: ["QA: any of bo, ada"] }\nitems:\n  - { name: Tell, text: tell }`;
    await chat("ada", `/plan new\n${plan}`);
    const index = await newest(bot);
    await chat("ada", `/plan submit ${index}`);
    const before = await bot.plan(index);
    const body = JSON.stringify({ type: command, ...(command === "reject" && { reason: "no" }) });
    expect(await http(`/plans/${index}/commands`, "application/json", body), policy).toMatch(
      /^(?:invalid-command|not-allowed)$/,
    );
    expect(await bot.plan(index)).toEqual(before);
    const said = await chat(person, `/plan ${command} ${index}${command === "reject" ? " no" : ""}`);
    expect(said.startsWith("kept") ? "taken" : said, `${policy}: ${command} by ${person}`).toBe(outcome);
  }
});

/** Policy × state → whether its manager may start an item: what the schedule starts by itself is just that. */
const STARTED: readonly (readonly [
  policy: string,
  state: "free" | "frozen" | "early" | "emergency",
  outcome: string,
])[] = [
  ["standard", "free", "started"],
  ["strict", "free", "started"],
  ["sure", "free", "started"],
  ["standard", "frozen", "frozen"],
  ["strict", "frozen", "frozen"],
  ["standard", "early", "window-not-open"],
  ["urgent", "frozen", "frozen"],
  ["urgent", "emergency", "started"],
];

test("what a person may start is what the timer starts, and a token starts nothing", async () => {
  const { bot, chat, http, last } = await surfaces();
  const rows: { readonly row: (typeof STARTED)[number]; readonly index: number }[] = [];
  for (const row of STARTED) {
    const [policy, state] = row;
    const fields = [
      `policy: ${policy}`,
      state === "frozen" || state === "emergency" ? "tags: [frozen]" : "",
      state === "emergency" ? "emergency: Payments are down.\napproval: { levels: ['QA: any of bo'] }" : "",
      `window: 2026-11-24T${state === "early" ? "15" : "12"}:00Z/2026-11-24T20:00Z`,
      state === "early" ? "" : "schedule: 2026-11-24T13:00Z",
    ].filter((field) => field !== "");
    await chat("ada", `/plan new\nname: Release\n${fields.join("\n")}\nitems:\n  - { name: Build, run: "stub:build" }`);
    const index = await newest(bot);
    await chat("ada", `/plan ${state === "emergency" ? "submit" : "finish"} ${index}`);
    await chat(state === "emergency" ? "bo" : "ada", `/plan ${state === "emergency" ? "approve" : "start"} ${index}`);
    rows.push({ row, index });
  }
  const runs = async (index: number) => (await bot.plan(index)).items.i1?.state;
  await bot.settle();
  bot.clock.advance(HOUR);
  await bot.settle(60_000);
  for (const { row, index } of rows) {
    const [policy, state, outcome] = row;
    const byTimer = await runs(index);
    expect(byTimer === "running" ? "started" : "held", `${policy}, ${state}, by the timer`).toBe(
      outcome === "started" ? "started" : "held",
    );
    const before = await bot.plan(index);
    const body = JSON.stringify({ type: "run", item: "i1" });
    expect(await http(`/plans/${index}/commands`, "application/json", body)).toMatch(
      /^(?:invalid-command|not-allowed)$/,
    );
    expect(await bot.plan(index)).toEqual(before);
    // What the timer has started, its manager would have been able to: asked again, it is running.
    await chat("ada", `/plan run ${index}.1`);
    const said = await last();
    expect(said.taken ? "started" : said.refusal.code, `${policy}, ${state}, by its manager`).toBe(outcome);
  }
});

async function newest({ core }: Bot): Promise<number> {
  const { plans } = await core.plans.list({ scope: "all", words: [], page: 1, reader: "", all: true });
  return plans[0]?.index ?? 0;
}
