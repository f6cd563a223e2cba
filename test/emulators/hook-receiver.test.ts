import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DeliveryParts } from "../../src/hooks/delivery-request.ts";
import { deliveryRequest, verdictOf } from "../../src/hooks/delivery-request.ts";
import type { Answer, OutgoingRequest } from "../../src/hooks/guarded-request.ts";
import { createGuardedRequest } from "../../src/hooks/guarded-request.ts";
import type { RequestProblem } from "../../src/hooks/request-problem.ts";
import { Dice } from "../support/dice.ts";
import type { HookReceiver, HookReceiverOptions } from "./hook-receiver.ts";
import { failing, startHookReceiver } from "./hook-receiver.ts";
import { spawnHookReceiver } from "./hook-receiver-process.ts";

const SECRET = "共享 hush";
const INSTANCE = "https://gonogo.example";

function bodyOf(plan: string, event: string, change: Readonly<Record<string, unknown>> = {}): string {
  const at = 1_756_893_023;
  return JSON.stringify({
    object_kind: "release_plan",
    event,
    workflow: null,
    release_plan: {
      id: plan,
      index: 52,
      event_name: event,
      name: "Release 2.4",
      manager: "Ada",
      manager_id: "ada",
      start_time: at,
      end_time: at,
      schedule_execute_time: 0,
      description: "<p>why</p>",
      created_by: "Ada",
      create_time: at,
      updated_by: "Ada",
      update_time: at,
      instance_code: "0123456789abcdef",
      jobs: [
        {
          id: "1",
          name: "Announce",
          type: "text",
          spec: { content: "", remark: "" },
          status: "todo",
          executed_by: "",
          executed_time: 0,
        },
      ],
      status: "executing",
      planning_time: at,
      approval_time: at,
      executing_time: at,
      success_time: 0,
      ...change,
    },
  });
}

function partsFor(url: string, change: Partial<DeliveryParts> = {}): DeliveryParts {
  const { event = "finish_planning", body = bodyOf("plan-1", event) } = change;
  return {
    url,
    eventId: "event-0001",
    deliveryId: "delivery-0001",
    secrets: [SECRET],
    instance: INSTANCE,
    version: "1.2.3",
    at: Date.now(),
    ...change,
    event,
    body,
  };
}

function sender(timeout = 20_000): (request: OutgoingRequest) => Promise<Answer | RequestProblem> {
  const { request, close } = createGuardedRequest({ allow: ["127.0.0.1"], timeout, now: Date.now });
  onTestFinished(close);
  return request;
}

async function receiving(options: Partial<HookReceiverOptions> = {}): Promise<HookReceiver> {
  const receiver = await startHookReceiver({ secret: SECRET, instance: INSTANCE, ...options });
  onTestFinished(() => receiver.kill());
  return receiver;
}

describe("a receiver", () => {
  it("accepts a delivery once, and answers a repeat as it answered the first", async () => {
    const receiver = await receiving();
    const send = sender();
    for (const event of ["finish_planning", "start_execute"]) {
      const request = deliveryRequest(partsFor(receiver.url, { event, deliveryId: `delivery-${event}` }));
      expect(await send(request)).toMatchObject({ status: 200 });
      expect(await send(request)).toMatchObject({ status: 200 });
    }
    expect(receiver.eventsOf("plan-1")).toEqual(["finish_planning", "start_execute"]);
    expect(receiver.repeats).toEqual(["delivery-finish_planning", "delivery-start_execute"]);
    await receiver.close();
  });

  it("takes one id for two things for a violation", async () => {
    const receiver = await receiving();
    const send = sender();
    await send(deliveryRequest(partsFor(receiver.url)));
    const other = partsFor(receiver.url, { body: bodyOf("plan-2", "finish_planning") });
    expect(await send(deliveryRequest(other))).toMatchObject({ status: 409 });
    await expect(receiver.close()).rejects.toThrow("delivery-0001 came again for something else");
  });

  it.each<[string, number, (request: OutgoingRequest) => OutgoingRequest]>([
    ["another method", 405, (request) => ({ ...request, method: "PUT" })],
    ["another path", 404, (request) => ({ ...request, url: `${request.url}/x` })],
    ["another type", 415, (request) => withHeader(request, "Content-Type", "text/plain")],
    ["another token", 401, (request) => withHeader(request, "X-Zadig-Token", "other")],
    ["no token", 401, (request) => withHeader(request, "X-Zadig-Token", "")],
    ["no signature", 401, (request) => withHeader(request, "webhook-signature", "")],
    ["another time", 401, (request) => withHeader(request, "webhook-timestamp", "1756893023")],
    ["another id", 401, (request) => withHeader(request, "webhook-id", "other-0001")],
    ["a body that was touched", 401, (request) => ({ ...request, body: `${request.body} ` })],
    ["another event", 400, (request) => withHeader(request, "X-Zadig-Event", "all_job_done")],
    ["another instance", 400, (request) => withHeader(request, "X-Zadig-Instance", "https://other.example")],
    ["no event's id", 400, (request) => withHeader(request, "X-Zadig-Event-UUID", "")],
    ["no name of the sender", 400, (request) => withHeader(request, "User-Agent", "curl/8")],
  ])("remembers %s", async (_, status, change) => {
    const receiver = await receiving();
    const answer = await sender()(change(deliveryRequest(partsFor(receiver.url))));
    expect(answer).toMatchObject({ status });
    expect(receiver.accepted).toEqual([]);
    await expect(receiver.close()).rejects.toThrow("hook receiver: ");
  });

  it.each<[string, string]>([
    ["is no JSON", "{"],
    ["has a field that Zadig does not send", bodyOf("plan-1", "finish_planning", { secret: "x" })],
    ["lacks a field", bodyOf("plan-1", "finish_planning", { instance_code: undefined })],
    ["has a text for a number", bodyOf("plan-1", "finish_planning", { index: "52" })],
  ])("remembers a body that %s", async (_, body) => {
    const receiver = await receiving();
    expect(await sender()(deliveryRequest(partsFor(receiver.url, { body })))).toMatchObject({ status: 400 });
    await expect(receiver.close()).rejects.toThrow("body: ");
  });

  it("lives by the clock it is given", async () => {
    const receiver = await receiving({ now: () => 1_000_000 });
    expect(await sender()(deliveryRequest(partsFor(receiver.url, { at: 1_000_000 })))).toMatchObject({ status: 200 });
    await receiver.close();
  });
});

