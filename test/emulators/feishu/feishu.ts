/**
 * Feishu for tests: its HTTP and WebSocket protocol on loopback, strict, with people who type, click and approve, and with
 * bad days on demand. The real SDK talks to it.
 */
import { randomBytes } from "node:crypto";
import type { AppInfo, AppSetUp } from "./app-info.ts";
import { createAppInfo } from "./app-info.ts";
import type { Approvals } from "./approvals.ts";
import { createApprovals } from "./approvals.ts";
import { contactRoutes } from "./contacts.ts";
import type { Delivery } from "./delivery.ts";
import { createDelivery } from "./delivery.ts";
import type { Faults } from "./faults.ts";
import { createFaults } from "./faults.ts";
import type { Hands } from "./hands.ts";
import { createHands } from "./hands.ts";
import type { Call } from "./http-server.ts";
import { openHttpServer } from "./http-server.ts";
import type { Limits } from "./limits.ts";
import { createLimits } from "./limits.ts";
import type { LongConnection } from "./long-connection.ts";
import { createLongConnection } from "./long-connection.ts";
import { messageRoutes } from "./messages.ts";
import type { EmulatedChat, EmulatedMessage, EmulatedPerson, NewPerson, World } from "./world.ts";
import { addPerson, addRoom, createWorld } from "./world.ts";

/** What the app needs in the console to do everything. */
const ALL_SCOPES = [
  "im:message:send_as_bot",
  "im:message.p2p_msg:readonly",
  "im:message.group_at_msg:readonly",
  "im:resource",
  "contact:user.id:readonly",
  "contact:contact.base:readonly",
  "contact:user.base:readonly",
  "contact:user.email:readonly",
  "contact:department.base:readonly",
  "contact:group:readonly",
  "approval:approval",
  "application:application:self_manage",
];
const ALL_EVENTS = [
  "im.message.receive_v1",
  "im.chat.member.bot.added_v1",
  "im.chat.access_event.bot_p2p_chat_entered_v1",
  "application.bot.menu_v6",
  "approval_instance",
  "approval_task",
];

export interface Feishu extends Hands {
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey: string;
  readonly verificationToken: string;
  readonly world: World;
  readonly setUp: AppSetUp;
  readonly app: AppInfo;
  readonly connection: LongConnection;
  readonly delivery: Delivery;
  readonly approvals: Approvals;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly calls: readonly Call[];
  /** What was asked of the platform that the documents do not know. */
  readonly violations: readonly string[];
  person(person: NewPerson): EmulatedPerson;
  room(name: string, members: readonly EmulatedPerson[]): EmulatedChat;
  /** Moves the platform's clock on (ms), so that messages age. */
  age(milliseconds: number): void;
  /** Hears of each message that came or changed. */
  onMessage(listen: (message: EmulatedMessage) => void): void;
  close(): Promise<void>;
}

export async function openFeishu(): Promise<Feishu> {
  const violations: string[] = [];
  const violate = (what: string) => void violations.push(what);
  let later = 0;
  const now = () => Date.now() + later;
  const world = createWorld();
  const appId = `cli_${randomBytes(8).toString("hex")}`;
  const appSecret = randomBytes(16).toString("hex");
  const encryptKey = randomBytes(16).toString("hex");
  const verificationToken = randomBytes(12).toString("hex");
  const limits = createLimits(now);
  const faults = createFaults();
  const setUp: AppSetUp = {
    botActive: true,
    scopes: [...ALL_SCOPES],
    events: [...ALL_EVENTS],
    callbacks: ["card.action.trigger"],
    subscription: "websocket",
    published: true,
  };
  const app = createAppInfo({ world, appId, appSecret, setUp });
  const connection = createLongConnection({ appId, appSecret, violate });
  const keys = { encryptKey, verificationToken };
  const delivery = createDelivery({ appId, connection, keys, now });
  const approvals = createApprovals({ world, delivery, now, violate });
  const listeners: ((message: EmulatedMessage) => void)[] = [];
  const changed = (message: EmulatedMessage) => {
    for (const listen of listeners) listen(message);
  };
  const routes = [
    ...app.routes,
    ...connection.routes,
    ...messageRoutes({ world, limits, now, appId, changed }),
    ...contactRoutes(world),
    ...approvals.routes,
  ];
  const http = await openHttpServer({ routes, faults, limits, authorize: app.authorize, violate, now });
  connection.attach(http.server);
  const hands = createHands({ world, delivery, now, violate, changed });
  return {
    ...hands,
    url: http.url,
    appId,
    appSecret,
    encryptKey,
    verificationToken,
    world,
    setUp,
    app,
    connection,
    delivery,
    approvals,
    faults,
    limits,
    calls: http.calls,
    violations,
    person: (person) => addPerson(world, person),
    room: (name, members) => addRoom(world, name, members),
    age: (milliseconds) => {
      later += milliseconds;
    },
    onMessage: (listen) => void listeners.push(listen),
    async close() {
      delivery.stop();
      await connection.stop();
      await http.close();
    },
  };
}
