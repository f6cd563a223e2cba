import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/flow/engine.ts";
import type { BodySources } from "../../../src/hooks/wire/plan-body.ts";
import { planBody } from "../../../src/hooks/wire/plan-body.ts";
import type { Workflow } from "../../../src/hooks/wire/workflow.ts";
import type { Item } from "../../../src/plan/content.ts";
import type { Actor, ItemProgress, Plan, Run } from "../../../src/plan/plan.ts";
import type { WorkflowDescription } from "../../../src/plan/workflow.ts";
import { ada, bo, build, CLOSES, dana, ENGINE, eve, MORNING, OPENS, TOKEN, tell } from "../../support/cast.ts";
import { drafted, executing, submitted } from "../../support/given.ts";

const NAMES: Readonly<Record<string, string>> = { ada: "Ada", bo: "Bo", dana: "Dana", eve: "Eve" };
const SOURCES: BodySources = {
  personName: (id) => NAMES[id] ?? id,
  definitions: {},
  withInputs: (definition) => definition,
  credentials: "masked",
  style: "release_plan",
};
const RUN: Run = { key: "p1/i1/1", attempt: 1, progress: {} };
const PERSON: Actor = { kind: "person", id: dana };
const AT = OPENS + 1_999;

function told(plan: Plan, sources: Partial<BodySources> = {}) {
  return planBody(plan, "start_execute", { ...SOURCES, ...sources }).release_plan;
}

/** How a plan's only item is told. */
function job(item: Item, progress: ItemProgress = { state: "todo" }, change: Partial<BodySources & Plan> = {}) {
  const { plan } = drafted({ items: [] });
  const items = { [item.id]: progress };
  const [only] = told({ ...plan, content: { ...plan.content, items: [item] }, items, ...change }, change).jobs ?? [];
  if (!only) throw new Error("the plan has no item");
  return only;
}

describe("the envelope", () => {
  const { plan } = executing();

  test("says release_plan as Zadig 4 does, or the event's name as Zadig 5 does", () => {
    const body = planBody(plan, "start_execute", SOURCES);
    expect(body).toMatchObject({ object_kind: "release_plan", event: "release_plan", workflow: null });
    expect(planBody(plan, "start_execute", { ...SOURCES, style: "event-name" })).toEqual({
      ...body,
      event: "start_execute",
    });
  });

  test.each(["finish_planning", "start_execute", "all_job_done"] as const)(
    "names the event %s in the plan",
    (event) => {
      expect(planBody(plan, event, SOURCES).release_plan.event_name).toBe(event);
    },
  );
});

describe("a plan", () => {
  test("is told with its people, its code and its times in seconds", () => {
    const { plan } = executing({ schedule: OPENS + 60_000, description: "What and **why**." });
    expect(told(plan)).toMatchObject({
      id: "p1",
      index: 52,
      name: "Release 2.4",
      manager: "Ada",
      manager_id: ada,
      instance_code: plan.instanceCode,
      description: "<p>What and <strong>why</strong>.</p>",
      start_time: OPENS / 1_000,
      end_time: CLOSES / 1_000,
      schedule_execute_time: OPENS / 1_000 + 60,
      created_by: "Ada",
      create_time: MORNING / 1_000,
      updated_by: "Ada",
      update_time: MORNING / 1_000,
      planning_time: MORNING / 1_000,
      executing_time: MORNING / 1_000,
      status: "executing",
    });
  });

  test("has 0 for what has not been", () => {
    const { plan } = drafted({ window: undefined, schedule: undefined });
    expect(told(plan)).toMatchObject({
      start_time: 0,
      end_time: 0,
      schedule_execute_time: 0,
      planning_time: 0,
      approval_time: 0,
      executing_time: 0,
      success_time: 0,
    });
  });

  test("tells when it was approved, and only then", () => {
    const asked = submitted().at(OPENS);
    expect(told(asked.plan).approval_time).toBe(0);
    expect(told(asked.after([{ type: "approve" }, bo]).plan).approval_time).toBe(OPENS / 1_000);
    const denied = asked.after([{ type: "reject", reason: "Not today." }, bo]);
    expect(told(denied.plan)).toMatchObject({ status: "denied", approval_time: 0 });
  });

  test("tells who changed it last, also when that was no person", () => {
    const { plan } = drafted();
    const edited = (editedBy: Actor) => told({ ...plan, editedBy, editedAt: AT });
    expect(edited({ kind: "person", id: eve })).toMatchObject({
      updated_by: "Eve",
      update_time: Math.floor(AT / 1_000),
    });
    expect(edited(TOKEN).updated_by).toBe("ci");
    expect(edited(ENGINE).updated_by).toBe("系统");
  });
});

