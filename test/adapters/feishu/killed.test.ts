/**
 * The process is killed while people type and click; Feishu delivers again what was not acknowledged.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { mortalServer } from "../../crash/mortal-server.ts";
import { openFeishu } from "../../emulators/feishu/feishu.ts";

const PLANS = 6;
const KILLS = 4;
/** More than the lease of what was being sent when the process was killed (ms). */
const SETTLING = 60_000;

test("what people typed while the process was killed again and again happens once", { timeout: 150_000 }, async () => {
  const feishu = await openFeishu();
  onTestFinished(() => feishu.close());
  const ada = feishu.person({ name: "Ada", email: "ada@example.com" });
  feishu.delivery.retries = Array.from({ length: 200 }, () => 150);
  feishu.delivery.copies = 2;
  const room = feishu.room("Releases", [ada]);
  const server = await mortalServer({
    sections: { rooms: { releases: { places: [`feishu:room:${room.id}`] } } },
    environment: {
      FEISHU_APP_ID: feishu.appId,
      FEISHU_APP_SECRET: feishu.appSecret,
      FEISHU_DOMAIN: feishu.url,
      GONOGO_SAMPLE: "off",
    },
  });
  onTestFinished(async () => {
    await server.kill();
    await server.remove();
  });
  await server.start();
  const typing = (async () => {
    for (let number = 1; number <= PLANS; number++) {
      feishu.say(ada, "direct", `/plan new "Release ${number}"`);
      await pause(300);
    }
  })();
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(100 + Math.random() * 500);
    await server.kill();
    await server.start();
  }
  await typing;

  const titles = () => feishu.sees(room).flatMap(({ card }) => (card ? [card.title.replace(/^\d+ · /u, "")] : []));
  const answers = () => feishu.seesDirect(ada).filter(({ text }) => text.includes("is created"));
  const wanted = Array.from({ length: PLANS }, (_, place) => `Release ${place + 1}`);
  await vi.waitFor(
    () => {
      expect(titles().toSorted()).toEqual(wanted);
      expect(answers()).toHaveLength(PLANS);
    },
    { timeout: SETTLING, interval: 100 },
  );
  const listed = JSON.parse(await server.gonogo("list", "all", "--json")) as { readonly plans: readonly unknown[] };
  expect(listed.plans).toHaveLength(PLANS);
  expect(feishu.violations).toEqual([]);
});
