import { expect, test } from "vitest";
import type { Taking } from "../../../src/hooks/wire/zadig-draft.ts";
import { draftOfZadig } from "../../../src/hooks/wire/zadig-draft.ts";
import { parametersOf } from "../../../src/hooks/wire/zadig-inputs.ts";
import { zadigPlanSchema } from "../../../src/hooks/wire/zadig-plan.ts";
import WORKFLOWS from "../../adapters/zadig/workflows.json" with { type: "json" };

const KNOWN: Readonly<Record<string, string>> = { Ada: "ada", Bo: "bo", Chen: "chen", Dee: "dee" };
const taking: Taking = {
  now: Date.parse("2026-11-28T00:00Z"),
  person: (name) => KNOWN[name],
  groups: ["qa"],
  engines: {},
};

function taken(plan: object, change: Partial<Taking> = {}) {
  const whole = zadigPlanSchema.parse({
    id: "p1",
    index: 1,
    name: "Shop",
    manager: "Ada",
    status: "planning",
    ...plan,
  });
  return draftOfZadig(whole, { ...taking, ...change });
}

test("what an editor made of a text is Markdown, and what no Markdown has is told", () => {
  const { draft, lost } = taken({
    description:
      "<h2>Why</h2><ol><li>one</li><li class='ql-indent-1'>sub</li></ol><p><a href='https://a.example/'>yes</a></p>",
    jobs: [
      {
        name: "Tell",
        type: "text",
        spec: { content: "<p><span style='color:red'>Red</span></p><script>x()</script>" },
      },
      { name: "Long", type: "text", spec: { content: `<p>${"word ".repeat(5_000)}</p>` } },
    ],
  });
  expect(draft.description).toBe("## Why\n\n1. one\n   1. sub\n\n[yes](https://a.example/)");
  expect(draft.items[0]?.text).toBe("Red");
  expect(lost).toEqual([
    { what: "formatting", name: "Tell" },
    { what: "too-long", name: "Long" },
  ]);
});

test("of two people with one name, the id that another gonogo tells says which one is meant", () => {
  const person = (name: string) => (name === "wei-2" ? "wei-2" : undefined);
  const approve_users = [{ type: "user", user_id: "wei-2", user_name: "Li Wei" }];
  const native_approval = { approve_users, needed_approvers: 1 };
  const { draft } = taken({ approval: { enabled: true, type: "native", native_approval } }, { person });
  expect(draft.approval?.levels).toMatchObject([{ approvers: ["wei-2"] }]);
});

test("levels of Feishu's and DingTalk's approvals are asked on cards, in their order, with whoever is known", () => {
  const approval_nodes = [
    { type: "START", cc_users: [{ name: "Dee" }] },
    {
      type: "OR",
      approve_users: [
        { id: "ou_1", name: "Bo" },
        { id: "ou_2", name: "Stranger" },
      ],
    },
    { type: "AND", approve_users: [{ name: "Chen" }, { name: "Dee" }], approve_groups: [{ group_name: "qa" }] },
    { type: "AND", approve_node_type: "user_dynamic_group", approve_users: null, approve_groups: null },
    { type: "END" },
  ];
  const lark = taken({ approval: { enabled: true, type: "lark", lark_approval: { approval_nodes } } });
  expect(lark.draft.approval).toEqual({
    via: "card",
    levels: [
      { name: "1", rule: "any", approvers: ["bo"] },
      { name: "2", rule: "all", approvers: ["chen", "dee", "group:qa"] },
    ],
  });
  expect(lark.lost).toEqual([
    { what: "cc", name: "Dee" },
    { what: "approver", name: "Stranger" },
    { what: "level", name: "3" },
    { what: "approval-via", name: "lark" },
  ]);
  const nodes = [
    { type: "AND", approve_users: [{ id: "1", name: "Chen" }] },
    { type: "OR", approve_users: [{ name: "Nobody" }] },
  ];
  const dingtalk = taken({
    approval: { enabled: true, type: "dingtalk", dingtalk_approval: { approval_nodes: nodes } },
  });
  expect(dingtalk.draft.approval).toEqual({ via: "card", levels: [{ name: "1", rule: "all", approvers: ["chen"] }] });
  expect(dingtalk.lost).toEqual([
    { what: "approver", name: "Nobody" },
    { what: "level", name: "2" },
    { what: "approval-via", name: "dingtalk" },
  ]);
  const gone = taken({ approval: { enabled: true, type: "workwx", workwx_approval: {} } });
  expect(gone.draft.approval).toBeUndefined();
  expect(gone.lost).toContainEqual({ what: "approval", name: "workwx" });
});

test("a workflow keeps the inputs that it still takes, and no secret", () => {
  const now = { ...WORKFLOWS["release-plan-hook-2"], project: "yaml" };
  const then = JSON.parse(
    JSON.stringify(now)
      .replaceAll('"patrick-01"', '"release/2.4"')
      .replaceAll('"value":"gggg"', '"value":"changed"')
      .replaceAll(
        '"params":[]',
        '"params":[{"name":"token","type":"string","value":"s3cret","is_credential":true},{"name":"gone","type":"string","value":"x","default":""}]',
      ),
  );
  const job = { name: "All", type: "workflow", manager: "Bo", spec: { workflow: then, status: "prepare", task_id: 0 } };
  const known = { workflow: "yaml/release-plan-hook-2", title: "All", parameters: parametersOf(now), definition: "d" };
  const { draft, lost } = taken({ jobs: [job] }, { engines: { zadig: [known] } });
  expect(draft.items).toMatchObject([
    {
      name: "All",
      run: "zadig:yaml/release-plan-hook-2",
      owner: ["bo"],
      with: { "build.service1/service1.branch": "release/2.4", "build.service1/service1.gggg": "changed" },
    },
  ]);
  expect(JSON.stringify(draft)).not.toContain("s3cret");
  expect(lost).toEqual([
    { what: "secret", name: "All: token" },
    { what: "input", name: "All: gone" },
    { what: "secret", name: "All: freestyle.service1/service1.a" },
    { what: "secret", name: "All: freestyle.service2/service2.a" },
  ]);
  // Where Zadig is silent what it takes is not known, and nothing is left out but secrets.
  expect(taken({ jobs: [job] }, { engines: { zadig: undefined } }).draft.items[0]?.with).toMatchObject({ gone: "x" });
  expect(taken({ jobs: [job] }).lost).toEqual([{ what: "workflow", name: "All: yaml/release-plan-hook-2" }]);
});
