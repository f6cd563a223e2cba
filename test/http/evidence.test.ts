import { expect, test } from "vitest";
import { ELF, PDF } from "../support/file-bytes.ts";
import type { Asking, World } from "./api-world.ts";
import { apiWorld } from "./api-world.ts";

const FILE = `
name: Release 2.4
manager: ada
items:
  - { name: Build it, text: By hand. }
  - { name: Try it, text: Buy something., owner: bo, asks: [Report (file)] }
`;

async function executing(): Promise<{ world: World; plan: string }> {
  const world = await apiWorld();
  const response = await world.ask("/api/v1/plans", { method: "POST", as: "ci", yaml: FILE });
  const answer: { plan: { id: string } } = await response.json();
  for (const type of ["finish", "start"] as const) await world.submit("ada", answer.plan.id, { type });
  return { world, plan: answer.plan.id };
}

function given(bytes: Uint8Array, name: string, more: Readonly<Record<string, string>> = {}): Asking {
  const body = new FormData();
  body.set("file", new File([Uint8Array.from(bytes)], name));
  for (const [key, value] of Object.entries(more)) body.set(key, value);
  return { method: "POST", as: "writer", body };
}

const PATH = "/api/v1/plans/1/items/2/evidence";

test("a program gives a file for an item, which whoever says done then need not give", async () => {
  const { world, plan } = await executing();
  const response = await world.ask(PATH, given(PDF, "report.pdf", { ask: "report" }));
  expect(await response.json()).toMatchObject({ plan: { index: 1 }, events: ["file-attached"] });
  const again = await world.ask("/api/v1/plans/1/items/i2/evidence", given(PDF, "report.pdf", { ask: "Report" }));
  expect(await again.json()).toMatchObject({ events: [] });
  expect(await world.submit("bo", plan, { type: "done", item: "i2" })).toMatchObject({ taken: true });
  const shown: { items: { files?: { hash: string }[] }[] } = await (
    await world.ask("/api/v1/plans/1", { as: "reader" })
  ).json();
  const [file] = shown.items[1]?.files ?? [];
  expect(file).toMatchObject({ name: "report.pdf", ask: "Report", type: "application/pdf", size: PDF.length });
  const fetched = await world.ask(`/api/v1/plans/1/files/${file?.hash}`, { as: "reader" });
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(PDF);
  expect(Object.fromEntries(fetched.headers)).toMatchObject({
    "content-disposition": expect.stringMatching(/^attachment;/u),
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
  });
});

test("a file that is not taken changes nothing, and its sender reads why", async () => {
  const { world } = await executing();
  const before = await world.state();
  const cases: readonly (readonly [Asking, number, string])[] = [
    [given(ELF, "report"), 422, "bad-file"],
    [given(PDF, "con.pdf"), 422, "bad-file"],
    [given(new Uint8Array(), "report.pdf"), 422, "bad-file"],
    [given(PDF, "report.pdf", { ask: "Nothing" }), 422, "unknown-ask"],
    [{ method: "POST", as: "writer", body: new FormData() }, 422, "no-file"],
    [{ method: "POST", as: "writer", json: {} }, 415, "wrong-type"],
    [{ ...given(PDF, "report.pdf"), as: "reader" }, 403, "no-right"],
    [{ ...given(PDF, "report.pdf"), as: undefined }, 401, "token-needed"],
  ];
  for (const [asking, status, code] of cases) {
    const response = await world.ask(PATH, asking);
    expect([response.status, await response.json()]).toMatchObject([status, { code, status }]);
  }
  const nowhere = await world.ask("/api/v1/plans/1/items/9/evidence", given(PDF, "report.pdf"));
  expect(await nowhere.json()).toMatchObject({ code: "unknown-item" });
  expect(await world.state()).toBe(before);
});

test("files are fetched from their own plan, by who may read", async () => {
  const { world } = await executing();
  await world.ask(PATH, given(PDF, "report.pdf"));
  const { entries }: { entries: { event: { file?: { hash: string } } }[] } = await (
    await world.ask("/api/v1/plans/1/log", { as: "reader" })
  ).json();
  const hash = entries[0]?.event.file?.hash;
  expect(hash).toMatch(/^[0-9a-f]{64}$/u);
  await world.ask("/api/v1/plans", { method: "POST", as: "ci", yaml: FILE.replace("2.4", "2.5") });
  expect((await world.ask(`/api/v1/plans/2/files/${hash}`, { as: "reader" })).status).toBe(404);
  expect((await world.ask(`/api/v1/plans/1/files/${hash}`, { as: "writer" })).status).toBe(403);
  expect((await world.ask("/api/v1/plans/1/files/..%2f..%2fetc", { as: "reader" })).status).toBe(404);
});
