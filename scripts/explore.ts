/**
 * `npm run explore [-- <rounds>]`: every property test again and again, each round from another seed. Ends with an error
 * at the first round that breaks one, and says how to play it again.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { globSync, readFileSync } from "node:fs";

const ROUNDS = Number(process.argv[2] ?? 20);
const files = globSync("test/**/*.test.ts").filter((file) => readFileSync(file, "utf8").includes('"fast-check"'));

for (let round = 1; round <= ROUNDS; round++) {
  const seed = randomInt(2 ** 31);
  console.log(`round ${round} of ${ROUNDS}: SEED=${seed}`);
  const { status } = spawnSync("npx", ["vitest", "run", "--reporter=dot", ...files], {
    stdio: "inherit",
    env: { ...process.env, SEED: String(seed) },
  });
  if (status === 0) continue;
  console.error(`A property broke. Play it again: SEED=${seed} npx vitest run <its file>`);
  process.exitCode = 1;
  break;
}
