/**
 * An instance of an approval as it is created: who is asked on each level, and the form.
 */
import { createHash } from "node:crypto";
import type { DeskRound } from "../../../src/flow/approval-desk.ts";
import { DeskError } from "../../../src/flow/approval-desk.ts";
import { idOf } from "../ids.ts";
import type { Definition, Widget } from "./definition.ts";

/** Longer texts are cut: the plan itself has it all. */
const LONGEST_CONTENT = 6_000;
const LONGEST_LINE = 200;

/** Feishu takes one instance for each of these, in a whole organisation, for ever. */
export function instanceUuid(key: string, appId: string): string {
  const hex = createHash("sha256").update(`${appId}:${key}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

export function instanceBody(round: DeskRound, definition: Definition, appId: string) {
  const { plan, levels, originator } = round;
  const title = lineOf(`#${plan.index} ${plan.name}`);
  const texts = [{ key: "@i18n@gonogo_title", value: title }];
  return {
    approval_code: definition.code,
    open_id: idOf("person", originator),
    form: JSON.stringify(formOf(round, definition.form)),
    node_approver_open_id_list: definition.nodes.map(({ id }, place) => ({
      key: id,
      value: (levels[place]?.approvers ?? []).map((account) => idOf("person", account)),
    })),
    uuid: instanceUuid(round.key, appId),
    title: "@i18n@gonogo_title",
    title_display_method: 1,
    i18n_resources: [
      { locale: "zh-CN" as const, texts, is_default: true },
      { locale: "en-US" as const, texts, is_default: false },
    ],
    allow_resubmit: false,
    allow_submit_again: false,
    with_link: true,
  };
}

/** Fills in what gonogo knows, by name, else by kind; what it can't fill in must not be required. */
function formOf(round: DeskRound, widgets: readonly Widget[]) {
  const named = (name: string) => widgets.find(({ id, customId }) => id === name || customId === name);
  const inputs = widgets.filter(({ type }) => type === "input");
  const plan = named("gonogo_plan") ?? inputs[0];
  const content = named("gonogo_content") ?? widgets.find(({ type }) => type === "textarea");
  const link = named("gonogo_link") ?? inputs.find((input) => input !== plan && /link|链接|url/iu.test(input.name));
  const filled = [
    { widget: plan, value: lineOf(`#${round.plan.index} ${round.plan.name}`) },
    { widget: content, value: contentOf(round) },
    { widget: link, value: round.link ?? "" },
  ].flatMap(({ widget, value }) => (widget && value !== "" ? [{ id: widget.id, type: widget.type, value }] : []));
  const missing = widgets.find(({ id, required }) => required && !filled.some((each) => each.id === id));
  if (!missing) return filled;
  throw new DeskError(
    round.lang === "zh"
      ? `飞书审批表单里的必填项「${missing.name}」无法由 gonogo 填写：请改为非必填`
      : `gonogo can't fill in “${missing.name}” of the Feishu approval: make it optional`,
    { sure: true, again: false },
  );
}

/** What is to be decided; its digest says which content it was when somebody compares. */
function contentOf({ lines, digest }: DeskRound): string {
  const text = lines.map(({ label, text: said }) => (label === "" ? said : `${label}: ${said}`)).join("\n");
  const end = `\n[${digest.slice(0, 12)}]`;
  const cut = text.length > LONGEST_CONTENT ? `${text.slice(0, LONGEST_CONTENT)}…` : text;
  return `${cut}${end}`.trim();
}

function lineOf(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line;
}
