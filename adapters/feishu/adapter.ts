/**
 * The chat port on Feishu.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import { z } from "zod";
import type { ChatAdapter } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import type { ApprovalDesk } from "../../src/flow/approval-desk.ts";
import { createDesk } from "./approval/desk.ts";
import { Cards } from "./cards.ts";
import { Clicks } from "./clicks.ts";
import { createClient } from "./client.ts";
import type { ConnectionTiming } from "./connection.ts";
import { LongConnection } from "./connection.ts";
import { createFiles } from "./files.ts";
import { hear } from "./hear.ts";
import { createMessages } from "./messages.ts";
import type { FeishuNeeds } from "./needs.ts";
import { Pace } from "./pace.ts";
import { createPeople } from "./people.ts";
import { receive } from "./receive.ts";
import { directPlace, PLATFORM, receiverOf } from "./refs.ts";
import { postContents } from "./render/post.ts";
import { Replies } from "./replies.ts";
import { createTransport } from "./transport.ts";
import { createWebhook } from "./webhook/routes.ts";
import { Writers } from "./writers.ts";

/** For one call (ms). */
const TIMEOUT = 10_000;
/** How long answers that are under way are waited for at the end (ms). */
const DRAIN = 3_000;

export interface FeishuAdapter {
  readonly adapter: ChatAdapter;
  readonly desk: ApprovalDesk;
  /** In webhook mode, where Feishu posts. */
  readonly routes: Hono | undefined;
}

export function createFeishu(
  needs: FeishuNeeds,
  timing: { readonly timeout?: number; readonly connection?: Partial<ConnectionTiming> } = {},
): FeishuAdapter {
  const { options, log, now } = needs;
  const transport = createTransport({ timeout: timing.timeout ?? TIMEOUT, now });
  const client = createClient(options, transport, log);
  const writers = new Writers();
  const pace = new Pace(now);
  const messages = createMessages({ client, pace, writers });
  const people = createPeople(client, now);
  const cards = new Cards(needs, messages);
  const replies = new Replies({ needs, messages, sendCard: (to, card, key) => cards.send(to, card, key) });
  const files = createFiles(client);
  const bot = createBot();
  const underWay = new Set<Promise<unknown>>();
  const background = (work: Promise<unknown>): void => {
    const watched = work.catch((error: unknown) => {
      log.warn("an answer could not be sent; it comes later", { why: error instanceof Error ? error.message : error });
    });
    underWay.add(watched);
    void watched.finally(() => underWay.delete(watched));
  };
  let ears: Ears | undefined;

  const take = async (json: unknown): Promise<object> => {
    if (!ears) throw new Error("the Feishu adapter does not listen yet");
    const answer = receive(json, ears.receive);
    background(answer);
    return answer;
  };
  const connection =
    options.mode === "webhook"
      ? undefined
      : new LongConnection({ app: options, transport, log, now, take, timing: timing.connection });

  function createBot() {
    let openId: string | undefined;
    return {
      id: () => openId,
      async ask(): Promise<void> {
        const said = await client.raw((sdk) => sdk.request<unknown>({ method: "GET", url: "/open-apis/bot/v3/info" }));
        openId = botSchema.safeParse(said).data?.bot.open_id;
      },
    };
  }

  const adapter: ChatAdapter = {
    platform: PLATFORM,
    async start(inbox, arrivals) {
      const clicks = new Clicks({ needs, inbox, arrivals, people, messages, writers, cards, replies, background });
      ears = {
        receive: { arrivals, log, bot: bot.id, click: (click, key, tenant) => clicks.answer(click, key, tenant) },
        hear: { inbox, people, files, cards, clicks, replies, bot: bot.id },
      };
      background(bot.ask());
      connection?.start();
    },
    async stop() {
      await Promise.race([Promise.all([...underWay, cards.flush()]), sleep(DRAIN, undefined, { ref: false })]);
      connection?.stop();
      await transport.close();
    },
    async hear(payload) {
      if (!ears) throw new ChatError("unreachable", "the Feishu adapter does not listen yet");
      if (bot.id() === undefined) await bot.ask().catch(() => undefined);
      await hear(payload, ears.hear);
    },
    health: () => (connection ? connection.connected : ears !== undefined),
    post: async (place, card, key) => cards.send(receiverOf(place), card, key),
    edit: (ref, card) => cards.edit(ref, card),
    async note(ref, text, key) {
      for (const [part, content] of postContents(text).entries()) {
        await messages.reply(ref, { type: "post", content }, part === 0 ? key : `${key}:part${part}`);
      }
    },
    tell: async (account, _where, text, key) => replies.text(receiverOf(directPlace(account)), text, key),
    find: (query) => people.find(query),
    members: (group) => people.members(group),
  };
  const keys = { appId: options.appId, encryptKey: options.encryptKey, verificationToken: options.verificationToken };
  const routes = connection ? undefined : createWebhook({ keys, now, log, take });
  return { adapter, desk: createDesk(needs, client, pace), routes };
}

interface Ears {
  readonly receive: Parameters<typeof receive>[1];
  readonly hear: Parameters<typeof hear>[1];
}

const botSchema = z.object({ bot: z.object({ open_id: z.string() }) });
