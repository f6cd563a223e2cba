/**
 * The whole life of a plan on a chat platform, told once for all of them: the story of the console, with two people who
 * press at once, and with whatever the platform does to disturb it.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, onTestFinished } from "vitest";
import { SECTIONS } from "../../src/connect-engines.ts";
import type { Gonogo } from "../../src/main.ts";
import { startGonogo } from "../../src/main.ts";
import { readSettings } from "../../src/settings/read.ts";
import { openWindow } from "../e2e/windows.ts";
import type { ChatStage, Member, Press, SeenCard, Where } from "./chat-stage.ts";
import { CAST, cardWith, toldWith, until } from "./chat-stage.ts";

export interface StoryOptions {
  readonly lang?: "en" | "zh";
  /** `approval.via` of the plan; on cards if not said. */
  readonly via?: string;
  /** What else `gonogo.yaml` says. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly databaseUrl?: string;
}

/** The real product before the stages, with Ada, Bo, Chen, Dana and Eve; stopped when the test is over. */
export async function startStory(stages: readonly ChatStage[], options: StoryOptions = {}): Promise<Gonogo> {
  const folder = mkdtempSync(join(tmpdir(), "gonogo-story-"));
  writeFileSync(join(folder, "gonogo.yaml"), `${settings(stages)}${options.yaml ?? ""}`);
  const env = {
    DATABASE_URL: options.databaseUrl ?? `sqlite:${join(folder, "gonogo.db")}`,
    GONOGO_PORT: "0",
    GONOGO_LANG: options.lang ?? "en",
    GONOGO_TZ: "Asia/Shanghai",
    ...Object.assign({}, ...stages.map((stage) => stage.env)),
    ...options.env,
  };
  const read = readSettings({ env, cwd: folder, sections: SECTIONS });
  const gonogo = await startGonogo({
    settings: read,
    log: pino({ level: process.env.STORY_LOG ?? "silent" }),
    version: "0",
    now: Date.now,
  });
  onTestFinished(() => gonogo.stop());
  return gonogo;
}

function settings(stages: readonly ChatStage[]): string {
  const people = CAST.map(
    (name) =>
      `  ${name}: { name: ${name[0]?.toUpperCase()}${name.slice(1)}, email: ${name}@example.com${
        name === "eve" ? ", roles: [admin]" : ""
      } }`,
  );
  const places = stages.map(({ room }) => `"${room}"`).join(", ");
  return `people:
${people.join("\n")}
rooms:
  releases: { title: Releases, places: [${places}] }
commands:
  build:
    run: [${process.execPath}, -e, "console.log('built')", "{branch}"]
    parameters: { branch: { required: true } }
`;
}

function planText({ via = "card" }: StoryOptions): string {
  return `/plan new
name: Winter release
window: ${openWindow()}
description: The **winter sale**.
approval:
  via: ${via}
  levels:
    - { name: QA, rule: any, approvers: [bo, dana] }
    - { name: Operations, rule: all, approvers: [chen] }
items:
  - name: Build
    run: command:build
    with: { branch: release/2.5 }
  - name: Tell the customers
    text: Post the notes in the customers' room.
    owner: dana
    after: [Build]`;
}

const NOT_YOURS = "You are not an approver of “QA”";
const TITLE = "1 · Winter release";

/** How the two levels are decided; on cards unless a story has its own way. */
export interface Deciding {
  first(): Promise<void>;
  second(): Promise<void>;
}

/** Plays the story to its success; `between` runs between its steps. */
export async function playStory(
  stage: ChatStage,
  gonogo: Gonogo,
  options: StoryOptions & { readonly between?: () => Promise<void>; readonly deciding?: Deciding } = {},
): Promise<void> {
  const { between = async () => undefined } = options;
  const deciding = options.deciding ?? onCards(stage, gonogo);
  await stage.say("ada", planText(options), "room");
  await cardWith(stage, "chen", "room", TITLE, "Planning");
  await between();
  await stage.say("ada", `/plan add 1 text "Update the wiki" after:1 -- The page "Releases".`, "room");
  await cardWith(stage, "chen", "room", TITLE, "Update the wiki");
  await between();
  await pressed(stage, "ada", "room", { do: "submit" }, "Planning");
  await cardWith(stage, "bo", "room", TITLE, "Waiting for approval");
  if (!options.deciding) await refusedPrivately(stage);
  await between();
  await deciding.first();
  await between();
  await deciding.second();
  await cardWith(stage, "ada", "room", TITLE, "Executing");
  await between();
  await pressed(stage, "ada", "room", { do: "run", item: "i1" }, "Executing");
  await until(async () => (await planOf(gonogo)).items.i1?.state === "done" || undefined, "the build is done");
  await between();
  await stage.fill(
    "dana",
    await cardWith(stage, "dana", "direct", "1.2 · Tell the customers"),
    { form: "done" },
    {
      remark: "Told them in <b>both</b> rooms.",
    },
  );
  await cardWith(stage, "chen", "room", TITLE, "Told them in <b>both</b> rooms.");
  await between();
  const card = await cardWith(stage, "ada", "room", TITLE, "Executing");
  await stage.fill("ada", card, { form: "skip", item: "i3" }, { reason: "The wiki moves next week." });
  await everyCardSaysSo(stage);
  if (!options.deciding) await theThreadTellsItAll(stage);
}

