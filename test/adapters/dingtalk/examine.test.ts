import { expect, it } from "vitest";
import { examine } from "../../../adapters/dingtalk/examine.ts";
import { systemScheduler } from "../../../src/flow/scheduler.ts";
import { openBench } from "./bench.ts";

const PEOPLE = [{ userId: "ada", name: "Ada", email: "ada@example.com" }];
const parts = { now: Date.now, scheduler: systemScheduler };

it("an app that is set up has nothing bad, and nothing is changed by looking", async () => {
  const { dingtalk, needs } = await openBench(PEOPLE);
  const findings = await examine(needs.options, parts);
  expect(findings.filter(({ state }) => state === "bad")).toEqual([]);
  expect(findings.map(({ state }) => state)).toEqual(["good", "good", "good", "good", "good", "good", "unsure"]);
  expect(dingtalk.world.messages).toEqual([]);
  expect(dingtalk.oa.instances.size).toBe(0);
});

it("wrong credentials are said, with where to find the right ones, and nothing else", async () => {
  const { needs } = await openBench(PEOPLE, "wrong");
  const findings = await examine(needs.options, parts);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ state: "bad", remedy: { zh: expect.stringContaining("凭证") } });
});

it("a missing permission is named, and a DingTalk that does not answer is not taken for one", async () => {
  const { dingtalk, needs } = await openBench(PEOPLE);
  dingtalk.faults.next("batchSend", { kind: "forbidden" });
  dingtalk.faults.next("/v1.0/card/instances", { kind: "cut", done: false });
  const findings = await examine(needs.options, parts);
  expect(findings[2]).toMatchObject({ state: "bad", remedy: { en: expect.stringContaining("qyapi_robot_sendmsg") } });
  expect(findings[3]?.state).toBe("unsure");
});

it("contacts that show nobody's mail are worth a word", async () => {
  const { needs } = await openBench([{ userId: "bo", name: "Bo" }]);
  const findings = await examine({ ...needs.options, cardTemplate: "x.schema" }, parts);
  expect(findings[4]).toMatchObject({ state: "unsure", what: { en: expect.stringContaining("nobody's mail") } });
  expect(findings).toHaveLength(8);
});
