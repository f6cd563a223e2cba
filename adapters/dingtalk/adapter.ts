/**
 * DingTalk as a chat platform: hearing through its stream, speaking through its robot and its interactive cards.
 *
 * What DingTalk lacks degrades so: there are no threads, so that the newest lines of a card's timeline stand on the card
 * itself; there is nothing that only one person sees in a group but cards, so that texts to one person go to the single chat;
 * there are no forms on the public template, so that the bot asks field by field; and no confirmation on a button, so that a
 * card to that person alone asks.
 */
import { z } from "zod";
import type { Arrivals, ChatAdapter, Inbox } from "../../src/chat/ports.ts";
import type { ApprovalDesk } from "../../src/flow/approval-desk.ts";
import { createBudget, dayOf } from "./budget.ts";
import { createCardBook } from "./card-book.ts";
import { createClient } from "./client.ts";
import { createDesk } from "./desk.ts";
import type { EarNeeds } from "./ears.ts";
import { handle } from "./ears.ts";
import { chatError } from "./failure.ts";
import { createFiles } from "./files.ts";
import { createHttp } from "./http.ts";
import { heardSchema } from "./incoming.ts";
import { createListener } from "./listener.ts";
import { createMessages } from "./messages.ts";
import type { DingtalkNeeds } from "./needs.ts";
import { createPeople } from "./people.ts";
import { PLATFORM, singlePlace } from "./places.ts";
import { createReplies } from "./replies.ts";
import { createShelf } from "./shelf.ts";
import { createStream } from "./stream.ts";
import { tame } from "./tame.ts";
import { TEXTS } from "./texts.ts";
import { createTokens } from "./token.ts";

/** How often what is long over is forgotten (ms). */
const TIDY_EVERY = 6 * 60 * 60_000;
const DAY = 24 * 60 * 60_000;
/** What was told is remembered for longer than any delivery is repeated; cards for longer than any release takes. */
const MEMORY = { sent: 30 * DAY, calls: 70 * DAY, dialog: 7 * DAY, card: 200 * DAY } as const;

const callsSchema = z.object({ calls: z.number() });

export interface Dingtalk {
  readonly adapter: ChatAdapter;
  readonly desk: ApprovalDesk;
}

export function createDingtalk(needs: DingtalkNeeds): Dingtalk {
  const { options, records, now, scheduler, report } = needs;
  const http = createHttp();
  const tokens = createTokens({ ...options, http, now });
  const calls = createShelf(records, "calls", callsSchema);
  const budget = createBudget({
    now,
    monthly: options.monthlyCalls,
    add: async (day, count) => {
      await calls.change(day, (before) => ({ value: { calls: (before?.calls ?? 0) + count } }));
      const month = await calls.list(day.slice(0, 7));
      const sum = (days: typeof month) => days.reduce((all, { value }) => all + value.calls, 0);
      return { today: sum(month.filter(({ id }) => id === day)), before: sum(month.filter(({ id }) => id < day)) };
    },
    warn: (warning) => void warnAdmins(warning).catch(report),
    report,
  });
  const client = createClient({ ...options, http, tokens, budget, now, scheduler });
  const contacts = createPeople(client, now);
  const messages = createMessages(needs, client, http);
  const book = createCardBook({ ...needs, client, budget });
  let inbox: Inbox | undefined;
  const heardBy = (): Inbox => {
    if (!inbox) throw new Error("the adapter has not been started");
    return inbox;
  };
  const frugal = () => budget.means() !== "plenty";
  const replies = createReplies({ ...needs, book, messages, inbox: heardBy, frugal });
  const desk = createDesk(needs, client);
  const ears: EarNeeds = {
    ...needs,
    book,
    messages,
    replies,
    frugal,
    contacts,
    files: createFiles(client, http, options.clientId),
    inbox: heardBy,
    announce: (group, asker, markdown) =>
      messages.announce(group, tame(markdown), `${asker.key}:joined`, asker.webhook),
  };
  let callOff: () => void = () => undefined;
  let stream: ReturnType<typeof createStream> | undefined;

  async function warnAdmins({ kind, calls: made, share }: Parameters<Parameters<typeof createBudget>[0]["warn"]>[0]) {
    const day = dayOf(now());
    report(new Error(TEXTS.en[kind === "saving" ? "saving" : "usedUp"](made, share)));
    // When the calls are used up nobody can be told; the log and the health of the process say it.
    if (kind === "used-up") return;
    for (const admin of needs.people.admins()) {
      const texts = TEXTS[needs.people.langAt(singlePlace(admin))];
      await messages.tell(admin, `⚠️ ${texts.saving(made, share)}`, `saving:${day}:${admin}`);
    }
  }

  function tidy(): void {
    for (const [kind, age] of Object.entries(MEMORY)) records.forget(kind, age).catch(report);
    callOff = scheduler.after(TIDY_EVERY, tidy);
  }

  const adapter: ChatAdapter = {
    platform: PLATFORM,
    async start(opened: Inbox, arrivals: Arrivals) {
      inbox = opened;
      const listener = createListener({ ...ears, arrivals, desk });
      stream = createStream({ ...needs, ...options, http, listener });
      book.start();
      tidy();
      stream.start();
    },
    async stop() {
      callOff();
      stream?.stop();
      await book.stop();
      await budget.settle();
      await http.close();
      inbox = undefined;
    },
    hear: (payload) => told(handle(heardSchema.parse(payload), ears)),
    health: () => stream?.connected() === true && budget.answers(),
    post: (place, card, key) => told(book.post(place, card, key)),
    edit: (ref, card) => told(book.edit(ref, card)),
    note: (ref, text, key) => told(book.note(ref, text, key)),
    tell: (account, _where, text, key) => told(messages.tell(account, tame(text), key)),
    find: (query) => told("email" in query ? whoIs(query) : contacts.byId(query.id)),
    members: (group) => told(contacts.members(group)),
  };

  /** The mobile number comes first: it takes one call, where the mail takes a walk through the contacts. */
  async function whoIs({ email, mobile }: { readonly email: string; readonly mobile?: string | undefined }) {
    return (mobile === undefined ? undefined : await contacts.byMobile(mobile)) ?? contacts.byEmail(email);
  }

  return { adapter, desk };
}

/** What went wrong, in the core's words. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw chatError(error);
  }
}