async function planOf({ core }: Gonogo) {
  const plan = await core.plans.byIndex(1);
  if (!plan) throw new Error("there is no plan 1");
  return plan;
}

async function pressed(stage: ChatStage, member: Member, where: Where, button: Press, label: string): Promise<void> {
  await stage.press(member, await cardWith(stage, member, where, TITLE, label), button);
}

/** Chen's level is not asked yet; he is told so, and nobody else is. */
async function refusedPrivately(stage: ChatStage): Promise<void> {
  await pressed(stage, "chen", "room", { do: "approve" }, "Waiting for approval");
  await toldWith(stage, "chen", NOT_YOURS);
  expect((await stage.told("bo")).filter((text) => text.includes(NOT_YOURS))).toEqual([]);
}

function onCards(stage: ChatStage, gonogo: Gonogo): Deciding {
  return {
    /** Both of the level press at once: one of them decides, and both have an answer. */
    first: async () => {
      const asked = await Promise.all(
        (["bo", "dana"] as const).map((who) => cardWith(stage, who, "direct", "Winter release", "QA")),
      );
      const [bos, danas] = asked;
      if (!bos || !danas) throw new Error("nobody is asked");
      await Promise.all([stage.press("bo", bos, { do: "approve" }), stage.press("dana", danas, { do: "approve" })]);
      await until(async () => ((await planOf(gonogo)).round?.level === 1 ? true : undefined), "the level passes");
      expect((await planOf(gonogo)).round?.votes).toHaveLength(1);
      for (const who of ["bo", "dana"] as const) await decided(stage, who, "Approved by");
    },
    second: async () => {
      // Not the card as it was a moment ago: its button is for the level that has passed.
      await pressed(stage, "chen", "room", { do: "approve" }, "Waits for Operations");
      await decided(stage, "chen", "Approved by");
    },
  };
}

/** The direct card of a decided approval says by whom, and has no buttons. */
async function decided(stage: ChatStage, who: Member, words: string): Promise<void> {
  const card = await cardWith(stage, who, "direct", "Winter release", words);
  expect(card.buttons.map(({ label }) => label)).toEqual([]);
}

async function everyCardSaysSo(stage: ChatStage): Promise<void> {
  const seats: readonly (readonly [Member, Where])[] = [
    ["ada", "room"],
    ["bo", "direct"],
    ["dana", "direct"],
    ["chen", "direct"],
  ];
  for (const [member, where] of seats) {
    const cards = await until(async () => {
      const all = (await stage.cards(member, where)).filter(({ text }) => text.includes("Winter release"));
      return all.every((card) => card.text.includes("Success") && isClosed(card)) ? all : undefined;
    }, `every card that ${member} sees says that it is a success`);
    if (where === "room") expect(cards).toHaveLength(1);
  }
}

/** What remains on a card of an ended plan only shows something. */
function isClosed({ buttons }: SeenCard): boolean {
  return buttons.every(({ action }) => action.do === "show" || action.do === "list");
}

async function theThreadTellsItAll(stage: ChatStage): Promise<void> {
  const told = [
    "Ada created plan 1 “Winter release”; its manager is Ada",
    expect.stringMatching(/^Ada changed the content/u),
    "Ada submitted the plan",
    "Approval asked, round 1",
    expect.stringMatching(/^(?:Bo|Dana) approved \(level “QA”\)$/u),
    "Approval level “QA” passed",
    "Chen approved (level “Operations”)",
    "Approval level “Operations” passed",
    "The plan is approved",
    "Execution began: items can be carried out",
    "Ada started 1.1 “Build”",
    expect.stringContaining("1.1 “Build” is done"),
    "Dana: 1.2 “Tell the customers” is done: Told them in <b>both</b> rooms.",
    "Ada skipped 1.3 “Update the wiki”: The wiki moves next week.",
    "The plan succeeded",
  ];
  const card = await cardWith(stage, "ada", "room", TITLE);
  const lines = await until(async () => {
    const said = await stage.thread(card);
    return said.length >= told.length ? said : undefined;
  }, "the whole timeline");
  expect(lines).toEqual(told);
}
