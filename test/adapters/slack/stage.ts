/**
 * Slack with its people, for the story and the suite that every platform plays.
 */
import { serve } from "@hono/node-server";
import { onTestFinished } from "vitest";
import type { Slack } from "../../../adapters/slack/adapter.ts";
import { createSlack } from "../../../adapters/slack/adapter.ts";
import type { Outgoing, SlackCredentials, SlackNeeds, Tempo } from "../../../adapters/slack/needs.ts";
import type { Action } from "../../../src/chat/action.ts";
import { actionSchema } from "../../../src/chat/action.ts";
import type { Arrivals, ChatAdapter, Inbox } from "../../../src/chat/ports.ts";
import { createArrivals } from "../../../src/flow/arrivals.ts";
import { hearHandler } from "../../../src/flow/handlers.ts";
import { createOutboxWorker } from "../../../src/flow/outbox-worker.ts";
import type { Delivered } from "../../emulators/slack/carrier.ts";
import type { SlackPerson } from "../../emulators/slack/person.ts";
import type { SeenBlocks } from "../../emulators/slack/read-blocks.ts";
import type { Seen } from "../../emulators/slack/screen.ts";
import type { SlackEmulator, SlackOptions } from "../../emulators/slack/slack.ts";
import { openSlack } from "../../emulators/slack/slack.ts";
import { APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET } from "../../emulators/slack/world.ts";
import type { ChatStage, Member, Press, SeenCard, Where } from "../../support/chat-stage.ts";
import { CAST, until } from "../../support/chat-stage.ts";
import { emptyStore } from "../console/world.ts";

export type Mode = "socket" | "http";

/** Fast enough for tests; the emulator watches the same pace. */
export const QUICK: Partial<Tempo> = { messages: 0, reconnect: 20, home: 20 };

export const ACCOUNTS: Readonly<Record<Member, string>> = {
  ada: "U0000000ADA",
  bo: "U00000000BO",
  chen: "U000000CHEN",
  dana: "U000000DANA",
  eve: "U0000000EVE",
};
export const ROOM = "releases";

/** A workspace with the cast, and a channel that all of them and the app are in. */
export async function openWorkspace(options: SlackOptions = {}): Promise<SlackEmulator> {
  const slack = await openSlack(options);
  onTestFinished(() => slack.close());
  for (const name of CAST) {
    const called = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    slack.member({ id: ACCOUNTS[name], name: called, email: `${name}@example.com`, zone: "Asia/Shanghai" });
  }
  slack.channel(ROOM, [...Object.values(ACCOUNTS), BOT_USER]);
  return slack;
}

export function credentialsFor(slack: SlackEmulator, mode: Mode): SlackCredentials {
  const base = { botToken: BOT_TOKEN, apiUrl: slack.apiUrl, mode };
  return mode === "socket" ? { ...base, appToken: APP_TOKEN } : { ...base, signingSecret: SIGNING_SECRET };
}

/** What was posted, remembered as the store does. */
export function remembered(): Outgoing {
  const posts = new Map<string, { triedAt: number; ref: string | undefined }>();
  return {
    find: async (key) => posts.get(key),
    begin: async (key, at) => {
      if (!posts.has(key)) posts.set(key, { triedAt: at, ref: undefined });
    },
    settle: async (key, ref) => void posts.set(key, { triedAt: posts.get(key)?.triedAt ?? 0, ref }),
    drop: async (key) => {
      if (posts.get(key)?.ref === undefined) posts.delete(key);
    },
  };
}

export interface Running extends Slack {
  readonly errors: readonly unknown[];
}

/** The adapter alone, on an inbox, with kept arrivals heard; stopped when the test is over. */
export async function startAdapter(
  slack: SlackEmulator,
  inbox: Inbox,
  {
    mode = "socket",
    arrivals,
    ...more
  }: Partial<SlackNeeds> & { readonly mode?: Mode; readonly arrivals?: Arrivals } = {},
): Promise<Running> {
  const errors: unknown[] = [];
  const made = createSlack({
    credentials: credentialsFor(slack, mode),
    outgoing: remembered(),
    langOf: () => "en",
    now: Date.now,
    onError: (error) => errors.push(error),
    tempo: QUICK,
    ...more,
  });
  const store = await emptyStore();
  const { adapter, routes } = made;
  const worker = createOutboxWorker({
    store,
    handlers: { hear: hearHandler({ slack: adapter }) },
    now: Date.now,
    newId: () => crypto.randomUUID(),
    random: () => 0,
    limits: { look: 50 },
  });
  worker.start();
  await adapter.start(inbox, arrivals ?? createArrivals({ store, platform: "slack", now: Date.now }));
  const close = routes ? await listen(slack, routes) : undefined;
  onTestFinished(async () => {
    close?.();
    await worker.stop(0);
    await adapter.stop();
    await store.close();
  });
  await until(async () => adapter.health() || undefined, "Slack is connected");
  return { ...made, errors };
}

function listen(slack: SlackEmulator, routes: NonNullable<Slack["routes"]>): Promise<() => void> {
  return new Promise((resolve) => {
    const server = serve({ fetch: routes.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
      slack.deliverTo(`http://127.0.0.1:${port}/events`);
      resolve(() => server.close());
    });
  });
}

