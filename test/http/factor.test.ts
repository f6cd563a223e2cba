/**
 * The page that shows a new authenticator's secret, over a real database.
 */
import { expect, onTestFinished, test } from "vitest";
import type { Lang } from "../../src/chat/texts/catalogue.ts";
import { factorPage } from "../../src/http/factor.ts";
import { createFactors } from "../../src/people/factors.ts";
import { createSignIn } from "../../src/people/sign-in.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { takeLoginLink } from "../../src/store/sign-ins.ts";

async function scene(lang: Lang = "en") {
  const clock = { now: 1_795_521_600_000 };
  const now = () => clock.now;
  const store = await openStore("sqlite::memory:");
  onTestFinished(() => store.close());
  await migrate(store);
  const factors = createFactors(store, "k".repeat(32), now);
  const take = (secret: string) => store.write((tx) => takeLoginLink(tx, secret, now()));
  const app = factorPage({ take, begin: factors.begin, langOf: () => lang, lang });
  const { secret } = await createSignIn({ store, now }).createLoginLink("bo");
  const ask = async (method: string) => {
    const answer = await app.request(`/${secret}`, { method });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { clock, factors, ask };
}

test("a look at the page uses nothing up, and its button shows the secret once", async () => {
  const { ask } = await scene();
  expect((await ask("GET")).text).toContain("<button>");
  expect((await ask("GET")).text).not.toContain("otpauth://");
  const shown = await ask("POST");
  expect(shown).toMatchObject({ status: 200 });
  expect(shown.text).toMatch(/<code>[A-Z2-7]{16,}<\/code>/);
  expect(shown.text).toContain("otpauth://totp/");
  expect(await ask("POST")).toMatchObject({ status: 404 });
});

test("a link that is too old shows nothing", async () => {
  const { clock, ask } = await scene();
  clock.now += 11 * 60_000;
  const late = await ask("POST");
  expect(late.status).toBe(404);
  expect(late.text).not.toContain("otpauth://");
});

test("the page is kept by nobody, framed by nobody, and in its reader's language", async () => {
  const { ask } = await scene("zh");
  const page = await ask("POST");
  expect(page.text).toContain('<html lang="zh-CN">');
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
});
