/**
 * OA approvals: forms, instances with sequential nodes of approvers, what people do to them, and the events of it all.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Told } from "./answers.ts";
import { bodyOf, ok, refuse } from "./answers.ts";
import type { Gateway, Push } from "./gateway.ts";
import type { Route } from "./server.ts";
import type { World } from "./world.ts";

const componentSchema = z.strictObject({
  componentType: z.enum(["TextField", "TextareaField"]),
  props: z.strictObject({
    componentId: z.string().regex(/^(?:TextField|TextareaField)-\w+$/u),
    label: z.string().min(1).max(50),
    required: z.boolean().optional(),
    placeholder: z.string().max(50).optional(),
  }),
});
const formSchema = z.strictObject({
  processCode: z.string().optional(),
  name: z.string().min(1).max(64),
  description: z.string().max(200).optional(),
  formComponents: z.array(componentSchema).min(1),
});
const approverSchema = z
  .strictObject({ actionType: z.enum(["AND", "OR", "NONE"]), userIds: z.array(z.string()).min(1).max(20) })
  .refine(
    ({ actionType, userIds }) => (actionType === "NONE") === (userIds.length === 1),
    "AND and OR need several people",
  );
const createSchema = z.strictObject({
  processCode: z.string(),
  originatorUserId: z.string(),
  deptId: z.number().int().optional(),
  approvers: z.array(approverSchema).min(1).max(20),
  ccList: z.array(z.string()).max(50).optional(),
  ccPosition: z.enum(["START", "FINISH", "START_FINISH"]).optional(),
  formComponentValues: z.array(z.strictObject({ name: z.string(), value: z.string().max(65_535) })).max(150),
});
const terminateSchema = z.strictObject({
  processInstanceId: z.string(),
  isSystem: z.boolean(),
  operatingUserId: z.string().optional(),
  remark: z.string().optional(),
});
const listSchema = z.strictObject({
  processCode: z.string(),
  startTime: z.number().int(),
  endTime: z.number().int().optional(),
  nextToken: z.number().int(),
  maxResults: z.number().int().min(1).max(20),
  userIds: z.array(z.string()).max(10).optional(),
  statuses: z.array(z.string()).optional(),
});

interface Task {
  readonly taskId: number;
  readonly userId: string;
  readonly activityId: string;
  status: "RUNNING" | "COMPLETED" | "CANCELED";
  result: "NONE" | "AGREE" | "REFUSE" | "REDIRECTED";
  readonly createTime: number;
  finishTime?: number;
}

interface Node {
  readonly activityId: string;
  readonly actionType: "AND" | "OR" | "NONE";
  readonly userIds: readonly string[];
}

export interface Instance {
  readonly id: string;
  readonly processCode: string;
  readonly title: string;
  readonly originator: string;
  readonly nodes: readonly Node[];
  readonly copies: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly createTime: number;
  status: "RUNNING" | "COMPLETED" | "TERMINATED";
  result: "" | "agree" | "refuse";
  node: number;
  readonly tasks: Task[];
  readonly records: {
    type: string;
    userId: string;
    date: number;
    result: string;
    remark?: string;
    activityId?: string;
  }[];
}

export interface Oa {
  readonly routes: readonly Route[];
  readonly instances: Map<string, Instance>;
  /** The events of a new instance are delivered before the call that made it is answered. */
  eventsFirst: boolean;
  /** Events are not delivered at all: only looking tells. */
  eventsLost: boolean;
  decide(id: string, userId: string, result: "agree" | "refuse", remark?: string): Promise<void>;
  redirect(id: string, from: string, to: string, remark?: string): Promise<void>;
  /** Asks somebody else as well, before it goes on. */
  append(id: string, by: string, to: string): Promise<void>;
  comment(id: string, userId: string, text: string): Promise<void>;
  withdraw(id: string, userId: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** The last events again, as DingTalk redelivers them. */
  repeatEvents(): Promise<void>;
  /** An event of another form of the organisation. */
  strangerEvent(): Promise<void>;
}

