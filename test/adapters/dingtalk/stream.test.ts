import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createHttp } from "../../../adapters/dingtalk/http.ts";
import type { Listener } from "../../../adapters/dingtalk/line.ts";
import { createStream } from "../../../adapters/dingtalk/stream.ts";
import type { Dingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import type { HandClock } from "../../support/hand-clock.ts";
import { handClock } from "../../support/hand-clock.ts";

const PEOPLE = [{ userId: "ada", name: "Ada" }];

interface Bench {
  readonly dingtalk: Dingtalk;
  readonly clock: HandClock;
  readonly heard: unknown[];
  readonly reports: unknown[];
  /** Timers that are set and not over. */
  readonly timers: () => number;
  readonly stream: ReturnType<typeof createStream>;
}

async function openBench(handlers: Partial<Listener> = {}): Promise<Bench> {
  const clock = handClock();
  const dingtalk = await openDingtalk({ people: PEOPLE, rooms: [], now: clock.now });
  const heard: unknown[] = [];
  const reports: unknown[] = [];
  let timers = 0;
  const http = createHttp();
  const take = async ({ data }: { readonly data: unknown }) => void heard.push(data);
  const stream = createStream({
    http,
    apiBase: dingtalk.url,
    clientId: dingtalk.clientId,
    clientSecret: dingtalk.clientSecret,
    listener: { message: take, event: take, card: async () => ({}), ...handlers },
    now: clock.now,
    random: () => 0.5,
    scheduler: {
      after: (milliseconds, run) => {
        timers++;
        let over = false;
        const end = () => {
          if (!over) timers--;
          over = true;
        };
        const callOff = clock.after(milliseconds, () => {
          end();
          run();
        });
        return () => {
          end();
          callOff();
        };
      },
    },
    report: (error) => reports.push(error),
    version: "0",
  });
  onTestFinished(async () => {
    stream.stop();
    await http.close();
    await dingtalk.close();
  });
  return { dingtalk, clock, heard, reports, timers: () => timers, stream };
}

async function connectedBench(handlers: Partial<Listener> = {}): Promise<Bench> {
  const bench = await openBench(handlers);
  bench.stream.start();
  bench.clock.advance(0);
  await bench.dingtalk.gateway.connected();
  await vi.waitFor(() => expect(bench.stream.connected()).toBe(true));
  return bench;
}

describe("the stream", () => {
  it("hears what people type, and acknowledges it once it is kept", async () => {
    const { dingtalk, heard } = await connectedBench();
    const push = await dingtalk.says("ada", "hello");
    await expect(push.acknowledged()).resolves.toEqual({ response: null });
    expect(heard).toMatchObject([{ text: { content: "hello" }, senderStaffId: "ada" }]);
    expect(dingtalk.world.violations).toEqual([]);
  });

  it("answers a ping with what it held", async () => {
    const { dingtalk } = await connectedBench();
    await expect(dingtalk.gateway.ping()).resolves.toEqual({ opaque: "o-1" });
  });

  it("leaves a message unacknowledged that could not be kept, so that it comes again", async () => {
    const { dingtalk, reports } = await connectedBench({ message: () => Promise.reject(new Error("no disk")) });
    const push = await dingtalk.says("ada", "hello");
    await expect(push.acknowledged(300)).rejects.toThrow("no acknowledgement");
    expect(reports).toHaveLength(1);
  });

  it("asks for an event again that could not be kept", async () => {
    const { dingtalk } = await connectedBench({ event: () => Promise.reject(new Error("no disk")) });
    const push = await dingtalk.gateway.push("EVENT", "*", {}, { eventType: "x", eventId: "e1" });
    await expect(push.acknowledged()).resolves.toMatchObject({ status: "LATER" });
  });

  it("is not disturbed by a frame that is no JSON, nor by one that is nothing at all, nor by an unknown type", async () => {
    const { dingtalk, heard, reports } = await connectedBench();
    for (const raw of [
      "{",
      "null",
      "[]",
      '"x"',
      '{"type":"CALLBACK"}',
      '{"type":"EVENT","headers":{},"data":"{"}',
      '{"type":"?"}',
    ]) {
      dingtalk.gateway.raw(raw);
    }
    const event = await dingtalk.gateway.push(
      "EVENT",
      "*",
      { any: 1 },
      { eventType: "of_a_type_to_come", eventId: "e2" },
    );
    await expect(event.acknowledged()).resolves.toEqual({ status: "SUCCESS" });
    await (await dingtalk.says("ada", "still here")).acknowledged();
    expect(heard).toHaveLength(2);
    expect(reports.length).toBeGreaterThan(3);
    expect(dingtalk.gateway.opens()).toBe(1);
  });

  it("asks the gateway at most ten times while the handshake fails for a minute", async () => {
    const { dingtalk, clock, stream } = await openBench();
    dingtalk.gateway.refuseHandshakes(true);
    stream.start();
    for (let second = 0; second <= 60; second++) {
      clock.advance(1_000);
      // What the clock has started must have failed before it goes on.
      const asked = dingtalk.gateway.opens();
      await vi.waitFor(() => expect(clock.next()).toBeDefined());
      expect(dingtalk.gateway.opens() - asked).toBeLessThanOrEqual(1);
    }
    expect(dingtalk.gateway.opens()).toBeGreaterThan(3);
    expect(dingtalk.gateway.opens()).toBeLessThanOrEqual(10);
    dingtalk.gateway.refuseHandshakes(false);
    clock.advance(60_000);
    await dingtalk.gateway.connected();
  });

  it("makes one attempt at a time, and none with wrong credentials but for looking again later", async () => {
    const { dingtalk, clock, stream, reports } = await openBench();
    dingtalk.faults.next("connections/open", { kind: "hang" });
    stream.start();
    clock.advance(0);
    await vi.waitFor(() => expect(dingtalk.sent("connections/open")).toHaveLength(1));
    clock.advance(60_000);
    expect(dingtalk.sent("connections/open")).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it("loses no message that is sent while a connection is replaced", async () => {
    const { dingtalk, clock, heard } = await connectedBench();
    clock.advance(3_600_000);
    dingtalk.gateway.rotate();
    const push = await dingtalk.says("ada", "in between");
    clock.advance(0);
    await vi.waitFor(() => {
      clock.advance(0);
      expect(dingtalk.gateway.opens()).toBe(2);
    });
    await push.acknowledged();
    expect(dingtalk.gateway.lost).toEqual([]);
    expect(heard).toHaveLength(1);
  });

  it("gives up a connection that has gone silent, and makes another", async () => {
    const { dingtalk, clock } = await connectedBench();
    dingtalk.gateway.silence();
    for (let look = 0; look < 6; look++) clock.advance(20_000);
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(dingtalk.gateway.opens()).toBe(2);
    });
    await dingtalk.gateway.connected();
  });

  it("keeps a connection on which nothing happens but pings", async () => {
    const { dingtalk, clock } = await connectedBench();
    for (let look = 0; look < 20; look++) {
      clock.advance(20_000);
      await new Promise((resolve) => setImmediate(resolve));
      await dingtalk.gateway.ping();
    }
    expect(dingtalk.gateway.opens()).toBe(1);
  });

  it("is gone after it was stopped, also in the middle of connecting", async () => {
    const { dingtalk, clock, stream, timers } = await openBench();
    stream.start();
    clock.advance(0);
    stream.stop();
    await vi.waitFor(() => expect(dingtalk.gateway.opens()).toBe(1));
    clock.advance(3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(dingtalk.gateway.opens()).toBe(1);
    expect(dingtalk.gateway.connections()).toBe(0);
    expect(timers()).toBe(0);
  });

  it("leaks no timer, no socket and no listener over a thousand connections", async () => {
    const { dingtalk, clock, stream, timers } = await connectedBench();
    const before = timers();
    const listeners = process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
    for (let round = 1; round <= 1_000; round++) {
      clock.advance(60_000);
      dingtalk.gateway.cut();
      await vi.waitFor(
        () => {
          clock.advance(0);
          expect(dingtalk.gateway.opens()).toBe(round + 1);
        },
        { interval: 1, timeout: 5_000 },
      );
      await dingtalk.gateway.connected();
      await vi.waitFor(() => expect(stream.connected()).toBe(true), { interval: 1 });
    }
    await vi.waitFor(() => expect(dingtalk.gateway.connections()).toBe(1));
    expect(timers()).toBe(before);
    expect(process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection")).toBe(listeners);
    stream.stop();
    await vi.waitFor(() => expect(dingtalk.gateway.connections()).toBe(0));
    expect(timers()).toBe(0);
  }, 60_000);

  it("tells nobody the secret and no ticket: not the log, not an address", async () => {
    const { dingtalk, clock, reports } = await connectedBench();
    dingtalk.gateway.refuseHandshakes(true);
    clock.advance(60_000);
    dingtalk.gateway.cut();
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(reports.length).toBeGreaterThan(0);
    });
    const told = JSON.stringify(reports.map((error) => [String(error), error]));
    expect(told).not.toContain(dingtalk.clientSecret);
    expect(told).not.toContain("ticket=");
    const addresses = dingtalk.world.requests.map(({ path, query }) => path + query).join();
    expect(addresses).not.toContain(dingtalk.clientSecret);
  });
});
