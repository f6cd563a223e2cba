import { describe, expect, it } from "vitest";
import { Pace } from "../../../adapters/slack/pace.ts";
import { ChatError } from "../../../src/chat/ports.ts";
import { handClock } from "../../support/hand-clock.ts";

function world() {
  const clock = handClock();
  const pace = new Pace({ now: clock.now, scheduler: clock, spacing: 1_000 });
  const gone: string[] = [];
  const send = async (channel: string, name: string) => {
    await pace.turn(channel);
    gone.push(name);
  };
  return { clock, pace, gone, send };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("messages", () => {
  it("into one channel go one a second, in order", async () => {
    const { clock, gone, send } = world();
    const all = ["a", "b", "c"].map((name) => send("C1", name));
    await settled();
    expect(gone).toEqual(["a"]);
    clock.advance(999);
    await settled();
    expect(gone).toEqual(["a"]);
    clock.advance(1);
    await settled();
    expect(gone).toEqual(["a", "b"]);
    clock.advance(1_000);
    await Promise.all(all);
    expect(gone).toEqual(["a", "b", "c"]);
  });

  it("into different channels do not wait for each other", async () => {
    const { gone, send } = world();
    await Promise.all([send("C1", "a"), send("C2", "b"), send("C3", "c")]);
    expect(gone).toEqual(["a", "b", "c"]);
  });

  it("that would wait long come back later instead, and lose nothing by it", async () => {
    const { send } = world();
    const waiting = Array.from({ length: 4 }, (_, place) => send("C1", String(place)));
    const refused = send("C1", "fifth").catch((error: unknown) => error);
    expect(await refused).toMatchObject({ code: "busy", retryAfter: 4_000 });
    await waiting[0];
    await send("C2", "elsewhere");
  });

  it("that come back later come back each to a turn of their own", async () => {
    const { clock, send, gone } = world();
    const retries = new Map<string, number>();
    const insist = async (name: string): Promise<void> => {
      try {
        await send("C1", name);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        retries.set(name, (retries.get(name) ?? 0) + 1);
        await new Promise<void>((resolve) => void clock.after(error.retryAfter ?? 0, resolve));
        await insist(name);
      }
    };
    const all = Array.from({ length: 60 }, (_, place) => insist(String(place)));
    for (let second = 0; second < 70; second++) {
      await settled();
      clock.advance(1_000);
    }
    await Promise.all(all);
    expect(gone).toHaveLength(60);
    expect(Math.max(...retries.values())).toBe(1);
  });

  it("wait where Slack said so, and nowhere else", async () => {
    const { clock, pace, send } = world();
    pace.hold("C1", 30_000);
    await expect(send("C1", "a")).rejects.toThrow(ChatError);
    await send("C2", "b");
    clock.advance(30_000);
    await send("C1", "c");
  });
});
