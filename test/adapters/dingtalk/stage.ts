/**
 * DingTalk as the stage of the shared story and suite: people who read page by page, answer the bot's questions in the
 * single chat, and confirm on the card that only they see.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { z } from "zod";
import { createDingtalk } from "../../../adapters/dingtalk/adapter.ts";
import { dialogSchema } from "../../../adapters/dingtalk/dialog.ts";
import { actionSchema } from "../../../src/chat/action.ts";
import { storedRecords } from "../../../src/connect-dingtalk.ts";
import { sha256 } from "../../../src/flow/gather-context.ts";
import { systemScheduler } from "../../../src/flow/scheduler.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import type { ShownButton } from "../../emulators/dingtalk/card-templates.ts";
import type { Dingtalk, SeenMessage } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import type { ChatStage, Member, Press, SeenCard, Where } from "../../support/chat-stage.ts";
import { CAST } from "../../support/chat-stage.ts";
import { quickArrivals } from "./quick-arrivals.ts";

const ROOM = "cid8Kx+releases/A==";
const ACCOUNTS: Readonly<Record<Member, string>> = {
  ada: "manager4567",
  bo: "0123456789",
  chen: "chen-1",
  dana: "dana.x",
  eve: "eve",
};
const WAIT = { timeout: 15_000, interval: 20 } as const;

/** What a button means, and whether it asks if that is meant. */
interface Meaning {
  readonly action: z.output<typeof actionSchema>;
  readonly asks: boolean;
}
const rowSchema = z.object({
  presses: z.record(z.string(), z.object({ action: actionSchema.optional(), confirm: z.looseObject({}).optional() })),
});

export interface DingtalkStage extends ChatStage {
  readonly dingtalk: Dingtalk;
}

