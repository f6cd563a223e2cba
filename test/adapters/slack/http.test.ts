import { describe, expect, it, vi } from "vitest";
import type { IncomingMessage } from "../../../src/chat/ports.ts";
import type { HttpCarrier } from "../../emulators/slack/http-carrier.ts";
import { HttpCarrier as Carrier, signature } from "../../emulators/slack/http-carrier.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { ACCOUNTS, openWorkspace, startAdapter } from "./stage.ts";

async function world() {
  const slack = await openWorkspace();
  const heard: IncomingMessage[] = [];
  const inbox = quietInbox({
    message: async (message) => {
      heard.push(message);
      return [{ kind: "text", tone: "good", text: "Heard." }];
    },
  });
  await startAdapter(slack, inbox, { mode: "http" });
  if (!(slack.carrier instanceof Carrier)) throw new Error("it is not delivered by HTTP");
  const carrier: HttpCarrier = slack.carrier;
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    fetch(carrier.target, { method: "POST", headers, body });
  return { slack, heard, carrier, post, bo: slack.person(ACCOUNTS.bo) };
}

describe("requests over HTTP", () => {
  it("are acknowledged first and answered by their address", async () => {
    const { slack, bo, heard } = await world();
    expect(await bo.command("list")).toEqual({ ok: true, body: {} });
    await vi.waitFor(() => expect(bo.hears().map(({ lines }) => lines)).toEqual([["✅ Heard."]]));
    expect(heard.map(({ text }) => text)).toEqual(["/plan list"]);
    expect(slack.answers.map(({ result }) => result)).toEqual(["ok"]);
  });

  it("that somebody recorded and sends again are turned away", async () => {
    const { bo, heard, carrier } = await world();
    await bo.command("list");
    const [recorded] = carrier.sent;
    if (!recorded) throw new Error("nothing was sent");
    expect(await carrier.send(recorded)).toMatchObject({ ok: false, status: 401 });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
  });

  it("of another time, without a signature or with a wrong one are turned away", async () => {
    const { slack, carrier, heard } = await world();
    const payload = { type: "event_callback" };
    for (const away of [-6, 6, 60]) {
      const signed = carrier.sign("events_api", payload, undefined, Date.now() + away * 60_000);
      expect(await carrier.send(signed)).toMatchObject({ status: 401 });
    }
    const signed = carrier.sign("events_api", payload);
    expect(await carrier.send({ ...signed, body: `${signed.body} ` })).toMatchObject({ status: 401 });
    expect(await carrier.send({ ...signed, headers: { "content-type": "application/json" } })).toMatchObject({
      status: 401,
    });
    expect(slack.violations()).toEqual([]);
    expect(heard).toEqual([]);
  });

  it("that ask whether it is there are answered", async () => {
    const { carrier } = await world();
    expect(await carrier.deliver("events_api", { type: "url_verification", challenge: "c0ffee" })).toEqual({
      ok: true,
      body: { challenge: "c0ffee" },
    });
  });

  it("that are nothing Slack sends get a clear no", async () => {
    const { post } = await world();
    const sent = async (body: string, type: string) => {
      const time = String(Math.floor(Date.now() / 1000));
      const signed = { "x-slack-request-timestamp": time, "x-slack-signature": signature(time, body) };
      return (await post(body, { ...signed, "content-type": type })).status;
    };
    expect(await sent("{", "application/json")).toBe(400);
    expect(await sent("[]", "application/json")).toBe(400);
    expect(await sent("payload=%7B", "application/x-www-form-urlencoded")).toBe(400);
    expect(await sent("<x/>", "application/xml")).toBe(400);
    expect(await sent('{"type":"unknown"}', "application/json")).toBe(200);
    expect(await sent("x".repeat(5 * 1024 * 1024), "application/json")).toBe(413);
  });

  it("that could not be kept are brought again, and count once", async () => {
    const { slack, bo, heard } = await world();
    slack.faults.add("auth.test", { kind: "status", status: 500 }, 1);
    const outcomes = await bo.say("list");
    expect(outcomes.at(-1)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
  });

  it("are answered once however often they are delivered", async () => {
    const { slack, bo, heard } = await world();
    slack.repeat(3);
    await bo.say("list");
    await bo.command("list");
    await vi.waitFor(() => expect(bo.hears()).toHaveLength(2));
    expect(heard).toHaveLength(2);
  });
});
