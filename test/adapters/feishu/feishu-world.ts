/**
 * An emulated Feishu and adapters on it, with an inbox that answers what the test says, and arrivals in memory.
 */
import { onTestFinished } from "vitest";
import type { FeishuAdapter } from "../../../adapters/feishu/adapter.ts";
import { createFeishu } from "../../../adapters/feishu/adapter.ts";
import type { FeishuNeeds, FeishuOptions, Memory } from "../../../adapters/feishu/needs.ts";
import type {
  ChatAdapter,
  Inbox,
  IncomingAction,
  IncomingForm,
  IncomingMessage,
  Reply,
} from "../../../src/chat/ports.ts";
import type { Feishu } from "../../emulators/feishu/feishu.ts";
import { openFeishu } from "../../emulators/feishu/feishu.ts";
import type { EmulatedPerson } from "../../emulators/feishu/world.ts";
import { quickArrivals } from "./quick-arrivals.ts";

/** What the inbox got, and what it says to it. */
export interface TestInbox extends Inbox {
  readonly messages: IncomingMessage[];
  readonly actions: IncomingAction[];
  readonly forms: IncomingForm[];
  readonly joinings: Parameters<Inbox["joined"]>[0][];
  readonly approvals: string[];
  says: {
    message: (message: IncomingMessage) => readonly Reply[] | Promise<readonly Reply[]>;
    action: (action: IncomingAction) => readonly Reply[] | Promise<readonly Reply[]>;
    form: (form: IncomingForm) => ReturnType<Inbox["form"]> | Awaited<ReturnType<Inbox["form"]>>;
    joined: () => readonly Reply[];
  };
}

export function testInbox(): TestInbox {
  const inbox: TestInbox = {
    messages: [],
    actions: [],
    forms: [],
    joinings: [],
    approvals: [],
    says: {
      message: () => [],
      action: () => [],
      form: () => ({ kind: "taken", replies: [] }),
      joined: () => [],
    },
    message: async (message) => {
      inbox.messages.push(message);
      return inbox.says.message(message);
    },
    action: async (action) => {
      inbox.actions.push(action);
      return inbox.says.action(action);
    },
    form: async (form) => {
      inbox.forms.push(form);
      return inbox.says.form(form);
    },
    joined: async (joining) => {
      inbox.joinings.push(joining);
      return inbox.says.joined();
    },
    reform: async () => undefined,
    preview: async () => undefined,
    approvalChanged: async (_desk, ref) => void inbox.approvals.push(ref),
  };
  return inbox;
}

export interface FeishuWorld {
  readonly feishu: Feishu;
  readonly inbox: TestInbox;
  readonly memory: Memory;
  readonly ada: EmulatedPerson;
  readonly bo: EmulatedPerson;
  readonly log: readonly string[];
  /** By directory name. */
  readonly accounts: Map<string, string>;
  needs(options?: Partial<FeishuOptions>): FeishuNeeds;
  /** Another adapter on the same Feishu, started. */
  start(options?: Partial<FeishuOptions>): Promise<FeishuAdapter & { readonly chat: ChatAdapter }>;
}

/** The connection is looked at often and comes back at once, so that tests need not wait. */
export const QUICK = { look: 20, first: 20, most: 200, pingTimeout: 1 };

export async function openWorld(): Promise<FeishuWorld> {
  const feishu = await openFeishu();
  const inbox = testInbox();
  const kept = new Map<string, string>();
  const memory: Memory = {
    get: async (name) => kept.get(name),
    put: async (name, value) => void kept.set(name, value),
  };
  const ada = feishu.person({ name: "Ada", email: "ada@shop.example", language: "en-US" });
  const bo = feishu.person({ name: "Bo 波", email: "bo@shop.example", language: "zh-CN" });
  const accounts = new Map([
    ["ada", ada.openId],
    ["bo", bo.openId],
  ]);
  const log: string[] = [];
  const started: ChatAdapter[] = [];
  onTestFinished(async () => {
    await Promise.all(started.map((adapter) => adapter.stop()));
    await feishu.close();
  });
  const needs = (options: Partial<FeishuOptions> = {}): FeishuNeeds => ({
    options: {
      appId: feishu.appId,
      appSecret: feishu.appSecret,
      domain: feishu.url,
      mode: "long-connection",
      ...options,
    },
    accountOf: (person) => accounts.get(person),
    langOf: (account) => (account === bo.openId ? "zh" : "en"),
    lang: "en",
    memory,
    now: Date.now,
    log: {
      info: (message, details) => void log.push(`${message} ${JSON.stringify(details ?? {})}`),
      warn: (message, details) => void log.push(`${message} ${JSON.stringify(details ?? {})}`),
    },
  });
  return {
    feishu,
    inbox,
    memory,
    ada,
    bo,
    log,
    accounts,
    needs,
    async start(options = {}) {
      const made = createFeishu(needs(options), { timeout: 2_000, connection: QUICK });
      started.push(made.adapter);
      await made.adapter.start(inbox, quickArrivals(made.adapter));
      return { ...made, chat: made.adapter };
    },
  };
}
