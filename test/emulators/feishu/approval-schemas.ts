/**
 * The bodies that make definitions and instances.
 */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { DefinitionNode, Widget } from "./approval-state.ts";

const key = z
  .string()
  .min(9)
  .regex(/^@i18n@/u);
const resources = z
  .array(
    z.strictObject({
      locale: z.enum(["zh-CN", "en-US", "ja-JP"]),
      texts: z.array(z.strictObject({ key: z.string().regex(/^@i18n@/u), value: z.string().min(1) })),
      is_default: z.boolean(),
    }),
  )
  .min(1)
  .refine((all) => all.filter(({ is_default: isDefault }) => isDefault).length === 1, "one language is the default");

const widget = z.strictObject({
  id: z.string(),
  custom_id: z.string().optional(),
  type: z.enum(["input", "textarea", "text", "date", "radioV2"]),
  name: key,
  required: z.boolean().optional(),
  printable: z.boolean().optional(),
});
const formContent = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(widget).min(1));

const node = z.strictObject({
  id: z.string(),
  name: key.optional(),
  node_type: z.enum(["AND", "OR", "SEQUENTIAL"]).optional(),
  approver: z.array(z.strictObject({ type: z.enum(["Free", "Personal"]), user_id: z.string().optional() })).optional(),
  approver_chosen_multi: z.boolean().optional(),
  approver_chosen_range: z.array(z.strictObject({ type: z.enum(["ALL", "PERSONAL", "ROLE"]) })).optional(),
  starter_assignee: z.enum(["STARTER", "AUTO_PASS", "SUPERVISOR", "DEPARTMENT_MANAGER"]).optional(),
});

/** The body of a new definition, as the definition it makes. */
export const definitionBody = z
  .strictObject({
    approval_name: key,
    description: key.optional(),
    viewers: z.array(z.strictObject({ viewer_type: z.enum(["TENANT", "NONE"]) })).min(1),
    form: z.strictObject({ form_content: formContent }),
    node_list: z
      .array(node)
      .min(3)
      .refine((nodes) => nodes[0]?.id === "START" && nodes.at(-1)?.id === "END", "begins with START and ends with END"),
    settings: z
      .strictObject({
        revert_interval: z.int().optional(),
        revert_option: z.int().optional(),
        reject_option: z.int().optional(),
        quick_approval_option: z.int().optional(),
      })
      .optional(),
    config: z
      .strictObject({
        can_update_viewer: z.boolean(),
        can_update_form: z.boolean(),
        can_update_process: z.boolean(),
        can_update_revert: z.boolean(),
      })
      .optional(),
    icon: z.int().min(0).max(24).optional(),
    i18n_resources: resources,
  })
  .transform((body) => {
    const texts = body.i18n_resources.find(({ is_default: isDefault }) => isDefault)?.texts ?? [];
    const text = (name: string | undefined) => texts.find((each) => each.key === name)?.value ?? "";
    const nodes = body.node_list.slice(1, -1).map(
      (each): DefinitionNode => ({
        id: randomBytes(16).toString("hex"),
        customId: each.id,
        name: text(each.name),
        type: each.node_type ?? "AND",
        free: each.approver?.[0]?.type === "Free",
        multi: each.approver_chosen_multi ?? false,
      }),
    );
    const form = body.form.form_content.map(
      (each): Widget => ({
        id: each.id,
        customId: each.custom_id,
        type: each.type,
        name: text(each.name),
        required: each.required ?? false,
      }),
    );
    return { name: text(body.approval_name), nodes, form };
  });

const chosen = z.array(z.strictObject({ key: z.string(), value: z.array(z.string()).min(1) }));

export const createBody = z.strictObject({
  approval_code: z.string(),
  open_id: z.string(),
  form: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.strictObject({ id: z.string(), type: z.string(), value: z.string() }))),
  node_approver_open_id_list: chosen,
  uuid: z.string().min(1).max(64),
  title: z
    .string()
    .regex(/^@i18n@/u)
    .optional(),
  title_display_method: z.union([z.literal(0), z.literal(1)]).optional(),
  i18n_resources: resources.optional(),
  allow_resubmit: z.boolean().optional(),
  allow_submit_again: z.boolean().optional(),
  forbid_revoke: z.boolean().optional(),
  with_link: z.boolean().optional(),
});
