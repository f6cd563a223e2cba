import { expect, test, vi } from "vitest";
import type { DeskRound } from "../../../src/flow/approval-desk.ts";
import type { Instance } from "../../emulators/feishu/approval-state.ts";
import type { EmulatedPerson } from "../../emulators/feishu/world.ts";
import { openWorld } from "./feishu-world.ts";

async function opened(options: { readonly approvalCode?: string } = {}) {
  const world = await openWorld();
  const { feishu, ada, bo } = world;
  const chen = feishu.person({ name: "Chen" });
  const dana = feishu.person({ name: "Dana" });
  const { desk } = await world.start(options);
  const round = (change: Partial<DeskRound> = {}): DeskRound => ({
    key: "plan-1-1",
    plan: { id: "plan-1", index: 52, name: "Winter release" },
    round: 1,
    digest: "d".repeat(64),
    link: "https://gonogo.example",
    lang: "en",
    originator: ada.openId,
    levels: [
      { name: "QA", rule: "any", approvers: [bo.openId, dana.openId] },
      { name: "Operations", rule: "all", approvers: [chen.openId] },
    ],
    copies: [dana.openId],
    lines: [
      { label: "Window", text: "tonight" },
      { label: "", text: "What changed" },
    ],
    ...change,
  });
  const instance = (ref: string): Instance => {
    const found = feishu.approvals.instances.get(ref);
    if (!found) throw new Error(`there is no instance ${ref}`);
    return found;
  };
  return { ...world, desk, chen, dana, round, instance };
}

const voted = (level: number, who: EmulatedPerson, verdict = "approve") => ({ level, account: who.openId, verdict });

test("a round is asked with its levels, its words, its copies and a link back", async () => {
  const { feishu, desk, round, instance, bo, dana, chen, ada } = await opened();
  const asked = instance(await desk.open(round()));
  expect(asked).toMatchObject({
    openId: ada.openId,
    title: "#52 Winter release",
    approvers: [[bo.openId, dana.openId], [chen.openId]],
    copies: [dana.openId],
    form: [
      { id: "gonogo_plan", value: "#52 Winter release" },
      { id: "gonogo_content", value: "Window: tonight\nWhat changed\n[dddddddddddd]" },
      { id: "gonogo_link", value: "https://gonogo.example" },
    ],
  });
  expect(asked.definition.nodes.map(({ type }) => type)).toEqual(["OR", "AND"]);
  expect(feishu.violations).toEqual([]);
});

test("each shape of levels has one definition, whoever asks how often", async () => {
  const { feishu, desk, round, memory, start } = await opened();
  await desk.open(round({ key: "a" }));
  await desk.open(round({ key: "b" }));
  const another = await start();
  await another.desk.open(round({ key: "c" }));
  expect(feishu.approvals.definitions.size).toBe(1);
  const [first] = round().levels;
  if (first) await desk.open(round({ key: "d", levels: [first] }));
  expect(feishu.approvals.definitions.size).toBe(2);
  expect(await memory.get("definition:1:any,all")).toBeDefined();
});

test("a round is asked once, however often, and found by its key", async () => {
  const { feishu, desk, round } = await opened();
  expect(await desk.find("plan-1-1")).toEqual({ found: "none" });
  feishu.faults.add(/POST .*\/approval\/v4\/instances$/u, { kind: "lost-answer" });
  await expect(desk.open(round())).rejects.toMatchObject({ sure: false, again: true });
  const found = await desk.find("plan-1-1");
  const ref = await desk.open(round());
  expect(found).toEqual({ found: "round", ref });
  expect(feishu.approvals.instances.size).toBe(1);
});

test("approving level by level is read, and hastened by events of both schemas", async () => {
  const { feishu, desk, round, instance, inbox, bo, chen } = await opened();
  feishu.approvals.schema = "both";
  const ref = await desk.open(round());
  expect(await desk.read(ref)).toMatchObject({ outcome: "open", level: 0, votes: [] });
  feishu.approvals.approve(instance(ref), bo.openId, "looks good");
  expect(await desk.read(ref)).toMatchObject({
    outcome: "open",
    level: 1,
    votes: [{ ...voted(0, bo), comment: "looks good" }],
    link: `https://applink.feishu.cn/client/mini_program/open?instanceId=${ref}`,
  });
  feishu.approvals.approve(instance(ref), chen.openId);
  expect(await desk.read(ref)).toMatchObject({ outcome: "approved", votes: [voted(0, bo), voted(1, chen)] });
  await vi.waitFor(() => expect(inbox.approvals).toContain(ref));
});