export function createOa(world: World, gateway: Gateway): Oa {
  const forms = new Map<string, { readonly code: string; readonly name: string; readonly labels: readonly string[] }>();
  const instances = new Map<string, Instance>();
  const delivered: Push[] = [];
  let tasks = 800_000_000;
  let businesses = 202_611_240_000;

  async function tell(
    type: "bpms_instance_change" | "bpms_task_change",
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (oa.eventsLost) return;
    const headers = {
      eventType: type,
      eventId: randomUUID(),
      eventBornTime: String(world.now()),
      eventCorpId: world.corpId,
      eventUnifiedAppId: "app",
    };
    const push = await gateway.push("EVENT", "*", data, headers);
    delivered.push(push);
    const ack = z.strictObject({ status: z.enum(["SUCCESS", "LATER"]), message: z.string().optional() });
    const parsed = ack.safeParse(await push.acknowledged());
    if (!parsed.success) world.violations.push("an event acknowledged with something else than a status");
  }

  const about = (instance: Instance) => ({
    processInstanceId: instance.id,
    processCode: instance.processCode,
    businessId: String(businesses),
    corpId: world.corpId,
    title: instance.title,
    createTime: instance.createTime,
  });
  const instanceEvent = (instance: Instance, type: "start" | "finish" | "terminate" | "delete") =>
    tell("bpms_instance_change", {
      ...about(instance),
      type,
      staffId: instance.originator,
      url: `https://aflow.dingtalk.com/dingtalk/pc/query/pchomepage.htm?procInstId=${instance.id}`,
      ...(type === "finish" && { result: instance.result, finishTime: world.now() }),
    });
  const taskEvent = (instance: Instance, task: Task, type: string, more: object = {}) =>
    tell("bpms_task_change", { ...about(instance), taskId: task.taskId, type, staffId: task.userId, ...more });

  function addTask(instance: Instance, userId: string, activityId: string): Task {
    const task: Task = {
      taskId: ++tasks,
      userId,
      activityId,
      status: "RUNNING",
      result: "NONE",
      createTime: world.now(),
    };
    instance.tasks.push(task);
    return task;
  }

  function openNode(instance: Instance): readonly Task[] {
    const node = instance.nodes[instance.node];
    return node ? node.userIds.map((userId) => addTask(instance, userId, node.activityId)) : [];
  }

  async function startTasks(instance: Instance, opened: readonly Task[]): Promise<void> {
    for (const task of opened) await taskEvent(instance, task, "start");
  }

  const running = ({ tasks: all }: Instance) => all.filter(({ status }) => status === "RUNNING");

  function instanceAt(id: string): Instance {
    const instance = instances.get(id);
    if (!instance) throw new Error(`there is no instance ${id}`);
    return instance;
  }

  function taskOf(instance: Instance, userId: string): Task {
    const task = running(instance).find((each) => each.userId === userId);
    if (!task || instance.status !== "RUNNING") throw new Error(`${userId} has nothing to decide`);
    return task;
  }

  function record(instance: Instance, type: string, userId: string, more: object = {}): void {
    instance.records.push({ type, userId, date: world.now(), result: "NONE", ...more });
  }

  function cancelRest(instance: Instance): readonly Task[] {
    const rest = running(instance);
    for (const task of rest) Object.assign(task, { status: "CANCELED", finishTime: world.now() });
    return rest;
  }

  async function end(instance: Instance, result: "agree" | "refuse"): Promise<void> {
    Object.assign(instance, { status: "COMPLETED", result });
    await instanceEvent(instance, "finish");
  }

  /** After a task was agreed to: the rest of its node, the next node, or the end. */
  async function goOn(instance: Instance, task: Task): Promise<void> {
    const node = instance.nodes[instance.node];
    const appended = task.activityId.startsWith("append-");
    if (node?.actionType === "OR" && !appended) {
      for (const each of cancelRest(instance)) await taskEvent(instance, each, "cancel");
    }
    if (running(instance).length > 0) return;
    instance.node++;
    if (instance.node >= instance.nodes.length) return end(instance, "agree");
    await startTasks(instance, openNode(instance));
  }

  const form: Route["answer"] = (asked): Told => {
    const body = bodyOf(asked, formSchema);
    const code = body.processCode ?? `PROC-${randomUUID().toUpperCase()}`;
    forms.set(code, { code, name: body.name, labels: body.formComponents.map(({ props }) => props.label) });
    return ok({ result: { processCode: code } });
  };
  const codeOf: Route["answer"] = ({ query }): Told => {
    const found = [...forms.values()].find(({ name }) => name === query.get("name"));
    if (!found) throw refuse(400, "processCode.notExist", "流程不存在");
    return ok({ result: { processCode: found.code } });
  };
  const create: Route["answer"] = async (asked): Promise<Told> => {
    const body = bodyOf(asked, createSchema);
    const known = forms.get(body.processCode);
    if (!known) throw refuse(400, "processCode.error", "流程不存在");
    for (const { name } of body.formComponentValues) {
      if (!known.labels.includes(name)) throw refuse(400, "processFormComponent.error", `没有控件 ${name}`);
    }
    const people = [body.originatorUserId, ...body.approvers.flatMap(({ userIds }) => userIds), ...(body.ccList ?? [])];
    const missing = people.find((id) => world.people.get(id)?.outside !== undefined || !world.people.has(id));
    if (missing !== undefined) throw refuse(400, "userNotExist", `用户 ${missing} 不存在`);
    const instance: Instance = {
      id: randomUUID(),
      processCode: body.processCode,
      title: `${world.people.get(body.originatorUserId)?.name}提交的${known.name}`,
      originator: body.originatorUserId,
      nodes: body.approvers.map((approver, index) => ({ ...approver, activityId: `node-${index + 1}` })),
      copies: body.ccList ?? [],
      values: Object.fromEntries(body.formComponentValues.map(({ name, value }) => [name, value])),
      createTime: world.now(),
      status: "RUNNING",
      result: "",
      node: 0,
      tasks: [],
      records: [],
    };
    businesses++;
    instances.set(instance.id, instance);
    record(instance, "START_PROCESS_INSTANCE", instance.originator);
    const opened = openNode(instance);
    const events = async () => {
      await instanceEvent(instance, "start");
      await startTasks(instance, opened);
    };
    if (oa.eventsFirst) await events();
    else void events().catch(() => undefined);
    return ok({ instanceId: instance.id });
  };
  const get: Route["answer"] = ({ query }): Told => {
    const instance = instances.get(query.get("processInstanceId") ?? "");
    if (!instance) throw refuse(400, "processInstance.notExist", "审批实例不存在");
    return ok({ success: "true", result: bean(instance) });
  };
  const terminate: Route["answer"] = async (asked): Promise<Told> => {
    const { processInstanceId, isSystem, operatingUserId, remark } = bodyOf(asked, terminateSchema);
    const instance = instances.get(processInstanceId);
    if (!instance) throw refuse(400, "processInstance.notExist", "审批实例不存在");
    if (!isSystem && operatingUserId !== instance.originator) throw refuse(400, "operatorError", "只有发起人可以撤销");
    if (instance.status !== "RUNNING") throw refuse(400, "processInstance.statusError", "审批实例已结束");
    Object.assign(instance, { status: "TERMINATED" });
    cancelRest(instance);
    record(instance, "TERMINATE_PROCESS_INSTANCE", operatingUserId ?? instance.originator, { remark });
    void instanceEvent(instance, "terminate").catch(() => undefined);
    return ok({ result: true, success: true });
  };
  const list: Route["answer"] = (asked): Told => {
    const {
      processCode,
      startTime,
      endTime = Number.POSITIVE_INFINITY,
      nextToken,
      maxResults,
    } = bodyOf(asked, listSchema);
    const ids = [...instances.values()]
      .filter((each) => each.processCode === processCode && each.createTime >= startTime && each.createTime <= endTime)
      .map(({ id }) => id);
    const next = nextToken + maxResults;
    const page = { list: ids.slice(nextToken, next), ...(next < ids.length && { nextToken: String(next) }) };
    return ok({ success: true, result: page });
  };

  const oa: Oa = {
    routes: [
      { method: "POST", path: "/v1.0/workflow/forms", answer: form },
      {
        method: "GET",
        path: "/v1.0/workflow/processCentres/schemaNames/processCodes",
        query: ["name"],
        answer: codeOf,
      },
      { method: "POST", path: "/v1.0/workflow/processInstances", answer: create },
      { method: "GET", path: "/v1.0/workflow/processInstances", query: ["processInstanceId"], answer: get },
      { method: "POST", path: "/v1.0/workflow/processInstances/terminate", answer: terminate },
      { method: "POST", path: "/v1.0/workflow/processes/instanceIds/query", answer: list },
    ],
    instances,
    eventsFirst: false,
    eventsLost: false,
    async decide(id, userId, result, remark) {
      const instance = instanceAt(id);
      const task = taskOf(instance, userId);
      const verdict = result === "agree" ? "AGREE" : "REFUSE";
      Object.assign(task, { status: "COMPLETED", result: verdict, finishTime: world.now() });
      record(instance, "EXECUTE_TASK_NORMAL", userId, { result: verdict, remark, activityId: task.activityId });
      await taskEvent(instance, task, "finish", { result, remark, finishTime: world.now() });
      if (result === "agree") return goOn(instance, task);
      cancelRest(instance);
      await end(instance, "refuse");
    },
    async redirect(id, from, to, remark) {
      const instance = instanceAt(id);
      const task = taskOf(instance, from);
      Object.assign(task, { status: "COMPLETED", result: "REDIRECTED", finishTime: world.now() });
      record(instance, "REDIRECT_TASK", from, { remark, activityId: task.activityId });
      const fresh = addTask(instance, to, task.activityId);
      await taskEvent(instance, task, "finish", { result: "redirect", remark });
      await taskEvent(instance, fresh, "start");
    },
    async append(id, by, to) {
      const instance = instanceAt(id);
      const task = taskOf(instance, by);
      const activityId = `append-${task.activityId}-${to}`;
      record(instance, "APPEND_TASK_AFTER", by, { activityId: task.activityId });
      await taskEvent(instance, addTask(instance, to, activityId), "start");
    },
    async comment(id, userId, text) {
      const instance = instanceAt(id);
      record(instance, "ADD_REMARK", userId, { remark: text });
      const [task] = instance.tasks;
      if (task) await taskEvent(instance, task, "comment", { staffId: userId, remark: text });
    },
    async withdraw(id, userId) {
      const instance = instanceAt(id);
      if (userId !== instance.originator) throw new Error("only the originator withdraws");
      Object.assign(instance, { status: "TERMINATED" });
      cancelRest(instance);
      record(instance, "TERMINATE_PROCESS_INSTANCE", userId);
      await instanceEvent(instance, "terminate");
    },
    async remove(id) {
      const instance = instanceAt(id);
      instances.delete(id);
      await instanceEvent(instance, "delete");
    },
    async repeatEvents() {
      for (const push of delivered.slice(-5)) await (await gateway.again(push)).acknowledged();
    },
    async strangerEvent() {
      const data = {
        processInstanceId: "other",
        processCode: "PROC-OTHER",
        type: "start",
        staffId: "nobody",
        title: "请假",
      };
      await tell("bpms_instance_change", data);
    },
  };
  return oa;
}

/** Times are told to the minute, in UTC. */
function minute(at: number | undefined): string | undefined {
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 16)}Z`;
}

function bean(instance: Instance) {
  return {
    title: instance.title,
    createTime: minute(instance.createTime),
    originatorUserId: instance.originator,
    originatorDeptId: "-1",
    status: instance.status,
    result: instance.result,
    businessId: "202611240001",
    approverUserIds: instance.nodes.flatMap(({ userIds }) => userIds),
    ccUserIds: instance.copies,
    operationRecords: instance.records.map(({ date, ...rest }) => ({ ...rest, date: minute(date) })),
    tasks: instance.tasks.map(({ createTime, finishTime, ...rest }) => ({
      ...rest,
      createTime: minute(createTime),
      finishTime: minute(finishTime),
      pcUrl: `?procInsId=${instance.id}&taskId=${rest.taskId}`,
      mobileUrl: `?procInsId=${instance.id}&taskId=${rest.taskId}`,
    })),
    formComponentValues: Object.entries(instance.values).map(([name, value]) => ({ id: "x", name, value })),
  };
}
