/**
 * What an edit would change, field by field and item by item, in the words of a plan file.
 */
import type { PlanDraft } from "../chat/plan-file/draft.ts";
import type { PlanMeta } from "../chat/plan-file/resolve.ts";
import { draftOf } from "../chat/plan-file/resolve.ts";
import { changedLines } from "../chat/texts/line-diff.ts";
import { oneLine } from "../chat/texts/markdown.ts";
import type { Content } from "../plan/content.ts";
import { same } from "../plan/digest.ts";

export interface Difference {
  /** A key of the plan file, or an item and its key: `items.Build.owner`; the item alone when all of it is new or gone. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Everything that differs; nothing when both are the same content. */
export function differences(before: Content, after: Content, meta: Pick<PlanMeta, "zone">): readonly Difference[] {
  const written = (content: Content) => draftOf(content, { manager: "", zone: meta.zone });
  const [{ items: itemsBefore, ...one }, { items: itemsAfter, ...other }] = [written(before), written(after)];
  const known = byId(before, itemsBefore);
  const wanted = byId(after, itemsAfter);
  const gone = [...known].filter(([id]) => !wanted.has(id)).map(([, item]) => ({ path: pathOf(item), before: item }));
  const rest = [...wanted].flatMap(([id, item]) => {
    const was = known.get(id);
    return was ? fieldsThatDiffer(was, item, `${pathOf(item)}.`) : [{ path: pathOf(item), after: item }];
  });
  return [...fieldsThatDiffer(one, other, ""), ...gone, ...rest, ...orderDiffers(before, after)];
}

type DraftItem = PlanDraft["items"][number];

function byId(content: Content, items: readonly DraftItem[]): ReadonlyMap<string, DraftItem> {
  const pairs = content.items.flatMap(({ id }, place) => {
    const item = items[place];
    return item ? [[id, item] as const] : [];
  });
  return new Map(pairs);
}

function pathOf({ name }: DraftItem): string {
  return `items.${name}`;
}

function fieldsThatDiffer(before: object, after: object, prefix: string): readonly Difference[] {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = [...new Set([...one.keys(), ...other.keys()])];
  return keys
    .filter((key) => !same(one.get(key), other.get(key)))
    .map((key) => ({ path: `${prefix}${key}`, before: one.get(key), after: other.get(key) }));
}

/** Items that both have, in another order. */
function orderDiffers(before: Content, after: Content): readonly Difference[] {
  const shared = (one: Content, other: Content) =>
    one.items.filter(({ id }) => other.items.some((item) => item.id === id)).map(({ id }) => id);
  const [was, is] = [shared(before, after), shared(after, before)];
  if (same(was, is)) return [];
  const names = (ids: readonly string[]) => ids.map((id) => after.items.find((item) => item.id === id)?.name);
  return [{ path: "items", before: names(was), after: names(is) }];
}

/** `~ window: … → …`, `+ items.Build`, `- items.Build`; of a text with several lines, those that went and came below it. */
export function differenceLine({ path, before, after }: Difference): string {
  if (typeof before === "string" && typeof after === "string" && /\n/u.test(`${before}${after}`)) {
    const lines = changedLines(before, after).map(({ sign, text }) => `\n    ${sign} ${oneLine(text)}`);
    if (lines.length > 0) return `~ ${path}:${lines.join("")}`;
  }
  if (before === undefined) return `+ ${path}: ${shown(after)}`;
  if (after === undefined) return `- ${path}: ${shown(before)}`;
  return `~ ${path}: ${shown(before)} → ${shown(after)}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}
