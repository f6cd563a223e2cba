/**
 * A database in which a timer of each kind is pending, in rounds that come due a while after each other.
 */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pino from "pino";
import { SECTIONS } from "../../src/connect-engines.ts";
import { connectInbox } from "../../src/connect-inbox.ts";
import { openCore } from "../../src/core.ts";
import { readSettings } from "../../src/settings/read.ts";

const MINUTE = 60_000;
/** The first round; a day ends before the second one. */
const FIRST = Date.parse("2026-11-24T23:59:00Z");
/** When the second day begins. */
export const MIDNIGHT = Date.parse("2026-11-25T00:00:00Z");
/** More than what holds a timer that a killed process was at (ms). */
const APART = 2 * MINUTE;
/** Reminders are due so long after the approver was asked (ms). */
const AHEAD = 10 * MINUTE;
/** More than this a person is not told on a day; it must do for every reminder there is. */
const PER_DAY = 13;
/** Whose day was full, so that the rest is told on the next. */
export const FULL = ["dana", "eve"];
/** Plans of each kind that are due in one round. */
export const ALIKE = [1, 2, 3];

/** When the timers of a round are due; those of gates first, a minute sooner. */
export const dueAt = (round: number) => FIRST + round * APART;

export function databaseIn(folder: string): string {
  return `sqlite:${join(folder, "gonogo.db")}`;
}

export function lifeEnvironment(folder: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseIn(folder),
    GONOGO_DATA: folder,
    GONOGO_HOST: "127.0.0.1",
    GONOGO_PORT: "0",
    GONOGO_LANG: "en",
    GONOGO_TZ: "UTC",
    CALLBACK_TOKEN: "the-token-of-nobody",
    BOARD: "the secret of the board",
  };
}

const yamlOf = (feed: string) => `
sample: on
policies:
  standard: { remindAfter: 10m, remindEvery: 24h, windowNotice: off }
  quiet: { remindAfter: off, windowNotice: off }
  urgent: { emergency: { skipsCalendar: true } }
messages: { hours: "0:00-24:00", days: [mon, tue, wed, thu, fri, sat, sun], perDay: ${PER_DAY} }
calendars: [{ name: company, url: "${feed}", allow: [127.0.0.1], every: 1d, tags: [frozen] }]
hooks: [{ name: board, secret: "env:BOARD", gates: [finish_planning], plans: named }]
gates: { finish_planning: { limit: 10m, policy: fail, remind: 9m } }
`;

const LEVEL = 'approval: { levels: ["QA: any of bo"] }';
const ITEM = "items:\n  - { name: Tell, text: tell }";

/** Makes the plans, as people do it in chat; nothing of what they wait for happens yet. */
export async function makePending(folder: string, rounds: number, feed: string): Promise<void> {
  await writeFile(join(folder, "gonogo.yaml"), yamlOf(feed));
  const clock = { now: FIRST - AHEAD };
  const settings = readSettings({ env: lifeEnvironment(folder), cwd: folder, sections: SECTIONS });
  const parts = { settings, log: pino({ level: "silent" }), version: "0", now: () => clock.now };
  const core = await openCore(parts);
  const inbox = connectInbox(core, parts);
  let plans = 0;
  const say = async (person: string, text: string) => {
    const account = { platform: "console", id: person };
    const message = { key: randomUUID(), account, place: "console:room:releases", text, files: [] } as const;
    const replies = await inbox.message(message);
    const bad = replies.find((reply) => reply.kind === "text" && reply.tone === "bad");
    if (bad) throw new Error(`${text}: ${JSON.stringify(bad)}`);
  };
  const plan = async (lines: readonly string[], ...after: readonly (readonly [person: string, text: string])[]) => {
    plans += 1;
    await say(after[0]?.[0] ?? "ada", `/plan new\n${[...lines, ITEM].join("\n")}`);
    for (const [person, text] of after) await say(person, text.replace("#", String(plans)));
  };
  // Its card is the first to be sent, so that each later freeze is news to it.
  await plan(
    ["name: Iced", "policy: quiet", "tags: [frozen]", "window: 2026-11-24T12:00Z/2026-11-26T12:00Z"],
    ["ada", "/plan finish #"],
  );
  for (const person of FULL) await fillTheDayOf(person, plan);
  await plan(["name: Template", "policy: quiet"], ["ada", '/plan template save # "daily"']);
  for (let round = 0; round < rounds; round += 1) {
    const due = new Date(dueAt(round)).toISOString();
    const later = new Date(dueAt(round) + 6 * 60 * MINUTE).toISOString();
    const named = (name: string, number: number, policy = "quiet") => [
      `name: ${name} ${round} ${number}`,
      `policy: ${policy}`,
    ];
    for (const number of ALIKE) {
      await plan([...named("Nudge", number, "standard"), LEVEL], ["ada", "/plan submit #"]);
      await plan([...named("Expire", number), `window: 2026-11-24T12:00Z/${due}`], ["ada", "/plan finish #"]);
      await plan([...named("Look", number), `window: ${due}/${later}`], ["ada", "/plan finish #"]);
      await plan(
        [...named("Schedule", number), `schedule: ${due}`],
        ["ada", "/plan finish #"],
        ["ada", "/plan start #"],
      );
      await plan([...named("Check", number), "hooks: [board]"], ["ada", "/plan finish #"]);
      await plan(
        [...named("Review", number, "urgent"), "emergency: Down.", LEVEL],
        ["ada", "/plan submit #"],
        ["bo", "/plan approve #"],
        ["ada", "/plan done #.1"],
      );
    }
    await say("ada", `/plan template repeat "daily" every:"every day ${due.slice(11, 16)}" name:"Series ${round}"`);
    clock.now += APART;
  }
  await core.store.close();
}

/** One message more than are enough for a day. */
async function fillTheDayOf(
  person: string,
  plan: (lines: readonly string[], ...after: readonly (readonly [string, string])[]) => Promise<void>,
): Promise<void> {
  const refused = [
    [person, "/plan submit #"],
    ["bo", "/plan reject # no"],
    [person, "/plan replan #"],
  ] as const;
  const again = Array.from({ length: PER_DAY + 1 }, () => refused).flat();
  await plan([`name: Digest of ${person}`, "policy: quiet", LEVEL], ...again, [person, "/plan cancel # enough"]);
}
