import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, "../../src/cli.ts"), "utf8"));

test("a Node that is too old gets one line and exit code 2", () => {
  const old = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });\n';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", old + source.replace(/^#!.*/, "")],
    {
      encoding: "utf8",
    },
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: "",
    stderr: "gonogo needs Node 24 or later; this is Node 20.20.2.\n",
  });
});

test("the first step is a program by itself", () => {
  expect(source).toMatch(/^#!\/usr\/bin\/env node\n/);
});