describe("a receiver that is told to be unreliable", () => {
  it("refuses, asks for time, is gone, and redirects", async () => {
    const receiver = await receiving();
    const send = sender();
    const verdict = async () => verdictOf(await send(deliveryRequest(partsFor(receiver.url))), Date.now());
    receiver.react(() => ({ kind: "fail", status: 500 }));
    expect(await verdict()).toEqual({ kind: "retry", retryAfter: undefined });
    receiver.react(() => ({ kind: "fail", status: 429, retryAfter: "7" }));
    expect(await verdict()).toEqual({ kind: "retry", retryAfter: 7_000 });
    receiver.react(() => ({ kind: "fail", status: 410 }));
    expect(await verdict()).toEqual({ kind: "gone" });
    receiver.react((_, attempt) => ({ kind: "redirect", status: attempt < 6 ? 307 : 302, location: receiver.url }));
    expect(await send(deliveryRequest(partsFor(receiver.url)))).toMatchObject({ status: 302 });
    expect(receiver.accepted).toEqual([]);
    receiver.react(() => ({ kind: "accept" }));
    expect(await verdict()).toEqual({ kind: "accepted" });
    await receiver.close();
  });

  it.each([true, false])("cuts the connection, having accepted: %s", async (accepting) => {
    const receiver = await receiving({ react: () => ({ kind: "drop", accepting }) });
    expect(await sender()(deliveryRequest(partsFor(receiver.url)))).toMatchObject({ code: "connect" });
    expect(receiver.accepted).toHaveLength(accepting ? 1 : 0);
    await receiver.close();
  });

  it("never answers, or late", async () => {
    const receiver = await receiving({ react: () => ({ kind: "silence", accepting: true }) });
    const request = deliveryRequest(partsFor(receiver.url));
    expect(await sender(100)(request)).toMatchObject({ code: "timeout" });
    const patience = Promise.withResolvers<void>();
    receiver.react(() => ({ kind: "slow", until: patience.promise }));
    const answer = sender()(request);
    patience.resolve();
    expect(await answer).toMatchObject({ status: 200 });
    expect(receiver.repeats).toEqual(["delivery-0001"]);
    await receiver.close();
  });

  it("gets each delivery once from a sender that repeats until it is accepted, over being killed", async () => {
    const dice = new Dice(1);
    const receiver = await receiving({ react: failing(0.3, () => dice.below(1_000) / 1_000) });
    const send = sender();
    const events = ["finish_planning", "start_execute", "all_job_done"];
    async function deliver(plan: string, event: string): Promise<void> {
      const body = bodyOf(plan, event);
      const parts = partsFor(receiver.url, { event, body, deliveryId: `delivery-${plan}-${event}` });
      while (verdictOf(await send(deliveryRequest(parts)), Date.now()).kind !== "accepted");
    }
    for (let plan = 0; plan < 30; plan++) {
      if (plan === 10) {
        await receiver.kill();
        expect(await send(deliveryRequest(partsFor(receiver.url)))).toMatchObject({ code: "connect" });
        await receiver.restart();
      }
      for (const event of events) await deliver(`plan-${plan}`, event);
    }
    for (let plan = 0; plan < 30; plan++) expect(receiver.eventsOf(`plan-${plan}`)).toEqual(events);
    expect(receiver.accepted).toHaveLength(90);
    expect(receiver.repeats.length).toBeGreaterThan(0);
    await receiver.close();
  });
});

it("a receiver in a process of its own remembers over being killed, at the same address", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-receiver-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const ledger = join(folder, "ledger.jsonl");
  const receiver = await spawnHookReceiver({ secret: SECRET, ledger, instance: INSTANCE });
  onTestFinished(() => receiver.kill());
  const send = sender();
  const request = deliveryRequest(partsFor(receiver.url));
  expect(await send(request)).toMatchObject({ status: 200 });
  await receiver.kill();
  expect(await send(request)).toMatchObject({ code: "connect" });
  await receiver.restart();
  expect(await send(request)).toMatchObject({ status: 200 });
  expect(await send(withHeader(request, "X-Zadig-Token", "other"))).toMatchObject({ status: 401 });
  expect(receiver.ledger()).toMatchObject({
    accepted: [{ id: "delivery-0001", plan: "plan-1", event: "finish_planning" }],
    repeats: ["delivery-0001"],
    violations: ["x-zadig-token"],
  });
});

function withHeader(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}
