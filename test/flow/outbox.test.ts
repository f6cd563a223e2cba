import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Outgoing } from "../../src/flow/outbox.ts";
import { enqueue, listDead, outboxStats, sendAgain } from "../../src/flow/outbox.ts";
import type { OutboxHandler } from "../../src/flow/outbox-handler.ts";
import type { OutboxWorkerNeeds } from "../../src/flow/outbox-worker.ts";
import { createOutboxWorker } from "../../src/flow/outbox-worker.ts";
import { SendError } from "../../src/flow/send-error.ts";
import type { Store } from "../../src/store/store.ts";
import type { HandClock } from "../support/hand-clock.ts";
import { handClock } from "../support/hand-clock.ts";
import { describeEachStore } from "../support/stores.ts";

/** Puts rows in by a short name: `port|lane` and what is sent. */
async function put(
  store: Store,
  clock: HandClock,
  ...rows: readonly (Partial<Outgoing> & { lane: string; payload: unknown })[]
) {
  await store.write(async (tx) => {
    for (const row of rows) {
      await enqueue(tx, { kind: "say", key: `key-${row.payload}`, dueAt: clock.now(), ...row }, clock.now());
    }
  });
}

/** A handler that keeps a call open until the test ends it, and remembers what was called. */
function desk() {
  const calls: { readonly payload: string; readonly attempt: number; readonly key: string }[] = [];
  const open = new Map<string, { end: () => void; fail: (error: unknown) => void }>();
  const watching = new Set<() => void>();
  const handler: OutboxHandler = {
    send(row, { attempt }) {
      const payload = String(JSON.parse(row.payload));
      calls.push({ payload, attempt, key: row.key });
      return new Promise((end, fail) => {
        open.set(payload, { end, fail });
        for (const look of watching) look();
      });
    },
  };
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!reached()) return;
        watching.delete(look);
        resolve();
      };
      watching.add(look);
      look();
    });
  return {
    calls,
    handler,
    said: () => calls.map((call) => call.payload),
    /** Waits until this is being sent, so many times in all. */
    sending: (payload: string, times = 1) =>
      until(() => calls.filter((call) => call.payload === payload).length >= times),
    end: (payload: string) => open.get(payload)?.end(),
    fail: (payload: string, error: unknown) => open.get(payload)?.fail(error),
  };
}

/** Waits until every lease that is held lasts at least so long. */
async function renewed(store: Store, until: number): Promise<void> {
  for (;;) {
    const rows = await store.read.selectFrom("outbox").select("leased_until").where("state", "=", "leased").execute();
    if (rows.every((row) => (row.leased_until ?? 0) >= until)) return;
    await nextTurn();
  }
}

