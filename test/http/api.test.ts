import { describe, expect, it } from "vitest";
import type { Asking, World } from "./api-world.ts";
import { apiWorld, NOON } from "./api-world.ts";

const FILE = `
name: Release 2.4
key: shop-2.4
manager: ada
window: 2026-11-24T20:00+08:00/2026-11-25T02:00+08:00
approval:
  levels: [{ name: QA, rule: any, approvers: [bo] }]
items:
  - { name: Build, text: Build it., owner: bo }
  - { name: Tell, text: Tell them., after: [Build] }
`;

const apply = (world: World, more: Asking = {}) => world.ask("/api/v1/plans", { as: "ci", yaml: FILE, ...more });
const command = (world: World, json: unknown, more: Asking = {}) =>
  world.ask("/api/v1/plans/1/commands", { as: "ci", json, ...more });

/** Status and code: what a program branches on. */
async function verdict(response: Response): Promise<string> {
  const { code } = await response.json();
  return [response.status, code].filter((part) => part !== undefined).join(" ");
}

describe("tokens", () => {
  const rights: readonly (readonly [string, string, Asking])[] = [
    ["401 token-needed", "/api/v1/plans", {}],
    ["401 unknown-token", "/api/v1/plans", { headers: { authorization: "Bearer ci-secret2" } }],
    ["401 unknown-token", "/api/v1/plans", { headers: { authorization: "Basic Y2k6Y2ktc2VjcmV0" } }],
    ["401 unknown-token", "/api/v1/plans", { headers: { authorization: "Bearer" } }],
    ["403 no-right", "/api/v1/plans", { as: "writer" }],
    ["200", "/api/v1/plans", { as: "reader" }],
    ["401 token-needed", "/api/v1/plans", { yaml: FILE }],
    ["403 no-right", "/api/v1/plans", { as: "reader", yaml: FILE }],
    ["201", "/api/v1/plans", { as: "writer", yaml: FILE }],
    ["403 no-right", "/api/v1/plans/1/commands", { as: "reader", json: { type: "finish" } }],
    ["403 no-right", "/api/v1/plans/1/log", { as: "writer" }],
    ["403 no-right", "/api/v1/plans/1/export", { as: "writer" }],
    ["401 token-needed", "/api/v1/plans/1", {}],
    ["200", "/api/v1/openapi.json", {}],
    ["404 not-found", "/api/v1/nothing", {}],
    ["404 not-found", "/api/v1", { as: "ci" }],
    ["404 not-found", "/nothing", {}],
  ];
  it("open what they may, and nothing else", async () => {
    const world = await apiWorld();
    const seen: string[] = [];
    for (const [, path, init] of rights) seen.push(await verdict(await world.ask(path, init)));
    expect(seen).toEqual(rights.map(([expected]) => expected));
  });

  it("are asked for in the way that clients know", async () => {
    const world = await apiWorld();
    const response = await world.ask("/api/v1/plans");
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  });
});

