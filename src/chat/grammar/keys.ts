/**
 * The keys of what is typed in chat, with the Chinese words that mean the same.
 */
import { KEYS as FILE_KEYS, nearest } from "../plan-file/keys.ts";

export interface ChatKey {
  readonly key: string;
  readonly aliases: readonly string[];
}

/** As in a file, but for what a line cannot hold. */
function fromFile(table: "plan" | "item", except: readonly string[]): readonly ChatKey[] {
  return FILE_KEYS[table].filter(({ key }) => !except.includes(key));
}

export const PLAN_KEYS: readonly ChatKey[] = [
  ...fromFile("plan", ["approval", "items"]),
  { key: "approve", aliases: ["approval", "审批", "审批人"] },
  { key: "via", aliases: ["审批方式"] },
];
/** When a template recurs, beside what the plan is given. */
export const TEMPLATE_KEYS: readonly ChatKey[] = [...PLAN_KEYS, { key: "every", aliases: ["周期", "每"] }];
export const ITEM_KEYS: readonly ChatKey[] = fromFile("item", ["with"]);
export const RUN_KEYS: readonly ChatKey[] = [{ key: "despite", aliases: ["破例"] }];
export const LIST_KEYS: readonly ChatKey[] = [{ key: "page", aliases: ["页", "第"] }];
export const FIND_KEYS: readonly ChatKey[] = [
  { key: "project", aliases: ["项目"] },
  { key: "board", aliases: ["看板", "面板"] },
  { key: "sprint", aliases: ["冲刺"] },
  ...LIST_KEYS,
];
export const DELEGATE_KEYS: readonly ChatKey[] = [{ key: "until", aliases: ["至", "到", "直到"] }];
export const FREEZE_KEYS: readonly ChatKey[] = [
  { key: "time", aliases: ["window", "时间", "时段", "窗口期"] },
  { key: "tags", aliases: ["标签"] },
  { key: "environments", aliases: ["environment", "env", "环境"] },
  { key: "repeat", aliases: ["重复", "周期"] },
];
export const SUBSCRIBE_KEYS: readonly ChatKey[] = [
  { key: "project", aliases: ["项目"] },
  { key: "plan", aliases: ["计划", "发布计划"] },
  { key: "events", aliases: ["event", "事件"] },
];
export const APPLY_KEYS: readonly ChatKey[] = [{ key: "key", aliases: ["标识", "唯一标识"] }];

/** The key a word means, or undefined. */
export function keyNamed(keys: readonly ChatKey[], word: string): string | undefined {
  const wanted = word.normalize("NFKC").toLowerCase();
  return keys.find(({ key, aliases }) => key === wanted || aliases.includes(wanted))?.key;
}

/** The nearest known spelling. */
export function nearestKeyOf(keys: readonly ChatKey[], word: string): string | undefined {
  return nearest(
    word,
    keys.flatMap(({ key, aliases }) => [key, ...aliases]),
  );
}
