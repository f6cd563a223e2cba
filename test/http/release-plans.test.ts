/**
 * Zadig's release-plan API, as scripts for Zadig call it.
 */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createReleasePlans } from "../../adapters/zadig/release-plans.ts";
import { draftOfZadig, takingOf } from "../../src/hooks/wire/zadig-draft.ts";
import type { Asking, World } from "./api-world.ts";
import { apiWorld, NOON } from "./api-world.ts";

const BASE = "/openapi/release_plan/v1";
const START = NOON / 1_000 + 3_600;
const PLAN = {
  name: "Shop 2.4",
  manager: "Ada",
  start_time: START,
  end_time: START + 7_200,
  schedule_execute_time: START + 60,
  description: "<p>What <strong>and</strong> why</p>",
  approval: {
    enabled: true,
    type: "native",
    native_approval: {
      needed_approvers: 1,
      approve_users: [
        { type: "user", user_id: "u1", user_name: "Bo" },
        { type: "user", user_name: "Ghost" },
      ],
    },
  },
};
const BUILD = {
  workflow: "shop/build",
  title: "Build",
  definition: "d1",
  parameters: [
    { name: "branch", type: "string", required: false, default: "main" },
    { name: "token", type: "string", required: false, secret: true },
    { name: "api.services", type: "string", required: false },
    { name: "api.shop/web.branch", type: "string", required: false },
  ],
} as const;
const JOBS = [
  { name: "Tell", type: "text", spec: { content: "<p>Post it.</p><p>Twice.</p>", remark: "" } },
  {
    name: "Build",
    type: "workflow",
    spec: {
      workflow_key: "build",
      project_key: "shop",
      parameters: [
        { name: "branch", type: "string", value: "v2.4" },
        { name: "gone", type: "string", value: "x" },
        { name: "token", type: "string", value: "s3cret" },
      ],
      inputs: [
        {
          job_name: "api",
          job_type: "zadig-build",
          parameters: {
            registry: "r",
            service_list: [
              { service_name: "shop", service_module: "web", repo_info: [{ repo_name: "shop", branch: "v2" }] },
            ],
          },
        },
      ],
      remark: "carefully",
    },
  },
];

async function world(): Promise<World> {
  const made = await apiWorld();
  made.engines = { zadig: [BUILD] };
  return made;
}
const created = (api: World, more: Asking = {}) => api.ask(BASE, { as: "ci", json: PLAN, ...more });
const patched = (api: World, id: string, json: unknown, as: Asking["as"] = "ci") =>
  api.ask(`${BASE}/${id}`, { as, method: "PATCH", json });
const shown = async (api: World, id: string) => (await api.ask(`${BASE}/${id}`, { as: "reader" })).json();

test("a plan is made, listed, read and changed in Zadig's shape, and what could not be kept is told", async () => {
  const api = await world();
  const answer = await created(api);
  expect(answer.status).toBe(200);
  const { id, not_kept } = await answer.json();
  expect(not_kept).toEqual([{ what: "approver", name: "Ghost" }]);
  const change = await patched(api, id, { jobs: JOBS });
  expect(await change.json()).toEqual({
    message: "success",
    id,
    not_kept: [
      { what: "remark", name: "Build" },
      { what: "input", name: "Build: gone" },
    ],
  });
  expect(await shown(api, id)).toMatchObject({
    id,
    index: 1,
    name: "Shop 2.4",
    manager: "Ada",
    manager_id: "ada",
    status: "planning",
    instance_code: "",
    start_time: START,
    end_time: START + 7_200,
    schedule_execute_time: START + 60,
    description: "<p>What <strong>and</strong> why</p>",
    approval: {
      enabled: true,
      type: "native",
      native_approval: { needed_approvers: 1, approve_users: [{ user_name: "Bo" }] },
    },
    jobs: [
      { name: "Tell", type: "text", spec: { content: "<p>Post it.</p>\n<p>Twice.</p>" } },
      { name: "Build", type: "workflow", spec: { workflow: { name: "build", project: "shop" } } },
    ],
  });
  expect((await shown(api, "1")).id).toBe(id);
  expect(JSON.stringify(await shown(api, id))).not.toContain("s3cret");
  const { list, total } = await (await api.ask(`${BASE}?pageNum=1&pageSize=1`, { as: "reader" })).json();
  expect({ list, total }).toMatchObject({
    list: [{ id, index: 1, name: "Shop 2.4", manager: "Ada", created_by: "ci" }],
    total: 1,
  });
  expect((await (await api.ask(`${BASE}?pageNum=2&pageSize=1`, { as: "reader" })).json()).list).toEqual([]);
});