describe("an item", () => {
  test("is named by its plan and itself, and has its first owner who is a person", () => {
    expect(job(tell("i7", { owners: ["group:qa", bo, dana] }))).toMatchObject({
      id: "p1-i7",
      name: "Tell i7",
      manager: "Bo",
      manager_id: bo,
    });
    expect(job(tell("i7", { owners: ["group:qa"] }))).toMatchObject({ manager: "", manager_id: "" });
  });

  test.each<readonly [string, ItemProgress, object, object]>([
    ["to do", { state: "todo" }, { executed_by: "", executed_time: 0 }, { remark: "<p><br></p>" }],
    [
      "done",
      { state: "done", by: PERSON, at: AT, remark: "*Posted.*" },
      { executed_by: "Dana", executed_time: Math.floor(AT / 1_000) },
      { remark: "<p><em>Posted.</em></p>" },
    ],
    [
      "skipped",
      { state: "skipped", by: PERSON, at: AT, reason: "Nobody is there." },
      { executed_by: "Dana", executed_time: Math.floor(AT / 1_000) },
      { remark: "<p>Nobody is there.</p>" },
    ],
  ])("of text that is %s is told so", (_, progress, facts, spec) => {
    const item = tell("i1");
    expect(job(item, progress)).toMatchObject({ type: "text", status: progress.state, ...facts });
    expect(job(item, progress).spec).toEqual({ content: "<p>Post the notes.</p>", ...spec });
  });

  test.each<readonly [string, string, ItemProgress]>([
    ["", "to do", { state: "todo" }],
    ["created", "about to start", { state: "running", by: PERSON, at: AT, run: RUN }],
    ["running", "running", { state: "running", by: PERSON, at: AT, run: { ...RUN, ref: "7" } }],
    ["passed", "done", { state: "done", by: PERSON, at: AT, run: { ...RUN, ref: "7" } }],
    ["failed", "failed", { state: "failed", by: PERSON, at: AT, reason: "exit 1", run: RUN, unclear: false }],
    ["cancelled", "stopped", { state: "failed", by: PERSON, at: AT, reason: "stopped", run: RUN, unclear: false }],
    ["", "skipped", { state: "skipped", by: PERSON, at: AT, reason: "Not needed." }],
  ])("has a task that is %j when its workflow is %s", (status, _, progress) => {
    expect(job(build(), progress)).toMatchObject({ type: "workflow", status: progress.state, spec: { status } });
  });

  test.each<readonly [number, string | undefined]>([
    [7, "shop/deploy/7"],
    [7, "shop/deploy/7/2"],
    [123456789012345, "shop/deploy/123456789012345"],
    [0, undefined],
    [0, "shop/deploy"],
    [0, "shop/deploy/-/7"],
    [0, "shop/deploy/seven"],
    [0, "shop/other/7"],
    [0, "7"],
    [0, "shop/deploy/1234567890123456"],
  ])("has the task %j when its run is called %j", (task, ref) => {
    const work = { type: "workflow", engine: "zadig", workflow: "shop/deploy", with: {} } as const;
    const progress: ItemProgress = { state: "running", by: PERSON, at: AT, run: { ...RUN, ref } };
    expect(job(build("i1", { work }), progress)).toMatchObject({ spec: { task_id: task } });
  });
});

const BUILDING = {
  name: "build",
  type: "zadig-build",
  spec: { source: "runtime", service_and_builds: [] },
  run_policy: "",
};
const ASKING = {
  name: "ask",
  jobs: [
    { name: "ask", type: "approval", spec: { needed: 2 } },
    { name: "odd", type: "zadig-deploy", spec: { env: ["dev", "test"] } },
  ],
};
const DEFINITION = {
  name: "deploy",
  display_name: "Deploy",
  project: "shop",
  disabled: false,
  params: [{ name: "BRANCH", type: "string", value: "main", is_credential: false }],
  stages: [
    {
      name: "build",
      parallel: true,
      jobs: [
        BUILDING,
        { name: "scan", type: "zadig-scanning", spec: { scannings_modules: [{ name: "sonar" }] }, run_policy: "skip" },
        { name: "test", type: "zadig-test", spec: { testing_type: "" }, run_policy: "force_run" },
      ],
    },
    { name: "later", jobs: [{ name: "late", type: "sql", spec: { sql: "select 1;" }, run_policy: "skip" }] },
    { name: "never", jobs: null },
    ASKING,
  ],
} satisfies Json;

const DESCRIPTION: WorkflowDescription = {
  workflow: "deploy",
  title: "Deploy the shop",
  definition: "deploy-1",
  parameters: [
    { name: "stage", type: "string", required: true, choices: ["test", "production"], label: "Where to" },
    { name: "replicas", type: "number", required: false, default: 2 },
    { name: "clean", type: "boolean", required: false },
    { name: "token", type: "string", required: true, secret: true },
    { name: "salt", type: "string", required: false, secret: true, default: "grains" },
  ],
};

