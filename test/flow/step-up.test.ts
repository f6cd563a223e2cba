import { expect, test } from "vitest";
import { createFactors } from "../../src/people/factors.ts";
import { codeAt } from "../../src/people/totp.ts";
import { startBot } from "../support/bot.ts";
import { MINUTE } from "../support/cast.ts";

const SECRET = "a key of thirty-two letters or so";
const YAML = "sample: on\npolicies:\n  standard: { stepUp: true }\n";

test("in chat a decision waits for the code of an authenticator, and holds for the minutes after it", async () => {
  const bot = await startBot({ yaml: YAML, env: { GONOGO_SECRET: SECRET } });
  await bot.say("ada", 'new "Release" approve:"QA: any of bo"');
  await bot.say("ada", 'add 1 text "Announce" -- Post.');
  await bot.say("ada", "submit 1");
  expect(await bot.say("bo", "approve 1")).toMatchObject([
    { tone: "bad", text: expect.stringContaining("second factor") },
  ]);
  expect(await bot.say("bo", "verify 123456")).toMatchObject([
    { text: expect.stringContaining("no authenticator yet") },
  ]);
  expect(await bot.say("bo", "authenticator")).toMatchObject([
    { tone: "good", text: expect.stringContaining("/factor/") },
  ]);
  const factor = await createFactors(bot.core.store, SECRET, bot.clock.now).begin("bo");
  if (factor === "has-one") throw new Error("nobody has set it up yet");
  const bits = [...factor.secret].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const secret = Uint8Array.from(bits.join("").match(/.{8}/gu) ?? [], (byte) => Number.parseInt(byte, 2));
  const code = () => codeAt(secret, Math.floor(bot.clock.now() / 30_000));
  expect(await bot.say("bo", `验证 ${code()}`)).toMatchObject([{ tone: "good" }]);
  bot.clock.advance(5 * MINUTE);
  expect(await bot.say("bo", "approve 1")).toMatchObject([{ tone: "bad" }]);
  expect(await bot.say("bo", `verify ${code()}`)).toMatchObject([{ tone: "good" }]);
  expect(await bot.say("bo", "approve 1")).toMatchObject([{ tone: "good" }]);
  expect((await bot.plan(1)).status).toBe("executing");
});
