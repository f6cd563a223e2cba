/**
 * 审批 over HTTP: definitions, subscriptions, instances. To act as a person is possible there, and a mistake here.
 */
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import type { ApprovalActs } from "./approval-acts.ts";
import { createActs } from "./approval-acts.ts";
import { instanceJson } from "./approval-json.ts";
import { createBody, definitionBody } from "./approval-schemas.ts";
import type { Definition, DefinitionNode, Instance, Task, Widget } from "./approval-state.ts";
import type { Delivery } from "./delivery.ts";
import type { Route } from "./http-server.ts";
import { route } from "./http-server.ts";
import { newCode } from "./ids.ts";
import { APP_RULES, APPROVAL_RULES } from "./limits.ts";
import type { World } from "./world.ts";

export interface Approvals extends ApprovalActs {
  readonly routes: readonly Route[];
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly instances: ReadonlyMap<string, Instance>;
  /** Events come in the first schema, in the second, or in both. */
  schema: "v1" | "v2" | "both";
  /** A definition made in the admin console. */
  define(definition: {
    readonly name: string;
    readonly nodes: readonly DefinitionNode[];
    readonly form: readonly Widget[];
  }): Definition;
}

export interface ApprovalParts {
  readonly world: World;
  readonly delivery: Delivery;
  readonly now: () => number;
  readonly violate: (what: string) => void;
}

const WRITES = { rules: APPROVAL_RULES };
const code = z.string().regex(/^[0-9A-F-]{36}$/u);
const idType = z.enum(["open_id", "union_id", "user_id"]).optional();

