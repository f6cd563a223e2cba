/**
 * The workflow of an item as receivers of Zadig's hooks know one, whatever engine it belongs to.
 */
import { z } from "zod";
import type { Json } from "../../flow/engine.ts";
import type { ParameterValue, Work } from "../../plan/content.ts";
import type { Parameter, WorkflowDescription } from "../../plan/workflow.ts";
import { text, whole } from "./spelling.ts";
import type { Workflow } from "./workflow.ts";
import { workflowSchema } from "./workflow.ts";

export type WorkflowWork = Extract<Work, { readonly type: "workflow" }>;

export interface WorkflowSources {
  readonly description: WorkflowDescription | undefined;
  /** What it is made of, as it was when planning was finished, and what else its engine tells of it. */
  readonly definition: Json | undefined;
  readonly about: Json | undefined;
  /** Puts what a plan gives to a workflow into its definition. */
  readonly withInputs: (definition: Json, given: Readonly<Record<string, ParameterValue>>) => Json;
}

/** What Zadig's code writes of every workflow, also where there is nothing to say. */
const UNSAID = {
  disabled: false,
  description: "",
  created_by: "",
  create_time: 0,
  updated_by: "",
  update_time: 0,
  remark: "",
  enable_approval_ticket: false,
  approval_ticket_id: "",
} as const;

/** Who made a workflow and when; an engine that says it in other words says nothing here. */
const aboutSchema = z
  .object({
    description: text,
    created_by: text,
    create_time: whole,
    updated_by: text,
    update_time: whole,
    remark: text,
  })
  .catch({});

/** A definition in Zadig's shape is told whole; of other engines' workflows there are the name and the parameters. */
export function workflowBody(work: WorkflowWork, sources: WorkflowSources): Workflow {
  const { description, definition, about, withInputs } = sources;
  const said = { ...UNSAID, ...aboutSchema.parse(about) };
  const filled = definition === undefined ? undefined : workflowSchema.safeParse(withInputs(definition, work.with));
  return { ...said, ...(filled?.success ? withoutSkipped(filled.data) : plainWorkflow(work, description)) };
}

/** What will not run is not told, as Zadig does. */
function withoutSkipped(workflow: Workflow): Workflow {
  const stages = workflow.stages
    .map((stage) => ({ ...stage, jobs: (stage.jobs ?? []).filter((job) => job.run_policy !== "skip") }))
    .filter(({ jobs }) => jobs.length > 0);
  return { ...workflow, stages };
}

function plainWorkflow(work: WorkflowWork, description: WorkflowDescription | undefined): Workflow {
  const described = description?.parameters ?? [];
  const [, project = work.engine, name = work.workflow] =
    work.engine === "zadig" ? (/^([^/]+)\/(.+)$/u.exec(work.workflow) ?? []) : [];
  const strangers = Object.keys(work.with).filter((name) => !described.some((parameter) => parameter.name === name));
  return {
    name,
    display_name: description?.title ?? work.workflow,
    project,
    params: [
      ...described.map((parameter) => param(parameter, work.with)),
      ...strangers.map((name) => param(undescribed(name), work.with)),
    ],
    stages: [],
  };
}

/** Nobody says that the value of a parameter without a description may be seen. */
function undescribed(name: string): Parameter {
  return { name, type: "string", required: false, secret: true };
}

function param(parameter: Parameter, given: WorkflowWork["with"]) {
  const { name, label, choices, secret, default: usual } = parameter;
  const chosen = Object.hasOwn(given, name) ? given[name] : usual;
  return {
    name,
    description: label ?? "",
    type: choices ? "choice" : "string",
    value: written(chosen),
    choice_option: choices?.map(String) ?? [],
    default: written(usual),
    is_credential: secret === true,
    source: "runtime",
  };
}

function written(value: ParameterValue | undefined): string {
  return value === undefined ? "" : String(value);
}
