/**
 * The example of Zadig's document, and a hook turned into a plan, as an import would: specs of workflows become definitions.
 */
import { readFileSync } from "node:fs";
import type { Json } from "../../src/flow/engine.ts";
import { statusOf } from "../../src/hooks/incoming/read-plan-notice.ts";
import type { Envelope, PlanJob } from "../../src/hooks/wire/envelope.ts";
import { envelopeSchema } from "../../src/hooks/wire/envelope.ts";
import type { BodySources, Definition } from "../../src/hooks/wire/plan-body.ts";
import type { Workflow } from "../../src/hooks/wire/workflow.ts";
import { withInputs } from "../../src/hooks/wire/zadig-inputs.ts";
import type { Content, Instant, Item, PersonId, Work } from "../../src/plan/content.ts";
import type { Actor, ItemProgress, Plan, Run } from "../../src/plan/plan.ts";
import { STATUSES } from "../../src/plan/plan.ts";

const EXAMPLE = new URL("../hooks/wire/example.json", import.meta.url);
/** What Zadig calls itself where nobody acts. */
const SYSTEM = "系统";
const EMPTY = "<p><br></p>";

/** The body in Zadig's document, as it stands there. */
export function exampleBody(): Json {
  return JSON.parse(readFileSync(EXAMPLE, "utf8"));
}

export function exampleEnvelope(): Envelope {
  return envelopeSchema.parse(exampleBody());
}

export interface Imported {
  readonly plan: Plan;
  readonly sources: BodySources;
}

/** The plan that a hook tells of, with the definitions of its workflows. Credentials are sent, not masked. */
export function imported({ release_plan: told }: Envelope): Imported {
  const jobs = told.jobs ?? [];
  const ids = new Map([[told.manager ?? "", told.manager_id ?? ""]]);
  const people: People = (name) => ids.get(name) ?? name;
  const status = STATUSES.find((known) => known === statusOf(told.status));
  if (!status) throw new Error(`${told.status} is no status of a plan`);
  const waits = status === "wait_for_all_done_external_check";
  const plan: Plan = {
    id: told.id,
    index: told.index,
    status,
    content: contentOf(told, jobs, people),
    digest: "digest",
    instanceCode: told.instance_code ?? "0123456789abcdef",
    gates: waits ? [{ checkpoint: "all_job_done", endpoints: ["zadig"] }] : [],
    workflows: {},
    manager: told.manager_id ?? "",
    createdBy: actorOf(told.created_by, people),
    createdAt: instant(told.create_time) ?? 0,
    editedBy: actorOf(told.updated_by, people),
    editedAt: instant(told.update_time) ?? 0,
    changedAt: instant(told.update_time) ?? 0,
    nextItem: jobs.length + 1,
    rounds: 0,
    submitting: false,
    checks: {},
    items: Object.fromEntries(jobs.map((job, place) => [itemId(place), progressOf(job, people)])),
    attempts: {},
    stopped: [],
    scheduled: instant(told.schedule_execute_time) !== undefined,
    finishedPlanningAt: instant(told.planning_time),
    executingAt: instant(told.executing_time),
    // A plan that waits for its last check has not succeeded yet.
    successAt: status === "success" ? instant(told.success_time) : undefined,
  };
  return { plan, sources: sourcesOf(jobs, ids) };
}

type People = (name: string) => PersonId;

function sourcesOf(jobs: readonly PlanJob[], ids: ReadonlyMap<string, PersonId>): BodySources {
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const definitions = jobs.flatMap((job, place) => {
    const workflow = job.type === "workflow" ? job.spec.workflow : null;
    return workflow ? [[itemId(place), definitionOf(workflow)] as const] : [];
  });
  return {
    personName: (id) => names.get(id) ?? id,
    definitions: Object.fromEntries(definitions),
    withInputs,
    credentials: "sent",
    style: "release_plan",
  };
}

/** Who made it and when is told of a workflow, and is not what a run of it is made of. */
function definitionOf(workflow: Workflow): Definition {
  const { description, created_by, create_time, updated_by, update_time, remark, ...definition } = workflow;
  return {
    definition: jsonOf(definition),
    about: jsonOf({ description, created_by, create_time, updated_by, update_time, remark }),
  };
}

function jsonOf(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function contentOf(told: Envelope["release_plan"], jobs: readonly PlanJob[], people: People): Content {
  const opens = instant(told.start_time);
  const closes = instant(told.end_time);
  return {
    name: told.name,
    description: markdownOf(told.description),
    window: opens === undefined || closes === undefined ? undefined : { opens, closes },
    schedule: instant(told.schedule_execute_time),
    requirements: [],
    items: jobs.map((job, place) => itemOf(job, place, people)),
    policy: "standard",
    editors: [],
    announce: [],
    tags: [],
  };
}

function itemOf(job: PlanJob, place: number, people: People): Item {
  const owners = job.manager ? [job.manager_id || people(job.manager)] : [];
  return { id: itemId(place), name: job.name, owners, after: [], work: workOf(job) };
}

function workOf(job: PlanJob): Work {
  if (job.type === "text") return { type: "text", content: markdownOf(job.spec.content) };
  return { type: "workflow", engine: "zadig", workflow: workflowName(job.spec.workflow), with: {} };
}

function workflowName(workflow: Workflow | null): string {
  return `${workflow?.project ?? ""}/${workflow?.name ?? ""}`;
}

function progressOf(job: PlanJob, people: People): ItemProgress {
  const by = actorOf(job.executed_by, people);
  const at = instant(job.executed_time) ?? 0;
  switch (job.status) {
    case "todo":
      return { state: "todo" };
    case "running":
      return { state: "running", by, at, run: runOf(job) };
    case "done":
      return job.type === "text"
        ? { state: "done", by, at, remark: markdownOf(job.spec.remark) }
        : { state: "done", by, at, run: runOf(job) };
    case "skipped":
      return { state: "skipped", by, at, reason: job.type === "text" ? markdownOf(job.spec.remark) : "" };
    case "failed":
      return { state: "failed", by, at, reason: "failed", run: runOf(job), unclear: false };
  }
}

function runOf(job: PlanJob): Run {
  const key = `${job.id}/1`;
  if (job.type === "text" || !job.spec.task_id) return { key, attempt: 1, progress: {} };
  return { key, attempt: 1, ref: `${workflowName(job.spec.workflow)}/${job.spec.task_id}`, progress: {} };
}

function actorOf(name: string | undefined, people: People): Actor {
  return name === SYSTEM ? { kind: "system", part: "timer" } : { kind: "person", id: people(name ?? "") };
}

/** The example's rich texts are single paragraphs. */
function markdownOf(html: string | undefined): string {
  if (html === undefined || html === EMPTY) return "";
  const [, text] = /^<p>([^<]*)<\/p>$/.exec(html) ?? [];
  if (text === undefined) throw new Error(`${html} is more than a paragraph`);
  return text;
}

function itemId(place: number): string {
  return `i${place + 1}`;
}

function instant(seconds: number | undefined): Instant | undefined {
  return seconds ? seconds * 1_000 : undefined;
}