function workflow(
  given: Readonly<Record<string, string | number | boolean>>,
  sources: Partial<BodySources>,
  description?: WorkflowDescription,
): Workflow {
  const work = { type: "workflow", engine: "jenkins", workflow: "deploy", with: given } as const;
  const workflows = description ? { i1: description } : {};
  const only = job(build("i1", { work }), undefined, { ...sources, workflows });
  if (only.type !== "workflow" || !only.spec.workflow) throw new Error("the plan has no workflow");
  return only.spec.workflow;
}

describe("a workflow in Zadig's shape", () => {
  const definitions = { i1: { definition: DEFINITION } };

  test("is told without what will not run, spelt as the code spells it, and otherwise as it is", () => {
    expect(workflow({}, { definitions })).toMatchObject({ name: "deploy", display_name: "Deploy", project: "shop" });
    expect(workflow({}, { definitions }).params).toEqual(DEFINITION.params);
    const testing = { name: "test", type: "zadig-test", spec: { test_type: "" }, run_policy: "force_run" };
    expect(workflow({}, { definitions }).stages).toEqual([
      { name: "build", parallel: true, jobs: [BUILDING, testing] },
      ASKING,
    ]);
  });

  test("has every field that the code writes", () => {
    const about = { description: "Ships it", created_by: "ada", create_time: 5, updated_by: "bo", update_time: 6 };
    const unsaid = { remark: "", enable_approval_ticket: false, approval_ticket_id: "", disabled: false };
    expect(workflow({}, { definitions: { i1: { definition: DEFINITION, about } } })).toMatchObject({
      ...about,
      ...unsaid,
    });
    expect(workflow({}, { definitions })).toMatchObject({
      description: "",
      created_by: "",
      create_time: 0,
      updated_by: "",
      update_time: 0,
      ...unsaid,
    });
  });

  test("is told even if what is told about it is in other words", () => {
    const about = { description: null, created_by: 7, url: "https://a.example" };
    expect(workflow({}, { definitions: { i1: { definition: DEFINITION, about } } })).toMatchObject({
      description: "",
      created_by: "",
      stages: [{ name: "build" }, { name: "ask" }],
    });
  });

  test("is told with what the plan gives to it", () => {
    const asked: unknown[] = [];
    const withInputs: BodySources["withInputs"] = (definition, given) => {
      asked.push(given);
      return { ...DEFINITION, remark: "filled in", definition };
    };
    expect(workflow({ BRANCH: "next" }, { definitions, withInputs })).toMatchObject({ remark: "filled in" });
    expect(asked).toEqual([{ BRANCH: "next" }]);
  });
});

describe("a workflow of another engine", () => {
  const given = { stage: "test", clean: false, token: "s3cret" };

  test("is told by its name, its title and its parameters", () => {
    const definitions = { i1: { definition: { steps: ["make"] }, about: { remark: "Nightly." } } };
    expect(workflow(given, { definitions, credentials: "sent" }, DESCRIPTION)).toEqual({
      name: "deploy",
      display_name: "Deploy the shop",
      project: "jenkins",
      disabled: false,
      description: "",
      created_by: "",
      create_time: 0,
      updated_by: "",
      update_time: 0,
      remark: "Nightly.",
      enable_approval_ticket: false,
      approval_ticket_id: "",
      stages: [],
      params: [
        param("stage", "test", { description: "Where to", type: "choice", choice_option: ["test", "production"] }),
        param("replicas", "2", { default: "2" }),
        param("clean", "false"),
        param("token", "s3cret", { is_credential: true }),
        param("salt", "grains", { is_credential: true, default: "grains" }),
      ],
    });
  });

  test("is told with its secrets masked, unless the endpoint is told them", () => {
    const { params } = workflow(given, {}, DESCRIPTION);
    expect(params?.slice(3)).toEqual([
      param("token", "********", { is_credential: true }),
      param("salt", "********", { is_credential: true, default: "********" }),
    ]);
    expect(params?.slice(0, 3)).toEqual(workflow(given, { credentials: "sent" }, DESCRIPTION).params?.slice(0, 3));
  });

  test("keeps values to itself that nobody describes", () => {
    expect(workflow(given, {})).toMatchObject({
      name: "deploy",
      display_name: "deploy",
      params: ["stage", "clean", "token"].map((name) => ({ name, value: "********", is_credential: true })),
    });
  });
});

function param(name: string, value: string, more: object = {}) {
  const usual = { description: "", type: "string", choice_option: [], default: "", is_credential: false };
  return { name, value, source: "runtime", ...usual, ...more };
}
