/**
 * Items as lines of a form, one a line, as they are typed after `add 52`.
 */
import { canonicalJson } from "../../plan/digest.ts";
import { readAdd } from "../grammar/read-item.ts";
import type { ItemDraft } from "../plan-file/draft.ts";
import { itemDraftOfFields } from "../plan-file/draft-of-fields.ts";

/** Stands in for the plan's number, which a line of the form leaves out. */
export const SOME_PLAN = "52";

/** The lines that read back as the same items; undefined where lines can't hold them. */
export function writeItemLines(items: readonly ItemDraft[]): string | undefined {
  const lines = items.map(writeItemLine);
  const isFaithful = lines.every((line, place) => readsAs(line, items[place]));
  return isFaithful ? lines.join("\n") : undefined;
}

function writeItemLine({ name, run, with: given = {}, text, owner = [], after = [] }: ItemDraft): string {
  const pairs = Object.entries(given).map(
    ([key, value]) => `${key}=${typeof value === "string" ? quote(value) : value}`,
  );
  const work = run === undefined ? ["text"] : ["run", run, ...pairs];
  const rest = [
    quote(name),
    ...(owner.length > 0 ? [`owner:${quote(owner.join(", "))}`] : []),
    ...(after.length > 0 ? [`after:${quote(after.join(", "))}`] : []),
    ...(text === undefined ? [] : [`-- ${text}`]),
  ];
  return [...work, ...rest].join(" ");
}

function quote(text: string): string {
  return `"${text.replace(/["\\“”]/gu, "\\$&")}"`;
}

function readsAs(line: string, item: ItemDraft | undefined): boolean {
  if (line.includes("\n")) return false;
  const read = readAdd(`${SOME_PLAN} ${line}`);
  if (!read.ok || read.value.verb !== "add" || read.value.type === "form") return false;
  return canonicalJson(itemDraftOfFields(read.value.fields) ?? null) === canonicalJson(item ?? null);
}
