/**
 * A plan as receivers of Zadig's hooks know one: the field names, units and spellings of Zadig's code.
 */
import type { Json } from "../../flow/engine.ts";
import type { Checkpoint, Instant, Item, PersonId } from "../../plan/content.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { Actor, ItemProgress, Plan } from "../../plan/plan.ts";
import { withoutCredentials } from "./credentials.ts";
import type { Envelope, PlanJob, ReleasePlan } from "./envelope.ts";
import { htmlOf } from "./html.ts";
import type { WorkflowSources, WorkflowWork } from "./workflow-body.ts";
import { workflowBody } from "./workflow-body.ts";

/** What a workflow is made of, as it was when planning was finished. */
export interface Definition {
  readonly definition: Json;
  readonly about?: Json | undefined;
}

export interface BodySources {
  readonly personName: (id: PersonId) => string;
  /** By the id of the item. */
  readonly definitions: Readonly<Record<string, Definition>>;
  /** Puts what a plan gives to a workflow into its definition. */
  readonly withInputs: WorkflowSources["withInputs"];
  readonly credentials: "masked" | "sent";
  readonly style: "release_plan" | "event-name";
}

type Sources = Omit<BodySources, "credentials" | "style">;

/** What an endpoint is told at a checkpoint, with the plan as it was there. */
export function planBody(plan: Plan, checkpoint: Checkpoint, sources: BodySources): Envelope {
  const body: Envelope = {
    object_kind: "release_plan",
    event: sources.style === "event-name" ? checkpoint : "release_plan",
    workflow: null,
    release_plan: releasePlan(plan, checkpoint, sources),
  };
  return sources.credentials === "sent" ? body : withoutCredentials(body);
}

export function releasePlan(plan: Plan, checkpoint: Checkpoint, sources: Sources): ReleasePlan {
  const { id, index, content, manager, status, instanceCode, round } = plan;
  const { name, description, window, schedule, items } = content;
  return {
    id,
    index,
    name,
    event_name: checkpoint,
    manager: sources.personName(manager),
    manager_id: manager,
    instance_code: instanceCode,
    start_time: seconds(window?.opens),
    end_time: seconds(window?.closes),
    schedule_execute_time: seconds(schedule),
    description: htmlOf(description),
    created_by: actorName(plan.createdBy, sources),
    create_time: seconds(plan.createdAt),
    updated_by: actorName(plan.editedBy, sources),
    update_time: seconds(plan.editedAt),
    jobs: items.map((item) => planJob(plan, item, sources)),
    status,
    planning_time: seconds(plan.finishedPlanningAt),
    approval_time: seconds(round?.outcome === "approved" ? round.endedAt : undefined),
    executing_time: seconds(plan.executingAt),
    success_time: seconds(plan.successAt),
  };
}

function planJob(plan: Plan, item: Item, sources: Sources): PlanJob {
  const progress = plan.items[item.id] ?? { state: "todo" };
  const owner = item.owners.find((party) => !party.startsWith(GROUP_PREFIX));
  const job = {
    // Unlike an item's id alone, it names the job among those of all plans.
    id: `${plan.id}-${item.id}`,
    name: item.name,
    manager: owner === undefined ? "" : sources.personName(owner),
    manager_id: owner ?? "",
    status: progress.state,
    executed_by: "by" in progress ? actorName(progress.by, sources) : "",
    executed_time: "at" in progress ? seconds(progress.at) : 0,
  };
  if (item.work.type === "text") {
    const spec = { content: htmlOf(item.work.content), remark: htmlOf(remarkOf(progress)), ...shownBy(progress) };
    return { ...job, type: "text", spec };
  }
  const kept = Object.hasOwn(sources.definitions, item.id) ? sources.definitions[item.id] : undefined;
  const workflow = workflowBody(item.work, {
    description: plan.workflows[item.id],
    definition: kept?.definition,
    about: kept?.about,
    withInputs: sources.withInputs,
  });
  const spec = { workflow, status: taskStatus(progress), task_id: taskId(item.work, progress) };
  return { ...job, type: "workflow", spec };
}

function remarkOf(progress: ItemProgress): string {
  if (progress.state === "done") return progress.remark ?? "";
  return progress.state === "skipped" ? progress.reason : "";
}

/** What shows that an item is done, beside what Zadig knows: only where something was given. */
function shownBy(progress: ItemProgress): { readonly evidence?: readonly Json[] } {
  if (progress.state !== "done") return {};
  const { evidence = [], answers = {}, files = [] } = progress;
  const given = [
    ...Object.entries(answers).map(([name, text]) => ({ name, text })),
    ...evidence.map((text) => ({ name: "", text })),
    ...files.map(({ name, hash, type, size, ask = "" }) => ({ name: ask, file: { name, hash, type, size } })),
  ];
  return given.length > 0 ? { evidence: given } : {};
}

/** The document's words for a task; an empty one while there is none. */
function taskStatus(progress: ItemProgress): string {
  switch (progress.state) {
    case "todo":
    case "skipped":
      return "";
    case "running":
      return progress.run.ref === undefined ? "created" : "running";
    case "done":
      return "passed";
    case "failed":
      return progress.reason === "stopped" ? "cancelled" : "failed";
  }
}

/**
 * The number of the task. Zadig's runs are named by it, `project/workflow/7`, with a second number where the task was repeated;
 * where an engine names its runs in other ways there is 0.
 */
function taskId({ workflow }: WorkflowWork, progress: ItemProgress): number {
  const ref = "run" in progress ? progress.run?.ref : undefined;
  if (!ref?.startsWith(`${workflow}/`)) return 0;
  const [, task] = /^(\d{1,15})(?:\/\d+)?$/.exec(ref.slice(workflow.length + 1)) ?? [];
  return task === undefined ? 0 : Number(task);
}

function actorName(actor: Actor, { personName }: Sources): string {
  switch (actor.kind) {
    case "person":
      return personName(actor.id);
    case "token":
      return actor.name;
    case "system":
      // What Zadig itself writes, whatever the language.
      return "系统";
  }
}

/** Unix seconds, 0 for what has not been. */
function seconds(at: Instant | undefined): number {
  return at === undefined ? 0 : Math.floor(at / 1000);
}
