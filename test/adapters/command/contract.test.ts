import { refOf } from "../../../adapters/command/run-folder.ts";
import { describeEngineContract } from "../../support/engine-contract.ts";
import { openCommandWorld, shell } from "./command-world.ts";

const COMMANDS = {
  pass: shell("echo built", { places: ["{branch}"], parameters: { branch: { pattern: "[a-z]+" } } }),
  fail: shell("echo broken >&2; exit 2"),
  last: shell("exec sleep 60"),
};

describeEngineContract("the command engine", async () => {
  const world = openCommandWorld();
  return {
    engine: world.engine(COMMANDS),
    passing: { workflow: "pass", with: { branch: "main" } },
    failing: { workflow: "fail", with: {} },
    lasting: { workflow: "last", with: {} },
    misfit: { branch: "Not a branch" },
    failure: /^exit code 2$/,
    restarted: async () => world.engine(COMMANDS),
    startsOf: async (key) => world.starts().filter((ref) => ref === refOf(key)).length,
    close: async () => world.close(),
  };
});
