/**
 * The stage of the shared story and suite on the emulated Feishu, over the long connection or by webhook.
 */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { onTestFinished, vi } from "vitest";
import { z } from "zod";
import { createFeishu } from "../../../adapters/feishu/adapter.ts";
import type { Action } from "../../../src/chat/action.ts";
import { actionSchema } from "../../../src/chat/action.ts";
import type { ChatAdapter, Inbox, Place } from "../../../src/chat/ports.ts";
import type { Clicked } from "../../emulators/feishu/clicks.ts";
import type { Feishu } from "../../emulators/feishu/feishu.ts";
import { openFeishu } from "../../emulators/feishu/feishu.ts";
import type { SeenButton, SeenMessage } from "../../emulators/feishu/seen.ts";
import type { EmulatedChat, EmulatedPerson } from "../../emulators/feishu/world.ts";
import type { ChatStage, Member, Press, SeenCard, Where } from "../../support/chat-stage.ts";
import { CAST, until } from "../../support/chat-stage.ts";
import { QUICK } from "./feishu-world.ts";
import { quickArrivals } from "./quick-arrivals.ts";

export type Mode = "long-connection" | "webhook";

export interface FeishuStage extends ChatStage {
  readonly feishu: Feishu;
  readonly people: Readonly<Record<Member, EmulatedPerson>>;
  /** In webhook mode, where events go from now on. */
  listenAt(url: string): void;
}

/** A person tries again what the client says has failed, so often. */
const MOST_TRIES = 5;

export async function openStage(mode: Mode = "long-connection"): Promise<FeishuStage> {
  const feishu = await openFeishu();
  onTestFinished(() => feishu.close());
  const made = CAST.map((name) => {
    const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    return [name, feishu.person({ name: title, email: `${name}@example.com`, language: "en-US" })] as const;
  });
  const people = Object.fromEntries(made) as Readonly<Record<Member, EmulatedPerson>>;
  const room = feishu.room("Releases", Object.values(people));
  const told = new Map<string, string[]>();
  const tell = (person: EmulatedPerson, text: string) =>
    void told.set(person.openId, [...(told.get(person.openId) ?? []), text]);
  const env = {
    FEISHU_APP_ID: feishu.appId,
    FEISHU_APP_SECRET: feishu.appSecret,
    FEISHU_DOMAIN: feishu.url,
    FEISHU_MODE: mode,
    ...(mode === "webhook" && {
      FEISHU_ENCRYPT_KEY: feishu.encryptKey,
      FEISHU_VERIFICATION_TOKEN: feishu.verificationToken,
    }),
  };
  feishu.onMessage((message) => {
    const chat = feishu.world.chats.get(message.chat);
    const [person] = chat?.type === "p2p" ? chat.members : [];
    const known = person === undefined ? undefined : feishu.world.people.get(person);
    if (known && message.fromBot && !message.card) tell(known, feishu.message(message.id).text);
  });

  const listening = () =>
    vi.waitFor(() => {
      if (mode === "long-connection" ? feishu.connection.ready() === 0 : feishu.delivery.url === undefined) {
        throw new Error("nobody listens");
      }
    }, 20_000);

  /** What the client shows of it; a person whose click came to nothing clicks again. */
  const clicking = async (person: EmulatedPerson, click: () => Promise<Clicked>): Promise<Clicked> => {
    for (let tries = 1; ; tries++) {
      await listening();
      const clicked = await click();
      if (clicked.toast) tell(person, clicked.toast.content);
      if (clicked.error === undefined) return clicked;
      if (tries === MOST_TRIES) throw new Error(`the client shows error ${clicked.error}`);
    }
  };

  const chatOf = (member: Member, where: Where): EmulatedChat =>
    where === "room" ? room : feishu.world.direct(people[member].openId);

  const press = async (member: Member, card: SeenCard, button: Press): Promise<void> => {
    const found = await turnedTo(feishu, people[member], card.id, button);
    await clicking(people[member], () => feishu.press(people[member], card.id, found));
  };

  return {
    platform: "feishu",
    env,
    feishu,
    people,
    room: `feishu:room:${room.id}`,
    direct: (member): Place => `feishu:direct:${people[member].openId}`,
    account: (member) => people[member].openId,
    listenAt: (url) => {
      feishu.delivery.url = url;
    },
    connect: (inbox) => connect(feishu, mode, inbox),
    async say(member, text, where = "direct") {
      await listening();
      if (where === "room") feishu.say(people[member], room, "@bot", ` ${text}`);
      else feishu.say(people[member], "direct", text);
    },
    async cards(member, where) {
      const messages = feishu.sees(chatOf(member, where)).filter(isPlanCard);
      const seen: SeenCard[] = [];
      for (const message of messages) seen.push(await seenCard(feishu, people[member], message));
      return seen;
    },
    press,
    async fill(member, card, button, values) {
      const direct = chatOf(member, "direct");
      const before = feishu.sees(direct).length;
      await press(member, card, button);
      const form = await until(
        async () =>
          feishu
            .sees(direct)
            .slice(before)
            .findLast((message) => (message.card?.fields.length ?? 0) > 0),
        "the form",
      );
      const opened = form.card?.text ?? "";
      const clicked = await clicking(people[member], () => feishu.fillIn(people[member], form.id, values));
      if (clicked.replaced) tell(people[member], feishu.message(form.id).card?.text ?? "");
      return opened;
    },
    told: async (member) => told.get(people[member].openId) ?? [],
    thread: async ({ id }) =>
      [...feishu.world.messages.values()]
        .filter((message) => message.root === id)
        .map((message) => feishu.message(message.id).text),
    thrice: () => {
      feishu.delivery.copies = 3;
    },
    async cut() {
      feishu.faults.add(/im\/v1\/messages/u, { kind: "lost-answer" });
      feishu.connection.cut();
    },
  };
}

