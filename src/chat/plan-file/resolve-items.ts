/**
 * From drafted items to items with ids and an order.
 */
import type { Content, Item, ParameterValue, Work } from "../../plan/content.ts";
import { HIDDEN } from "../../plan/secrets.ts";
import type { ItemDraft } from "./draft.ts";
import { nearest } from "./keys.ts";
import { fitParameters } from "./parameters.ts";
import type { Report, ResolveContext } from "./resolve-context.ts";
import { partiesOf } from "./resolve-people.ts";

/** The items in order. One that an existing plan has by the same name keeps its id. */
export function itemsOf(drafts: readonly ItemDraft[], context: ResolveContext, report: Report): readonly Item[] {
  const ids = idsOf(drafts, context.existing);
  return drafts.map((draft, index) => {
    const path = `items[${index}]`;
    return {
      id: ids[index] ?? "",
      name: draft.name.trim(),
      owners: partiesOf(draft.owner ?? [], `${path}.owner`, context, report),
      after: afterOf(draft, index, drafts, ids, report),
      work: workOf(draft, ids[index], `${path}.with`, context, report),
    };
  });
}

function idsOf(drafts: readonly ItemDraft[], existing: ResolveContext["existing"]): readonly string[] {
  const free = new Map<string, string[]>();
  for (const { name, id } of existing?.content.items ?? []) free.set(name, [...(free.get(name) ?? []), id]);
  let next = firstFree(existing?.content, existing?.nextItem ?? 1);
  return drafts.map(({ name }) => free.get(name.trim())?.shift() ?? `i${next++}`);
}

function firstFree(content: Content | undefined, next: number): number {
  return (content?.items ?? []).reduce((most, { id }) => Math.max(most, Number(id.slice(1)) + 1), next);
}

function afterOf(
  draft: ItemDraft,
  index: number,
  drafts: readonly ItemDraft[],
  ids: readonly string[],
  report: Report,
): readonly string[] {
  const places = (draft.after ?? []).map((name, place) => {
    const path = `items[${index}].after[${place}]`;
    const found = placeOf(name.trim(), drafts);
    if (found === index) report(path, { code: "after-itself", name });
    else if (found === "several") report(path, { code: "ambiguous-item", name });
    else if (found === undefined)
      report(path, {
        code: "unknown-item",
        name,
        nearest: nearest(
          name,
          drafts.map((each) => each.name),
        ),
      });
    return typeof found === "number" ? ids[found] : undefined;
  });
  return [...new Set(places.filter((id) => id !== undefined))];
}

/** A name first, in any case; then a number, `2`, `#2` or `52.2`. */
function placeOf(name: string, drafts: readonly ItemDraft[]): number | "several" | undefined {
  const sameName = (one: string, other: string) => one.trim().toLowerCase() === other.toLowerCase();
  const exact = drafts.flatMap((draft, index) => (draft.name.trim() === name ? [index] : []));
  const close =
    exact.length > 0 ? exact : drafts.flatMap((draft, index) => (sameName(draft.name, name) ? [index] : []));
  if (close.length > 1) return "several";
  if (close[0] !== undefined) return close[0];
  const [, number] = /^(?:#|\d{1,9}\.)?(\d{1,4})$/.exec(name.normalize("NFKC")) ?? [];
  const place = Number(number ?? 0);
  return place >= 1 && place <= drafts.length ? place - 1 : undefined;
}

type Given = Readonly<Record<string, ParameterValue>>;

function workOf(
  draft: ItemDraft,
  id: string | undefined,
  path: string,
  { workflow: describe, existing }: ResolveContext,
  report: Report,
): Work {
  const { run, with: said = {} } = draft;
  const before = existing?.content.items.find((item) => item.id === id)?.work;
  if (run === undefined) return textWork(draft);
  const colon = run.indexOf(":");
  const [engine, workflow] = [run.slice(0, colon), run.slice(colon + 1)];
  const kept = before?.type === "workflow" && `${before.engine}:${before.workflow}` === run ? before.with : {};
  const given = unhidden(said, kept, path, report);
  const description = describe?.(engine, workflow);
  return {
    type: "workflow",
    engine,
    workflow,
    with: description ? fitParameters(given, description.parameters) : given,
  };
}

function textWork({ text = "", asks = [], checks = [], confirm }: ItemDraft): Work {
  return {
    type: "text",
    content: text,
    ...(asks.length > 0 && { asks }),
    ...(checks.length > 0 && { checks }),
    ...(confirm && { confirm }),
  };
}

/** Where a file says that a value is hidden, it stays what it was. */
function unhidden(said: Given, kept: Given, path: string, report: Report): Given {
  const entries = Object.entries(said).flatMap(([name, value]) => {
    if (value !== HIDDEN) return [[name, value] as const];
    const before = Object.hasOwn(kept, name) ? kept[name] : undefined;
    if (before !== undefined) return [[name, before] as const];
    report(`${path}.${name}`, { code: "hidden", name });
    return [];
  });
  return Object.fromEntries(entries);
}