test("what a change does not name stays, and an owner stays with the name of the item", async () => {
  const api = await world();
  const { id } = await (await created(api)).json();
  await patched(api, id, { jobs: JOBS });
  const plan = await (await api.ask("/api/v1/plans/1", { as: "ci" })).json();
  const own = { type: "edit", changes: [{ change: "edit-item", item: "i1", owners: ["bo"] }] };
  await api.ask("/api/v1/plans/1/commands", { as: "ci", json: own });
  await patched(api, id, { name: "Shop 2.5", end_time: START + 9_000, description: "", jobs: [JOBS[1], JOBS[0]] });
  const after = await (await api.ask("/api/v1/plans/1", { as: "ci" })).json();
  expect(after).toMatchObject({ name: "Shop 2.5", description: "", approval: plan.approval, schedule: plan.schedule });
  expect(after.window).toEqual({ opens: START * 1_000, closes: (START + 9_000) * 1_000 });
  expect(after.items).toMatchObject([
    {
      id: "i2",
      name: "Build",
      work: { with: { branch: "v2.4", "api.services": "shop/web", "api.shop/web.branch": "v2" } },
    },
    { id: "i1", name: "Tell", owners: ["bo"] },
  ]);
  await patched(api, id, { approval: null, schedule_execute_time: 0, start_time: 0, end_time: 0 });
  const bare = await (await api.ask("/api/v1/plans/1", { as: "ci" })).json();
  expect([bare.approval, bare.schedule, bare.window]).toEqual([undefined, undefined, undefined]);
});

test("the rules are those of every other way in, and a refusal changes nothing", async () => {
  const api = await world();
  const { id } = await (await created(api)).json();
  await patched(api, id, { jobs: JOBS.slice(0, 1) });
  const before = await api.state();
  const refusals: readonly (readonly [number, string, Promise<Response>])[] = [
    [401, "token-needed", api.ask(BASE)],
    [403, "no-right", created(api, { as: "reader" })],
    [403, "no-right", api.ask(BASE, { as: "writer" })],
    [403, "not-allowed", patched(api, id, { name: "Mine" }, "nightly")],
    [404, "no-such-plan", api.ask(`${BASE}/nothing`, { as: "reader" })],
    [404, "not-found", api.ask(`${BASE}/a/b`, { as: "reader" })],
    [405, "wrong-method", api.ask(`${BASE}/${id}`, { as: "ci", method: "DELETE" })],
    [400, "bad-json", api.ask(BASE, { as: "ci", method: "POST", body: "{" })],
    [400, "invalid-query", api.ask(`${BASE}?pageSize=9999`, { as: "reader" })],
    [422, "invalid-plan", patched(api, id, { nmae: "x" })],
    [422, "invalid-plan", patched(api, id, { jobs: [{ name: "x", type: "helm", spec: {} }] })],
    [422, "invalid-plan", created(api, { json: { ...PLAN, name: "" } })],
    [422, "manager-needed", created(api, { json: { ...PLAN, manager: "Ghost" } })],
    [
      422,
      "unknown-workflow",
      patched(api, id, { jobs: [{ ...JOBS[1], spec: { workflow_key: "other", project_key: "shop" } }] }),
    ],
  ];
  for (const [status, code, asked] of refusals) {
    const answer = await asked;
    expect([answer.status, code]).toEqual([status, (await answer.clone().json()).code]);
    expect(await answer.json()).toMatchObject({ message: expect.any(String), description: expect.any(String) });
  }
  expect(await api.state()).toBe(before);
  await api.ask("/api/v1/plans/1/commands", { as: "ci", json: { type: "finish" } });
  expect(await (await patched(api, id, { name: "Late" })).json()).toMatchObject({ status: 409, code: "wrong-status" });
});

