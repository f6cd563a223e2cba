/**
 * A workflow task's hook, of a workflow's own notification or of the system-wide hook since Zadig 5.
 */
import { z } from "zod";
import { webAddress } from "../../chat/texts/markdown.ts";
import type { ZadigTaskNotice } from "../../chat/zadig-notice.ts";
import type { HookHead, NoticeReading } from "./notice-reading.ts";
import { count, latest, listOf, seconds, text, word } from "./wire-values.ts";

const MOST_STAGES = 200;

const stageSchema = z.object({ name: text, status: text, start_time: seconds, end_time: seconds });
const taskSchema = z.object({
  task_id: z.union([
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ]),
  project_name: word,
  project_display_name: text,
  workflow_name: word,
  workflow_display_name: text,
  release_plan: z.object({ name: text, index: count }).optional().catch(undefined),
  status: text,
  detail_url: text,
  error: text,
  create_time: seconds,
  start_time: seconds,
  end_time: seconds,
  stages: listOf(stageSchema, MOST_STAGES),
  task_creator: text,
});
type WireTask = z.output<typeof taskSchema>;

export function readTaskNotice(body: unknown, head: HookHead): NoticeReading {
  const read = taskSchema.safeParse(body);
  if (!read.success) {
    return {
      ok: false,
      code: "invalid-notice",
      detail: "workflow has no usable task_id, project_name or workflow_name.",
    };
  }
  return { ok: true, notice: taskNotice(read.data, head) };
}

function taskNotice(task: WireTask, { base }: HookHead): ZadigTaskNotice {
  const { release_plan: plan, stages } = task;
  return {
    kind: "task",
    project: task.project_name,
    projectName: task.project_display_name || task.project_name,
    workflow: task.workflow_name,
    workflowName: task.workflow_display_name || task.workflow_name,
    task: task.task_id,
    status: task.status,
    creator: task.task_creator,
    stages: stages.map(({ name, status }) => ({ name, status })),
    error: task.error,
    plan: plan && plan.name !== "" ? plan : undefined,
    startedAt: task.start_time,
    endedAt: task.end_time,
    moment: latest([
      task.create_time,
      task.start_time,
      task.end_time,
      ...stages.flatMap(({ start_time, end_time }) => [start_time, end_time]),
    ]),
    link: linkOf(task, base),
  };
}

/** The task's own page; `detail_url` leads to the workflow alone. */
function linkOf(task: WireTask, base: string | undefined): string | undefined {
  if (base === undefined) return webAddress(task.detail_url);
  const [project, workflow] = [task.project_name, task.workflow_name].map(encodeURIComponent);
  const name = encodeURIComponent(task.workflow_display_name || task.workflow_name);
  return `${base}/v1/projects/detail/${project}/pipelines/custom/${workflow}/${task.task_id}?display_name=${name}`;
}