export interface SlackStage extends ChatStage {
  readonly slack: SlackEmulator;
  person(member: Member): SlackPerson;
}

export async function openStage(mode: Mode = "socket", options: SlackOptions = {}): Promise<SlackStage> {
  const slack = await openWorkspace(options);
  return stageOn(slack, mode);
}

export function stageOn(slack: SlackEmulator, mode: Mode): SlackStage {
  const person = (member: Member) => slack.person(ACCOUNTS[member]);
  const seen = (member: Member, where: Where) => person(member).hears(where === "room" ? ROOM : undefined);
  const fresh = (member: Member, card: SeenCard): Seen => {
    const all = [...seen(member, "room"), ...seen(member, "direct")];
    const found = all.find(({ ts }) => ts === card.id);
    if (!found) throw new Error(`${member} does not see ${card.id}`);
    return found;
  };
  const room: `slack:room:${string}` = `slack:room:${slack.world.channel(ROOM).id}`;
  const shown = new Map<Member, string[]>();
  return {
    slack,
    person,
    platform: "slack",
    env: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      SLACK_MODE: mode,
      ...(mode === "socket" ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    },
    room,
    direct: (member) => `slack:direct:${ACCOUNTS[member]}`,
    account: (member) => ACCOUNTS[member],
    connect: async (inbox): Promise<ChatAdapter> => (await startAdapter(slack, inbox, { mode })).adapter,

    say: async (member, text, where = "room") => {
      const channel = where === "room" ? ROOM : undefined;
      const [, rest = ""] = /^\/plan\s*(.*)$/su.exec(text) ?? [];
      const slashed = /^\/plan(?:\s|$)/u.test(text);
      const said = where === "room" ? `@gonogo ${text}` : text;
      await insist(() => (slashed ? person(member).command(rest, channel) : person(member).say(said, channel)));
    },
    cards: async (member, where) =>
      seen(member, where)
        .filter(({ title }) => title !== undefined)
        .map(cardOf),
    press: (member, card, button) =>
      insist(() => person(member).press(fresh(member, card), labelOf(fresh(member, card), button))),
    fill: async (member, card, button, values) => {
      const who = person(member);
      await insist(() => who.press(fresh(member, card), labelOf(fresh(member, card), button)));
      await until(async () => (who.modal?.submit === undefined ? undefined : true), `a form for ${member}`);
      const opened = who.modal?.lines.join("\n") ?? "";
      await who.fill(values);
      if (!(await who.submit())) throw new Error("something required is empty");
      const errors = who.modal?.fields.flatMap(({ error }) => error ?? []) ?? [];
      shown.set(member, [...(shown.get(member) ?? []), ...errors]);
      return opened;
    },
    told: async (member) => {
      const spoken = [...seen(member, "room").filter(({ alone }) => alone), ...seen(member, "direct")];
      const texts = spoken.filter(({ title }) => title === undefined).map(({ lines }) => lines.join("\n"));
      return [...texts, ...(shown.get(member) ?? []), ...(person(member).modal?.lines ?? [])];
    },
    thread: async (card) => {
      const all = CAST.flatMap((member) => [...seen(member, "room"), ...seen(member, "direct")]);
      const found = all.find(({ ts }) => ts === card.id);
      return (found?.thread ?? []).map(({ lines }) => lines.join("\n"));
    },
    thrice: () => slack.repeat(3),
    cut: async () => slack.socket.cut(),
  };
}

/** People press again when Slack tells them that the app could not be reached. */
async function insist(act: () => Promise<Delivered | readonly Delivered[]>): Promise<void> {
  await until(async () => {
    const delivered = [await act()].flat();
    const last = delivered.at(-1);
    if (last && !last.ok && last.why !== "no-connection") throw new Error(`Slack: ${JSON.stringify(delivered)}`);
    return last === undefined || last.ok || undefined;
  }, "Slack reaches the app");
}

function cardOf(seen: Seen): SeenCard {
  return { id: seen.ts, text: [seen.title, ...seen.lines].join("\n"), buttons: buttonsOf(seen) };
}

export function buttonsOf({ buttons, menus }: SeenBlocks): SeenCard["buttons"] {
  const all = [...buttons, ...menus.flatMap(({ options }) => options)];
  return all.flatMap(({ label, value }) => {
    const action = actionIn(value);
    return action ? [{ label, action }] : [];
  });
}

function actionIn(value: string | undefined): Action | undefined {
  return value === undefined ? undefined : actionSchema.parse(JSON.parse(value));
}

function labelOf(seen: Seen, wanted: Press): string {
  const fits = buttonsOf(seen).filter(({ action }) =>
    Object.entries(wanted).every(([name, value]) =>
      Object.entries(action).some(([key, has]) => key === name && has === value),
    ),
  );
  const [found] = fits;
  if (!found) throw new Error(`no ${JSON.stringify(wanted)} on ${seen.title}: ${JSON.stringify(buttonsOf(seen))}`);
  return found.label;
}
