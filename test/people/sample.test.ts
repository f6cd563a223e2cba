import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { commandsSchema } from "../../adapters/command/settings.ts";
import { SAMPLE_MANAGER, SAMPLE_PLAN_KEY, samplePlan, sampleSections } from "../../src/people/sample.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";

const NOW = Date.parse("2026-11-24T12:34:56Z");

async function run(name: "build" | "deploy" | "fail", values: Readonly<Record<string, string>>) {
  const [program = "", ...written] = sampleSections("en").commands[name].run;
  const argv = written.map((argument) => argument.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ""));
  const child = spawn(program, argv, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, out, error };
}

test.each(["zh", "en"] as const)("the sample plan in %s is a plan file that the sample can carry out", (lang) => {
  const plan = parse(samplePlan(lang, NOW, "Asia/Shanghai"));
  const sections = sampleSections(lang);
  const commands = commandsSchema.parse(sections.commands);
  expect(plan).toMatchObject({
    key: SAMPLE_PLAN_KEY,
    manager: SAMPLE_MANAGER,
    window: "2026-11-24T20:00+08:00/2026-11-25T08:00+08:00",
    announce: ["releases"],
  });
  expect(plan.items).toHaveLength(3);
  for (const item of plan.items) {
    expect(Object.keys(sections.people)).toContain(item.owner);
    if (item.run === undefined) continue;
    const command = commands[item.run.replace("command:", "")];
    expect(command && parameterProblem(command.description, item.with)).toBeUndefined();
  }
});

test("the sample commands have titles in both languages", () => {
  expect(sampleSections("zh").commands.build.title).toBe("构建商城");
  expect(sampleSections("en").commands.build.title).toBe("Build the shop");
});

test("the sample build tells how far it is, line by line", async () => {
  const { code, out } = await run("build", { branch: "main" });
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "[gonogo] 10% Fetching main",
    "Fetched main.",
    "[gonogo] 40% Compiling",
    "[gonogo] 75% Testing",
    "128 tests passed.",
    "[gonogo] 100% Built",
    "",
  ]);
});

test("the sample failure fails, and says why", async () => {
  expect(await run("fail", {})).toMatchObject({ code: 2, error: "The shop answers 503.\n" });
});
