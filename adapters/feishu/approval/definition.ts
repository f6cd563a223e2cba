/**
 * Approval definitions: one made in the admin console, or one of gonogo's own for each shape of levels, made when it is first
 * needed. One that was made by an app can never be deleted, so each is made once and remembered.
 */
import { z } from "zod";
import type { DeskLevel, DeskRound } from "../../../src/flow/approval-desk.ts";
import { DeskError } from "../../../src/flow/approval-desk.ts";
import type { FeishuClient } from "../client.ts";
import { codeOf } from "../failure.ts";
import { idOf } from "../ids.ts";
import type { Lang, Memory } from "../needs.ts";

export interface ApprovalNode {
  readonly id: string;
  readonly customId: string | undefined;
  readonly name: string;
  readonly type: string;
}

export interface Widget {
  readonly id: string;
  readonly customId: string | undefined;
  readonly type: string;
  readonly name: string;
  readonly required: boolean;
}

/** A definition as far as it matters: who is asked in which order, and what there is to fill in. */
export interface Definition {
  readonly code: string;
  readonly nodes: readonly ApprovalNode[];
  readonly form: readonly Widget[];
}

export interface Definitions {
  /** The one that fits a round, made if there is none; its events come from then on. */
  forRound(round: DeskRound): Promise<Definition>;
  read(code: string): Promise<Definition>;
}

interface Parts {
  readonly client: FeishuClient;
  readonly memory: Memory;
  /** Of a definition made in the admin console. */
  readonly code: string | undefined;
}

const ALREADY_SUBSCRIBED = 1390007;
/** Goes up when the definitions that gonogo makes change. */
const GENERATION = "1";

export function createDefinitions({ client, memory, code: own }: Parts): Definitions {
  const known = new Map<string, Definition>();

  const read = async (code: string): Promise<Definition> => {
    const before = known.get(code);
    if (before) return before;
    const data = await client.call((sdk) =>
      sdk.approval.v4.approval.get({
        path: { approval_code: idOf("approval", code) },
        params: { user_id_type: "open_id" },
      }),
    );
    const found = { code, ...definitionSchema.parse(data ?? {}) };
    known.set(code, found);
    return found;
  };

  const subscribe = async (code: string): Promise<void> => {
    const name = `subscribed:${code}`;
    if ((await memory.get(name)) !== undefined) return;
    try {
      await client.call((sdk) =>
        sdk.approval.v4.approval.subscribe({ path: { approval_code: idOf("approval", code) } }),
      );
    } catch (error) {
      if (codeOf(error) !== ALREADY_SUBSCRIBED) throw error;
    }
    await memory.put(name, "1");
  };

  const made = async (levels: readonly DeskLevel[]): Promise<string> => {
    const rules = levels.map(({ rule }) => rule);
    const name = `definition:${GENERATION}:${rules.join(",")}`;
    const before = await memory.get(name);
    if (before !== undefined) return before;
    const data = await client.call((sdk) =>
      sdk.approval.v4.approval.create({ params: { user_id_type: "open_id" }, data: definitionBody(rules) }),
    );
    const { approval_code: code } = createdSchema.parse(data ?? {});
    await memory.put(name, code);
    return code;
  };

  return {
    read,
    async forRound({ levels, lang }) {
      const code = own ?? (await made(levels));
      const definition = await read(code);
      const problem = misfit(definition, levels, lang);
      if (problem !== undefined) throw new DeskError(problem, { sure: true, again: false });
      await subscribe(code);
      return definition;
    },
  };
}

/** Why a definition of the admin console can't ask what the plan wants. */
function misfit({ nodes }: Definition, levels: readonly DeskLevel[], lang: Lang): string | undefined {
  if (nodes.length !== levels.length) {
    return lang === "zh"
      ? `飞书审批定义里有 ${nodes.length} 个「发起人自选」审批节点，而计划有 ${levels.length} 级审批：请让两者一致`
      : `the Feishu approval has ${nodes.length} nodes whose approvers the originator chooses, and the plan has ${levels.length} levels: make them the same`;
  }
  const wrong = levels.findIndex(({ rule, approvers }, place) => {
    const type = nodes[place]?.type;
    return approvers.length > 1 && type !== (rule === "any" ? "OR" : "AND");
  });
  if (wrong === -1) return undefined;
  const [name, rule] = [nodes[wrong]?.name ?? "", levels[wrong]?.rule];
  return lang === "zh"
    ? `飞书审批节点「${name}」应为${rule === "any" ? "或签" : "会签"}，与计划第 ${wrong + 1} 级的规则一致`
    : `the Feishu approval's node “${name}” must be ${rule === "any" ? "“any one”" : "“all”"}, as level ${wrong + 1} of the plan is`;
}

