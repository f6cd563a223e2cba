import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createDingtalk } from "../../../adapters/dingtalk/adapter.ts";
import { createBudget, dayOf } from "../../../adapters/dingtalk/budget.ts";
import { chatError } from "../../../adapters/dingtalk/failure.ts";
import { createPace } from "../../../adapters/dingtalk/pace.ts";
import { createPeople } from "../../../adapters/dingtalk/people.ts";
import { handClock } from "../../support/hand-clock.ts";
import { openBench } from "./bench.ts";

const PEOPLE = [
  { userId: "ada", name: "Ada", email: "ada@example.com", mobile: "13800000001", departments: [1, 2] },
  { userId: "bo", name: "Bo", orgEmail: "Bo@Example.com", roles: [7], departments: [3] },
  { userId: "chen", name: "陈晨", roles: [7], departments: [2] },
  { userId: "stranger", name: "Stranger", outside: true },
];
const anything = z.looseObject({});
const get = (userid: string) => ["/topapi/v2/user/get", { userid }, anything] as const;

describe("a call", () => {
  it("goes out with one token for many, and the secret is in no address", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    await Promise.all(Array.from({ length: 5 }, () => client.callOld(...get("ada"))));
    expect(dingtalk.sent("accessToken")).toHaveLength(1);
    for (const { path, query } of dingtalk.world.requests) expect(path + query).not.toContain(dingtalk.clientSecret);
  });

  it("is made again with a new token when the old one is taken no more, and once only", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    await client.callOld(...get("ada"));
    dingtalk.faults.next("user/get", { kind: "token" });
    await client.callOld(...get("ada"));
    expect(dingtalk.sent("accessToken")).toHaveLength(2);
    dingtalk.faults.next("user/get", { kind: "token" }, 2);
    await expect(client.callOld(...get("ada"))).rejects.toMatchObject({ trouble: "credentials" });
  });

  it("with wrong credentials is refused, without the secret in what is said of it", async () => {
    const { client } = await openBench(PEOPLE, "wrong-secret");
    const error = await client.callOld(...get("ada")).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ trouble: "credentials", sure: true });
    expect(String(error)).not.toContain("wrong-secret");
    expect(chatError(error)).toMatchObject({ code: "forbidden" });
  });

  it.each([
    [{ kind: "qps" } as const, { trouble: "busy", retryAfter: 2_000, sure: true }, "busy"],
    [{ kind: "cut", done: false } as const, { trouble: "unanswered", sure: false }, "unreachable"],
    [{ kind: "504", done: true } as const, { trouble: "unanswered", sure: false }, "unreachable"],
  ])("that acts is not repeated after %o", async (fault, known, code) => {
    const { client, dingtalk } = await openBench(PEOPLE);
    dingtalk.faults.next("batchSend", fault);
    const body = { robotCode: dingtalk.clientId, userIds: ["ada"], msgKey: "sampleText", msgParam: '{"content":"x"}' };
    const call = { method: "POST", path: "/v1.0/robot/oToMessages/batchSend", body } as const;
    const error = await client.call(call, anything).catch((caught: unknown) => caught);
    expect(error).toMatchObject(known);
    expect(chatError(error)).toMatchObject({ code });
    expect(dingtalk.sent("batchSend")).toHaveLength(1);
  });

  it("that only reads is made again when there was no answer", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    dingtalk.faults.next("user/get", { kind: "504", done: true }, 2);
    await client.callOld(...get("ada"));
    expect(dingtalk.sent("user/get")).toHaveLength(3);
  });

  it("is not made while the month's calls are used up", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    dingtalk.faults.quota(true);
    await expect(client.callOld(...get("ada"))).rejects.toMatchObject({ trouble: "quota" });
    await expect(client.callOld(...get("ada"))).rejects.toMatchObject({ trouble: "quota" });
    expect(dingtalk.sent("user/get")).toHaveLength(1);
  });

  it("comes evenly: sixty at once are not too fast for DingTalk", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    await Promise.all(Array.from({ length: 60 }, () => client.callOld(...get("ada"))));
    expect(dingtalk.sent("user/get").every(({ status }) => status === 200)).toBe(true);
  });
});

