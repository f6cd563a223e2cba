import { expect, it, onTestFinished } from "vitest";
import { MIGRATIONS } from "../../migrations/all.ts";
import { migrate, NewerDatabase } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("migrating", (stores) => {
  const open = async (url: string) => {
    const store = await openStore(url);
    onTestFinished(() => store.close());
    return store;
  };

  it("makes the tables once, and then has nothing to do", async () => {
    const store = await open(await stores.url());
    expect(await migrate(store)).toEqual(Object.keys(MIGRATIONS));
    expect(await migrate(store)).toEqual([]);
  });

  it("is safe when two processes start at once", async () => {
    const url = await stores.url();
    const two = await Promise.all([open(url), open(url), open(url)]);
    const ran = await Promise.all(two.map((store) => migrate(store)));
    expect(ran.flat()).toEqual(Object.keys(MIGRATIONS));
    expect(await two[0].read.selectFrom("plans").selectAll().execute()).toEqual([]);
  });

  it("refuses a database that a newer gonogo has made, and leaves it as it is", async () => {
    const store = await open(await stores.url());
    const newer = { ...MIGRATIONS, "9999-later": { up: async () => undefined } };
    await migrate(store, newer);
    await expect(migrate(store)).rejects.toThrow(NewerDatabase);
    await expect(migrate(store)).rejects.toThrow("9999-later");
    expect(await migrate(store, newer)).toEqual([]);
  });

  it("leaves nothing behind of one that breaks", async () => {
    const store = await open(await stores.url());
    const broken = {
      ...MIGRATIONS,
      "9999-broken": {
        up: async () => {
          throw new Error("broken");
        },
      },
    };
    await expect(migrate(store, broken)).rejects.toThrow("broken");
    expect(await migrate(store)).toEqual(Object.keys(MIGRATIONS));
  });
});