test("a change that would leave the plan with fewer approvers, or without its window, is refused", async () => {
  const api = await world();
  const { id } = await (await created(api)).json();
  const before = await api.state();
  for (const change of [
    { approval: PLAN.approval },
    { approval: { ...PLAN.approval, native_approval: { approve_users: [{ user_name: "Ghost" }] } } },
    { end_time: NOON / 1_000 - 60 },
    { start_time: 0 },
    { schedule_execute_time: NOON / 1_000 - 60 },
  ]) {
    const answer = await patched(api, id, change);
    expect([answer.status, (await answer.json()).code]).toEqual([422, "invalid-plan"]);
  }
  expect(await api.state()).toBe(before);
});

test("a change keeps what somebody else changes in the same moment", async () => {
  const api = await world();
  const { id } = await (await created(api)).json();
  const edit = { type: "edit", changes: [{ change: "fields", description: "Theirs." }] };
  // Engines are asked twice: for what the change means, and for what the whole plan does.
  let asked = 0;
  api.meanwhile = async () => {
    asked += 1;
    if (asked === 2) await api.ask("/api/v1/plans/1/commands", { as: "ci", json: edit });
  };
  expect((await patched(api, id, { name: "Mine" })).status).toBe(200);
  expect(await shown(api, id)).toMatchObject({ name: "Mine", description: "<p>Theirs.</p>" });
});

test("a request that is sent again under its key makes one plan", async () => {
  const api = await world();
  const headers = { "idempotency-key": "k1" };
  const [one, other] = [await created(api, { headers }), await created(api, { headers })];
  expect(await one.json()).toEqual(await other.json());
});

test("a plan that is read here can be taken over by the import of Zadig's plans", async () => {
  const api = await world();
  const { id } = await (await created(api)).json();
  await patched(api, id, { jobs: JOBS });
  const levels = [
    { name: "QA", rule: "any", approvers: ["bo", "group:qa"] },
    { name: "Ops", rule: "all", approvers: ["eve"] },
  ];
  const changes = [{ change: "fields", approval: { via: "card", levels }, requirements: ["sprint:SHOP/42"] }];
  await api.ask("/api/v1/plans/1/commands", { as: "ci", json: { type: "edit", changes } });
  const server = createServer((request, response) => void listener(request, response));
  const listener = getRequestListener(api.fetch);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const zadig = createReleasePlans({
    url: `http://127.0.0.1:${port}`,
    token: "ci-secret",
    now: () => NOON,
    timeout: 5_000,
  });
  onTestFinished(() => zadig.close());
  const [read] = await zadig.plans();
  if (!read) throw new Error("there is no plan");
  const known: Readonly<Record<string, string>> = { Ada: "ada", Bo: "bo", Eve: "eve" };
  const directory = {
    resolve: (name: string) => ({ kind: "person", person: { id: known[name] ?? name } }),
    groups: () => ({ qa: [] }),
  };
  const { draft, lost } = draftOfZadig(read, takingOf(directory, api.engines, NOON));
  expect(lost).toEqual([
    { what: "approval-via", name: "lark" },
    { what: "secret", name: "Build: token" },
  ]);
  expect(draft).toMatchObject({
    name: "Shop 2.4",
    manager: "ada",
    description: "What **and** why",
    requirements: ["sprint:SHOP/42"],
    approval: {
      levels: [
        { rule: "any", approvers: ["bo", "group:qa"] },
        { rule: "all", approvers: ["eve"] },
      ],
    },
    items: [
      { name: "Tell", text: "Post it.\n\nTwice." },
      { name: "Build", run: "zadig:shop/build", with: { branch: "v2.4" } },
    ],
  });
});