describe("people", () => {
  it("are found by userId, mobile number and either mail, and nobody of another organisation", async () => {
    const { client } = await openBench(PEOPLE);
    const people = createPeople(client, Date.now);
    expect(await people.byId("ada")).toMatchObject({ id: "ada", name: "Ada", email: "ada@example.com" });
    expect(await people.byMobile("13800000001")).toMatchObject({ id: "ada" });
    expect(await people.byMobile("13999999999")).toBeUndefined();
    expect(await people.byEmail("ADA@example.com")).toMatchObject({ id: "ada" });
    expect(await people.byId("stranger")).toBeUndefined();
  });

  it("are found by mobile number without a walk through the contacts, and by mail where that finds nobody", async () => {
    const { dingtalk, needs } = await openBench(PEOPLE);
    const { adapter } = createDingtalk(needs);
    expect(await adapter.find({ email: "other@example.com", mobile: "13800000001" })).toMatchObject({ id: "ada" });
    expect(dingtalk.sent("user/list")).toEqual([]);
    expect(await adapter.find({ email: "ada@example.com", mobile: "13999999999" })).toMatchObject({ id: "ada" });
    expect(await adapter.find({ email: "other@example.com" })).toBeUndefined();
    expect(await adapter.find({ id: "ada" })).toMatchObject({ id: "ada" });
  });

  it("are asked for once a day, also those who are not there", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    const clock = handClock(Date.now());
    const people = createPeople(client, clock.now);
    for (let time = 0; time < 3; time++) {
      await people.byId("ada");
      await people.byId("nobody");
    }
    expect(dingtalk.sent("user/get")).toHaveLength(2);
    clock.advance(25 * 60 * 60_000);
    await people.byId("ada");
    expect(dingtalk.sent("user/get")).toHaveLength(3);
  });

  it("of a department are those of the departments below it as well, of a role those who have it", async () => {
    const { client, dingtalk } = await openBench(PEOPLE);
    dingtalk.world.departments.set(2, { id: 2, name: "Two", parent: 1 });
    dingtalk.world.departments.set(3, { id: 3, name: "Three", parent: 2 });
    const people = createPeople(client, Date.now);
    const ids = async (group: string) => (await people.members(group))?.map(({ id }) => id).toSorted();
    expect(await ids("department:2")).toEqual(["ada", "bo", "chen"]);
    expect(await ids("department:3")).toEqual(["bo"]);
    expect(await ids("role:7")).toEqual(["bo", "chen"]);
    for (const none of ["department:99", "role:99", "team:1", "department:x"]) expect(await ids(none)).toBeUndefined();
  });
});

describe("the budget", () => {
  function openBudget(monthly: number | undefined, before = 0) {
    const clock = handClock(Date.parse("2026-11-21T04:00:00Z"));
    const days = new Map<string, number>();
    const warnings: string[] = [];
    const budget = createBudget({
      now: clock.now,
      monthly,
      add: async (day, calls) => {
        days.set(day, (days.get(day) ?? 0) + calls);
        return { today: days.get(day) ?? 0, before };
      },
      warn: ({ kind }) => warnings.push(kind),
      report: () => undefined,
    });
    const spend = async (calls: number) => {
      for (let call = 0; call < calls; call++) budget.count();
      await budget.settle();
    };
    return { budget, clock, warnings, spend };
  }

  it("shares what is left among the days that are left, and warns once a day", async () => {
    // Ten days are left in November, today included.
    const { budget, warnings, spend, clock } = openBudget(1_000);
    await spend(79);
    expect([budget.means(), warnings]).toEqual(["plenty", []]);
    await spend(1);
    expect([budget.means(), warnings]).toEqual(["saving", ["saving"]]);
    await spend(20);
    expect([budget.means(), warnings]).toEqual(["scarce", ["saving"]]);
    clock.advance(24 * 60 * 60_000);
    await spend(1);
    expect(budget.means()).toBe("plenty");
  });

  it("counts what was used before, and has no end where the edition has none", async () => {
    const { budget, spend } = openBudget(1_000, 990);
    await spend(1);
    expect(budget.means()).toBe("scarce");
    const endless = openBudget(undefined);
    await endless.spend(5_000);
    expect(endless.budget.means()).toBe("plenty");
  });

  it("stays closed for as long as DingTalk says, and opens again", () => {
    const { budget, clock, warnings } = openBudget(1_000);
    budget.usedUp(60_000);
    budget.usedUp(60_000);
    expect([budget.answers(), warnings]).toEqual([false, ["used-up"]]);
    expect(() => budget.open()).toThrow("used up");
    clock.advance(60_000);
    expect(budget.answers()).toBe(true);
  });

  it("knows the day in Beijing", () => {
    expect(dayOf(Date.parse("2026-11-23T16:00:00Z"))).toBe("2026-11-24");
  });
});

it("turns come in the order of asking, and never too many within the time", async () => {
  const clock = handClock();
  const pace = createPace({ now: clock.now, scheduler: clock }, 3, 1_000);
  const came: number[] = [];
  const all = Array.from({ length: 8 }, async (_, place) => {
    await pace.turn();
    came.push(place);
  });
  await Promise.resolve();
  expect(pace.tryTurn()).toBe(false);
  for (const expected of [3, 6, 8]) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(came).toEqual(Array.from({ length: expected }, (_, place) => place));
    clock.advance(1_000);
  }
  await Promise.all(all);
});
