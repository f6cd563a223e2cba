import { afterEach, expect, test } from "vitest";
import { createSignIn, SESSION_LASTS } from "../../src/people/sign-in.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";

const NOW = Date.parse("2026-11-24T12:00Z");
const MINUTE = 60_000;
const stores: Store[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function scene() {
  const store = await openStore("sqlite::memory:");
  stores.push(store);
  await migrate(store);
  const clock = { now: NOW };
  return { store, clock, signIn: createSignIn({ store, now: () => clock.now }) };
}

test("a link signs its person in, once", async () => {
  const { signIn } = await scene();
  const link = await signIn.createLoginLink("ada");
  expect(link).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/), expiresAt: NOW + 10 * MINUTE });
  const signedIn = await signIn.redeem(link.secret);
  expect(signedIn).toMatchObject({ person: "ada", expiresAt: NOW + SESSION_LASTS });
  expect(await signIn.whoIs(signedIn?.session ?? "")).toBe("ada");
  expect(await signIn.redeem(link.secret)).toBeUndefined();
});

test("of several who follow one link at once, one is signed in", async () => {
  const { signIn } = await scene();
  const { secret } = await signIn.createLoginLink("ada");
  const all = await Promise.all([1, 2, 3, 4].map(() => signIn.redeem(secret)));
  expect(all.filter((one) => one !== undefined)).toHaveLength(1);
});

test("a link lasts ten minutes", async () => {
  const { signIn, clock } = await scene();
  const first = await signIn.createLoginLink("ada");
  const second = await signIn.createLoginLink("ada");
  clock.now = NOW + 10 * MINUTE - 1;
  expect(await signIn.redeem(first.secret)).toMatchObject({ person: "ada" });
  clock.now = NOW + 10 * MINUTE;
  expect(await signIn.redeem(second.secret)).toBeUndefined();
});

test("a session lasts thirty days, or until it is ended", async () => {
  const { signIn, clock } = await scene();
  const open = async () => (await signIn.redeem((await signIn.createLoginLink("bo")).secret))?.session ?? "";
  const [kept, ended] = [await open(), await open()];
  await signIn.end(ended);
  await signIn.end(ended);
  expect([await signIn.whoIs(kept), await signIn.whoIs(ended)]).toEqual(["bo", undefined]);
  clock.now = NOW + SESSION_LASTS - 1;
  expect(await signIn.whoIs(kept)).toBe("bo");
  clock.now = NOW + SESSION_LASTS;
  expect(await signIn.whoIs(kept)).toBeUndefined();
});

test.each(["", "x", "a".repeat(43), `${"a".repeat(42)}'`, "a".repeat(100_000)])(
  "a made-up secret is nobody's",
  async (secret) => {
    const { signIn } = await scene();
    await signIn.createLoginLink("ada");
    expect([await signIn.redeem(secret), await signIn.whoIs(secret)]).toEqual([undefined, undefined]);
    await signIn.end(secret);
  },
);

test("the database holds no secret", async () => {
  const { signIn, store } = await scene();
  const { secret } = await signIn.createLoginLink("ada");
  const signedIn = await signIn.redeem(secret);
  const rows = JSON.stringify([
    await store.read.selectFrom("login_links").selectAll().execute(),
    await store.read.selectFrom("sessions").selectAll().execute(),
  ]);
  expect(rows).toContain("ada");
  expect(rows).not.toContain(secret);
  expect(rows).not.toContain(signedIn?.session);
});
