/**
 * A DingTalk for tests: its stream, its robot, its cards, its approvals and its contacts over real HTTP and WebSocket on
 * loopback, strict where the real one is; and people who type, click and approve in it, and see what they would see.
 */
import { z } from "zod";
import { bodyOf, ok, refuse } from "./answers.ts";
import type { Shown } from "./card-templates.ts";
import type { Cards, ClickOptions } from "./cards.ts";
import { createCards } from "./cards.ts";
import { contactRoutes } from "./contacts.ts";
import type { Faults } from "./faults.ts";
import { createFaults } from "./faults.ts";
import type { Gateway, Push } from "./gateway.ts";
import { createGateway } from "./gateway.ts";
import type { Robot } from "./robot.ts";
import { createRobot } from "./robot.ts";
import type { HttpSide, Route } from "./server.ts";
import { openServer } from "./server.ts";
import type { Oa } from "./workflow.ts";
import { createOa } from "./workflow.ts";
import type { ChatMessage, Person, Room, World } from "./world.ts";
import { personIn } from "./world.ts";

const ROBOT_TOPIC = "/v1.0/im/bot/messages/get";
const ROBOT_USER = "$:LWCP_v1:$robot";

export interface DingtalkOptions {
  readonly people: readonly Person[];
  readonly rooms: readonly Room[];
  readonly now?: () => number;
}

export interface Typed {
  readonly room?: string;
  /** People mentioned beside the bot, as their names stand in the text. */
  readonly mentions?: readonly string[];
  readonly file?: { readonly name: string; readonly content: string | Uint8Array };
  /** Another kind of message: a picture, a voice. */
  readonly msgtype?: string;
}

export interface SeenMessage {
  readonly id: string;
  readonly from: string;
  readonly kind: "text" | "markdown" | "card";
  readonly text: string;
  readonly by: ChatMessage["by"];
  readonly card?: (Shown & { readonly track: string }) | undefined;
}

export interface Dingtalk {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly world: World;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly robot: Robot;
  readonly cards: Cards;
  readonly oa: Oa;
  /** Types to the bot: in a group by mentioning it. Answers when DingTalk has pushed it. */
  says(userId: string, text: string, typed?: Typed): Promise<Push>;
  clicks(userId: string, track: string, button: string, click?: ClickOptions): Promise<Push>;
  /** What somebody sees in a room, or in the single chat with the bot, oldest first. */
  sees(userId: string, room?: string): readonly SeenMessage[];
  /** Requests to a path that contains this. */
  sent(path: string): World["requests"];
  close(): Promise<void>;
}

const tokenSchema = z.strictObject({ appKey: z.string(), appSecret: z.string() });

