/**
 * Slack as a chat platform, through Bolt: over sockets, or by HTTP under the server that is there.
 */
import { App } from "@slack/bolt";
import type { Hono } from "hono";
import { planLinked } from "../../src/chat/plan-link.ts";
import type { Account, Arrivals, ChatAdapter, Inbox } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import { systemScheduler } from "../../src/flow/scheduler.ts";
import { Conversation } from "./conversation.ts";
import { Ears } from "./ears.ts";
import { heardSchema } from "./heard.ts";
import { Homes } from "./homes.ts";
import { HttpReceiver } from "./http-receiver.ts";
import { Identities } from "./identity.ts";
import { sdkLogger } from "./log.ts";
import { Modals } from "./modals.ts";
import type { SlackNeeds } from "./needs.ts";
import { TEMPO } from "./needs.ts";
import { Pace } from "./pace.ts";
import { People } from "./people.ts";
import { messageOf, PLATFORM, refOf, roomOf, targetOf } from "./places.ts";
import { Posting } from "./posting.ts";
import { renderCard } from "./render/card.ts";
import { Replies, textSaid } from "./replies.ts";
import { Rounds } from "./rounds.ts";
import { SocketReceiver } from "./socket-receiver.ts";
import { Supervisor } from "./supervisor.ts";
import { clientOptions, createClient } from "./web.ts";

export interface Slack {
  readonly adapter: ChatAdapter;
  /** To be mounted at `/slack`; undefined in Socket Mode. */
  readonly routes?: Hono | undefined;
}

export function createSlack(needs: SlackNeeds, scheduler: Scheduler = systemScheduler): Slack {
  const parts = createParts(needs, scheduler);
  const { posting, people, homes, conversation, supervisor, replies, receiver } = parts;
  const adapter: ChatAdapter = {
    platform: PLATFORM,
    start: async (inbox, arrivals) => {
      parts.open(inbox, arrivals);
      supervisor.start();
    },
    stop: async () => {
      await supervisor.stop();
      homes.stop();
    },
    hear: (payload) => conversation.handle(heardSchema.parse(payload)),
    health: () => receiver.connected,
    post: async (place, card, key) => {
      const target = targetOf(place);
      const posted = await posting.post(target, renderCard(card), key);
      if ("user" in target) homes.touch(target.user);
      return refOf(posted);
    },
    edit: async (ref, card) => {
      const message = messageOf(ref);
      await posting.edit(message, renderCard(card));
      const user = posting.ownerOf(message.channel);
      if (user !== undefined) homes.touch(user);
    },
    note: async (ref, text, key) => {
      const { channel, ts } = messageOf(ref);
      await posting.post({ channel }, textSaid(text), key, ts);
    },
    tell: (account, where, text, key) => replies.deliverOnce(textSaid(text), account, where && roomOf(where), key),
    find: (query): Promise<Account | undefined> =>
      "id" in query ? people.find(query.id) : people.byEmail(query.email),
    members: (group) => people.members(group),
    away: (accounts) => people.away(accounts),
  };
  return { adapter, ...(receiver instanceof HttpReceiver && { routes: receiver.routes }) };
}

function createParts(needs: SlackNeeds, scheduler: Scheduler) {
  const { credentials, now, langOf, outgoing, publicUrl, onError } = needs;
  const { botToken, apiUrl } = credentials;
  const tempo = { ...TEMPO, ...needs.tempo };
  const client = createClient(botToken, apiUrl, onError);
  const pace = new Pace({ now, scheduler, spacing: tempo.messages });
  const identities = new Identities(client);
  const chat = laterOpened();
  const people = new People({ client, pace, identity: () => identities.get(), now });
  const posting = new Posting({ client, pace, outgoing, now, onError });
  const replies = new Replies({ posting, apiUrl, langOf });
  const modals = new Modals(client, onError);
  const { inbox } = chat;
  const homes = new Homes({ client, pace, people, inbox, scheduler, delay: tempo.home, onError });
  const conversation = new Conversation({ slack: needs, client, inbox, people, posting, replies, modals, homes });
  const receiver = createReceiver(needs, scheduler, tempo.reconnect);
  const ears = new Ears({
    arrivals: chat.arrivals,
    conversation,
    modals,
    homes,
    rounds: new Rounds(),
    identities,
    langOf,
    planOf: (url) => (publicUrl === undefined ? undefined : planLinked(publicUrl, url)),
    scheduler,
    answerWithin: tempo.answer,
  });
  const app = createApp(needs, identities, receiver);
  ears.listenTo(app);
  const supervisor = new Supervisor({ app, identities, scheduler, reconnect: tempo.reconnect, onError });
  return { posting, people, homes, conversation, supervisor, replies, receiver, open: chat.open };
}

/** The inbox and the arrivals are there when the adapter starts, and nothing comes before that. */
function laterOpened() {
  let opened: { readonly inbox: Inbox; readonly arrivals: Arrivals } | undefined;
  const needed = () => {
    if (!opened) throw new ChatError("unreachable", "Slack is not started");
    return opened;
  };
  return {
    open: (inbox: Inbox, arrivals: Arrivals) => {
      opened = { inbox, arrivals };
    },
    inbox: () => needed().inbox,
    arrivals: () => needed().arrivals,
  };
}

function createReceiver({ credentials, now, onError }: SlackNeeds, scheduler: Scheduler, reconnect: number) {
  const { mode, apiUrl, appToken = "", signingSecret = "" } = credentials;
  return mode === "http"
    ? new HttpReceiver({ signingSecret, now, onError })
    : new SocketReceiver({ appToken, apiUrl, scheduler, reconnect, random: Math.random, onError });
}

/** Bolt asks Slack for nothing by itself: who we are is told by `identities`, and what fails comes back to the receiver. */
function createApp(
  { credentials, onError }: SlackNeeds,
  identities: Identities,
  receiver: HttpReceiver | SocketReceiver,
): App {
  const app = new App({
    receiver,
    deferInitialization: true,
    convoStore: false,
    logger: sdkLogger(onError),
    clientOptions: clientOptions(credentials.apiUrl, onError),
    authorize: async () => {
      const { botId, botUserId } = await identities.get();
      return { botToken: credentials.botToken, botUserId, ...(botId !== undefined && { botId }) };
    },
  });
  app.error(async (error) => {
    throw error;
  });
  return app;
}