type Step = (world: Awaited<ReturnType<typeof opened>>, asked: Instance) => void;
test.each<[string, Step, (world: Awaited<ReturnType<typeof opened>>) => object]>([
  [
    "a rejection with its reason",
    ({ feishu, dana }, asked) => feishu.approvals.reject(asked, dana.openId, "not on a Friday"),
    ({ dana }) => ({ outcome: "rejected", votes: [{ ...voted(0, dana, "reject"), comment: "not on a Friday" }] }),
  ],
  [
    "a transfer: who decides does so in the other's place",
    ({ feishu, bo, chen }, asked) => {
      feishu.approvals.transfer(asked, bo.openId, chen.openId);
      feishu.approvals.approve(asked, chen.openId);
    },
    ({ bo, chen }) => ({ outcome: "open", level: 1, votes: [{ ...voted(0, chen), for: bo.openId }] }),
  ],
  [
    "a transfer of a transfer",
    ({ feishu, bo, chen, ada }, asked) => {
      feishu.approvals.transfer(asked, bo.openId, ada.openId);
      feishu.approvals.transfer(asked, ada.openId, chen.openId);
      feishu.approvals.approve(asked, chen.openId);
    },
    ({ bo, chen }) => ({ votes: [{ ...voted(0, chen), for: bo.openId }] }),
  ],
  [
    "somebody added beside",
    ({ feishu, bo, ada }, asked) => {
      feishu.approvals.addSign(asked, bo.openId, ada.openId, "beside");
      feishu.approvals.approve(asked, ada.openId);
    },
    ({ bo, ada }) => ({ votes: [{ ...voted(0, ada), for: bo.openId }] }),
  ],
  [
    "somebody added who is asked anyway",
    ({ feishu, bo, dana }, asked) => {
      feishu.approvals.addSign(asked, bo.openId, dana.openId, "after");
    },
    ({ bo }) => ({ votes: [voted(0, bo)] }),
  ],
  [
    "a roll back: what it undid counts no more",
    ({ feishu, bo, chen }, asked) => {
      feishu.approvals.approve(asked, bo.openId);
      feishu.approvals.rollBack(asked, chen.openId, 0, "once more, please");
    },
    () => ({ outcome: "open", level: 0, votes: [] }),
  ],
  [
    "consent after a roll back",
    ({ feishu, bo, dana, chen }, asked) => {
      feishu.approvals.approve(asked, bo.openId);
      feishu.approvals.rollBack(asked, chen.openId, 0);
      feishu.approvals.approve(asked, dana.openId);
      feishu.approvals.approve(asked, chen.openId);
    },
    ({ dana, chen }) => ({ outcome: "approved", votes: [voted(0, dana), voted(1, chen)] }),
  ],
  [
    "somebody who is asked on two levels, and by Feishu once",
    ({ feishu, chen }, asked) => {
      asked.definition.dedupes = true;
      feishu.approvals.transfer(asked, asked.approvers[0]?.[0] ?? "", chen.openId);
      feishu.approvals.approve(asked, chen.openId);
    },
    ({ chen }) => ({ outcome: "approved", votes: [{ level: 0, account: chen.openId }, voted(1, chen)] }),
  ],
  ["taking back", ({ feishu }, asked) => feishu.approvals.cancel(asked), () => ({ outcome: "withdrawn" })],
  ["deleting", ({ feishu }, asked) => feishu.approvals.remove(asked), () => ({ outcome: "withdrawn" })],
  ["closing after its time", ({ feishu }, asked) => feishu.approvals.timeOut(asked), () => ({ outcome: "expired" })],
  [
    "opening it again",
    ({ feishu }, asked) => {
      feishu.approvals.timeOut(asked);
      feishu.approvals.recover(asked);
    },
    () => ({ outcome: "open", level: 0 }),
  ],
  [
    "taking back what was approved",
    ({ feishu, bo, chen }, asked) => {
      feishu.approvals.approve(asked, bo.openId);
      feishu.approvals.approve(asked, chen.openId);
      feishu.approvals.revert(asked);
    },
    () => ({ outcome: "reverted" }),
  ],
])("%s is understood", async (_what, step, expected) => {
  const world = await opened();
  const ref = await world.desk.open(world.round());
  step(world, world.instance(ref));
  expect(await world.desk.read(ref)).toMatchObject(expected(world));
});

