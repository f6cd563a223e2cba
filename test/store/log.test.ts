import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRow } from "../../src/store/log.ts";
import { appendLog, EMPTY_LOG, readLog, readLogBackwards, sealEntries, verifyLog } from "../../src/store/log.ts";
import { insertPlan } from "../../src/store/plans.ts";
import { planRow } from "../support/plan-rows.ts";
import { describeEachStore } from "../support/stores.ts";

const entry = (at: number) => ({ at, actor: '{"kind":"person","id":"ada"}', event: `{"type":"commented","at":${at}}` });
const entries = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    actor: fc.string({ maxLength: 20, unit: "grapheme" }),
    event: fc.json({ maxDepth: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
);

describe("the seal of the log", () => {
  it("holds for what was written", () => {
    fc.assert(
      fc.property(entries, (written) => {
        const { rows, end } = sealEntries("plan-1", EMPTY_LOG, written);
        expect(verifyLog(rows, end)).toEqual({ ok: true });
      }),
    );
  });

  it("finds any one changed byte, at the entry that has it", () => {
    const columns = ["plan_id", "seq", "at", "actor", "event", "previous", "hash"] as const;
    fc.assert(
      fc.property(
        entries,
        fc.nat(),
        fc.constantFrom(...columns),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (written, which, column, where, flip) => {
          const { rows, end } = sealEntries("plan-1", EMPTY_LOG, written);
          const at = which % rows.length;
          const changed = rows.map((row, index) => (index === at ? changeByte(row, column, where, flip) : row));
          fc.pre(JSON.stringify(changed) !== JSON.stringify(rows));
          const verdict = verifyLog(changed, end);
          expect(verdict.ok).toBe(false);
          // Where every row should have the same plan, one that has another is found at once or at the next.
          if (!verdict.ok) expect([at + 1, at + 2]).toContain(verdict.seq);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("finds entries that are missing, doubled or in another order", () => {
    const { rows, end } = sealEntries("plan-1", EMPTY_LOG, [1, 2, 3, 4].map(entry));
    const [one, two, three, four] = rows;
    if (!(one && two && three && four)) throw new Error("no rows");
    expect(verifyLog([one, three, four], end)).toEqual({ ok: false, seq: 2 });
    expect(verifyLog([one, two, two, three, four], end)).toEqual({ ok: false, seq: 3 });
    expect(verifyLog([two, one, three, four], end)).toEqual({ ok: false, seq: 1 });
    expect(verifyLog([one, two, three], end)).toEqual({ ok: false, seq: 4 });
    expect(verifyLog([], end)).toEqual({ ok: false, seq: 1 });
  });

  it("finds an entry that was written anew with a seal of its own", () => {
    const { rows, end } = sealEntries("plan-1", EMPTY_LOG, [1, 2, 3].map(entry));
    const [one, , three] = rows;
    if (!(one && three)) throw new Error("no rows");
    const forged = sealEntries("plan-1", { version: 1, head: one.hash }, [entry(7)]).rows;
    expect(verifyLog([one, ...forged, three], end)).toEqual({ ok: false, seq: 3 });
  });
});

function changeByte(row: LogRow, column: keyof LogRow, where: number, flip: number): LogRow {
  const value = row[column];
  if (typeof value === "number") return { ...row, [column]: value + flip };
  const bytes = Buffer.from(value, "utf8");
  if (bytes.length === 0) return { ...row, [column]: String.fromCharCode(flip) };
  const at = where % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ flip;
  return { ...row, [column]: bytes.toString("utf8") };
}

describeEachStore("the log", (stores) => {
  it("is read in order, by pages, from either end, as it was written", async () => {
    const store = await stores.open();
    const end = await store.write(async (tx) => {
      await insertPlan(tx, planRow());
      const first = await appendLog(tx, "plan-1", EMPTY_LOG, [1, 2].map(entry));
      return appendLog(tx, "plan-1", first, [3, 4, 5].map(entry));
    });
    const rows = await readLog(store.read, "plan-1");
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(verifyLog(rows, end)).toEqual({ ok: true });
    expect((await readLog(store.read, "plan-1", { after: 1, limit: 2 })).map((row) => row.seq)).toEqual([2, 3]);
    const newest = await readLogBackwards(store.read, "plan-1", { before: 5, limit: 2 });
    expect(newest.map((row) => row.seq)).toEqual([4, 3]);
  });

  it("takes one entry for one place", async () => {
    const store = await stores.open();
    await store.write((tx) => insertPlan(tx, planRow()));
    const append = () => store.write((tx) => appendLog(tx, "plan-1", EMPTY_LOG, [entry(1)]));
    const results = await Promise.allSettled([append(), append(), append()]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("keeps texts of every kind so that they verify", async () => {
    const store = await stores.open();
    const event = JSON.stringify({ text: "发布 🚀 \u0000 \ud800 é é \\ \" '" });
    const end = await store.write(async (tx) => {
      await insertPlan(tx, planRow({ name: "a\0b", words: "a\0b" }));
      return appendLog(tx, "plan-1", EMPTY_LOG, [{ ...entry(1), event }]);
    });
    const rows = await readLog(store.read, "plan-1");
    expect(rows[0]?.event).toBe(event);
    expect(verifyLog(rows, end)).toEqual({ ok: true });
  });
});
