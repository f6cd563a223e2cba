import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSlack } from "../../../adapters/slack/adapter.ts";
import type { IncomingMessage } from "../../../src/chat/ports.ts";
import { until } from "../../support/chat-stage.ts";
import { quietArrivals, quietInbox } from "../../support/quiet-chat.ts";
import { ACCOUNTS, credentialsFor, openWorkspace, QUICK, remembered, startAdapter } from "./stage.ts";

/** Nothing may reject unheard: that ends the process. */
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);
beforeEach(() => {
  unheard.length = 0;
  process.on("unhandledRejection", hear);
});
afterEach(() => {
  process.off("unhandledRejection", hear);
  expect(unheard).toEqual([]);
});

function collecting() {
  const heard: IncomingMessage[] = [];
  const inbox = quietInbox({
    message: async (message) => {
      heard.push(message);
      return [];
    },
  });
  return { heard, inbox };
}

describe("connections in socket mode", () => {
  it("are two, and both are renewed when Slack asks, with one there all the time", async () => {
    const slack = await openWorkspace();
    const { heard, inbox } = collecting();
    const { adapter } = await startAdapter(slack, inbox);
    await vi.waitFor(() => expect(slack.socket.connections).toBe(2));
    const bo = slack.person(ACCOUNTS.bo);
    for (let round = 1; round <= 3; round++) {
      slack.socket.renew("one");
      await bo.command(`comment 1 round ${round}`);
      await vi.waitFor(() => expect(slack.socket.connections).toBe(2));
      expect(adapter.health()).toBe(true);
    }
    expect(bo.failures).toEqual([]);
    expect(heard).toHaveLength(3);
  });

  it("come back after a cut, and say so in between", async () => {
    const slack = await openWorkspace();
    const { inbox } = collecting();
    const { adapter } = await startAdapter(slack, inbox);
    await vi.waitFor(() => expect(slack.socket.connections).toBe(2));
    slack.faults.add("apps.connections.open", { kind: "status", status: 500 }, 12);
    slack.socket.cut();
    await until(async () => (adapter.health() ? undefined : true), "it knows that it is cut off");
    await until(async () => adapter.health() || undefined, "it is back");
  });

  it.each([
    { kind: "refused", error: "invalid_auth" },
    { kind: "refused", error: "account_inactive" },
    { kind: "refused", error: "internal_error" },
    { kind: "rate-limited", seconds: 0 },
    { kind: "status", status: 503 },
    { kind: "cut" },
  ] as const)("are made again after %j, and the process lives", async (fault) => {
    const slack = await openWorkspace();
    const { adapter } = await startAdapter(slack, quietInbox());
    await vi.waitFor(() => expect(slack.socket.connections).toBe(2));
    slack.faults.add("apps.connections.open", fault, 3);
    slack.socket.cut();
    const asked = () => slack.calls.filter(({ method }) => method === "apps.connections.open").length;
    await until(async () => asked() >= 7 || undefined, "it asked until it worked");
    await until(async () => (slack.socket.connections === 2 && adapter.health()) || undefined, "both are back");
  });

  it("are not there without a good bot token, and are as soon as it is", async () => {
    const slack = await openWorkspace();
    slack.faults.add("auth.test", { kind: "refused", error: "invalid_auth" }, 2);
    const { adapter, errors } = await startAdapter(slack, quietInbox());
    expect(adapter.health()).toBe(true);
    expect(errors.length).toBeGreaterThanOrEqual(2);
  });

  it("survive what is no envelope", async () => {
    const slack = await openWorkspace();
    const { heard, inbox } = collecting();
    await startAdapter(slack, inbox);
    for (const nonsense of [
      "null",
      "[]",
      '"x"',
      "{",
      '{"type":"events_api"}',
      '{"type":"events_api","payload":{}}',
      "7",
    ]) {
      slack.socket.babble(nonsense);
    }
    await slack.person(ACCOUNTS.bo).command("");
    await vi.waitFor(() => expect(heard).toHaveLength(1));
  });

  it("end when the adapter stops, also while Slack is away", async () => {
    const slack = await openWorkspace();
    const start = async () => {
      const { adapter } = createSlack({
        credentials: credentialsFor(slack, "socket"),
        outgoing: remembered(),
        langOf: () => "en",
        now: Date.now,
        onError: () => undefined,
        tempo: QUICK,
      });
      await adapter.start(quietInbox(), quietArrivals);
      return adapter;
    };
    const connected = await start();
    await until(async () => connected.health() || undefined, "it is connected");
    await connected.stop();
    await vi.waitFor(() => expect(slack.socket.connections).toBe(0));
    slack.faults.add("auth.test", { kind: "status", status: 500 }, 1_000);
    const waiting = await start();
    await waiting.stop();
    expect(waiting.health()).toBe(false);
  });
});
