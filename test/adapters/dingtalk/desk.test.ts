import { describe, expect, it } from "vitest";
import { createDesk } from "../../../adapters/dingtalk/desk.ts";
import type { DeskRound } from "../../../src/flow/approval-desk.ts";
import { openBench } from "./bench.ts";

const PEOPLE = ["ada", "bo", "chen", "dana", "eve"].map((userId) => ({ userId, name: userId }));

function roundOf(change: Partial<DeskRound> = {}): DeskRound {
  return {
    key: "plan-1:round-1",
    plan: { id: "plan-1", index: 52, name: "Release 2.4" },
    round: 1,
    digest: "d".repeat(64),
    link: "https://gonogo.example/plans/52",
    lang: "zh",
    originator: "ada",
    levels: [
      { name: "QA", rule: "any", approvers: ["bo", "dana"] },
      { name: "Operations", rule: "all", approvers: ["chen"] },
    ],
    copies: ["eve"],
    lines: [{ label: "窗口", text: "今晚" }],
    ...change,
  };
}

async function openDesk() {
  const { client, dingtalk, needs } = await openBench(PEOPLE);
  dingtalk.oa.eventsLost = true;
  return { desk: createDesk(needs, client), dingtalk, again: () => createDesk(needs, client) };
}

describe("an OA approval", () => {
  it("is an instance of a form made once, with a node for each level", async () => {
    const { desk, dingtalk, again } = await openDesk();
    const ref = await desk.open(roundOf());
    await again().open(roundOf({ key: "another" }));
    const instance = dingtalk.oa.instances.get(ref);
    expect(instance?.nodes.map(({ actionType, userIds }) => [actionType, userIds])).toEqual([
      ["OR", ["bo", "dana"]],
      ["NONE", ["chen"]],
    ]);
    expect(instance).toMatchObject({ originator: "ada", copies: ["eve"] });
    expect(instance?.values).toMatchObject({
      发布计划: "52 · Release 2.4",
      审批内容: "窗口：今晚",
      关联编号: "plan-1:round-1",
    });
    expect(dingtalk.sent("/v1.0/workflow/forms")).toHaveLength(1);
    expect(dingtalk.world.violations).toEqual([]);
  });

  it("is asked once for a key, also when the answer was lost and after a restart", async () => {
    const { desk, dingtalk, again } = await openDesk();
    dingtalk.faults.next("/v1.0/workflow/processInstances", { kind: "cut", done: true });
    await expect(desk.open(roundOf())).rejects.toMatchObject({ name: "DeskError", sure: false, again: true });
    const ref = await again().open(roundOf());
    expect(await again().open(roundOf())).toBe(ref);
    expect(dingtalk.oa.instances.size).toBe(1);
    expect(await again().find("plan-1:round-1")).toEqual({ found: "round", ref });
    expect(await again().find("never")).toEqual({ found: "none" });
  });

  it("is asked again when the first attempt never got there", async () => {
    const { desk, dingtalk } = await openDesk();
    dingtalk.faults.next("/v1.0/workflow/processInstances", { kind: "cut", done: false });
    await expect(desk.open(roundOf())).rejects.toMatchObject({ again: true });
    await desk.open(roundOf());
    expect(dingtalk.oa.instances.size).toBe(1);
  });

  it("tells who agreed in which level, with what they said, and its end", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf());
    expect(await desk.read(ref)).toMatchObject({ outcome: "open", level: 0, votes: [] });
    await dingtalk.oa.decide(ref, "dana", "agree", "good");
    await dingtalk.oa.comment(ref, "eve", "hm");
    expect(await desk.read(ref)).toMatchObject({
      outcome: "open",
      level: 1,
      votes: [{ level: 0, account: "dana", verdict: "approve", comment: "good" }],
    });
    await dingtalk.oa.decide(ref, "chen", "agree");
    expect(await desk.read(ref)).toMatchObject({
      outcome: "approved",
      votes: [{ level: 0 }, { level: 1, account: "chen" }],
    });
  });

  it("tells who refused", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf());
    await dingtalk.oa.decide(ref, "bo", "refuse", "not today");
    const votes = [{ level: 0, account: "bo", verdict: "reject", comment: "not today" }];
    expect(await desk.read(ref)).toMatchObject({ outcome: "rejected", votes });
  });

  it("tells in whose place somebody decided, over two transfers", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf({ levels: [{ name: "QA", rule: "all", approvers: ["bo", "dana"] }] }));
    await dingtalk.oa.redirect(ref, "bo", "chen");
    await dingtalk.oa.redirect(ref, "chen", "eve");
    await dingtalk.oa.decide(ref, "eve", "agree");
    await dingtalk.oa.decide(ref, "dana", "agree");
    const { outcome, votes } = await desk.read(ref);
    expect(outcome).toBe("approved");
    expect(votes.map(({ account, for: owner }) => [account, owner]).toSorted()).toEqual([
      ["dana", undefined],
      ["eve", "bo"],
    ]);
  });

  it("tells whom an approver has added, in the same level", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf());
    await dingtalk.oa.append(ref, "bo", "eve");
    await dingtalk.oa.decide(ref, "eve", "agree");
    await dingtalk.oa.decide(ref, "bo", "agree");
    await dingtalk.oa.decide(ref, "chen", "agree");
    const { votes } = await desk.read(ref);
    expect(votes.map(({ level, account, for: owner }) => [level, account, owner])).toEqual([
      [0, "bo", undefined],
      [0, "eve", "bo"],
      [1, "chen", undefined],
    ]);
  });

  it("is taken back once, and not when it is over; what its originator took back or deleted is withdrawn", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf());
    expect(await desk.withdraw(ref, "ada")).toBe("withdrawn");
    expect(await desk.withdraw(ref, "ada")).toBe("ended");
    expect(await desk.read(ref)).toMatchObject({ outcome: "withdrawn" });
    const other = await desk.open(roundOf({ key: "k2" }));
    await dingtalk.oa.withdraw(other, "ada");
    expect(await desk.read(other)).toMatchObject({ outcome: "withdrawn" });
    const third = await desk.open(roundOf({ key: "k3" }));
    await dingtalk.oa.remove(third);
    expect(await desk.read(third)).toMatchObject({ outcome: "withdrawn" });
  });

  it("that DingTalk would never take is refused before it is asked", async () => {
    const { desk, dingtalk } = await openDesk();
    const level = (approvers: readonly string[]) => ({ name: "QA", rule: "any" as const, approvers });
    const many = Array.from({ length: 21 }, (_, place) => `p${place}`);
    for (const levels of [[level(many)], [level([])], Array.from({ length: 21 }, () => level(["bo"]))]) {
      await expect(desk.open(roundOf({ levels }))).rejects.toMatchObject({ sure: true, again: false });
    }
    expect(dingtalk.oa.instances.size).toBe(0);
  });

  it("of another form of the organisation is none of ours", async () => {
    const { desk, dingtalk } = await openDesk();
    const ref = await desk.open(roundOf());
    const code = dingtalk.oa.instances.get(ref)?.processCode ?? "";
    expect([await desk.isOurs(code), await desk.isOurs("PROC-OTHER")]).toEqual([true, false]);
  });
});
