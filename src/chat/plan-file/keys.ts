/**
 * The keys of a plan in a file, with the Chinese words that mean the same. One table for YAML, Markdown and chat.
 */
import { closest, distance } from "fastest-levenshtein";

/** A map with keys of its own. */
export type Table = "plan" | "approval" | "level" | "item" | "ask";
/** What stands somewhere: such a map, text, parameters under any key and of any type, or a team's own fields. */
export type Place = Table | "text" | "parameters" | "custom";

interface Key {
  readonly key: string;
  readonly aliases: readonly string[];
  /** The map that stands under it, or in each entry of the list under it. */
  readonly holds?: Place;
}

export const KEYS: Readonly<Record<Table, readonly Key[]>> = {
  plan: [
    { key: "name", aliases: ["title", "名称", "标题", "计划名称"] },
    { key: "key", aliases: ["标识", "唯一标识"] },
    { key: "manager", aliases: ["负责人", "发布负责人"] },
    { key: "window", aliases: ["窗口", "窗口期", "发布窗口", "发布窗口期"] },
    { key: "schedule", aliases: ["定时", "定时执行"] },
    { key: "description", aliases: ["描述", "说明", "发布说明"] },
    { key: "requirements", aliases: ["需求", "需求关联", "关联需求"] },
    { key: "approval", aliases: ["审批"], holds: "approval" },
    { key: "items", aliases: ["发布内容", "发布项", "内容"], holds: "item" },
    { key: "policy", aliases: ["策略"] },
    { key: "emergency", aliases: ["紧急", "紧急原因"] },
    { key: "editors", aliases: ["编辑人", "协作人"] },
    { key: "announce", aliases: ["通知", "公告", "通知群"] },
    { key: "hooks", aliases: ["外部系统", "钩子"] },
    { key: "tags", aliases: ["标签"] },
    { key: "custom", aliases: ["自定义", "自定义字段"], holds: "custom" },
  ],
  approval: [
    { key: "via", aliases: ["方式", "审批方式", "渠道"] },
    { key: "levels", aliases: ["节点", "审批节点"], holds: "level" },
  ],
  level: [
    { key: "name", aliases: ["名称"] },
    { key: "rule", aliases: ["规则"] },
    { key: "approvers", aliases: ["审批人"] },
  ],
  item: [
    { key: "name", aliases: ["title", "名称", "标题"] },
    { key: "run", aliases: ["运行", "工作流"] },
    { key: "with", aliases: ["参数", "变量"], holds: "parameters" },
    { key: "text", aliases: ["文本", "内容"] },
    { key: "owner", aliases: ["owners", "负责人", "执行人"] },
    { key: "asks", aliases: ["需提供", "需提供凭据"], holds: "ask" },
    { key: "checks", aliases: ["checklist", "检查清单"] },
    { key: "confirm", aliases: ["确认人数", "完成确认"] },
    { key: "after", aliases: ["依赖", "前置", "在后"] },
  ],
  ask: [
    { key: "name", aliases: ["名称"] },
    { key: "kind", aliases: ["type", "类型"] },
    { key: "required", aliases: ["必填"], holds: "custom" },
  ],
};

/** The key that a word means in a map, or undefined. */
export function knownKey(table: Table, word: string): Key | undefined {
  const wanted = word.trim().toLowerCase();
  return KEYS[table].find(({ key, aliases }) => key === wanted || aliases.includes(wanted));
}

/** What somebody who typed `word` probably meant, among `words`; undefined when nothing is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted === "" || wanted.length > 40 || words.length === 0) return undefined;
  const spellings = words.map((each) => each.toLowerCase());
  const found = closest(wanted, spellings);
  const longest = Math.max(wanted.length, found.length);
  // A Chinese word of two characters is near when one of them is right; of one, none is.
  const most = Math.min(Math.max(1, Math.floor(longest / 3)), longest - 1);
  const isNear = distance(wanted, found) <= most || isSwapped(wanted, found);
  return isNear ? words[spellings.indexOf(found)] : undefined;
}

/** Two letters in each other's place, which counts as two changes and is one slip. */
function isSwapped(one: string, other: string): boolean {
  const letters = (word: string) => [...word].sort().join("");
  return one.length > 2 && distance(one, other) === 2 && letters(one) === letters(other);
}

/** The nearest known spelling of a key in a map. */
export function nearestKey(table: Table, word: string): string | undefined {
  return nearest(
    word,
    KEYS[table].flatMap(({ key, aliases }) => [key, ...aliases]),
  );
}