async function connect(feishu: Feishu, mode: Mode, inbox: Inbox): Promise<ChatAdapter> {
  const kept = new Map<string, string>();
  const { appId, appSecret, url: domain, encryptKey, verificationToken } = feishu;
  const { adapter, routes } = createFeishu(
    {
      options: { appId, appSecret, domain, mode, ...(mode === "webhook" && { encryptKey, verificationToken }) },
      accountOf: () => undefined,
      langOf: () => "en",
      lang: "en",
      memory: { get: async (name) => kept.get(name), put: async (name, value) => void kept.set(name, value) },
      now: Date.now,
      log: { info: () => undefined, warn: () => undefined },
    },
    { connection: QUICK },
  );
  onTestFinished(() => adapter.stop());
  await adapter.start(inbox, quickArrivals(adapter));
  if (routes) feishu.delivery.url = await served(routes);
  else await vi.waitFor(() => void (feishu.connection.ready() > 0 || fail()), 10_000);
  return adapter;
}

function fail(): never {
  throw new Error("it is not connected");
}

/** A server of its own for the routes; closed when the test is over. */
export async function served(routes: Hono): Promise<string> {
  const app = new Hono().route("/feishu", routes);
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
      resolve(`http://127.0.0.1:${port}/feishu/events`);
    });
    onTestFinished(() => void server.close());
  });
}

/** Forms are no cards of a plan: they say no status. */
function isPlanCard({ card, thread }: SeenMessage): boolean {
  return card !== undefined && thread === undefined && card.tags.length > 0;
}

/** All of its pages, turned from the first to the last. */
async function seenCard(feishu: Feishu, person: EmulatedPerson, { id }: SeenMessage): Promise<SeenCard> {
  await turn(feishu, person, id, "‹");
  const first = pageOf(feishu, id);
  const pages = [first];
  while (await turnOnce(feishu, person, id, "›")) pages.push(pageOf(feishu, id));
  const buttons = pages.flatMap((page) => page.buttons);
  const once = new Map(buttons.map((button) => [JSON.stringify(button.action), button]));
  return { id, text: pages.map(({ text }) => text).join("\n"), buttons: [...once.values()] };
}

function pageOf(feishu: Feishu, id: string) {
  const { card } = feishu.message(id);
  if (!card) throw new Error("the message is no card");
  const text = [[card.title, ...card.tags].join(" "), card.text].join("\n");
  return { text, buttons: actionsOf(feishu, id).map(({ label, action }) => ({ label, action })) };
}

/** Turns pages as long as there are any in this direction. */
async function turn(feishu: Feishu, person: EmulatedPerson, id: string, way: "‹" | "›"): Promise<void> {
  while (await turnOnce(feishu, person, id, way));
}

async function turnOnce(feishu: Feishu, person: EmulatedPerson, id: string, way: "‹" | "›"): Promise<boolean> {
  const button = feishu.message(id).card?.buttons.find(({ label }) => label === way);
  if (!button || button.element.disabled === true) return false;
  return (await feishu.press(person, id, button)).replaced;
}

const valueSchema = z.object({ act: actionSchema });

/** What the buttons of a card do; those that turn its pages are the platform's own. */
function actionsOf(feishu: Feishu, id: string): readonly (SeenButton & { readonly action: Action })[] {
  const buttons = feishu.message(id).card?.buttons ?? [];
  return buttons.flatMap((button) => {
    const callback = button.element.behaviors?.find(({ type }) => type === "callback");
    const value = callback?.type === "callback" ? valueSchema.safeParse(callback.value) : undefined;
    return value?.success ? [{ ...button, action: value.data.act }] : [];
  });
}

/** The button that this tells, on whichever page it is. */
async function turnedTo(feishu: Feishu, person: EmulatedPerson, id: string, press: Press): Promise<SeenButton> {
  const find = () =>
    actionsOf(feishu, id).find(({ action }) =>
      Object.entries(press).every(([name, value]) => Reflect.get(action, name) === value),
    );
  if (!find()) await turn(feishu, person, id, "‹");
  while (!find() && (await turnOnce(feishu, person, id, "›")));
  const found = find();
  if (!found) throw new Error(`the card has no button ${JSON.stringify(press)}`);
  return found;
}