const KEYS = { name: "@i18n@gonogo_name", about: "@i18n@gonogo_about" } as const;
const WIDGETS = [
  { id: "gonogo_plan", type: "input", zh: "发布计划", en: "Release plan" },
  { id: "gonogo_content", type: "textarea", zh: "审批内容", en: "What is to be approved" },
  { id: "gonogo_link", type: "input", zh: "查看计划", en: "Where to see it" },
] as const;

function definitionBody(rules: readonly DeskLevel["rule"][]) {
  const levels = rules.map((rule, place) => ({ id: `GONOGO_LEVEL_${place + 1}`, rule, number: place + 1 }));
  const shape = { zh: rules.map((rule) => (rule === "any" ? "或签" : "会签")).join("、"), en: rules.join(", ") };
  const texts = (lang: Lang) => [
    {
      key: KEYS.name,
      value: lang === "zh" ? `gonogo 发布审批（${shape.zh}）` : `gonogo release approval (${shape.en})`,
    },
    {
      key: KEYS.about,
      value: lang === "zh" ? "由 gonogo 发起，请勿手动发起。" : "Started by gonogo. Please do not start it by hand.",
    },
    ...WIDGETS.map((widget) => ({ key: `@i18n@${widget.id}`, value: widget[lang] })),
    ...levels.map(({ id, number }) => ({
      key: `@i18n@${id}`,
      value: lang === "zh" ? `第 ${number} 级` : `Level ${number}`,
    })),
  ];
  const form = WIDGETS.map(({ id, type }) => ({ id, type, name: `@i18n@${id}`, required: type === "textarea" }));
  return {
    approval_name: KEYS.name,
    description: KEYS.about,
    viewers: [{ viewer_type: "TENANT" as const }],
    form: { form_content: JSON.stringify(form) },
    node_list: [
      { id: "START" },
      ...levels.map(({ id, rule }) => ({
        id,
        name: `@i18n@${id}`,
        node_type: rule === "any" ? ("OR" as const) : ("AND" as const),
        approver: [{ type: "Free" as const }],
        approver_chosen_multi: true,
        approver_chosen_range: [{ type: "ALL" as const }],
        // Who may not decide is not asked; that is gonogo's rule, and Feishu must not make one of its own of it.
        starter_assignee: "STARTER" as const,
      })),
      { id: "END" },
    ],
    // What gonogo relies on stays as it made it; who sees it is the administrators' affair.
    config: { can_update_viewer: true, can_update_form: false, can_update_process: false, can_update_revert: true },
    i18n_resources: [
      { locale: "zh-CN" as const, texts: texts("zh"), is_default: true },
      { locale: "en-US" as const, texts: texts("en"), is_default: false },
    ],
  };
}

const createdSchema = z.object({ approval_code: z.string() });
const widgetSchema = z.object({
  id: z.string(),
  custom_id: z.string().optional(),
  type: z.string(),
  name: z.string().default(""),
  required: z.boolean().default(false),
});
const definitionSchema = z
  .object({
    form: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(widgetSchema)),
    node_list: z.array(
      z.object({
        node_id: z.string(),
        custom_node_id: z.string().optional(),
        name: z.string().default(""),
        need_approver: z.boolean().default(false),
        node_type: z.string().default(""),
      }),
    ),
  })
  .transform(({ form, node_list: nodes }) => ({
    form: form.map(({ custom_id: customId, ...widget }): Widget => ({ customId: customId || undefined, ...widget })),
    nodes: nodes
      .filter(({ need_approver: free, node_type: type }) => free && type !== "CC_NODE")
      .map(({ node_id: id, custom_node_id: customId, name, node_type: type }): ApprovalNode => {
        return { id, customId: customId || undefined, name, type };
      }),
  }));
