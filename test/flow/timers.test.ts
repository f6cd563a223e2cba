import { expect, it } from "vitest";
import type { TimerLoopNeeds } from "../../src/flow/timer-loop.ts";
import { createTimerLoop } from "../../src/flow/timer-loop.ts";
import { clearTimer, setTimer } from "../../src/flow/timers.ts";
import type { Store } from "../../src/store/store.ts";
import type { HandClock } from "../support/hand-clock.ts";
import { handClock } from "../support/hand-clock.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("timers", (stores) => {
  let ids = 0;
  const loopOf = (
    store: Store,
    clock: HandClock,
    ring: TimerLoopNeeds["handlers"][string],
    change: Partial<TimerLoopNeeds> = {},
  ) =>
    createTimerLoop(store, {
      handlers: { ring },
      now: clock.now,
      newId: () => `id-${++ids}`,
      scheduler: clock,
      ...change,
    });
  const set = (store: Store, key: string, dueAt: number, kind = "ring") =>
    store.write((tx) => setTimer(tx, { key, kind, dueAt, payload: { key } }));
  const left = async (store: Store) => (await store.read.selectFrom("timers").select("key").execute()).length;

  it("fire at their time and never before", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const fired: string[] = [];
    await set(store, "a", clock.now() + 5_000);
    const loop = loopOf(store, clock, async ({ key }) => void fired.push(`${key} at ${clock.now()}`));
    loop.start();
    await loop.idle();
    clock.advance(4_999);
    await loop.idle();
    expect(fired).toEqual([]);
    clock.advance(1);
    await loop.idle();
    expect(fired).toEqual(["timer:a:1005000 at 1005000"]);
    expect(await left(store)).toBe(0);
    await loop.stop();
  });

  it("that are set while the loop sleeps longer are heard of", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const { promise, resolve } = Promise.withResolvers<string>();
    const loop = loopOf(store, clock, async ({ key }) => resolve(key));
    loop.start();
    await loop.idle();
    await set(store, "now", clock.now());
    expect(await promise).toBe("timer:now:1000000");
    await loop.stop();
  });

  it("are replaced by one of the same key, and called off", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const fired: string[] = [];
    await set(store, "a", clock.now() + 1_000);
    await set(store, "a", clock.now() + 2_000);
    await set(store, "b", clock.now() + 1_000);
    await store.write((tx) => clearTimer(tx, "b"));
    await store.write((tx) => clearTimer(tx, "never-set"));
    const loop = loopOf(store, clock, async ({ key }) => void fired.push(key));
    loop.start();
    await loop.idle();
    for (let turn = 0; turn < 3; turn += 1) {
      clock.advance(1_000);
      await loop.idle();
    }
    expect(fired).toEqual(["timer:a:1002000"]);
    await loop.stop();
  });

  it("keep their new time when they are set anew while they fire", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const fired: string[] = [];
    await set(store, "a", clock.now());
    const loop = loopOf(store, clock, async ({ key }) => {
      fired.push(key);
      if (fired.length === 1) await set(store, "a", clock.now() + 1_000);
    });
    loop.start();
    await loop.idle();
    expect(await left(store)).toBe(1);
    clock.advance(1_000);
    await loop.idle();
    expect(fired).toEqual(["timer:a:1000000", "timer:a:1001000"]);
    await loop.stop();
  });

  it("fire once, however many replicas look", async () => {
    const url = await stores.url();
    const [here, there, clock] = [await stores.open(url), await stores.open(url), handClock()];
    const fired: string[] = [];
    for (let at = 0; at < 40; at += 1) await set(here, `t${at}`, clock.now() + 100);
    const loops = [here, there].map((store) => loopOf(store, clock, async ({ timer }) => void fired.push(timer.key)));
    for (const loop of loops) loop.start();
    while ((await left(here)) > 0) {
      clock.advance(100);
      await Promise.all(loops.map((loop) => loop.idle()));
    }
    expect(fired).toHaveLength(40);
    expect(new Set(fired).size).toBe(40);
    await Promise.all(loops.map((loop) => loop.stop()));
  });

  it("fire again, with the same key, after a failure or a crash", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    await set(store, "a", clock.now());
    const begun = Promise.withResolvers<void>();
    const vanished = loopOf(store, handClock(clock.now()), () => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    vanished.start();
    await begun.promise;
    const fired: string[] = [];
    const errors: unknown[] = [];
    const loop = loopOf(
      store,
      clock,
      async ({ key }) => {
        fired.push(key);
        if (fired.length === 1) throw new Error("not yet");
      },
      { onError: (error) => void errors.push(error) },
    );
    loop.start();
    await loop.idle();
    expect(fired).toEqual([]);
    for (const wait of [29_999, 1, 4_999, 1]) {
      clock.advance(wait);
      await loop.idle();
      // Whatever the last look found to have come due meanwhile.
      if (clock.next() === clock.now() + 1) clock.advance(1);
      await loop.idle();
    }
    expect(fired).toEqual(["timer:a:1000000", "timer:a:1000000"]);
    expect(errors).toEqual([new Error("not yet")]);
    expect(await left(store)).toBe(0);
    await loop.stop();
  });

  it("that a machine slept through all fire when it wakes, each once, the longest due first", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const kinds = [
      "expire",
      "schedule",
      "expire-check",
      "remind-check",
      "review",
      "look",
      "nudge",
      "digest",
      "feed",
      "calendar",
      "series",
    ];
    const slept = kinds.map((kind, place) => ({ kind, dueAt: clock.now() + (kinds.length - place) * 60_000 }));
    for (const { kind, dueAt } of slept) await set(store, kind, dueAt, kind);
    await set(store, "tomorrow", clock.now() + 86_400_000, "look");
    const fired: { readonly kind: string; readonly early: boolean }[] = [];
    const ring: TimerLoopNeeds["handlers"][string] = async ({ timer: { kind, due_at } }) => {
      fired.push({ kind, early: clock.now() < due_at });
    };
    const handlers = Object.fromEntries(kinds.map((kind) => [kind, ring]));
    const loop = loopOf(store, clock, ring, { handlers });
    loop.start();
    await loop.idle();
    clock.advance(3_600_000);
    await loop.idle();
    clock.advance(15_000);
    await loop.idle();
    expect(fired).toEqual(kinds.toReversed().map((kind) => ({ kind, early: false })));
    expect(await left(store)).toBe(1);
    await loop.stop();
  });

  it("that a slow handler works on hold up no other", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    const slow = Promise.withResolvers<void>();
    const quick = Promise.withResolvers<void>();
    await set(store, "slow", clock.now() - 1);
    await set(store, "quick", clock.now() + 1_000);
    const loop = loopOf(store, clock, ({ timer }) => {
      if (timer.key === "slow") return slow.promise;
      quick.resolve();
      return Promise.resolve();
    });
    loop.start();
    while (clock.next() !== clock.now() + 1_000) await store.write(async () => undefined);
    clock.advance(1_000);
    await quick.promise;
    slow.resolve();
    await loop.stop();
    expect(await left(store)).toBe(0);
  });

  it("of a kind that the loop doesn't know are left alone", async () => {
    const [store, clock] = [await stores.open(), handClock()];
    await set(store, "a", clock.now(), "unheard-of");
    const loop = loopOf(store, clock, async () => undefined);
    loop.start();
    await loop.idle();
    expect(await left(store)).toBe(1);
    await loop.stop();
  });
});
