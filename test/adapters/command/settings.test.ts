import { describe, expect, it } from "vitest";
import { commandsSchema } from "../../../adapters/command/settings.ts";
import { parameterProblem } from "../../../src/plan/workflow.ts";
import { parseCommands } from "./command-world.ts";

const BUILD = {
  title: "Build the shop",
  run: ["./scripts/build.sh", "--branch={branch}", "{target}"],
  env: { CI: true, LEVEL: 3 },
  timeout: "1h30m",
  parameters: {
    branch: { type: "string", pattern: "[\\w./-]+", required: true },
    target: { type: "string", choices: ["staging", "production"], default: "staging" },
  },
};

function problems(build: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = commandsSchema.safeParse({ build });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("the commands section", () => {
  it("takes a command with its parameters", () => {
    const { build } = parseCommands({ build: BUILD });
    expect(build).toMatchObject({
      program: "./scripts/build.sh",
      folder: ".",
      env: { CI: "true", LEVEL: "3" },
      timeout: { written: "1h30m", milliseconds: 5_400_000 },
      description: { workflow: "build", title: "Build the shop" },
    });
  });

  it("lets a command be named by its program alone", () => {
    const { 构建: built } = parseCommands({ 构建: { run: ["make"] } });
    expect(built).toMatchObject({ description: { title: "构建", parameters: [] }, timeout: { milliseconds: 900_000 } });
  });

  it.each([
    [{ run: [] }, "build.run: the program to run is missing"],
    [{ run: [" "] }, "build.run.0: the program to run is missing"],
    [{ run: ["a\0b"] }, "build.run.0: a NUL character can't be passed on"],
    [{ run: ["make", "{target"] }, "build.run.1: a brace has no partner; write {{ or }} for a brace itself"],
    [
      { run: ["make", "{target}"] },
      "build.run.1: {target} is not a parameter (none is declared); write {{ }} for braces",
    ],
    [{ run: ["make"], parameters: { x: {} } }, "build.parameters.x: no argument of run has a place for {x}"],
    [{ run: ["{x}"], parameters: { x: {} } }, "build.run.0: the program itself can't come from a parameter"],
    [{ run: ["make"], timeout: "soon" }, 'build.timeout: not a duration; write "90s", "15m" or "2h"'],
    [{ run: ["make"], timeout: "0s" }, "build.timeout: a command may run from 1 second to 24 hours"],
    [{ run: ["make"], timeout: "25h" }, "build.timeout: a command may run from 1 second to 24 hours"],
    [{ run: ["make"], env: { "A B": "x" } }, "build.env.A B: not a name for a variable"],
    [{ run: ["make", "{a b}"], parameters: { "a b": {} } }, "build.parameters.a b: a name has letters"],
  ])("says what is wrong with %j", (build, problem) => {
    expect(problems(build).join("\n")).toContain(problem);
  });

  it.each([
    [{ pattern: "[" }, "pattern: not a regular expression (read with the u flag)"],
    [{ choices: ["a"], default: "b" }, "default: the default is not among the choices (a)"],
    [{ type: "number", default: "1" }, "default: the default is not a number"],
    [{ pattern: "\\d+", default: "x" }, "default: the default does not match \\d+"],
    [{ pattern: "\\d+", choices: ["1", "x"] }, "choices.1: this choice does not match \\d+"],
    [{ default: "a\nb" }, "default: the default has control characters, which can't be passed on"],
  ])("says what is wrong with the parameter %j", (parameter, problem) => {
    expect(problems({ run: ["make", "x={x}"], parameters: { x: parameter } })).toEqual([
      `build.parameters.x.${problem}`,
    ]);
  });

  it("refuses a name that nobody could type in a plan", () => {
    expect(commandsSchema.safeParse({ "a b": { run: ["make"] } }).error?.issues[0]?.path).toEqual(["a b"]);
  });

  it("refuses keys that mean nothing", () => {
    expect(problems({ run: ["make"], timout: "1m" })).toHaveLength(1);
    expect(problems({ run: ["make", "{x}"], parameters: { x: { defualt: 1 } } })).toHaveLength(1);
  });

  it("tells planners the pattern that keeps a value from becoming an option", () => {
    const { build } = parseCommands({
      build: { run: ["make", "{x}", "y={y}"], parameters: { x: {}, y: { pattern: ".+" } } },
    });
    if (!build) throw new Error("no command");
    expect(parameterProblem(build.description, { x: "--delete" })).toMatchObject({ problem: "pattern", name: "x" });
    expect(parameterProblem(build.description, { x: "a\nb" })).toMatchObject({ problem: "pattern", name: "x" });
    expect(parameterProblem(build.description, { x: "plain words", y: "--delete" })).toBeUndefined();
  });

  it.each([{ pattern: "-?\\d+" }, { pattern: "--(?:fast|slow)" }, { choices: ["--fast", "-1"] }])(
    "lets a value be an option where %j says so",
    (parameter) => {
      const { build } = parseCommands({ build: { run: ["make", "{x}"], parameters: { x: parameter } } });
      if (!build) throw new Error("no command");
      const given = parameter.pattern?.startsWith("-?") ? "-1" : "--fast";
      expect(parameterProblem(build.description, { x: given })).toBeUndefined();
    },
  );
});
