/**
 * What Zadig sends: a release plan at its gates, and a workflow task.
 */

export const PLAN_ID = "68b7ec363306e52e21b2dbe6";
export const CODE = "0123456789abcdef";
const DAY = Date.parse("2026-11-24T00:00:00Z") / 1000;

type Fields = Readonly<Record<string, unknown>>;

export function planFields(more: Fields = {}): Fields {
  return {
    id: PLAN_ID,
    index: 52,
    event_name: "start_execute",
    name: "Release 2.4",
    manager: "patrick",
    manager_id: "14790d50-37b3-11f0-b3aa-ee39782dea6e",
    start_time: DAY + 20 * 3600,
    end_time: DAY + 22 * 3600,
    schedule_execute_time: 0,
    description: "<p><br></p>",
    created_by: "patrick",
    create_time: DAY + 3600,
    updated_by: "系统",
    update_time: DAY + 7200,
    instance_code: CODE,
    jobs: [
      {
        id: "j1",
        name: "Build",
        type: "workflow",
        spec: {
          workflow: { name: "build-shop", display_name: "Build shop", project: "shop", stages: [], params: [] },
          status: "prepare",
          task_id: 0,
        },
        status: "done",
        executed_by: "bo",
        executed_time: DAY + 10_800,
      },
      {
        id: "j2",
        name: "Announce",
        type: "text",
        spec: { content: "<p>x</p>", remark: "" },
        status: "todo",
        executed_by: "",
        executed_time: 0,
      },
    ],
    status: "wait_for_execute_external_check",
    planning_time: DAY + 7300,
    approval_time: 0,
    executing_time: 0,
    success_time: 0,
    ...more,
  };
}

/** As Zadig 4 sends it; version 5 has the event's name in `event`. */
export function planHook(more: Fields = {}, event = "release_plan"): Fields {
  return { object_kind: "release_plan", event, workflow: null, release_plan: planFields(more) };
}

export function taskHook(more: Fields = {}): Fields {
  const workflow = {
    task_id: 20,
    project_name: "shop",
    project_display_name: "Shop",
    workflow_name: "build-shop",
    workflow_display_name: "Build shop",
    status: "running",
    remark: "",
    detail_url: "https://zadig.example/v1/projects/detail/shop/pipelines/custom/build-shop",
    error: "",
    create_time: DAY + 100,
    start_time: DAY + 110,
    end_time: 0,
    stages: [{ name: "Compile", status: "running", start_time: DAY + 110, end_time: 0, jobs: [], error: "" }],
    task_creator: "bo",
    task_type: "workflow",
    ...more,
  };
  return { object_kind: "workflow", event: "workflow", workflow, release_plan: null };
}
