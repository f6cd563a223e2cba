import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { folder } from "./call.ts";

/** What bash would offer for these words, the last one being typed. */
function offered(script: string, ...words: readonly string[]): readonly string[] {
  const asked = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gonogo; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", `${script}\n${asked}`, "bash", ...words], { encoding: "utf8" })
    .trim()
    .split("\n");
}

test("bash completes commands, their commands, choices and options", async () => {
  const { out } = await folder().gonogo(["completion", "bash"]);
  expect(offered(out, "gonogo", "ou")).toEqual(["outbox"]);
  expect(offered(out, "gonogo", "outbox", "")).toEqual(
    expect.arrayContaining(["list", "dead", "send-again", "--json"]),
  );
  expect(offered(out, "gonogo", "list", "w")).toEqual(["waiting"]);
  expect(offered(out, "gonogo", "completion", "f")).toEqual(["fish"]);
  expect(offered(out, "gonogo", "--config", "apply", "verify", "--c")).toEqual(["--config"]);
  expect(offered(out, "gonogo", "apply", "--d")).toEqual(["--dry-run"]);
});

test.each(["zsh", "fish"])("%s gets a script with every command in it", async (shell) => {
  const { exit, out } = await folder().gonogo(["completion", shell]);
  expect(exit).toBe(0);
  for (const word of ["serve", "apply", "outbox send-again", "dry-run"]) expect(out).toContain(word);
});
