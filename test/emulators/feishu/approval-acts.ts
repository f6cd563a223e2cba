/**
 * What people do in 审批: each moves the instance on and tells its subscribers.
 */
import type { Instance, Task } from "./approval-state.ts";
import { newTaskId } from "./ids.ts";

export interface ApprovalActs {
  /** Asks the first node. */
  begin(instance: Instance): void;
  approve(instance: Instance, by: string, comment?: string): void;
  reject(instance: Instance, by: string, comment?: string): void;
  transfer(instance: Instance, by: string, to: string, comment?: string): void;
  /** `before` and `after` are nodes of their own in the platform's eyes; `beside` joins this one. */
  addSign(instance: Instance, by: string, whom: string, how: "before" | "beside" | "after"): void;
  /** Back to an earlier node, whose people are asked again. */
  rollBack(instance: Instance, by: string, node: number, comment?: string): void;
  cancel(instance: Instance): void;
  remove(instance: Instance): void;
  /** Taken back after it was approved. */
  revert(instance: Instance): void;
  timeOut(instance: Instance): void;
  recover(instance: Instance): void;
}

export interface ActParts {
  readonly now: () => number;
  readonly tellInstance: (instance: Instance, status: string) => void;
  readonly tellTask: (instance: Instance, task: Task, status: string) => void;
}

export function createActs({ now, tellInstance, tellTask }: ActParts): ApprovalActs {
  const ask = (instance: Instance, node: number, people: readonly string[]): void => {
    instance.node = node;
    for (const openId of people) {
      const task: Task = { id: newTaskId(), openId, node, startedAt: now(), status: "PENDING", endedAt: 0 };
      instance.tasks.push(task);
      tellTask(instance, task, "PENDING");
    }
  };
  const settle = (instance: Instance, task: Task, status: Task["status"], told: string = status): void => {
    task.status = status;
    task.endedAt = now();
    tellTask(instance, task, told);
  };
  const dropPending = (instance: Instance): void => {
    for (const task of pendingOf(instance)) settle(instance, task, "DONE");
  };
  const end = (instance: Instance, status: Instance["status"]): void => {
    dropPending(instance);
    instance.status = status;
    instance.endedAt = now();
    tellInstance(instance, status);
  };
  const goOn = (instance: Instance): void => {
    const type = instance.definition.nodes[instance.node]?.type;
    if (type !== "OR" && pendingOf(instance).length > 0) return;
    dropPending(instance);
    const next = instance.node + 1;
    const people = instance.approvers[next];
    if (people) ask(instance, next, people);
    else end(instance, "APPROVED");
    if (people && instance.definition.dedupes) passRepeated(instance);
  };
  const passRepeated = (instance: Instance): void => {
    const said = instance.tasks.filter(({ status }) => status === "APPROVED").map(({ openId }) => openId);
    const repeated = pendingOf(instance).filter(({ openId }) => said.includes(openId));
    for (const task of repeated) {
      settle(instance, task, "APPROVED");
      const { openId, id, node } = task;
      instance.timeline.push({ type: "REMOVE_REPEAT", at: now(), openId, task: id, node });
    }
    if (repeated.length > 0) goOn(instance);
  };

  return {
    begin(instance) {
      instance.timeline.push({ type: "START", at: now(), openId: instance.openId });
      tellInstance(instance, "PENDING");
      ask(instance, 0, instance.approvers[0] ?? []);
    },
    approve(instance, by, comment) {
      const task = taskOf(instance, by);
      settle(instance, task, "APPROVED");
      instance.timeline.push({ type: "PASS", at: now(), openId: by, task: task.id, node: task.node, comment });
      goOn(instance);
    },
    reject(instance, by, comment) {
      const task = taskOf(instance, by);
      settle(instance, task, "REJECTED");
      instance.timeline.push({ type: "REJECT", at: now(), openId: by, task: task.id, node: task.node, comment });
      end(instance, "REJECTED");
    },
    transfer(instance, by, to, comment) {
      const task = taskOf(instance, by);
      settle(instance, task, "TRANSFERRED");
      const { id, node } = task;
      instance.timeline.push({ type: "TRANSFER", at: now(), openId: by, task: id, node, comment, others: [to] });
      ask(instance, node, [to]);
    },
    addSign(instance, by, whom, how) {
      const task = taskOf(instance, by);
      const type = { before: "ADD_APPROVER_BEFORE", beside: "ADD_APPROVER", after: "ADD_APPROVER_AFTER" }[how];
      const entry = { at: now(), openId: by, task: task.id, node: task.node };
      instance.timeline.push({ ...entry, type, others: [whom] });
      if (how === "after") {
        settle(instance, task, "APPROVED");
        instance.timeline.push({ ...entry, type: "PASS" });
      }
      ask(instance, task.node, [whom]);
    },
    rollBack(instance, by, node, comment) {
      const task = taskOf(instance, by);
      settle(instance, task, "DONE", "ROLLBACK");
      instance.timeline.push({
        type: "ROLLBACK_SELECTED",
        at: now(),
        openId: by,
        task: task.id,
        node: task.node,
        comment,
      });
      dropPending(instance);
      ask(instance, node, instance.approvers[node] ?? []);
    },
    cancel(instance) {
      instance.timeline.push({ type: "CANCEL", at: now(), openId: instance.openId });
      end(instance, "CANCELED");
    },
    remove(instance) {
      instance.timeline.push({ type: "DELETE", at: now() });
      end(instance, "DELETED");
    },
    revert(instance) {
      instance.reverted = true;
      tellInstance(instance, "REVERTED");
    },
    timeOut(instance) {
      end(instance, "OVERTIME_CLOSE");
    },
    recover(instance) {
      instance.status = "PENDING";
      instance.endedAt = 0;
      tellInstance(instance, "OVERTIME_RECOVER");
      ask(instance, instance.node, instance.approvers[instance.node] ?? []);
    },
  };
}

export function pendingOf({ tasks }: Instance): readonly Task[] {
  return tasks.filter(({ status }) => status === "PENDING");
}

function taskOf(instance: Instance, by: string): Task {
  const task = pendingOf(instance).find(({ openId }) => openId === by);
  if (!task) throw new Error(`${by} has nothing to decide in ${instance.code}`);
  return task;
}
