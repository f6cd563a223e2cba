/**
 * An instance as `instance.get` tells it.
 */
import type { Instance, Task, TimelineEntry } from "./approval-state.ts";

export function instanceJson(instance: Instance) {
  const { definition } = instance;
  return {
    approval_name: definition.name,
    approval_code: definition.code,
    instance_code: instance.code,
    uuid: instance.uuid,
    serial_number: "202611280001",
    start_time: String(instance.startedAt),
    end_time: String(instance.endedAt),
    user_id: "",
    open_id: instance.openId,
    department_id: "",
    status: instance.status,
    ...(instance.reverted && { reverted: true }),
    form: JSON.stringify(instance.form),
    task_list: instance.tasks.map((task) => taskJson(instance, task)),
    comment_list: [],
    timeline: instance.timeline.map((entry) => entryJson(instance, entry)),
  };
}

function taskJson({ definition }: Instance, task: Task) {
  const node = definition.nodes[task.node];
  return {
    id: task.id,
    user_id: "",
    open_id: task.openId,
    status: task.status,
    node_id: node?.id ?? "",
    node_name: node?.name ?? "",
    ...(node?.customId !== undefined && { custom_node_id: node.customId }),
    type: node?.type ?? "AND",
    start_time: String(task.startedAt),
    end_time: String(task.endedAt),
  };
}

function entryJson({ definition }: Instance, entry: TimelineEntry) {
  const others = entry.others ?? [];
  const ext =
    entry.type === "CC"
      ? { user_id: "", open_id: others[0] ?? "" }
      : { user_id_list: others.map(() => ""), open_id_list: others };
  return {
    type: entry.type,
    create_time: String(entry.at),
    user_id: "",
    open_id: entry.openId ?? "",
    ...(entry.task !== undefined && { task_id: entry.task }),
    ...(entry.comment !== undefined && { comment: entry.comment }),
    ...(entry.node !== undefined && { node_key: definition.nodes[entry.node]?.id ?? "" }),
    ...(entry.type === "CC" && { cc_user_list: others.map((id) => ({ open_id: id, user_id: "", cc_id: id })) }),
    ext: others.length === 0 ? "{}" : JSON.stringify(ext),
  };
}