describe("a plan file", () => {
  it("makes a plan, and brings the plan of its key to what it says the next time", async () => {
    const world = await apiWorld();
    const made = await apply(world);
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe("/api/v1/plans/1");
    expect(await made.json()).toMatchObject({ plan: { index: 1 }, version: 1, events: ["created"] });

    const edited = await apply(world, { yaml: FILE.replace("Release 2.4", "Release 2.4.1") });
    expect(edited.status).toBe(200);
    expect(await edited.json()).toMatchObject({ plan: { index: 1 }, events: ["edited"] });

    const again = await apply(world, { yaml: FILE.replace("Release 2.4", "Release 2.4.1") });
    expect(await again.json()).toMatchObject({ plan: { index: 1 }, version: 2, events: [] });
  });

  it("may be JSON or Markdown too, with tabs and in Chinese", async () => {
    const world = await apiWorld();
    const json = JSON.stringify({ 名称: "发布 2.5", manager: "ada", items: [{ name: "a", text: "b\\c" }] }, null, "\t");
    const asJson = { headers: { "content-type": "application/json; charset=utf-8" }, body: json };
    expect((await world.ask("/api/v1/plans", { as: "ci", ...asJson })).status).toBe(201);
    const markdown = "# Release 2.6\n\nmanager: ada\n\n## Items\n\n- [ ] Build\n";
    const asMarkdown = { headers: { "content-type": "text/markdown" }, body: markdown };
    const made = await world.ask("/api/v1/plans", { as: "ci", ...asMarkdown });
    expect([made.status, await made.json()]).toMatchObject([201, { plan: { index: 2 } }]);
    const { plans } = await (await world.ask("/api/v1/plans", { as: "ci" })).json();
    expect(plans.map(({ name }: { name: string }) => name)).toEqual(["Release 2.6", "发布 2.5"]);
  });

  it("comes out again as it went in", async () => {
    const world = await apiWorld();
    await apply(world);
    const file = await world.ask("/api/v1/plans/1/export", { as: "ci" });
    expect(file.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
    const again = await apply(world, { yaml: await file.text() });
    expect(await again.json()).toMatchObject({ version: 1, events: [] });
  });

  const bad: readonly (readonly [string, Asking])[] = [
    ["422 invalid-plan", { yaml: "nam: x" }],
    ["422 invalid-plan", { yaml: "" }],
    ["422 invalid-plan", { yaml: ": [" }],
    ["422 invalid-plan", { yaml: FILE.replace("bo", "nobody") }],
    ["422 invalid-plan", { yaml: FILE.replace("2026-11-24", "2026-11-39") }],
    ["422 manager-needed", { yaml: FILE.replace("manager: ada\n", "") }],
    ["422 unsatisfiable", { yaml: FILE.replace("approvers: [bo]", "approvers: [ada]") }],
    ["422 unknown-engine", { yaml: FILE.replace("text: Build it.", "run: jenkins:build") }],
    ["413 too-large", { yaml: `name: ${"x".repeat(300_000)}` }],
    ["413 too-large", { yaml: `name: ${"x".repeat(1_100_000)}` }],
    ["415 wrong-type", { body: FILE, headers: { "content-type": "text/html" } }],
    ["400 bad-text", { body: new Uint8Array([0xff, 0xfe, 0x41]), headers: { "content-type": "application/yaml" } }],
    ["400 bad-idempotency-key", { yaml: FILE, headers: { "idempotency-key": "a b" } }],
  ];
  it.each(bad)("is refused with %s and changes nothing", async (expected, init) => {
    const world = await apiWorld();
    const before = await world.state();
    expect(await verdict(await world.ask("/api/v1/plans", { as: "ci", ...init }))).toBe(expected);
    expect(await world.state()).toBe(before);
  });

  it("that is wrong is told where, in the language asked for", async () => {
    const world = await apiWorld();
    const headers = { "accept-language": "fr, zh-TW;q=0.9, en;q=0.5" };
    const response = await apply(world, { yaml: FILE.replace("text: Tell", "txet: Tell"), headers });
    const problem = await response.json();
    expect(response.headers.get("content-language")).toBe("zh");
    expect(problem.errors).toMatchObject([{ code: "unknown-key", key: "txet", path: "items[1]", line: 10 }]);
    expect(problem.detail).toMatch(/\p{Script=Han}/u);
  });

  it("names what is wrong without the marks of Markdown", async () => {
    const world = await apiWorld();
    const { detail } = await (
      await apply(world, { yaml: FILE.replace("approvers: [bo]", "approvers: [no_body]") })
    ).json();
    expect(detail).toMatch(/no_body/);
  });

  it("of another's plan is refused", async () => {
    const world = await apiWorld();
    await apply(world);
    const other = await apply(world, { as: "nightly", yaml: FILE.replace("Release 2.4", "Mine") });
    expect(await verdict(other)).toBe("403 not-allowed");
  });
});

describe("looking at plans", () => {
  it("shows the plan with its items, and not the instance code", async () => {
    const world = await apiWorld();
    await apply(world);
    const response = await world.ask("/api/v1/plans/1", { as: "reader" });
    const plan = await response.json();
    expect(plan).toMatchObject({
      index: 1,
      key: "shop-2.4",
      status: "planning",
      manager: "ada",
      window: { opens: NOON, closes: NOON + 6 * 3_600_000 },
      items: [
        { number: "1.1", id: "i1", name: "Build", owners: ["bo"], state: "todo" },
        { number: "1.2", id: "i2", after: ["i1"], state: "todo" },
      ],
      createdBy: { kind: "token", name: "ci" },
    });
    const log = await (await world.ask("/api/v1/plans/1/log", { as: "reader" })).text();
    expect(`${JSON.stringify(plan)}${log}`).not.toMatch(/code-\d|instanceCode/);
    expect(JSON.parse(log)).toMatchObject({
      entries: [{ seq: 1, at: NOON, by: { kind: "token", name: "ci" }, event: { type: "created" } }],
      more: false,
    });
  });

  it("answers 304 to whoever has the plan as it is", async () => {
    const world = await apiWorld();
    await apply(world);
    const etag = (await world.ask("/api/v1/plans/1", { as: "ci" })).headers.get("etag") ?? "";
    const again = (headers: Record<string, string>) => world.ask("/api/v1/plans/1", { as: "ci", headers });
    expect((await again({ "if-none-match": `"0", W/${etag}` })).status).toBe(304);
    await command(world, { type: "comment", text: "Soon." });
    expect((await again({ "if-none-match": etag })).status).toBe(200);
  });

  it("lists by scope, words and page", async () => {
    const world = await apiWorld();
    for (let number = 1; number <= 12; number++) {
      await world.ask("/api/v1/plans", {
        as: "ci",
        json: { name: `Plan ${number}`, manager: "ada", items: [{ name: "x" }] },
      });
    }
    const list = async (query: string) => {
      const { plans, total, more } = await (await world.ask(`/api/v1/plans?${query}`, { as: "ci" })).json();
      return [plans.length, plans[0]?.name, total, more];
    };
    expect(await list("")).toEqual([10, "Plan 12", 12, true]);
    expect(await list("page=2")).toEqual([2, "Plan 2", 12, false]);
    expect(await list("words=plan%2012")).toEqual([1, "Plan 12", 1, false]);
    expect(await list("scope=done")).toEqual([0, undefined, 0, false]);
    expect(await list("scope=open")).toEqual([10, "Plan 12", 12, true]);
  });

  const wrong = ["scope=mine", "page=0", "page=x", "page=1e99", "sort=name", `words=${"x".repeat(300)}`];
  it.each(wrong)("does not understand ?%s", async (query) => {
    const world = await apiWorld();
    expect(await verdict(await world.ask(`/api/v1/plans?${query}`, { as: "ci" }))).toBe("400 invalid-query");
  });

  const nowhere = ["2", "0", "01", "1.1", "-1", "x", "99999999999999999999", "%00"];
  it.each(nowhere)("finds no plan %s", async (index) => {
    const world = await apiWorld();
    await apply(world);
    expect(await verdict(await world.ask(`/api/v1/plans/${index}`, { as: "ci" }))).toBe("404 no-such-plan");
  });
});

describe("commands", () => {
  it("of a token write and submit its own plan, and the domain refuses the rest", async () => {
    const world = await apiWorld();
    await apply(world);
    const edit = { type: "edit", changes: [{ change: "fields", tags: ["shop"] }] };
    const table: readonly (readonly [string, unknown, Asking?])[] = [
      ["200", edit],
      ["200", { type: "comment", text: "Ready." }],
      ["403 not-allowed", edit, { as: "nightly" }],
      ["403 not-allowed", { type: "finish" }, { as: "nightly" }],
      ["200", { type: "submit" }],
      ["200", { type: "submit" }],
      ["409 wrong-status", edit],
      ["403 not-allowed", { type: "approve" }],
      ["403 not-allowed", { type: "reject", reason: "No." }],
      ["403 not-allowed", { type: "start" }],
      ["403 not-allowed", { type: "run", item: "i1" }],
      ["403 not-allowed", { type: "done", item: "i1" }],
      ["403 not-allowed", { type: "skip", item: "i1", reason: "No." }],
      ["403 not-allowed", { type: "replan" }],
      ["403 not-allowed", { type: "cancel", reason: "No." }],
      ["403 not-allowed", { type: "handover", to: "bo" }],
      ["403 not-allowed", { type: "override", reason: "Now." }],
      ["403 not-allowed", { type: "remind" }],
    ];
    const seen: string[] = [];
    for (const [, json, more] of table) seen.push(await verdict(await command(world, json, more)));
    expect(seen).toEqual(table.map(([expected]) => expected));
    const plan = await (await world.ask("/api/v1/plans/1", { as: "ci" })).json();
    expect(plan).toMatchObject({ status: "wait_for_approval", tags: ["shop"], round: { outcome: "open", votes: [] } });
  });

  const wrong: readonly (readonly [string, string, unknown])[] = [
    ["422 invalid-command", "", []],
    ["422 invalid-command", "type", { type: "explode" }],
    ["422 invalid-command", "type", { type: "expire" }],
    ["422 invalid-command", "type", { type: "create", id: "p", index: 1, manager: "ada" }],
    ["422 invalid-command", "type", { type: "check-answered", result: "success" }],
    ["422 invalid-command", "reason", { type: "cancel" }],
    ["422 invalid-command", "force", { type: "finish", force: true }],
    ["422 invalid-command", "changes", { type: "edit", changes: [] }],
    [
      "422 invalid-command",
      "changes[0].item.colour",
      {
        type: "edit",
        changes: [{ change: "add-item", item: { name: "a", work: { type: "text", content: "" }, colour: "red" } }],
      },
    ],
  ];
  it.each(wrong)("are refused with %s at %j: %j", async (expected, path, json) => {
    const world = await apiWorld();
    await apply(world);
    const before = await world.state();
    const response = await command(world, json);
    const { code, errors } = await response.json();
    expect([`${response.status} ${code}`, errors?.[0]?.path]).toEqual([expected, path]);
    expect(await world.state()).toBe(before);
  });

  it("that are no JSON, or of another type, are refused", async () => {
    const world = await apiWorld();
    await apply(world);
    const send = (body: string, type: string) =>
      world.ask("/api/v1/plans/1/commands", { as: "ci", body, headers: { "content-type": type } });
    expect(await verdict(await send("{", "application/json"))).toBe("400 bad-json");
    expect(await verdict(await send("", "application/json"))).toBe("400 bad-json");
    expect(await verdict(await send("type: finish", "application/yaml"))).toBe("415 wrong-type");
    expect(await verdict(await send('{"type":"finish"}', "text/plain"))).toBe("415 wrong-type");
  });

  it("are refused in the language asked for, with the refusal's data", async () => {
    const world = await apiWorld();
    await apply(world);
    await command(world, { type: "submit" });
    const edit = { type: "edit", changes: [{ change: "fields", name: "x" }] };
    const ask = async (language: string) => {
      const response = await command(world, edit, { headers: { "accept-language": language } });
      return { language: response.headers.get("content-language"), ...(await response.json()) };
    };
    expect(await ask("de, en;q=0.1")).toMatchObject({
      language: "en",
      refusal: { code: "wrong-status", status: "wait_for_approval" },
      detail: expect.stringMatching(/^[\p{ASCII}’“”–—]+$/u),
    });
    expect(await ask("zh-CN, en;q=0.9")).toMatchObject({
      language: "zh",
      detail: expect.stringMatching(/\p{Script=Han}/u),
    });
    expect(await ask("de")).toMatchObject({ language: "en" });
    expect(await ask("zh;q=0")).toMatchObject({ language: "en" });
  });

  it("bound to a version by If-Match are refused once the plan has changed", async () => {
    const world = await apiWorld();
    const etag = (await apply(world)).headers.get("etag") ?? "";
    const edit = (name: string) => ({ type: "edit", changes: [{ change: "fields", name }] });
    const bound = { headers: { "if-match": etag } };
    expect((await command(world, edit("One"), bound)).status).toBe(200);
    expect(await verdict(await command(world, edit("Two"), bound))).toBe("412 changed-meanwhile");
    const stale = { ...edit("Three"), seen: "not what is there" };
    expect(await verdict(await command(world, stale))).toBe("409 content-changed");
    expect(await (await world.ask("/api/v1/plans/1", { as: "ci" })).json()).toMatchObject({ name: "One" });
  });

  it("bound to the same version at the same time count once", async () => {
    const world = await apiWorld();
    const etag = (await apply(world)).headers.get("etag") ?? "";
    const edit = (name: string) => ({ type: "edit", changes: [{ change: "fields", name }] });
    const answers = await Promise.all(
      ["One", "Two", "Three"].map((name) => command(world, edit(name), { headers: { "if-match": etag } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("that are too long are not read", async () => {
    const world = await apiWorld();
    await apply(world);
    expect(await verdict(await command(world, { type: "comment", text: "x".repeat(1_100_000) }))).toBe("413 too-large");
  });

  it("of another method are told which there are", async () => {
    const world = await apiWorld();
    const response = await world.ask("/api/v1/plans", { as: "ci", method: "DELETE" });
    expect(await verdict(response.clone())).toBe("405 wrong-method");
    expect(response.headers.get("allow")).toBe("GET, POST");
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string): Asking => ({ headers: { "idempotency-key": key } });

  it("makes a repeated request count once, with the same answer", async () => {
    const world = await apiWorld();
    const file = FILE.replace("key: shop-2.4\n", "");
    const [first, second] = await Promise.all([
      apply(world, { yaml: file, ...keyed("a") }),
      apply(world, { yaml: file, ...keyed("a") }),
    ]);
    world.now += 24 * 3_600_000;
    const third = await apply(world, { yaml: file, ...keyed("a") });
    const answers = [first, second, third].map(async (answer) => [
      answer.status,
      answer.headers.get("location"),
      await answer.text(),
    ]);
    const [one, two, three] = await Promise.all(answers);
    expect(one?.[0]).toBe(201);
    expect([two, three]).toEqual([one, one]);
    expect(await (await world.ask("/api/v1/plans", { as: "ci" })).json()).toMatchObject({ total: 1 });
  });

  it("keeps a refusal too", async () => {
    const world = await apiWorld();
    await apply(world);
    const edit = { type: "edit", changes: [{ change: "fields", name: "x" }] };
    await command(world, { type: "submit" });
    const refused = await verdict(await command(world, edit, keyed("b")));
    await world.submit("ada", await planId(world), { type: "replan" });
    expect(await verdict(await command(world, edit, keyed("b")))).toBe(refused);
    expect(refused).toBe("409 wrong-status");
  });

  it("is refused with another body or address, and is another token's own", async () => {
    const world = await apiWorld();
    await apply(world, keyed("c"));
    expect(await verdict(await apply(world, { yaml: `${FILE}tags: [x]\n`, ...keyed("c") }))).toBe("422 key-reused");
    expect(await verdict(await command(world, { type: "finish" }, keyed("c")))).toBe("422 key-reused");
    const other = await world.ask("/api/v1/plans", {
      as: "nightly",
      yaml: FILE.replace("shop-2.4", "n"),
      ...keyed("c"),
    });
    expect(other.status).toBe(201);
  });

  it("is not used up by a request that was never sent on", async () => {
    const world = await apiWorld();
    expect(await verdict(await apply(world, { yaml: "nam: x", ...keyed("d") }))).toBe("422 invalid-plan");
    expect((await apply(world, keyed("d"))).status).toBe(201);
  });

  it("that two different requests race for goes to one of them", async () => {
    const world = await apiWorld();
    const files = ["one", "two"].map((name) => FILE.replace("shop-2.4", name));
    const answers = await Promise.all(files.map((yaml) => apply(world, { yaml, ...keyed("e") })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await (await world.ask("/api/v1/plans", { as: "ci" })).json()).toMatchObject({ total: 1 });
  });
});

async function planId(world: World): Promise<string> {
  return (await (await world.ask("/api/v1/plans/1", { as: "ci" })).json()).id;
}

describe("every answer", () => {
  it("says that it is nobody's to keep, to frame or to read across origins", async () => {
    const world = await apiWorld();
    for (const path of ["/api/v1/plans", "/api/v1/openapi.json", "/api/v1/nothing"]) {
      const { headers } = await world.ask(path, { as: "ci", headers: { origin: "https://evil.example" } });
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("cache-control")).toMatch(/^no-/);
    }
  });
});

describe("plain language", () => {
  it("comes back as a plan file that can be sent, and makes nothing", async () => {
    const world = await apiWorld();
    const draft = (text: string) =>
      world.ask("/api/v1/drafts", { as: "ci", body: text, headers: { "content-type": "text/plain" } });
    const drafted = await draft("Release the shop on 2099-12-01T20:00Z/2099-12-01T22:00Z, Bo approves, Ada manages");
    expect(drafted.status).toBe(200);
    const { plan, open } = await drafted.json();
    expect(plan).toMatchObject({
      name: "Release the shop",
      manager: "ada",
      approval: { levels: [{ approvers: ["bo"] }] },
    });
    expect(open).toEqual([]);
    expect(await (await world.ask("/api/v1/plans", { as: "ci" })).json()).toMatchObject({ total: 0 });
    const sent = { ...plan, items: [{ name: "Build" }] };
    expect((await world.ask("/api/v1/plans", { as: "ci", json: sent })).status).toBe(201);
    expect((await draft("  ")).status).toBe(422);
  });
});
