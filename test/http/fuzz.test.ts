import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import type { Asking, TokenName, World } from "./api-world.ts";
import { apiWorld } from "./api-world.ts";

const FILE = {
  name: "Release 2.4",
  key: "shop-2.4",
  manager: "ada",
  window: "2026-11-24T20:00+08:00/2026-11-25T02:00+08:00",
  approval: { levels: [{ name: "QA", rule: "any", approvers: ["bo"] }] },
  items: [
    { name: "Build", text: "Build it.", owner: "bo" },
    { name: "Tell", after: ["Build"] },
  ],
  tags: ["shop"],
};

const COMMANDS = [
  { type: "edit", changes: [{ change: "fields", name: "x", window: { opens: 1, closes: 2 }, schedule: null }] },
  { type: "edit", changes: [{ change: "add-item", item: { name: "a", work: { type: "text", content: "b" } } }] },
  { type: "edit", changes: [{ change: "edit-item", item: "i1", after: ["i2"], owners: ["group:qa"] }], seen: "x" },
  {
    type: "edit",
    changes: [
      { change: "order-items", items: ["i2", "i1"] },
      { change: "remove-item", item: "i2" },
    ],
  },
  { type: "submit" },
  { type: "approve", comment: "Yes.", level: 0 },
  { type: "cancel", reason: "No." },
  { type: "done", item: "i1", evidence: ["https://a.example"] },
  { type: "comment", text: "Hello" },
  { type: "handover", to: "bo" },
];

/** Values that have broken readers before. */
const nasty = fc.constantFrom<unknown>(
  ...[null, "", "\u0000", "\ud800", "\u202e", "__proto__", "constructor", "group:", "group:toString", "i999999", "0/0"],
  ...[-1, 0, 1e21, 8_640_000_000_000_000, 0.1, true, [], {}, [[]], "x".repeat(3_000), "tonight 20:00-22:00", "now/now"],
);
const value = fc.oneof({ weight: 3, arbitrary: nasty }, fc.jsonValue({ maxDepth: 3 }));
const word = fc.oneof(fc.constantFrom("__proto__", "constructor", "type", "with", "run", "name"), fc.string());

/** A sound body with something in it exchanged, added or taken away. */
function spoiled(bodies: readonly object[]): fc.Arbitrary<unknown> {
  const sound = fc.constantFrom(...bodies);
  return fc
    .tuple(
      sound,
      fc.array(fc.tuple(fc.nat(30), fc.constantFrom("set", "add", "remove"), word, value), { maxLength: 3 }),
    )
    .map(([body, edits]) => edits.reduce<unknown>((made, edit) => change(made, ...edit), body));
}

/** Changes the node that is `place` steps into the tree; what it becomes is JSON again. */
function change(body: unknown, place: number, how: string, key: string, given: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(body) ?? "null");
  const holders: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    holders.push(Object.assign(node));
    for (const child of Object.values(node)) visit(child);
  };
  visit(copy);
  const holder = holders[place % Math.max(1, holders.length)];
  if (!holder) return given;
  const keys = Object.keys(holder);
  const known = keys[place % Math.max(1, keys.length)] ?? key;
  const name = how === "add" ? key : known;
  // JSON has no word for the length of a list.
  if (Array.isArray(holder) && name === "length") return copy;
  if (how === "remove") Reflect.deleteProperty(holder, name);
  else
    Object.defineProperty(holder, name, {
      value: given,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

const media = fc.constantFrom("application/json", "application/yaml", "text/markdown", "text/plain", "text/html", "");
const text = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  spoiled([FILE]).map((body) => JSON.stringify(body) ?? ""),
  fc.constantFrom("*a", "&a [*a]", "- ".repeat(500), "[".repeat(5_000), "{".repeat(5_000), "# x\n- [ ] y", "!!js/x 1"),
);
const header = fc.oneof(
  fc.constantFrom("", "*", '"1"', 'W/"1", "2"', "zh;q=x", ",,;;"),
  fc.stringMatching(/^[ -~]{0,40}$/),
);
const headers = fc.record(
  { "accept-language": header, "if-match": header, "if-none-match": header, "idempotency-key": header },
  { requiredKeys: [] },
);

const problemSchema = z.looseObject({
  type: z.string(),
  status: z.int(),
  code: z.string().min(1),
  title: z.string().min(1),
});

/** Asks, and holds the answer to what every answer keeps: no failure, and no change by a request that was refused. */
async function asked(world: World, path: string, init: Asking): Promise<Response> {
  const before = await world.state();
  const response = await world.ask(path, init);
  expect(response.status).toBeLessThan(500);
  if (response.status < 400) return response;
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(problemSchema.parse(await response.clone().json()).status).toBe(response.status);
  const kept = "idempotency-key" in (init.headers ?? {}) ? plansOf : (state: string) => state;
  expect(kept(await world.state())).toBe(kept(before));
  return response;
}

/** Without the keys, which keep refusals too. */
function plansOf(state: string): string {
  const tables: readonly (readonly [string, unknown])[] = JSON.parse(state);
  return JSON.stringify(tables.filter(([table]) => table !== "keys"));
}

const runs = { numRuns: 400 };

it("no body makes a plan that is not one, and none makes the API fail", async () => {
  const world = await apiWorld();
  await fc.assert(
    fc.asyncProperty(text, media, headers, async (body, type, more) => {
      const init = { as: "ci", body, method: "POST", headers: { ...more, "content-type": type } } as const;
      const response = await asked(world, "/api/v1/plans", init);
      if (response.status < 400) expect(await response.json()).toMatchObject({ plan: { index: expect.any(Number) } });
    }),
    runs,
  );
});

it("no command makes the API fail", async () => {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", json: FILE });
  await fc.assert(
    fc.asyncProperty(spoiled(COMMANDS), headers, async (json, more) => {
      await asked(world, "/api/v1/plans/1/commands", { as: "ci", json, headers: more });
    }),
    runs,
  );
});

it("nobody without the right changes anything, whatever they send", async () => {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", json: FILE });
  const before = plansOf(await world.state());
  const { key: _key, ...another } = FILE;
  const who = fc.constantFrom<TokenName | undefined>(undefined, "reader", "nightly", "writer");
  await fc.assert(
    fc.asyncProperty(spoiled([...COMMANDS, FILE, another, another]), who, headers, async (json, as, more) => {
      const response = await asked(world, "/api/v1/plans/1/commands", { as, json, headers: more });
      expect([401, 403, 404, 400, 412, 422]).toContain(response.status);
      if (as === undefined || as === "reader") await asked(world, "/api/v1/plans", { as, json, headers: more });
      expect(plansOf(await world.state())).toBe(before);
    }),
    runs,
  );
});

it("no address and no query makes the API fail", async () => {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", json: FILE });
  const part = fc.oneof(fc.constantFrom("plans", "1", "log", "export", "commands", "%", "%ff", ".."), fc.webSegment());
  const parts = fc.array(part, { maxLength: 4 });
  const query = fc.oneof(
    fc.webQueryParameters(),
    fc.constantFrom("page=%ff", "words=%00", "before=1&before=2", "page=1e3"),
  );
  await fc.assert(
    fc.asyncProperty(parts, query, headers, async (path, search, more) => {
      await asked(world, `/api/v1/${path.join("/")}?${search}`, { as: "ci", headers: more });
    }),
    runs,
  );
});
