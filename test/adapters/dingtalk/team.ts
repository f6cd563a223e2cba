/**
 * A team in DingTalk with gonogo among them: the whole product in this process, over the real SDK, on a database of its own.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { onTestFinished, vi } from "vitest";
import { SECTIONS } from "../../../src/connect-engines.ts";
import type { Gonogo } from "../../../src/main.ts";
import { startGonogo } from "../../../src/main.ts";
import { readSettings } from "../../../src/settings/read.ts";
import type { Dingtalk, SeenMessage } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";

export const ROOM = "cid8Kx+releases/A==";

export const PEOPLE = [
  { userId: "manager4567", name: "Ada", email: "ada@example.com", mobile: "13800000001" },
  { userId: "0123456789", name: "Bo", email: "bo@example.com", mobile: "13800000002" },
  { userId: "chen-1", name: "陈晨", orgEmail: "chen@example.com", roles: [77] },
  { userId: "dana.x", name: "Dana", email: "dana@example.com", roles: [77] },
  { userId: "eve", name: "Eve", email: "eve@example.com" },
  { userId: "stranger", name: "Stranger", outside: true },
] as const;

/** Directory names to userIds. */
export const ID = { ada: "manager4567", bo: "0123456789", chen: "chen-1", dana: "dana.x", eve: "eve" } as const;

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com, roles: [planner], lang: LANG }
  bo: { name: Bo, email: bo@example.com, lang: LANG }
  chen: { name: 陈晨, email: chen@example.com, lang: LANG }
  dana: { name: Dana, email: dana@example.com, lang: LANG }
  eve: { name: Eve, email: eve@example.com, roles: [admin], lang: LANG }
rooms:
  releases:
    places: ["dingtalk:room:${ROOM}"]
    members: everyone
commands:
  build:
    run: ["true"]
`;

export interface TeamOptions {
  readonly lang?: "en" | "zh";
  readonly env?: Readonly<Record<string, string>>;
}

export interface Team {
  readonly dingtalk: Dingtalk;
  readonly gonogo: () => Gonogo;
  /** Types to the bot, in the room or directly. */
  say(userId: string, text: string, room?: string): Promise<void>;
  /** The newest card whose title holds this, as somebody sees it. */
  card(userId: string, title: string, room?: string): Promise<NonNullable<SeenMessage["card"]>>;
  /** Turns pages until the button is there, and clicks it. */
  click(userId: string, title: string, button: string, room?: string): Promise<void>;
  /** What the bot told somebody directly, oldest first. */
  told(userId: string): readonly string[];
  /** Waits until somebody is told something that holds this. */
  heard(userId: string, words: string): Promise<void>;
  restart(): Promise<void>;
}

export async function openTeam({ lang = "en", env = {} }: TeamOptions = {}): Promise<Team> {
  const rooms = [{ id: ROOM, title: "Releases", members: [...Object.values(ID), "stranger"] }];
  const dingtalk = await openDingtalk({ people: PEOPLE, rooms });
  const folder = await mkdtemp(join(tmpdir(), "gonogo-dingtalk-"));
  await writeFile(join(folder, "gonogo.yaml"), YAML.replaceAll("LANG", lang));
  const settings = readSettings({
    env: {
      DATABASE_URL: `sqlite:${join(folder, "gonogo.db")}`,
      GONOGO_LANG: lang,
      GONOGO_TZ: "Asia/Shanghai",
      GONOGO_PORT: "0",
      DINGTALK_CLIENT_ID: dingtalk.clientId,
      DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
      DINGTALK_API_BASE: dingtalk.url,
      DINGTALK_OAPI_BASE: dingtalk.url,
      DINGTALK_MONTHLY_CALLS: "unlimited",
      ...env,
    },
    cwd: folder,
    sections: SECTIONS,
  });
  const level = process.env.GONOGO_TEST_LOG ?? "silent";
  const start = () => startGonogo({ settings, log: pino({ level }), version: "0", now: Date.now });
  let gonogo = await start();
  onTestFinished(async () => {
    await gonogo.stop();
    await dingtalk.close();
    await rm(folder, { recursive: true, force: true });
  });
  await dingtalk.gateway.connected();

  const seen = (userId: string, title: string, room?: string) =>
    dingtalk.sees(userId, room).findLast((message) => message.card?.title.includes(title))?.card;

  async function card(userId: string, title: string, room?: string) {
    return vi.waitFor(
      () => {
        const found = seen(userId, title, room);
        if (!found) throw new Error(`${userId} sees no card ${title}, but ${shownTo(dingtalk, userId, room)}`);
        return found;
      },
      { timeout: 8_000, interval: 20 },
    );
  }

  async function click(userId: string, title: string, button: string, room?: string): Promise<void> {
    const wait = { timeout: 8_000, interval: 30 };
    const track = await vi.waitFor(async () => {
      const shown = await card(userId, title, room);
      const texts = shown.buttons.map(({ text }) => text);
      if (texts.includes(button)) return shown.track;
      const next = texts.find((text) => text.endsWith("›"));
      if (next !== undefined) await dingtalk.clicks(userId, shown.track, next);
      throw new Error(`${title} has no ${button}, but ${texts.join(", ")}`);
    }, wait);
    await dingtalk.clicks(userId, track, button);
  }

  const told = (userId: string) =>
    dingtalk.sees(userId).flatMap(({ from, kind, text }) => (from === "bot" && kind !== "card" ? [text] : []));

  return {
    dingtalk,
    gonogo: () => gonogo,
    say: async (userId, text, room) =>
      void (await (await dingtalk.says(userId, text, room === undefined ? {} : { room })).acknowledged()),
    card,
    click,
    told,
    heard: (userId, words) =>
      vi.waitFor(
        () => {
          if (!told(userId).some((text) => text.includes(words))) {
            throw new Error(`${userId} was not told ${words}, but ${told(userId).join(" | ")}`);
          }
        },
        { timeout: 8_000, interval: 20 },
      ),
    restart: async () => {
      await gonogo.stop();
      await vi.waitFor(() => {
        if (dingtalk.gateway.connections() > 0) throw new Error("the old connection is still there");
      });
      gonogo = await start();
      await dingtalk.gateway.connected();
    },
  };
}

function shownTo(dingtalk: Dingtalk, userId: string, room: string | undefined): string {
  return dingtalk
    .sees(userId, room)
    .map(({ card, text }) => card?.title ?? text.slice(0, 200))
    .join(" | ");
}
