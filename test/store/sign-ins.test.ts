import { expect, it } from "vitest";
import {
  addLoginLink,
  addSession,
  endSession,
  findSession,
  LINK_LASTS,
  takeLoginLink,
} from "../../src/store/sign-ins.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("a login link", (stores) => {
  it("is taken once, by one of all who try at once", async () => {
    const store = await stores.open();
    await store.write((tx) => addLoginLink(tx, { secret: "s", person: "ada", now: 0 }));
    const tries = await Promise.all(Array.from({ length: 8 }, () => store.write((tx) => takeLoginLink(tx, "s", 1))));
    expect(tries.filter((person) => person === "ada")).toHaveLength(1);
    expect(tries.filter((person) => person === undefined)).toHaveLength(7);
  });

  it("is no use after ten minutes, or to who guesses", async () => {
    const store = await stores.open();
    await store.write((tx) => addLoginLink(tx, { secret: "s", person: "ada", now: 0 }));
    expect(await store.write((tx) => takeLoginLink(tx, "t", 1))).toBeUndefined();
    expect(await store.write((tx) => takeLoginLink(tx, "s", LINK_LASTS))).toBeUndefined();
    expect(await store.write((tx) => takeLoginLink(tx, "s", LINK_LASTS - 1))).toBe("ada");
  });

  it("leaves its secret nowhere in the database, nor does a session", async () => {
    const store = await stores.open();
    await store.write(async (tx) => {
      await addLoginLink(tx, { secret: "the-link", person: "ada", now: 0 });
      await addSession(tx, { secret: "the-cookie", person: "ada", now: 0, expiresAt: 9 });
    });
    const links = await store.read.selectFrom("login_links").selectAll().execute();
    const sessions = await store.read.selectFrom("sessions").selectAll().execute();
    expect(JSON.stringify([links, sessions])).not.toMatch(/the-link|the-cookie/);
  });
});

describeEachStore("a session", (stores) => {
  it("holds until it is over or ended", async () => {
    const store = await stores.open();
    await store.write(async (tx) => {
      await addSession(tx, { secret: "a", person: "ada", now: 0, expiresAt: 100 });
      await addSession(tx, { secret: "b", person: "ada", now: 0, expiresAt: 100 });
    });
    expect(await findSession(store.read, "a", 99)).toMatchObject({ person: "ada" });
    expect(await findSession(store.read, "a", 100)).toBeUndefined();
    await store.write((tx) => endSession(tx, "a", 50));
    expect(await findSession(store.read, "a", 51)).toBeUndefined();
    expect(await findSession(store.read, "b", 51)).toMatchObject({ person: "ada" });
  });
});
