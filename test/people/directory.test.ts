import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Directory } from "../../src/people/directory.ts";
import { createDirectory } from "../../src/people/directory.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { freshPostgres } from "../support/postgres.ts";
import { settingsOf } from "../support/settings.ts";

const NOW = Date.parse("2026-11-24T12:00Z");
const HOUR = 3_600_000;
const SLACK = { SLACK_BOT_TOKEN: "xoxb", SLACK_APP_TOKEN: "xapp" };
const stores: Store[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function freshStore(): Promise<Store> {
  const store = await openStore("sqlite::memory:");
  stores.push(store);
  await migrate(store);
  return store;
}

const TEAM = `
people:
  ada: { name: Ada Lin, email: ada@example.com, roles: [admin], zone: Europe/Paris }
  bo: { name: Bo, email: bo@example.com, lang: en, accounts: { slack: U_BO } }
  chen: { name: Chen 陈, email: chen@example.com, groups: [operations] }
  陈伟: { name: 陈伟 }
groups: { qa: [bo] }
`;

interface Scene {
  readonly directory: Directory;
  readonly store: Store;
  readonly settings: Settings;
  readonly clock: { now: number };
  /** The directory of another process, or after a restart, on the same database. */
  again(yaml?: string): Promise<Directory>;
}

async function scene(yaml = TEAM, env: Readonly<Record<string, string>> = SLACK): Promise<Scene> {
  const store = await freshStore();
  const settings = settingsOf(yaml, env);
  const clock = { now: NOW };
  const parts = { store, now: () => clock.now };
  const again = (other = yaml) => createDirectory({ ...parts, settings: settingsOf(other, env) });
  return { directory: await createDirectory({ ...parts, settings }), store, settings, clock, again };
}

const met = { platform: "slack", id: "U1", name: "Fei", email: "fei@example.com" };

test("the people of the settings are known, with what the instance adds", async () => {
  const { directory } = await scene();
  expect(directory.everybody().map((person) => person.id)).toEqual(["ada", "bo", "chen", "陈伟"]);
  expect(directory.roles("ada")).toEqual(["admin", "planner"]);
  expect(directory.roles("bo")).toEqual(["planner"]);
  expect(directory.roles("nobody")).toEqual([]);
  expect([directory.langOf("ada"), directory.langOf("bo")]).toEqual(["zh", "en"]);
  expect([directory.zoneOf("ada"), directory.zoneOf("bo")]).toEqual(["Europe/Paris", "Asia/Shanghai"]);
  expect([directory.nameOf("chen"), directory.nameOf("gone")]).toEqual(["Chen 陈", "gone"]);
  expect(directory.view(NOW)).toEqual({
    people: ["ada", "bo", "chen", "陈伟"],
    groups: { qa: ["bo"], operations: ["chen"] },
    delegates: {},
    away: [],
  });
});

test("where planners are listed, only they may plan", async () => {
  const yaml = "people: { ada: { name: Ada, roles: [planner] }, bo: { name: Bo } }\nplanners: listed\n";
  const { directory } = await scene(yaml);
  expect([directory.roles("ada"), directory.roles("bo")]).toEqual([["planner"], []]);
});

test("an admin is recognised by the email, also when met", async () => {
  const { directory } = await scene(TEAM, { ...SLACK, GONOGO_ADMINS: "chen@example.com, fei@example.com" });
  await directory.meet({ ...met, email: "FEI@example.com" });
  expect([directory.roles("chen"), directory.roles("fei")]).toEqual([
    ["admin", "planner"],
    ["admin", "planner"],
  ]);
});

test.each([
  ["@ada", "ada"],
  ["＠ADA", "ada"],
  ["ada@Example.com", "ada"],
  ["Ada Lin", "ada"],
  ["ada lin", "ada"],
  ["lin", "ada"],
  ["@U_BO", "bo"],
  ["ＢＯ", "bo"],
  ["陈", "chen"],
  ["@chen", "chen"],
  ["陈伟", "陈伟"],
])("%s means %s", async (text, id) => {
  const { directory } = await scene();
  expect(directory.resolve(text, "slack")).toMatchObject({ kind: "person", person: { id } });
});

test.each([
  ["group:qa", "qa"],
  ["组：QA", "qa"],
  ["@operations", "operations"],
])("%s means the group %s", async (text, name) => {
  const { directory } = await scene();
  expect(directory.resolve(text, "slack")).toMatchObject({ kind: "group", name });
});

test.each([
  ["@adaa", "ada"],
  ["chenn", "chen"],
  ["group:qaa", "group:qa"],
  ["ada@exmaple.com", "ada@example.com"],
  ["somebody else", undefined],
  ["", undefined],
])("%s means nobody, and the nearest is %s", async (text, nearest) => {
  const { directory } = await scene();
  expect(directory.resolve(text, "slack")).toMatchObject({ kind: "unknown", nearest });
});

test("an id of one platform means nobody on another", async () => {
  const { directory } = await scene();
  expect(directory.resolve("@U_BO", "feishu").kind).toBe("unknown");
});

test("a name that two people have is told to be ambiguous", async () => {
  const { directory } = await scene("people: { li: { name: Li Na }, na: { name: Li Wei } }");
  expect(directory.resolve("Li Na", "slack")).toMatchObject({ kind: "person", person: { id: "li" } });
  expect(directory.resolve("li", "slack")).toMatchObject({ kind: "person", person: { id: "li" } });
  await directory.meet({ platform: "slack", id: "U1", name: "Li Wei", email: "wei@example.com" });
  const found = directory.resolve("li wei", "slack");
  expect(found).toMatchObject({ kind: "ambiguous", people: [{ id: "na" }, { id: "wei" }] });
});

test("somebody met for the first time becomes known, as a member, and stays so", async () => {
  const { directory, again } = await scene();
  const person = await directory.meet({ ...met, lang: "en", zone: "Asia/Tokyo" });
  expect(person).toMatchObject({ id: "fei", name: "Fei", email: "fei@example.com", roles: ["planner"], source: "met" });
  expect(await directory.meet(met)).toEqual(person);
  const later = await again();
  expect(later.byAccount("slack", "U1")).toEqual(person);
  expect([later.langOf("fei"), later.zoneOf("fei")]).toEqual(["en", "Asia/Tokyo"]);
  expect(later.resolve("@U1", "slack")).toMatchObject({ kind: "person", person: { id: "fei" } });
  expect(later.accountsOf("fei")).toEqual([
    { platform: "console", account: "fei" },
    { platform: "slack", account: "U1" },
  ]);
});

test("an account with a known email is that person's", async () => {
  const { directory, again } = await scene();
  expect(await directory.meet({ platform: "slack", id: "U2", email: "Chen@example.com" })).toMatchObject({
    id: "chen",
  });
  expect((await again()).byAccount("slack", "U2")).toMatchObject({ id: "chen", name: "Chen 陈", source: "settings" });
  await directory.meet(met);
  expect(await directory.meet({ ...met, platform: "feishu", id: "ou_1" })).toMatchObject({ id: "fei" });
});

test("a stranger from outside stays outside, unless the settings name the account", async () => {
  const { directory } = await scene();
  expect(await directory.meet({ ...met, outside: true })).toBe("outside");
  expect(await directory.meet({ platform: "slack", id: "U9", email: "ada@example.com", outside: true })).toBe(
    "outside",
  );
  expect(await directory.meet({ platform: "slack", id: "U_BO", outside: true })).toMatchObject({ id: "bo" });
  expect(directory.everybody()).toHaveLength(4);
});

test("on the console nobody is met: an account is a directory name", async () => {
  const { directory } = await scene();
  expect(await directory.meet({ platform: "console", id: "ada" })).toMatchObject({ id: "ada" });
  expect(await directory.meet({ platform: "console", id: "mallory", name: "Mallory" })).toBe("outside");
});

test.each([
  [{ name: "Ada" }, "ada-2", "Ada"],
  [{ email: "qa@example.com" }, "qa-2", "qa-2"],
  [{ name: "group" }, "group-2", "group"],
  [{ name: "王小明" }, "王小明", "王小明"],
  [{ name: "Zoë  d’Arc" }, "zoë-d-arc", "Zoë d’Arc"],
  [{ name: "\u202eevil\u0007\n name" }, "evil-name", "evil name"],
  [{ name: "🚀" }, "member", "🚀"],
  [{ email: "constructor@example.com" }, "constructor-2", "constructor-2"],
  [{}, "member", "member"],
])("somebody met as %j is named %s and called %s", async (account, id, name) => {
  const { directory } = await scene();
  expect(await directory.meet({ platform: "slack", id: "U7", ...account })).toMatchObject({ id, name });
});

test("two who look alike get names of their own", async () => {
  const { directory } = await scene();
  await directory.meet({ platform: "slack", id: "U1", name: "Fei" });
  expect(await directory.meet({ platform: "slack", id: "U2", name: "Fei" })).toMatchObject({
    id: "fei-2",
    name: "Fei",
  });
});

test.each([
  ["SQLite", async () => `sqlite:${join(mkdtempSync(join(tmpdir(), "gonogo-people-")), "gonogo.db")}`],
  ["PostgreSQL", freshPostgres],
])(
  "two processes that meet people at once agree on who is who, on %s",
  async (_, freshUrl) => {
    const url = await freshUrl();
    const settings = settingsOf(TEAM, SLACK);
    const directories: Directory[] = [];
    for (const _process of [1, 2]) {
      const store = await openStore(url);
      stores.push(store);
      await migrate(store);
      directories.push(await createDirectory({ settings, store, now: () => NOW }));
    }
    const meetings = ["U1", "U2", "U3", "U1"].flatMap((id) =>
      directories.map(async (directory) => ({
        id,
        person: await directory.meet({ platform: "slack", id, name: "Fei" }),
      })),
    );
    const found = (await Promise.all(meetings)).map(({ id, person }) =>
      person === "outside" ? person : `${id} ${person.id}`,
    );
    const names = [...new Set(found)].map((each) => each.split(" ")[1]).toSorted();
    expect(names).toEqual(["fei", "fei-2", "fei-3"]);
  },
  30_000,
);

test("what another process changed is seen after a refresh", async () => {
  const { directory, again } = await scene();
  const other = await again();
  await other.meet(met);
  expect(directory.person("fei")).toBeUndefined();
  await directory.refresh();
  expect(directory.person("fei")?.name).toBe("Fei");
});

test("an email that a platform tells later is kept", async () => {
  const { directory } = await scene(TEAM, { ...SLACK, GONOGO_ADMINS: "fei@example.com" });
  await directory.meet({ platform: "slack", id: "U1", name: "Fei" });
  expect(directory.roles("fei")).toEqual(["planner"]);
  expect(await directory.meet(met)).toMatchObject({ id: "fei", roles: ["admin", "planner"] });
});

test("somebody met who then appears in the settings with the same email keeps the accounts", async () => {
  const { directory, again } = await scene();
  await directory.meet(met);
  const same = await again(
    `${TEAM.replace("\ngroups:", "\n  fei: { name: Fei Yu, email: fei@example.com }\ngroups:")}`,
  );
  expect(same.byAccount("slack", "U1")).toMatchObject({ id: "fei", name: "Fei Yu" });
  const renamed = await again(
    `${TEAM.replace("\ngroups:", "\n  yu: { name: Fei Yu, email: fei@example.com }\ngroups:")}`,
  );
  expect(renamed.byAccount("slack", "U1")).toMatchObject({ id: "yu" });
  expect(renamed.person("fei")).toMatchObject({ active: false });
  expect(renamed.nameOf("fei")).toBe("Fei");
});

test("a namesake in the settings does not inherit the accounts of somebody met before", async () => {
  const { directory, again } = await scene();
  await directory.meet(met);
  const namesake = TEAM.replace(
    "\ngroups:",
    "\n  fei: { name: Fei Other, email: other@example.com, roles: [admin] }\ngroups:",
  );
  const later = await again(namesake);
  expect(later.byAccount("slack", "U1")).toBeUndefined();
  await later.setLang("fei", "en");
  expect((await again(namesake)).byAccount("slack", "U1")).toBeUndefined();
  expect(await later.meet(met)).toMatchObject({ id: "fei-2", roles: ["planner"] });
});

test("whoever leaves the settings is still named, and is somebody again only when met", async () => {
  const { directory, again } = await scene();
  await directory.meet({ platform: "slack", id: "U2", email: "chen@example.com" });
  const later = await again(TEAM.replace(/ {2}chen:.*\n/, ""));
  expect(later.nameOf("chen")).toBe("Chen 陈");
  expect(later.view(NOW).people).toEqual(["ada", "bo", "陈伟"]);
  expect(later.roles("chen")).toEqual([]);
  expect(later.byAccount("slack", "U2")).toBeUndefined();
  expect(await later.meet({ platform: "slack", id: "U2", email: "chen@example.com" })).toMatchObject({ id: "chen" });
});

test("a chosen language is kept and comes before the settings", async () => {
  const { directory, again } = await scene();
  await directory.setLang("bo", "zh");
  await directory.setLang("nobody", "zh");
  expect(directory.langOf("bo")).toBe("zh");
  expect((await again()).langOf("bo")).toBe("zh");
  expect(directory.byAccount("slack", "U_BO")?.id).toBe("bo");
});

test("a delegation holds from now until its end", async () => {
  const { directory, clock, again } = await scene();
  expect(await directory.delegate("chen", "bo", NOW + HOUR)).toEqual({ ok: true, until: NOW + HOUR });
  expect(directory.delegatesAt(NOW)).toEqual({ chen: ["bo"] });
  expect(directory.view(NOW + HOUR - 1).delegates).toEqual({ chen: ["bo"] });
  expect(directory.delegatesAt(NOW - 1)).toEqual({});
  expect(directory.delegatesAt(NOW + HOUR)).toEqual({});
  expect((await again()).delegatesAt(NOW)).toEqual({ chen: ["bo"] });
  clock.now = NOW + 60_000;
  expect(await directory.endDelegation("chen")).toBe(true);
  expect(await directory.endDelegation("chen")).toBe(false);
  expect(directory.delegatesAt(clock.now)).toEqual({});
});

test("a new delegation to the same person takes the place of the one before; another person's stays", async () => {
  const { directory } = await scene();
  await directory.delegate("chen", "bo", NOW + HOUR);
  await directory.delegate("chen", "ada", NOW + 3 * HOUR);
  await directory.delegate("chen", "bo", NOW + 2 * HOUR);
  expect(directory.delegatesAt(NOW + HOUR)).toEqual({ chen: ["ada", "bo"] });
  expect(await directory.endDelegation("chen", "bo")).toBe(true);
  expect(directory.delegatesAt(NOW)).toEqual({ chen: ["ada"] });
});

test.each([
  ["chen", "chen", NOW + HOUR, { code: "delegate-to-self" }],
  ["chen", "nobody", NOW + HOUR, { code: "unknown-person", name: "nobody" }],
  ["chen", "bo", NOW, { code: "time-passed" }],
  ["chen", "bo", NOW + 400 * 24 * HOUR, { code: "too-long" }],
])("%s cannot delegate to %s until %d", async (from, to, until, problem) => {
  const { directory } = await scene();
  expect(await directory.delegate(from, to, until)).toMatchObject({ ok: false, ...problem });
  expect(directory.delegatesAt(NOW)).toEqual({});
});

test("the rooms of a person follow the members of each", async () => {
  const rooms = 'rooms: { releases: {}, ops: { members: ["group:operations"] }, ada: { members: [ada] } }\n';
  const { directory } = await scene(`${TEAM}${rooms}`);
  expect(directory.roomsOf("ada")).toEqual(["releases", "ada"]);
  expect(directory.roomsOf("chen")).toEqual(["releases", "ops"]);
  expect(directory.roomsOf("nobody")).toEqual([]);
});

test("the sample cast is there with nothing configured", async () => {
  const { directory } = await scene("", {});
  expect(directory.everybody().map((person) => [person.id, person.source])).toEqual(
    ["ada", "bo", "chen", "dana", "eve"].map((id) => [id, "sample"]),
  );
  expect(directory.roles("eve")).toContain("admin");
});