export async function openStage(more: Readonly<Record<string, string>> = {}): Promise<DingtalkStage> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-dingtalk-"));
  const people = CAST.map((name) => ({
    userId: ACCOUNTS[name],
    name: `${name[0]?.toUpperCase()}${name.slice(1)}`,
    email: `${name}@example.com`,
  }));
  const dingtalk = await openDingtalk({
    people,
    rooms: [{ id: ROOM, title: "Releases", members: Object.values(ACCOUNTS) }],
  });
  const databaseUrl = `sqlite:${join(folder, "gonogo.db")}`;
  let store: Store | undefined;
  const records = async () => {
    if (!store) {
      store = await openStore(databaseUrl);
      await migrate(store);
    }
    return storedRecords(store, Date.now);
  };
  onTestFinished(async () => {
    await store?.close();
    await dingtalk.close();
    await rm(folder, { recursive: true, force: true });
  });
  const account = (member: Member) => ACCOUNTS[member];
  const roomOf = (where: Where) => (where === "room" ? ROOM : undefined);

  /** What each button of a card means: DingTalk knows it by an id alone. */
  async function pressesOf(track: string): Promise<ReadonlyMap<string, Meaning>> {
    const body = await (await records()).find("card", track.replace(/-\d+$/u, ""));
    const { presses } = rowSchema.parse(JSON.parse(body ?? '{"presses":{}}'));
    const known = Object.entries(presses).map(
      ([id, { action, confirm }]) => [id, action, confirm !== undefined] as const,
    );
    return new Map(known.flatMap(([id, action, asks]) => (action ? [[id, { action, asks }] as const] : [])));
  }

  /** Every page of a card, as somebody reads it; it is turned back to where it was. */
  const read = new Map<string, readonly NonNullable<SeenMessage["card"]>[]>();
  async function pagesOf(track: string, viewer: string) {
    const first = dingtalk.cards.shown(track, viewer);
    const known = read.get(JSON.stringify([track, first]));
    if (known) return known;
    const pages = [{ ...first, track }];
    for (let next = turnOn(first.buttons); next !== undefined; ) {
      await dingtalk.clicks(viewer, track, next);
      const page = dingtalk.cards.shown(track, viewer);
      // Somebody has changed the card meanwhile, which turns it back.
      if (!page.buttons.some((button) => meaning(button) === `page:${pages.length}`)) break;
      pages.push({ ...page, track });
      next = turnOn(page.buttons);
    }
    for (let page = pages.length - 1; page >= 1; page--) await turnTo(viewer, track, page);
    read.set(JSON.stringify([track, first]), pages);
    return pages;
  }

  async function turnTo(viewer: string, track: string, page: number): Promise<void> {
    const { buttons } = dingtalk.cards.shown(track, viewer);
    const turning = buttons.find((button) => meaning(button) === `page:${page}`);
    if (turning) await dingtalk.clicks(viewer, track, turning.id);
  }

  async function seenCard(track: string, viewer: string): Promise<SeenCard> {
    const pages = await pagesOf(track, viewer);
    const presses = await pressesOf(track);
    const [first] = pages;
    const { label, title } = headOf(first);
    const text = pages.map((page) => page.text.split(TIMELINE)[0] ?? "").join("\n");
    const buttons = pages.flatMap((page) =>
      page.buttons.flatMap((button) => {
        const known = presses.get(meaning(button));
        return known ? [{ label: button.text, action: known.action }] : [];
      }),
    );
    return { id: track, text: readable(`${title}\n${label}\n${text}`), buttons };
  }

  function cardsSeen(viewer: string, where: Where): readonly string[] {
    return dingtalk.sees(viewer, roomOf(where)).flatMap(({ card }) => (card ? [card.track] : []));
  }

  /** Turns to the page with the button, and clicks it. Answers whether it will be asked if it is meant. */
  async function clickOn(member: Member, track: string, button: Press): Promise<boolean> {
    const viewer = account(member);
    return vi.waitFor(async () => {
      const pages = await pagesOf(track, viewer);
      const presses = await pressesOf(track);
      const fits = (shown: ShownButton) => matches(presses.get(meaning(shown))?.action, button);
      const at = pages.findIndex((page) => page.buttons.some(fits));
      const found = pages[at]?.buttons.find(fits);
      if (!found) throw new Error(`the card has no ${JSON.stringify(button)}`);
      for (let page = 2; page <= at + 1; page++) await turnTo(viewer, track, page);
      await dingtalk.clicks(viewer, track, found.id);
      return presses.get(meaning(found))?.asks === true;
    }, WAIT);
  }

  /** Says yes on the card that asks whether it is meant. */
  async function confirm(member: Member, before: ReadonlySet<string>): Promise<void> {
    const viewer = account(member);
    await vi.waitFor(async () => {
      const asking = [...allCards(viewer)].find((track) => {
        if (before.has(track)) return false;
        const { buttons, ...shown } = dingtalk.cards.shown(track, viewer);
        return buttons.length > 0 && headOf(shown).label.includes("Please confirm");
      });
      if (asking === undefined) throw new Error("nobody asks whether it is meant");
      await dingtalk.clicks(viewer, asking, dingtalk.cards.shown(asking, viewer).buttons[0]?.id ?? "");
    }, WAIT);
  }

  async function press(member: Member, card: SeenCard, button: Press): Promise<void> {
    const viewer = account(member);
    const before = allCards(viewer);
    if (await clickOn(member, card.id, button)) await confirm(member, before);
  }

  const allCards = (viewer: string) =>
    new Set((["room", "direct"] as const).flatMap((where) => cardsSeen(viewer, where)));

  /** A card with fields to type into that was not there before. */
  const formFor = (viewer: string, before: ReadonlySet<string>) =>
    [...allCards(viewer)].find((track) => !before.has(track) && dingtalk.cards.shown(track, viewer).inputs.length > 0);

  async function typeInto(viewer: string, track: string, values: Readonly<Record<string, string>>): Promise<void> {
    const body = await (await records()).find("card", track);
    const { form } = z
      .object({ form: z.object({ fields: z.array(z.object({ name: z.string() })) }) })
      .parse(JSON.parse(body ?? ""));
    const { inputs, buttons } = dingtalk.cards.shown(track, viewer);
    const typed = Object.fromEntries(
      inputs.map(({ name }, index) => [name, values[form.fields[index]?.name ?? ""] ?? ""]),
    );
    await dingtalk.clicks(viewer, track, buttons[0]?.id ?? "", { typed });
  }

  const said = (viewer: string) =>
    dingtalk.sees(viewer).flatMap(({ from, kind, text }) => (from === "bot" && kind !== "card" ? [text] : []));

  return {
    dingtalk,
    platform: "dingtalk",
    env: {
      DATABASE_URL: databaseUrl,
      DINGTALK_CLIENT_ID: dingtalk.clientId,
      DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
      DINGTALK_API_BASE: dingtalk.url,
      DINGTALK_OAPI_BASE: dingtalk.url,
      DINGTALK_MONTHLY_CALLS: "unlimited",
      ...more,
    },
    room: `dingtalk:room:${ROOM}`,
    direct: (member) => `dingtalk:direct:${account(member)}`,
    account,

    async connect(inbox) {
      const { adapter } = createDingtalk({
        options: {
          clientId: dingtalk.clientId,
          clientSecret: dingtalk.clientSecret,
          apiBase: dingtalk.url,
          oapiBase: dingtalk.url,
          cardTemplate: more.DINGTALK_CARD_TEMPLATE,
        },
        version: "0",
        records: await records(),
        people: { langAt: () => "en", meet: async () => undefined, admins: () => [] },
        now: Date.now,
        random: Math.random,
        scheduler: systemScheduler,
        hash: sha256,
        report: () => undefined,
      });
      await adapter.start(inbox, quickArrivals(adapter));
      onTestFinished(() => adapter.stop());
      await dingtalk.gateway.connected();
      await vi.waitFor(() => {
        if (!adapter.health()) throw new Error("not connected");
      }, WAIT);
      return adapter;
    },

    async say(member, text, where = "room") {
      const room = roomOf(where);
      await dingtalk.says(account(member), text, room === undefined ? {} : { room });
    },
    cards: async (member, where) =>
      Promise.all(cardsSeen(account(member), where).map((track) => seenCard(track, account(member)))),
    press,

    async fill(member, card, button, values) {
      const viewer = account(member);
      const asked = said(viewer).length;
      const seenBefore = allCards(viewer);
      await press(member, card, button);
      const form = await vi.waitFor(() => {
        const typed = formFor(viewer, seenBefore);
        if (!typed) expectMore(said(viewer), asked);
        return typed;
      }, WAIT);
      const opened = form ? dingtalk.cards.shown(form, viewer).text : said(viewer).slice(asked).join("\n");
      if (form) {
        await typeInto(viewer, form, values);
        return readable(opened);
      }
      // The bot asks for one field after the other.
      for (let turn = 0; turn < 40; turn++) {
        const body = await (await records()).find("dialog", viewer);
        if (body === undefined) break;
        const { form, step, last } = dialogSchema.parse(JSON.parse(body));
        if (last.submit) break;
        const field = form.fields[step];
        const before = said(viewer).length;
        const answer = field ? (values[field.name] ?? "skip") : "submit";
        await dingtalk.says(viewer, answer);
        const done = field === undefined || form.fields.length === 1;
        if (done) break;
        await vi.waitFor(() => expectMore(said(viewer), before), WAIT);
      }
      return readable(opened);
    },

    told: async (member) => said(account(member)).map(readable),
    async thread({ id }) {
      const viewer = account("ada");
      return vi.waitFor(async () => {
        const pages = await pagesOf(id, viewer);
        const all = pages.map(({ text }) => text).join("\n");
        const [, lines = ""] = all.split(TIMELINE);
        const notes = lines.split("\n").flatMap((line) => (line.startsWith("- ") ? [readable(line.slice(2))] : []));
        if (notes.length === 0) throw new Error("no timeline yet");
        return notes.toReversed();
      }, WAIT);
    },

    thrice: () => dingtalk.gateway.repeat(3),
    async cut() {
      dingtalk.gateway.cut();
      await dingtalk.gateway.connected();
    },
  };
}