export async function openDingtalk({ people, rooms, now = Date.now }: DingtalkOptions): Promise<Dingtalk> {
  let ids = 0;
  const world: World = {
    clientId: "dingapp123",
    clientSecret: "a-very-secret-secret",
    corpId: "dingcorp1",
    now,
    people: new Map(people.map((person) => [person.userId, person])),
    rooms: new Map(rooms.map((room) => [room.id, room])),
    departments: new Map([[1, { id: 1, name: "公司", parent: 0 }]]),
    requests: [],
    messages: [],
    violations: [],
    nextId: (prefix) => `${prefix}-${++ids}`,
  };
  const faults = createFaults();
  const gateway = createGateway(world);
  const side: { http?: HttpSide } = {};
  const url = () => side.http?.url() ?? "";
  const robot = createRobot(world, url);
  const cards = createCards(world, gateway);
  const oa = createOa(world, gateway);
  const token: Route = {
    method: "POST",
    path: "/v1.0/oauth2/accessToken",
    open: true,
    answer: (asked) => {
      const { appKey, appSecret } = bodyOf(asked, tokenSchema);
      if (appKey !== world.clientId || appSecret !== world.clientSecret) {
        throw refuse(400, "invalidClientIdOrSecret", "无效的clientId或者clientSecret");
      }
      const accessToken = world.nextId("token");
      side.http?.tokens.add(accessToken);
      return ok({ accessToken, expireIn: 7200 });
    },
  };
  const routes = [token, ...gateway.routes, ...robot.routes, ...cards.routes, ...oa.routes, ...contactRoutes(world)];
  side.http = await openServer(world, faults, routes);
  gateway.attach(side.http.server, url);

  function visible({ chat, recipients }: ChatMessage, userId: string, room: string | undefined): boolean {
    const here = room === undefined ? chat.kind === "single" && chat.id === userId : chat.id === room;
    const member = room === undefined || world.rooms.get(room)?.members.includes(userId) === true;
    return here && member && (recipients === undefined || recipients.includes(userId));
  }

  function seen({ id, from, body, by }: ChatMessage, viewer: string): SeenMessage {
    if (body.kind !== "card") return { id, from, kind: body.kind, text: body.text, by };
    const card = { ...cards.shown(body.track, viewer), track: body.track };
    return { id, from, kind: "card", text: card.text, by, card };
  }

  return {
    url: url(),
    clientId: world.clientId,
    clientSecret: world.clientSecret,
    world,
    faults,
    gateway,
    robot,
    cards,
    oa,
    says(userId, text, { room, mentions = [], file, msgtype } = {}) {
      const person = personIn(world, userId);
      const at = room === undefined ? undefined : world.rooms.get(room);
      const chat =
        room === undefined ? ({ kind: "single", id: userId } as const) : ({ kind: "room", id: room } as const);
      world.messages.push({ id: world.nextId("msg"), chat, from: userId, body: { kind: "text", text }, by: "person" });
      const webhook = robot.webhookFor(chat);
      const others = mentions.map((id) => ({ dingtalkId: `$:LWCP_v1:$${id}`, ...mentioned(world, id) }));
      // Someone of another organisation has no userId here.
      const staff = person.outside === true ? {} : { senderStaffId: userId };
      return gateway.push("CALLBACK", ROBOT_TOPIC, {
        conversationId: room ?? `cid-single-${userId}`,
        conversationType: room === undefined ? "1" : "2",
        ...(at && { conversationTitle: at.title, isInAtList: true }),
        atUsers: room === undefined ? [] : [{ dingtalkId: ROBOT_USER }, ...others],
        chatbotCorpId: world.corpId,
        chatbotUserId: ROBOT_USER,
        msgId: world.nextId("msgid"),
        senderNick: person.name,
        isAdmin: false,
        ...staff,
        senderId: `$:LWCP_v1:$${userId}`,
        senderCorpId: person.outside === true ? "dingother" : world.corpId,
        sessionWebhook: webhook.session,
        sessionWebhookExpiredTime: webhook.expiresAt,
        createAt: world.now(),
        robotCode: world.clientId,
        senderPlatform: "Mac",
        ...contentOf(text, file && { name: file.name, code: robot.upload(file.content) }, msgtype, room !== undefined),
      });
    },
    clicks: (userId, track, button, click) => cards.click(track, userId, button, click),
    sees: (userId, room) =>
      world.messages.filter((message) => visible(message, userId, room)).map((message) => seen(message, userId)),
    sent: (path) => world.requests.filter((request) => request.path.includes(path)),
    async close() {
      gateway.close();
      await side.http?.close();
    },
  };
}

function mentioned(world: World, id: string): { readonly staffId?: string } {
  return world.people.get(id)?.outside === true ? {} : { staffId: id };
}

function contentOf(
  text: string,
  file: { readonly name: string; readonly code: string } | undefined,
  msgtype: string | undefined,
  inRoom: boolean,
) {
  if (file && msgtype === "picture") return { msgtype, content: { downloadCode: file.code } };
  if (file && msgtype === "richText")
    return { msgtype, content: { richText: [{ text }, { downloadCode: file.code, type: "picture" }] } };
  if (file)
    return { msgtype: "file", content: { downloadCode: file.code, fileName: file.name, spaceId: "1", fileId: "2" } };
  if (msgtype === "richText")
    return { msgtype, content: { richText: [{ text }, { downloadCode: "x", type: "picture" }] } };
  if (msgtype === "audio") return { msgtype, content: { duration: 4_000, downloadCode: "x", recognition: text } };
  if (msgtype !== undefined) return { msgtype, content: { downloadCode: "x" } };
  // The mention of the bot is taken out, and leaves its space.
  return { msgtype: "text", text: { content: inRoom ? ` ${text}` : text } };
}
