/**
 * A team that stays on Zadig: its hook comes in, its gate is answered in the console, and Zadig hears of it.
 */
import { expect, onTestFinished, test, vi } from "vitest";
import { openZadig, ZADIG_TOKEN } from "../emulators/zadig-callback.ts";
import { CODE, PLAN_ID, planHook } from "../hooks/incoming/zadig-bodies.ts";
import { answer, button, cards, confirm, fillIn, say, shows } from "./seat.ts";
import { stage } from "./stage.ts";

const SECRET = "what Zadig sends";
const TITLE = "Zadig · Release 2.4 · Start of execution";

test("a gate of Zadig is answered from the console", async () => {
  const zadig = await openZadig();
  onTestFinished(() => zadig.close());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("ZADIG_URL", zadig.url);
  vi.stubEnv("ZADIG_TOKEN", ZADIG_TOKEN);
  vi.stubEnv("ZADIG_HOOK_SECRET", SECRET);
  const { server, enter } = await stage();
  const hook = (more = {}) =>
    fetch(`${server.url}/api/hooks/zadig`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-zadig-token": SECRET },
      body: JSON.stringify(planHook(more)),
    });
  const [eve, bo] = await Promise.all([enter("eve"), enter("bo")]);
  await say(eve, "/plan subscribe zadig");
  await answer(eve, "This chat hears from Zadig from now on").waitFor();

  zadig.plans.set(PLAN_ID, { status: "wait_for_execute_external_check", instance_code: CODE });
  expect((await hook()).status).toBe(200);
  const card = cards(eve, TITLE);
  await shows(card, "Waiting for the external check before execution");
  await button(cards(bo, TITLE), "zadig-go").click();
  await bo.page.locator("#confirm-ok").click();
  await answer(bo, "Only Eve may answer Zadig").waitFor();
  await confirm(card, "zadig-go");
  await card.locator(".notice", { hasText: "Go by" }).waitFor();
  await expect.poll(() => zadig.callbacks.map(({ result }) => result)).toEqual(["success"]);
  await expect.poll(() => card.locator("[data-button]").count()).toBe(0);

  zadig.plans.set(PLAN_ID, { status: "wait_for_all_done_external_check", instance_code: CODE });
  await hook({ event_name: "all_job_done", status: "wait_for_success_external_check", executing_time: 1_764_000_000 });
  const done = cards(eve, "Zadig · Release 2.4 · All items done");
  await server.restart();
  await fillIn(done, "zadig-no-go", { reason: "The canary burns." });
  await done.locator(".notice", { hasText: "No-go by" }).waitFor();
  await expect.poll(() => zadig.callbacks.at(-1)).toMatchObject({ result: "failed", hook_event: "all_job_done" });
  expect(await cards(bo, /Release 2\.4/u).count()).toBe(1);
  expect(zadig.violations()).toEqual([]);
});