describeEachStore("the outbox", (stores) => {
  let ids = 0;
  const workerOf = (store: Store, clock: HandClock, handler: OutboxHandler, change: Partial<OutboxWorkerNeeds> = {}) =>
    createOutboxWorker({
      store,
      handlers: { say: handler },
      now: clock.now,
      newId: () => `id-${++ids}`,
      random: () => 1,
      scheduler: clock,
      ...change,
    });

  /** What is sent at once, each row seen only when it is done. */
  const recorder = (fate: (payload: string, attempt: number) => unknown = () => undefined) => {
    const said: string[] = [];
    const send: OutboxHandler["send"] = async (row, { attempt }) => {
      said.push(String(JSON.parse(row.payload)));
      const error = fate(String(JSON.parse(row.payload)), attempt);
      if (error !== undefined) throw error;
    };
    return { said, handler: { send } satisfies OutboxHandler };
  };

  it("sends what was stored, once, and nothing of what was not", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder();
    await put(store, clock, { lane: "p|a", payload: "one" });
    await expect(
      store.write(async (tx) => {
        await enqueue(tx, { kind: "say", lane: "p|a", key: "k", payload: "never", dueAt: 0 }, 0);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    expect(said).toEqual(["one"]);
    expect(await outboxStats(store.read)).toEqual({ due: 0, leased: 0, dead: 0, oldest: undefined });
    await worker.stop();
  });

  it("hears of what is stored while it runs", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending, end } = desk();
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    await put(store, clock, { lane: "p|a", payload: "one" });
    await sending("one");
    end("one");
    await worker.stop();
    expect(await outboxStats(store.read)).toMatchObject({ due: 0, leased: 0 });
  });

  it("sends nothing before its time", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder();
    await put(store, clock, { lane: "p|a", payload: "later", dueAt: clock.now() + 3_000 });
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    clock.advance(2_999);
    await worker.idle();
    expect(said).toEqual([]);
    clock.advance(1);
    await worker.idle();
    expect(said).toEqual(["later"]);
    await worker.stop();
  });

  it("sends one lane in order and one at a time, and lets other lanes go on", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending, end, said } = desk();
    await put(
      store,
      clock,
      { lane: "p|a", payload: "a1" },
      { lane: "p|a", payload: "a2" },
      { lane: "p|b", payload: "b1" },
    );
    const worker = workerOf(store, clock, handler);
    worker.start();
    await Promise.all([sending("a1"), sending("b1")]);
    end("b1");
    await put(store, clock, { lane: "p|b", payload: "b2" });
    await sending("b2");
    expect(said()).toEqual(["a1", "b1", "b2"]);
    end("a1");
    await sending("a2");
    end("a2");
    end("b2");
    await worker.stop();
  });

  it("keeps a lane waiting for the retry of its first, and then goes on in order", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder((payload, attempt) =>
      payload === "a1" && attempt === 1 ? new Error("busy") : undefined,
    );
    await put(
      store,
      clock,
      { lane: "p|a", payload: "a1" },
      { lane: "p|a", payload: "a2" },
      { lane: "p|b", payload: "b1" },
    );
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    expect(said.toSorted()).toEqual(["a1", "b1"]);
    clock.advance(999);
    await worker.idle();
    expect(said).toHaveLength(2);
    clock.advance(1);
    await worker.idle();
    expect(said.slice(2)).toEqual(["a1", "a2"]);
    await worker.stop();
  });

  it("sends only the newest of what collapses, and keeps what came while one was going out", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending, end, calls } = desk();
    const edit = (payload: string) => ({ lane: "p|card", collapse: "card-1", payload });
    await put(store, clock, edit("v1"), edit("v2"));
    await put(store, clock, edit("v3"));
    const worker = workerOf(store, clock, handler);
    worker.start();
    await sending("v3");
    await put(store, clock, edit("v4"));
    await put(store, clock, edit("v5"));
    end("v3");
    await sending("v5");
    end("v5");
    await worker.stop();
    expect(calls.map(({ payload, key }) => `${payload} ${key}`)).toEqual(["v3 key-v3", "v5 key-v5"]);
  });

  it("lets what collapses go out at the sooner of both times", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder();
    const edit = (payload: string, wait: number) => ({
      lane: "p|c",
      collapse: "c",
      payload,
      dueAt: clock.now() + wait,
    });
    await put(store, clock, edit("v1", 2_000));
    await put(store, clock, edit("v2", 4_000));
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    clock.advance(2_000);
    await worker.idle();
    expect(said).toEqual(["v2"]);
    await worker.stop();
  });

  it("waits for as long as the other side asked, and longer each time it did not say", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const times: number[] = [];
    const fates = [new SendError("slow down", { again: true, retryAfter: 7_000 }), new Error("a"), new Error("b")];
    const handler: OutboxHandler = {
      send: async (_row, { attempt }) => {
        times.push(clock.now());
        const fate = fates[attempt - 1];
        if (fate) throw fate;
      },
    };
    await put(store, clock, { lane: "p|a", payload: "one" });
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    for (let turn = 0; turn < 40; turn += 1) {
      clock.advance(500);
      await worker.idle();
    }
    const [first = 0, ...rest] = times;
    expect(rest.map((time) => time - first)).toEqual([8_000, 10_000, 14_000]);
    await worker.stop();
  });

  it("gives up after the last attempt, keeps why, lets the lane go on, and can send it again", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    let broken = true;
    const { said, handler } = recorder((payload) => (payload === "a1" && broken ? new Error("refused: é") : undefined));
    const dead: string[] = [];
    const worker = workerOf(store, clock, {
      ...handler,
      attempts: 2,
      dead: async (_tx, row, error) => void dead.push(`${row.key}: ${error}`),
    });
    await put(store, clock, { lane: "p|a", payload: "a1" }, { lane: "p|a", payload: "a2" });
    worker.start();
    await worker.idle();
    clock.advance(1_000);
    await worker.idle();
    expect(said).toEqual(["a1", "a1", "a2"]);
    expect(dead).toEqual(["key-a1: refused: é"]);
    const [row, ...others] = await listDead(store.read);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ key: "key-a1", error: "refused: é", attempts: 2 });
    expect(await outboxStats(store.read)).toMatchObject({ dead: 1, due: 0 });
    broken = false;
    expect(await store.write((tx) => sendAgain(tx, row?.id ?? 0, clock.now()))).toBe(true);
    expect(await store.write((tx) => sendAgain(tx, row?.id ?? 0, clock.now()))).toBe(false);
    clock.advance(5_000);
    await worker.stop();
    const later = workerOf(store, clock, handler);
    later.start();
    await later.idle();
    expect(said).toEqual(["a1", "a1", "a2", "a1"]);
    expect(await listDead(store.read)).toEqual([]);
    await later.stop();
  });

  it("gives up at once when there is no use in trying again", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder(() => new SendError("gone", { again: false }));
    await put(store, clock, { lane: "p|a", payload: "one" });
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    expect(said).toEqual(["one"]);
    expect(await listDead(store.read)).toMatchObject([{ error: "gone" }]);
    await worker.stop();
  });

  it("ends a call that takes too long, even if its handler doesn't", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending, calls, end } = desk();
    await put(store, clock, { lane: "p|a", payload: "one" });
    const worker = workerOf(store, clock, { ...handler, timeout: 4_000 });
    worker.start();
    await sending("one");
    clock.advance(4_000);
    await worker.idle();
    expect(await outboxStats(store.read)).toMatchObject({ due: 1, leased: 0 });
    clock.advance(1_000);
    await sending("one", 2);
    end("one");
    await worker.stop();
    expect(calls.map((call) => call.attempt)).toEqual([1, 2]);
  });

  it("holds on to a call that is long, so that nobody else makes it", async () => {
    const url = await stores.url();
    const [store, other, clock] = [await stores.open(url), await stores.open(url), handClock()];
    const { handler, sending, end, said } = desk();
    await put(store, clock, { lane: "p|a", payload: "long" });
    const limits = { lease: 3_000, timeout: 600_000 };
    const first = workerOf(store, clock, handler, { limits });
    first.start();
    await sending("long");
    for (let turn = 0; turn < 10; turn += 1) {
      clock.advance(limits.lease / 3);
      // The clock must not reach the end of a lease whose renewal is still being written.
      await renewed(store, clock.now() + (limits.lease * 2) / 3);
    }
    const second = workerOf(other, clock, handler, { limits });
    second.start();
    await second.idle();
    expect(said()).toEqual(["long"]);
    end("long");
    await Promise.all([first.stop(), second.stop()]);
    expect(await outboxStats(store.read)).toMatchObject({ due: 0, leased: 0, dead: 0 });
  });

  it("repeats the call, with the same key, of a worker that vanished during it", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const lost = desk();
    await put(store, clock, { lane: "p|a", payload: "one" }, { lane: "p|a", payload: "two" });
    const dead = handClock(clock.now());
    const vanished = workerOf(store, dead, lost.handler);
    vanished.start();
    await lost.sending("one");
    const found = desk();
    const worker = workerOf(store, clock, found.handler);
    worker.start();
    await worker.idle();
    expect(found.calls).toEqual([]);
    clock.advance(60_000);
    await found.sending("one");
    expect(found.calls).toEqual([{ payload: "one", attempt: 2, key: "key-one" }]);
    // The first worker's late answer changes nothing.
    lost.end("one");
    await vanished.idle();
    expect(await outboxStats(store.read)).toMatchObject({ leased: 1, due: 1 });
    found.end("one");
    await found.sending("two");
    found.end("two");
    await Promise.all([worker.stop(), vanished.stop()]);
  });

  it("does not repeat for ever what ends its process each time", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    await put(store, clock, { lane: "p|a", payload: "poison" });
    for (let crash = 1; crash <= 2; crash += 1) {
      const { handler, sending } = desk();
      workerOf(store, handClock(clock.now()), handler).start();
      await sending("poison");
      clock.advance(60_000);
    }
    const { said, handler } = recorder();
    const worker = workerOf(store, clock, { ...handler, attempts: 2 });
    worker.start();
    await worker.idle();
    expect(said).toEqual([]);
    expect(await listDead(store.read)).toMatchObject([{ attempts: 3 }]);
    await worker.stop();
  });

  it("lets one port that answers nobody delay no other", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending, end, said } = desk();
    const deaf = Array.from({ length: 50 }, (_, at) => ({ lane: `deaf|${at}`, payload: `deaf-${at}` }));
    await put(store, clock, ...deaf);
    await put(store, clock, { lane: "well|a", payload: "well-1" }, { lane: "well|a", payload: "well-2" });
    const worker = workerOf(store, clock, handler, { limits: { calls: 6, callsPerPort: 4 } });
    worker.start();
    await sending("well-1");
    end("well-1");
    await sending("well-2");
    expect(said().filter((payload) => payload.startsWith("deaf"))).toHaveLength(4);
    const stopping = worker.stop(0);
    clock.advance(0);
    await stopping;
  });

  it("lets go of its rows when it is stopped, so that the next worker need not wait", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { handler, sending } = desk();
    await put(store, clock, { lane: "p|a", payload: "one" });
    const worker = workerOf(store, clock, handler);
    worker.start();
    await sending("one");
    const stopping = worker.stop(2_000);
    clock.advance(2_000);
    await stopping;
    const { said, handler: next } = recorder();
    const later = workerOf(store, clock, next);
    later.start();
    await later.idle();
    expect(said).toEqual(["one"]);
    await later.stop();
  });

  it("stores what follows from a call in the transaction that settles it", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    await put(store, clock, { lane: "p|a", payload: "one" });
    const worker = workerOf(store, clock, {
      send: async (_row, { onDone }) =>
        onDone(async (tx) => void (await tx.insertInto("counters").values({ name: "sent", value: 1 }).execute())),
    });
    worker.start();
    await worker.idle();
    expect(await store.read.selectFrom("counters").selectAll().execute()).toEqual([{ name: "sent", value: 1 }]);
    await worker.stop();
  });

  it("leaves rows of a kind it doesn't know to those who do", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { said, handler } = recorder();
    await put(store, clock, { kind: "unheard-of", lane: "p|a", payload: "x" }, { lane: "p|b", payload: "y" });
    const worker = workerOf(store, clock, handler);
    worker.start();
    await worker.idle();
    expect(said).toEqual(["y"]);
    expect(await outboxStats(store.read)).toMatchObject({ due: 1 });
    await worker.stop();
  });

  it("shares the work between two workers, each row once and each lane in order", async () => {
    const url = await stores.url();
    const [here, there, clock] = [await stores.open(url), await stores.open(url), handClock()];
    const { said, handler } = recorder();
    const rows = Array.from({ length: 120 }, (_, at) => ({ lane: `p|${at % 12}`, payload: `${at}` }));
    await put(here, clock, ...rows);
    const workers = [workerOf(here, clock, handler), workerOf(there, clock, handler)];
    for (const worker of workers) worker.start();
    for (;;) {
      await Promise.all(workers.map((worker) => worker.idle()));
      const { due, leased } = await outboxStats(here.read);
      if (due + leased === 0) break;
      clock.advance(5_000);
    }
    expect(said.toSorted()).toEqual(rows.map((row) => row.payload).toSorted());
    const lanes = Map.groupBy(said.map(Number), (at) => at % 12);
    for (const lane of lanes.values()) expect(lane).toEqual(lane.toSorted((one, other) => one - other));
    await Promise.all(workers.map((worker) => worker.stop()));
  });
});