test("a round is taken back in the name of whoever asked, once", async () => {
  const { feishu, desk, round, instance, ada } = await opened();
  const ref = await desk.open(round());
  expect(await desk.withdraw(ref, ada.openId)).toBe("withdrawn");
  expect(instance(ref).status).toBe("CANCELED");
  expect(await desk.withdraw(ref, ada.openId)).toBe("ended");
  const other = await desk.open(round({ key: "other" }));
  feishu.faults.add(/cancel$/u, { kind: "lost-answer" });
  expect(await desk.withdraw(other, ada.openId)).toBe("withdrawn");
});

test("what may not be taken back says what to change", async () => {
  const { desk, round, instance, ada } = await opened();
  const ref = await desk.open(round());
  instance(ref).definition.revocable = false;
  await expect(desk.withdraw(ref, ada.openId)).rejects.toMatchObject({
    sure: true,
    again: false,
    message: expect.stringContaining("let originators take approvals back"),
  });
});

const CONSOLE_FORM = [
  { id: "widget1", customId: undefined, type: "input", name: "Plan", required: true },
  { id: "widget2", customId: undefined, type: "textarea", name: "What", required: false },
];
function node(name: string, type: "AND" | "OR") {
  return { id: name.repeat(4), customId: undefined, name, type, free: true, multi: true };
}

test("an approval of the admin console is used where it fits", async () => {
  const world = await openWorld();
  const nodes = [node("qa", "OR"), node("ops", "AND")];
  const { code } = world.feishu.approvals.define({ name: "发布", nodes, form: CONSOLE_FORM });
  const { desk } = await world.start({ approvalCode: code });
  const { ada, bo } = world;
  const levels = [
    { name: "QA", rule: "any", approvers: [bo.openId, ada.openId] },
    { name: "Operations", rule: "all", approvers: [bo.openId] },
  ] as const;
  const base = { key: "k", plan: { id: "p", index: 1, name: "R" }, round: 1, digest: "d", lang: "en" } as const;
  const round: DeskRound = { ...base, originator: ada.openId, levels, copies: [], lines: [{ label: "", text: "all" }] };
  const ref = await desk.open(round);
  expect(world.feishu.approvals.instances.get(ref)?.form).toMatchObject([
    { id: "widget1", value: "#1 R" },
    { id: "widget2", value: "all\n[d]" },
  ]);
  const [first] = levels;
  await expect(desk.open({ ...round, key: "l", levels: [first] })).rejects.toMatchObject({
    sure: true,
    again: false,
    message:
      "the Feishu approval has 2 nodes whose approvers the originator chooses, and the plan has 1 levels: make them the same",
  });
  const both = { name: "QA", rule: "all", approvers: first.approvers } as const;
  await expect(desk.open({ ...round, key: "m", levels: [both, levels[1]] })).rejects.toThrow("must be “all”");
});

test.each([
  [
    "an approval that is not active",
    1390015,
    400,
    { sure: true, again: false, message: expect.stringContaining("not active") },
  ],
  ["too many requests", 99991400, 429, { sure: true, again: true }],
  ["a server that fails", 1395001, 500, { sure: false, again: true }],
])("of %s the core hears what is certain", async (_what, code, status, expected) => {
  const { feishu, desk, round } = await opened();
  await desk.open(round({ key: "before" }));
  feishu.faults.add(/POST .*\/instances$/u, { kind: "refused", code, status });
  await expect(desk.open(round())).rejects.toMatchObject(expected);
});