const TIMELINE = "**Timeline**\n\n";

function turnOn(buttons: readonly ShownButton[]): string | undefined {
  return buttons.find(({ text }) => text.endsWith("›"))?.id;
}

/** The id by which a button is known to gonogo: the template's own, or what it sends as `id`. */
function meaning({ id, params }: ShownButton): string {
  return params.id ?? id;
}

function expectMore(now: readonly string[], before: number): void {
  if (now.length <= before) throw new Error("the bot has said nothing yet");
}

/** The public template has one line for the status and the title. */
function headOf(card: { readonly title: string; readonly tag: string } | undefined): { label: string; title: string } {
  const { title = "", tag = "" } = card ?? {};
  if (tag !== "") return { label: tag, title };
  const end = title.indexOf(" · ");
  return { label: title.slice(0, end), title: title.slice(end + 3) };
}

/** As it reads: without markup, and lookalikes for what they look like. */
function readable(text: string): string {
  return text
    .replaceAll("**", "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replaceAll(/ {2}\n/gu, "\n")
    .replaceAll(/[＜＞［］＊｀～＃＿＼＆]/gu, (mark) => String.fromCodePoint((mark.codePointAt(0) ?? 0) - 0xfee0));
}

function matches(action: Readonly<Record<string, unknown>> | undefined, button: Press): boolean {
  return action !== undefined && Object.entries(button).every(([key, value]) => action[key] === value);
}
