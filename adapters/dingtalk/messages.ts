/**
 * What the robot says: directly to one person or in a group, once per key as far as DingTalk can hold that; and replies
 * through a message's own webhook, which cost none of the organisation's calls.
 */
import { z } from "zod";
import { ChatError } from "../../src/chat/ports.ts";
import type { Client } from "./client.ts";
import type { Errand } from "./failure.ts";
import { refused, refusedByCode } from "./failure.ts";
import type { Http } from "./http.ts";
import { cut } from "./markdown.ts";
import type { DingtalkNeeds } from "./needs.ts";
import { createPace } from "./pace.ts";
import { createShelf } from "./shelf.ts";

/** A message's parameters hold 15,000 bytes; the rest is for what JSON adds. */
const LONGEST = 12_000;
const LONGEST_TITLE = 100;
/** DingTalk takes twenty a minute and is deaf for ten minutes after the next; the last two are left for others. */
const WEBHOOK_PER_MINUTE = 18;
/** A webhook that lapses while a message is on its way is of no use (ms). */
const WEBHOOK_MARGIN = 30_000;
/** Somebody gets too many messages at once: a while later he may have more (ms). */
const HELD_BACK = 60_000;

/** The webhook that came with a message: whoever has it may write to that chat until it lapses. */
export interface Webhook {
  readonly address: string;
  readonly until: number;
}

export interface Messages {
  /** To one person, directly. Once per key, unless the process dies between sending and writing that down. */
  tell(user: string, markdown: string, key: string): Promise<void>;
  /** To everybody in a group, through the webhook where there is one. */
  announce(group: string, markdown: string, key: string, webhook?: Webhook | undefined): Promise<void>;
  /** Through a webhook; false when it can't be used, and nothing was said. */
  reply(webhook: Webhook, markdown: string, key: string): Promise<boolean>;
}

const sentSchema = z.object({ at: z.number() });
const batchSchema = z.looseObject({
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
});

export function createMessages(needs: DingtalkNeeds, client: Client, http: Http): Messages {
  const { records, now, scheduler, options, report } = needs;
  const sent = createShelf(records, "sent", sentSchema);
  const pace = createPace({ now, scheduler }, WEBHOOK_PER_MINUTE, 60_000);

  async function once(key: string, send: () => Promise<void>): Promise<void> {
    if (await sent.find(key)) return;
    await send();
    await sent.change(key, () => ({ value: { at: now() } }));
  }

  async function reply(webhook: Webhook, markdown: string, key: string): Promise<boolean> {
    if (await sent.find(key)) return true;
    const address = usable(webhook, options.oapiBase, now());
    if (!address || !pace.tryTurn()) return false;
    try {
      await post(http, address, markdown, now());
    } catch (error) {
      report(error);
      return false;
    }
    await sent.change(key, () => ({ value: { at: now() } }));
    return true;
  }

  return {
    reply,
    async announce(group, markdown, key, webhook) {
      if (webhook && (await reply(webhook, markdown, key))) return;
      await once(key, async () => {
        const msgParam = JSON.stringify({ title: titleOf(markdown), text: cut(markdown, LONGEST) });
        const body = { robotCode: options.clientId, openConversationId: group, msgKey: "sampleMarkdown", msgParam };
        await client.call({ method: "POST", path: "/v1.0/robot/groupMessages/send", body }, z.looseObject({}));
      });
    },
    tell: (user, markdown, key) =>
      once(key, async () => {
        const msgParam = JSON.stringify({ title: titleOf(markdown), text: cut(markdown, LONGEST) });
        const body = { robotCode: options.clientId, userIds: [user], msgKey: "sampleMarkdown", msgParam };
        const path = "/v1.0/robot/oToMessages/batchSend";
        const answer = await client.call({ method: "POST", path, body }, batchSchema);
        // 200 does not mean that anybody got it.
        if (answer.invalidStaffIdList?.includes(user)) throw new ChatError("gone", `DingTalk knows no ${user}`);
        if (answer.flowControlledStaffIdList?.includes(user)) {
          throw new ChatError("busy", "DingTalk holds messages to this person back", HELD_BACK);
        }
      }),
  };
}

/** Only DingTalk's own host is called, whatever a message says. */
function usable({ address, until }: Webhook, oapiBase: string, now: number): URL | undefined {
  const url = URL.parse(address);
  if (!url || url.origin !== new URL(oapiBase).origin || until < now + WEBHOOK_MARGIN) return undefined;
  return url;
}

async function post(http: Http, address: URL, markdown: string, now: number): Promise<void> {
  const errand: Errand = { method: "POST", path: address.pathname };
  const body = { msgtype: "markdown", markdown: { title: titleOf(markdown), text: cut(markdown, LONGEST) } };
  const answer = await http.send(errand, address, { body });
  const error = answer.status === 200 ? refusedByCode(errand, answer.text) : refused(errand, answer, now);
  if (error) throw error;
}

/** What a phone shows of it: the first line, without markup. */
function titleOf(markdown: string): string {
  const [first = ""] = markdown.split("\n");
  return cut(
    first
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
      .replaceAll(/[*>]/gu, "")
      .trim() || "gonogo",
    LONGEST_TITLE,
  );
}