export function createApprovals({ world, delivery, now, violate }: ApprovalParts): Approvals {
  const definitions = new Map<string, Definition>();
  const instances = new Map<string, Instance>();
  const subscribed = new Set<string>();

  const tell = (definition: Definition, type: string, event: object, newType: string): void => {
    if (!subscribed.has(definition.code)) return;
    if (approvals.schema !== "v2") void delivery.oldEvent({ type, ...event });
    if (approvals.schema !== "v1") void delivery.event(newType, event);
  };
  const acts = createActs({
    now,
    tellInstance: (instance, status) => {
      const { definition, uuid } = instance;
      const time = status === "REVERTED" ? now() : String(now());
      const event = { approval_code: definition.code, instance_code: instance.code, status, operate_time: time, uuid };
      tell(definition, "approval_instance", event, "approval.instance.status_changed_v4");
    },
    tellTask: ({ code: instanceCode, definition }, { id, openId, node }: Task, status) => {
      const event = {
        open_id: openId,
        user_id: "",
        approval_code: definition.code,
        instance_code: instanceCode,
        task_id: id,
        status,
        operate_time: String(now()),
        def_key: definition.nodes[node]?.id ?? "",
        custom_key: definition.nodes[node]?.customId ?? "",
      };
      tell(definition, "approval_task", event, "approval.task.status_changed_v4");
    },
  });
  const active = (wanted: string): Definition => {
    const found = definitions.get(wanted);
    if (!found) throw new ApiError(1390002, "approval code not found");
    if (found.status !== "ACTIVE") throw new ApiError(1390015, "approval is not active");
    return found;
  };
  const instanceOf = (id: string): Instance => {
    const found =
      instances.get(id) ?? [...instances.values()].find(({ uuid }) => uuid.toLowerCase() === id.toLowerCase());
    if (!found) throw new ApiError(1390003, "instance code not found");
    return found;
  };
  const person = (openId: string): string => {
    const found = world.people.get(openId);
    if (!found || found.resigned) throw new ApiError(1390004, "user_id or open_id not found");
    return openId;
  };

  const routes = [
    route(
      "POST /open-apis/approval/v4/approvals",
      /^\/open-apis\/approval\/v4\/approvals$/u,
      {
        query: z.strictObject({ user_id_type: idType, department_id_type: z.string().optional() }),
        body: definitionBody,
      },
      ({ body }) => {
        const made: Definition = { code: newCode(), status: "ACTIVE", revocable: true, ...body };
        definitions.set(made.code, made);
        return ok({ approval_code: made.code, approval_id: "7090754740375519252" });
      },
      { rules: APP_RULES },
    ),
    route(
      "GET /open-apis/approval/v4/approvals/:code",
      /^\/open-apis\/approval\/v4\/approvals\/([0-9A-F-]{36})$/u,
      { query: z.strictObject({ locale: z.string().optional(), user_id_type: idType }) },
      ({ parts: [wanted = ""] }) => {
        const found = definitions.get(wanted);
        if (!found) throw new ApiError(1390002, "approval code not found");
        return ok(definitionJson(found));
      },
      WRITES,
    ),
    route(
      "POST /open-apis/approval/v4/approvals/:code/subscribe",
      /^\/open-apis\/approval\/v4\/approvals\/([0-9A-F-]{36})\/subscribe$/u,
      {},
      ({ parts: [wanted = ""] }) => {
        active(wanted);
        if (subscribed.has(wanted)) throw new ApiError(1390007, "subscription existed");
        subscribed.add(wanted);
        return ok({});
      },
      WRITES,
    ),
    route(
      "POST /open-apis/approval/v4/instances",
      /^\/open-apis\/approval\/v4\/instances$/u,
      { body: createBody },
      ({ body }) => {
        const definition = active(body.approval_code);
        const taken = [...instances.values()].some(({ uuid }) => uuid.toLowerCase() === body.uuid.toLowerCase());
        if (taken) throw new ApiError(60012, "uuid conflict");
        const instance = instanceMade(body, definition, person, now());
        instances.set(instance.code, instance);
        acts.begin(instance);
        const link = `https://applink.feishu.cn/client/mini_program/open?instanceId=${instance.code}`;
        return ok({ instance_code: instance.code, ...(body.with_link && { instance_link: link }) });
      },
      WRITES,
    ),
    route(
      "GET /open-apis/approval/v4/instances/:id",
      /^\/open-apis\/approval\/v4\/instances\/([0-9A-Za-z-]{1,64})$/u,
      { query: z.strictObject({ locale: z.string().optional(), user_id_type: idType }) },
      ({ parts: [id = ""] }) => ok(instanceJson(instanceOf(id))),
    ),
    route(
      "POST /open-apis/approval/v4/instances/cancel",
      /^\/open-apis\/approval\/v4\/instances\/cancel$/u,
      {
        query: z.strictObject({ user_id_type: idType }),
        body: z.strictObject({ approval_code: code, instance_code: code, user_id: z.string() }),
      },
      ({ body }) => {
        const instance = instanceOf(body.instance_code);
        if (instance.definition.code !== body.approval_code) throw new ApiError(1390001, "param is invalid");
        if (instance.openId !== body.user_id) throw new ApiError(1390009, "no operation permission", 403);
        if (!instance.definition.revocable) throw new ApiError(1390009, "no operation permission", 403);
        if (instance.status !== "PENDING") throw new ApiError(1390001, "param is invalid: the instance has ended");
        acts.cancel(instance);
        return ok({});
      },
      WRITES,
    ),
    route(
      "POST /open-apis/approval/v4/instances/cc",
      /^\/open-apis\/approval\/v4\/instances\/cc$/u,
      {
        query: z.strictObject({ user_id_type: idType }),
        body: z.strictObject({
          approval_code: code,
          instance_code: code,
          user_id: z.string(),
          cc_user_ids: z.array(z.string()).min(1),
          comment: z.string().optional(),
        }),
      },
      ({ body }) => {
        const instance = instanceOf(body.instance_code);
        person(body.user_id);
        for (const each of body.cc_user_ids) instance.copies.push(person(each));
        instance.timeline.push({ type: "CC", at: now(), openId: body.user_id, others: body.cc_user_ids });
        return ok({});
      },
      WRITES,
    ),
    route(
      "POST /open-apis/approval/v4/tasks/:act",
      /^\/open-apis\/approval\/v4\/tasks\/(\w+)$/u,
      { body: z.unknown() },
      () => {
        violate("somebody decided in a person's name");
        throw new ApiError(1390009, "no operation permission", 403);
      },
    ),
  ];

  const approvals: Approvals = {
    ...acts,
    routes,
    definitions,
    instances,
    schema: "v1",
    define(definition) {
      const made: Definition = { code: newCode(), status: "ACTIVE", revocable: true, ...definition };
      definitions.set(made.code, made);
      return made;
    },
  };
  return approvals;
}

