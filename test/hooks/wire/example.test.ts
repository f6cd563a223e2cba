import { describe, expect, test } from "vitest";
import { envelopeSchema } from "../../../src/hooks/wire/envelope.ts";
import { planBody } from "../../../src/hooks/wire/plan-body.ts";
import { knownJobSchema } from "../../../src/hooks/wire/workflow.ts";
import { exampleBody, exampleEnvelope, imported } from "../../support/zadig-example.ts";
import type { Difference } from "./differences.ts";
import { differencesOf } from "./differences.ts";

interface Explained extends Difference {
  readonly why: string;
}

const SPELLING = "the document's table of statuses spells it so, and so does the code";
const INSTANCE = "the document's table has it, the example forgets it";
const NOT_YET = "the code of one path sets it while the plan waits; a plan that waits has not succeeded";
const TASK = "the document's words for a task; the code never writes another than prepare";
const OWNER = "Zadig 5 tells who owns an item; nobody owns this one";
const OWN_ID = "an item is named by its plan and its number there";
const MASKED = "it is a credential, and the endpoint is not told any";

/** Where a plan made of the example is told otherwise than in the example: all of it. */
const DIFFERENCES: readonly Explained[] = [
  {
    path: "release_plan.jobs.0.id",
    before: "e092f96c-4f78-410e-88bb-7afa881471d9",
    after: "68b7ec363306e52e21b2dbe6-i1",
    why: OWN_ID,
  },
  {
    path: "release_plan.jobs.0.spec.workflow.stages.4.jobs.0.spec.envs.0.value",
    before: "b",
    after: "********",
    why: MASKED,
  },
  {
    path: "release_plan.jobs.0.spec.workflow.stages.4.jobs.0.spec.services.0.key_vals.0.value",
    before: "b",
    after: "********",
    why: MASKED,
  },
  {
    path: "release_plan.jobs.0.spec.workflow.stages.4.jobs.0.spec.services.1.key_vals.0.value",
    before: "b",
    after: "********",
    why: MASKED,
  },
  { path: "release_plan.jobs.0.spec.status", before: "prepare", after: "failed", why: TASK },
  { path: "release_plan.jobs.0.manager", before: undefined, after: "", why: OWNER },
  { path: "release_plan.jobs.0.manager_id", before: undefined, after: "", why: OWNER },
  {
    path: "release_plan.jobs.1.id",
    before: "85970d24-5e47-4ef7-aa15-6afbf8c79a78",
    after: "68b7ec363306e52e21b2dbe6-i2",
    why: OWN_ID,
  },
  { path: "release_plan.jobs.1.spec.status", before: "prepare", after: "passed", why: TASK },
  { path: "release_plan.jobs.1.manager", before: undefined, after: "", why: OWNER },
  { path: "release_plan.jobs.1.manager_id", before: undefined, after: "", why: OWNER },
  {
    path: "release_plan.jobs.2.id",
    before: "79dfeb46-8135-4a3d-9b86-66d199ba1a76",
    after: "68b7ec363306e52e21b2dbe6-i3",
    why: OWN_ID,
  },
  { path: "release_plan.jobs.2.spec.status", before: "prepare", after: "passed", why: TASK },
  { path: "release_plan.jobs.2.manager", before: undefined, after: "", why: OWNER },
  { path: "release_plan.jobs.2.manager_id", before: undefined, after: "", why: OWNER },
  {
    path: "release_plan.jobs.3.id",
    before: "3110fea4-39f4-49e1-a0a8-b010358db3ae",
    after: "68b7ec363306e52e21b2dbe6-i4",
    why: OWN_ID,
  },
  { path: "release_plan.jobs.3.manager", before: undefined, after: "", why: OWNER },
  { path: "release_plan.jobs.3.manager_id", before: undefined, after: "", why: OWNER },
  {
    path: "release_plan.status",
    before: "wait_for_success_external_check",
    after: "wait_for_all_done_external_check",
    why: SPELLING,
  },
  { path: "release_plan.success_time", before: 1756893100, after: 0, why: NOT_YET },
  { path: "release_plan.instance_code", before: undefined, after: "0123456789abcdef", why: INSTANCE },
];

function exampleJobs() {
  const jobs = exampleEnvelope().release_plan.jobs ?? [];
  const workflows = jobs.flatMap((job) => (job.type === "workflow" && job.spec.workflow ? [job.spec.workflow] : []));
  return workflows.flatMap(({ stages }) => stages.flatMap((stage) => stage.jobs ?? []));
}

describe("the example of Zadig's document", () => {
  test("is the same after it was read and written again", () => {
    const written: unknown = JSON.parse(JSON.stringify(envelopeSchema.parse(exampleBody())));
    expect(written).toStrictEqual(exampleBody());
  });

  test("has all ten types of jobs, each with the spec of its type", () => {
    const jobs = exampleJobs();
    for (const job of jobs) expect(knownJobSchema.parse(job)).toStrictEqual(job);
    expect([...new Set(jobs.map(({ type }) => type))].sort()).toEqual(
      [...knownJobSchema.options].map((option) => option.shape.type.value).sort(),
    );
  });

  test("becomes a plan that is told differently in these places, and no others", () => {
    const { plan, sources } = imported(exampleEnvelope());
    const told: unknown = JSON.parse(
      JSON.stringify(planBody(plan, "all_job_done", { ...sources, credentials: "masked" })),
    );
    const listed = DIFFERENCES.map(({ path, before, after }) => ({ path, before, after }));
    expect(differencesOf(exampleBody(), told)).toEqual(listed);
  });

  test("is told alike again when what was told becomes a plan", () => {
    const first = imported(exampleEnvelope());
    const told = planBody(first.plan, "all_job_done", first.sources);
    const again = imported(told);
    expect(differencesOf(told, planBody(again.plan, "all_job_done", again.sources))).toEqual([]);
  });
});
