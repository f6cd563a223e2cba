import { describe, expect, test } from "vitest";
import { envelopeSchema, planJobSchema, releasePlanSchema } from "../../../src/hooks/wire/envelope.ts";
import { keyValSchema, paramSchema } from "../../../src/hooks/wire/values.ts";
import { knownJobSchema, workflowJobSchema, workflowSchema } from "../../../src/hooks/wire/workflow.ts";
import { DOCUMENTED_PARAM, DOCUMENTED_SPECS, DOCUMENTED_TYPES } from "./job-specs.ts";

/** What the document's spelling of a name is in the code, by type of job. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "zadig-test": { testing_type: "test_type" },
  "zadig-scanning": { scannings_type: "scanning_type", scannings_modules: "scannings" },
  apollo: { apollo_id: "apolloID", namespace_list: "namespaceList", app_id: "appID", cluster_id: "clusterID" },
};

function respelt(value: unknown, names: Readonly<Record<string, string>>): unknown {
  const text = Object.entries(names).reduce(
    (json, [name, spelling]) => json.replaceAll(`"${name}":`, `"${spelling}":`),
    JSON.stringify(value),
  );
  return JSON.parse(text);
}

describe("a job", () => {
  test.each(DOCUMENTED_TYPES)("of type %s has every documented field, and is written as the code writes it", (type) => {
    const job = { name: "step", type, spec: DOCUMENTED_SPECS[type], run_policy: "force_run" };
    expect(knownJobSchema.parse(job)).toStrictEqual(respelt(job, RENAMED[type] ?? {}));
  });

  test.each(DOCUMENTED_TYPES)("of type %s may be spelt as the code spells it", (type) => {
    const job = respelt({ name: "step", type, spec: DOCUMENTED_SPECS[type] }, RENAMED[type] ?? {});
    expect(knownJobSchema.parse(job)).toStrictEqual(job);
  });

  test.each(DOCUMENTED_TYPES)("of type %s keeps fields that no document names", (type) => {
    const job = { name: "step", type, spec: { ...DOCUMENTED_SPECS[type], canary: { weight: 5 } }, retry: { count: 2 } };
    expect(knownJobSchema.parse(job)).toMatchObject({ spec: { canary: { weight: 5 } }, retry: { count: 2 } });
  });

  test.each(DOCUMENTED_TYPES)("of type %s may have lists that are null, and lack what is empty", (type) => {
    const lists = Object.entries(DOCUMENTED_SPECS[type]).flatMap(([key, part]) => (Array.isArray(part) ? [key] : []));
    const spec = respelt(Object.fromEntries(lists.map((key) => [key, null])), RENAMED[type] ?? {});
    expect(knownJobSchema.parse({ name: "step", type, spec })).toStrictEqual({ name: "step", type, spec });
    expect(knownJobSchema.safeParse({ name: "step", type, spec: {} }).success).toBe(true);
  });

  test.each([
    ["a type that receivers are told nothing of", { name: "ask", type: "approval", spec: { needed: 2, users: [] } }],
    ["a type that does not exist yet", { name: "fly", type: "zadig-rocket", spec: null, run_policy: "", stage: 1 }],
    ["no spec", { name: "note", type: "notification" }],
    ["a spec in another shape than its type's", { name: "build", type: "zadig-build", spec: { source: 7, more: [1] } }],
    ["no spec although its type has one", { name: "build", type: "zadig-build", spec: null }],
  ])("of %s is passed on as it is", (_, job) => {
    expect(workflowJobSchema.parse(job)).toStrictEqual(job);
  });

  test("has a name and a type", () => {
    expect(workflowJobSchema.safeParse({ type: "sql", spec: {} }).success).toBe(false);
    expect(workflowJobSchema.safeParse({ name: "step", spec: {} }).success).toBe(false);
  });
});

describe("spellings", () => {
  test("of options are those of the code", () => {
    const { choice_options, ...rest } = DOCUMENTED_PARAM;
    expect(paramSchema.parse(DOCUMENTED_PARAM)).toStrictEqual({ ...rest, choice_option: choice_options });
    expect(keyValSchema.parse({ key: "A", choice_options: ["a"] })).toStrictEqual({ key: "A", choice_option: ["a"] });
  });

  test("that are both there are both kept", () => {
    const both = { key: "A", choice_options: ["b"], choice_option: ["a"] };
    expect(keyValSchema.parse(both)).toStrictEqual(both);
  });

  test("of a deployment's options may be a list or a text, of an image's rule a switch or a text", () => {
    const options = (given: unknown) => ({ services: [{ variable_kvs: [{ key: "a", options: given }] }] });
    for (const given of ["a,b", ["a", "b"], null]) {
      const job = { name: "d", type: "zadig-deploy", spec: options(given) };
      expect(knownJobSchema.parse(job)).toStrictEqual(job);
    }
    for (const rule of [true, "true"]) {
      const job = { name: "d", type: "zadig-distribute-image", spec: { enable_target_image_tag_rule: rule } };
      expect(knownJobSchema.parse(job)).toStrictEqual(job);
    }
  });
});

const PLAN = {
  id: "68b7ec363306e52e21b2dbe6",
  index: 52,
  name: "Release",
  event_name: "all_job_done",
  status: "success",
};
const TEXT = { id: "1", name: "Tell", type: "text", status: "done", spec: { content: "<p>a</p>" } };

describe("a release plan", () => {
  test.each([[52], ["52"]])("may have the index %j", (index) => {
    expect(releasePlanSchema.parse({ ...PLAN, index }).index).toBe(52);
  });

  test.each([
    [1756893023, 1756893023],
    ["1756893023", 1756893023],
    ["", 0],
  ])("may have an item carried out at %j", (executed_time, seconds) => {
    expect(planJobSchema.parse({ ...TEXT, executed_time }).executed_time).toBe(seconds);
  });

  test.each(["fifty-two", "5.2", "-1", "9".repeat(16)])("has no index %j", (index) => {
    expect(releasePlanSchema.safeParse({ ...PLAN, index }).success).toBe(false);
  });

  test.each(["wait_for_success_external_check", "wait_for_all_done_external_check", "waitforapprove"])(
    "may have the status %s",
    (status) => {
      expect(releasePlanSchema.parse({ ...PLAN, status }).status).toBe(status);
    },
  );

  test.each(["release_plan", "all_job_done"])("comes with the event %s", (event) => {
    const body = { object_kind: "release_plan", event, workflow: null, release_plan: PLAN, sent_at: "2026" };
    expect(envelopeSchema.parse(body)).toStrictEqual(body);
  });

  test("keeps what it does not know", () => {
    const known = {
      ...PLAN,
      version: 3,
      jobs: [{ ...TEXT, last_status: "todo", spec: { ...TEXT.spec, mood: "good" } }],
    };
    expect(releasePlanSchema.parse(known)).toStrictEqual(known);
  });
});

test("a workflow may have no stages yet, but says so", () => {
  expect(workflowSchema.safeParse({ name: "deploy", stages: [] }).success).toBe(true);
  expect(workflowSchema.safeParse({ name: "deploy" }).success).toBe(false);
});