function instanceMade(
  body: z.output<typeof createBody>,
  definition: Definition,
  person: (openId: string) => string,
  now: number,
): Instance {
  const given = new Map(body.node_approver_open_id_list.map(({ key, value }) => [key, value]));
  const free = definition.nodes.filter((node) => node.free);
  const approvers = free.map((node) => {
    const people = given.get(node.id) ?? (node.customId === undefined ? undefined : given.get(node.customId));
    if (!people || people.length === 0) throw new ApiError(1390001, `param is invalid: ${node.name} has no approver`);
    if (people.length > 1 && !node.multi)
      throw new ApiError(1390001, `param is invalid: ${node.name} takes one approver`);
    return people.map(person);
  });
  if (given.size !== free.length) throw new ApiError(1390001, "param is invalid: there is no such node");
  checkForm(body.form, definition.form);
  return {
    code: newCode(),
    uuid: body.uuid,
    definition,
    openId: person(body.open_id),
    form: body.form,
    title: titleOf(body),
    approvers,
    startedAt: now,
    status: "PENDING",
    reverted: false,
    node: 0,
    endedAt: 0,
    tasks: [],
    timeline: [],
    copies: [],
  };
}

function checkForm(form: z.output<typeof createBody>["form"], widgets: readonly Widget[]): void {
  const stray = form.find(({ id, type }) => !widgets.some((widget) => widget.id === id && widget.type === type));
  if (stray) throw new ApiError(1390001, `param is invalid, 控件=${stray.id}`);
  const missing = widgets.find(
    ({ id, required }) => required && !form.some((each) => each.id === id && each.value !== ""),
  );
  if (missing) throw new ApiError(1390001, `param is invalid, 控件=${missing.id} is required`);
}

function titleOf({ title, i18n_resources: resources }: z.output<typeof createBody>): string {
  if (title === undefined) return "";
  const texts = resources?.find(({ is_default: isDefault }) => isDefault)?.texts ?? [];
  const found = texts.find(({ key }) => key === title);
  if (!found) throw new ApiError(1390001, "param is invalid: the title has no text");
  return found.value;
}

function definitionJson({ name, status, form, nodes }: Definition) {
  const widgets = form.map(({ id, customId, ...widget }) => ({
    id,
    ...(customId && { custom_id: customId }),
    ...widget,
  }));
  const node = (id: string, nodeName: string) => ({
    node_id: id,
    name: nodeName,
    need_approver: false,
    node_type: "AND",
  });
  return {
    approval_name: name,
    status,
    form: JSON.stringify(widgets),
    node_list: [
      node("b1a326c06d88bf042f73d70f50197905", "Submit"),
      ...nodes.map(({ id, customId, name: nodeName, type, free, multi }) => ({
        node_id: id,
        ...(customId !== undefined && { custom_node_id: customId }),
        name: nodeName,
        need_approver: free,
        node_type: type,
        approver_chosen_multi: multi,
        require_signature: false,
      })),
      node("b078ffd28db767c502ac367053f6e0ac", "End"),
    ],
    viewers: [{ type: "TENANT", id: "" }],
  };
}

function ok(data: unknown) {
  return { code: 0, msg: "success", data };
}
