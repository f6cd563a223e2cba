import { expect, it } from "vitest";
import type { ChatAdapter } from "../../src/chat/ports.ts";
import { createArrivals, HOLD } from "../../src/flow/arrivals.ts";
import { hearHandler } from "../../src/flow/handlers.ts";
import { createOutboxWorker } from "../../src/flow/outbox-worker.ts";
import type { Store } from "../../src/store/store.ts";
import { handClock } from "../support/hand-clock.ts";
import { quietAdapter } from "../support/quiet-chat.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("an arrival", (stores) => {
  /** One process: what it keeps, and what its adapter hears once `hearing` is on. */
  function process(store: Store, clock = handClock(), hear: ChatAdapter["hear"] = async () => undefined) {
    const heard: unknown[] = [];
    const chat = quietAdapter({
      platform: "chat",
      hear: async (payload) => {
        heard.push(payload);
        await hear(payload);
      },
    });
    const arrivals = createArrivals({ store, platform: "chat", now: clock.now });
    const listen = async () => {
      const worker = createOutboxWorker({
        store,
        handlers: { hear: hearHandler({ chat }) },
        now: clock.now,
        newId: () => "lease",
        random: () => 1,
        scheduler: clock,
      });
      worker.start();
      await worker.idle();
      await worker.stop(0);
    };
    return { heard, arrivals, listen, clock };
  }

  const click = { key: "event-1", lane: "bo", payload: { press: "approve" } };

  it("that was kept is heard once, however often it is delivered", async () => {
    const { arrivals, heard, listen } = process(await stores.open());
    expect([await arrivals.keep(click), await arrivals.keep(click)]).toEqual([true, false]);
    await listen();
    expect([heard, await arrivals.keep(click)]).toEqual([[{ press: "approve" }], false]);
  });

  it("that was kept is heard by the next process when the one that kept it is gone", async () => {
    const url = await stores.url();
    await process(await stores.open(url)).arrivals.keep(click);
    const next = process(await stores.open(url));
    await next.listen();
    expect(next.heard).toEqual([{ press: "approve" }]);
  });

  it("is heard again when hearing it failed, before what came after it in its lane", async () => {
    let failures = 1;
    const { arrivals, heard, listen, clock } = process(await stores.open(), handClock(), async () => {
      if (failures-- > 0) throw new Error("the platform is away");
    });
    await arrivals.keep({ key: "1", lane: "bo", payload: "first" });
    await arrivals.keep({ key: "2", lane: "bo", payload: "second" });
    await listen();
    clock.advance(5_000);
    await listen();
    expect(heard).toEqual(["first", "first", "second"]);
  });

  it("that is held is not heard while its holder is at it, nor after that is done", async () => {
    const { arrivals, heard, listen, clock } = process(await stores.open());
    const held = await arrivals.hold(click);
    await listen();
    await held.done();
    clock.advance(HOLD);
    await listen();
    expect([held.again, heard]).toEqual([false, []]);
  });

  it("that is held by somebody who dies is heard when the time for it is over", async () => {
    const { arrivals, heard, listen, clock } = process(await stores.open());
    await arrivals.hold(click);
    clock.advance(HOLD);
    await listen();
    expect(heard).toEqual([{ press: "approve" }]);
  });

  it("that is held a second time says so, and waits for nobody else", async () => {
    const { arrivals, heard, listen } = process(await stores.open());
    await arrivals.hold(click);
    await arrivals.keep({ key: "event-2", lane: "bo", payload: "later" });
    await listen();
    expect([(await arrivals.hold(click)).again, heard]).toEqual([true, ["later"]]);
  });
});
