/**
 * What differs between two contents of a plan, in words: for approvers who consented to the earlier one.
 */
import type { Approval, Content, Item } from "../../plan/content.ts";
import { same } from "../../plan/digest.ts";
import type { Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { joinLines, partyLine, quoted, workName } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { timeInZone, windowText } from "../texts/when.ts";

const LONGEST_VALUE = 200;

export function changeLines(before: Content, after: Content, reader: Reader): readonly Line[] {
  return [...fieldLines(before, after, reader), ...itemLines(before, after, reader)];
}

type FieldName =
  | "name"
  | "window"
  | "schedule"
  | "requirements"
  | "approval"
  | "policy"
  | "editors"
  | "announce"
  | "tags";

function fieldLines(before: Content, after: Content, reader: Reader): readonly Line[] {
  const { lang } = reader;
  const fields: readonly FieldName[] = [
    "name",
    "window",
    "schedule",
    "requirements",
    "approval",
    "policy",
    "editors",
    "announce",
    "tags",
  ];
  const lines = fields.flatMap((field) => {
    if (same(before[field], after[field])) return [];
    return [
      changeLine(
        say(lang, `change.field.${field}`),
        fieldText(before, field, reader),
        fieldText(after, field, reader),
        reader,
      ),
    ];
  });
  if (before.description === after.description) return lines;
  return [...lines, sayLine(lang, "change.text", { field: say(lang, "change.field.description") })];
}

function changeLine(field: string, before: Line, after: Line, { lang }: Reader): Line {
  if (after.length === 0) return sayLine(lang, "change.cleared", { field, before });
  if (before.length === 0) return sayLine(lang, "change.set", { field, after });
  return sayLine(lang, "change.field", { field, before, after });
}

function fieldText(content: Content, field: FieldName, reader: Reader): Line {
  switch (field) {
    case "name":
    case "policy":
      return [oneLine(content[field])];
    case "window":
      return content.window ? [windowText(content.window, reader)] : [];
    case "schedule":
      return content.schedule === undefined ? [] : [timeInZone(content.schedule, reader)];
    case "approval":
      return content.approval ? approvalLine(content.approval, reader) : [];
    case "editors":
      return joinLines(
        content.editors.map((party) => partyLine(party, reader)),
        reader,
      );
    case "requirements":
    case "announce":
    case "tags":
      return joinLines(
        content[field].map((word): Line => [oneLine(word)]),
        reader,
      );
  }
}

function approvalLine({ levels }: Approval, reader: Reader): Line {
  return levels.flatMap(({ name, rule, approvers }, place): Line => {
    const people = joinLines(
      approvers.map((party) => partyLine(party, reader)),
      reader,
    );
    const ruled =
      typeof rule === "number" ? say(reader.lang, "rule.number", { count: rule }) : say(reader.lang, `rule.${rule}`);
    const line = sayLine(reader.lang, "change.level", { level: oneLine(name), rule: ruled, people });
    return place === 0 ? line : [" → ", ...line];
  });
}

function itemLines(before: Content, after: Content, reader: Reader): readonly Line[] {
  const { lang } = reader;
  const find = (items: readonly Item[], id: string) => items.find((item) => item.id === id);
  const added = after.items.filter(({ id }) => !find(before.items, id));
  const removed = before.items.filter(({ id }) => !find(after.items, id));
  const kept = after.items.filter(({ id }) => find(before.items, id));
  const order = (items: readonly Item[]) =>
    items.map(({ id }) => id).filter((id) => kept.some((item) => item.id === id));
  return [
    ...added.map((item) =>
      sayLine(lang, "change.item-added", { item: quoted(item.name, lang), work: workName(item.work, reader) }),
    ),
    ...removed.map((item) => sayLine(lang, "change.item-removed", { item: quoted(item.name, lang) })),
    ...kept.flatMap((item) => oneItem(find(before.items, item.id) ?? item, item, before, after, reader)),
    ...(same(order(before.items), order(after.items)) ? [] : [[say(lang, "change.order")]]),
  ];
}

function oneItem(
  before: Item,
  after: Item,
  contentBefore: Content,
  contentAfter: Content,
  reader: Reader,
): readonly Line[] {
  const { lang } = reader;
  const item = quoted(after.name, lang);
  const named =
    before.name === after.name
      ? []
      : [sayLine(lang, "change.item-renamed", { before: quoted(before.name, lang), after: item })];
  const owners = (one: Item) =>
    joinLines(
      one.owners.map((party) => partyLine(party, reader)),
      reader,
    );
  const names = (one: Item, { items }: Content) =>
    joinLines(
      items.filter(({ id }) => one.after.includes(id)).map(({ name }): Line => [quoted(name, lang)]),
      reader,
    );
  return [
    ...named,
    ...workLines(before, after, item, reader),
    ...itemField("owners", same(before.owners, after.owners), owners(before), owners(after), item, reader),
    ...itemField(
      "after",
      same(before.after, after.after),
      names(before, contentBefore),
      names(after, contentAfter),
      item,
      reader,
    ),
  ];
}

function workLines(before: Item, after: Item, item: string, reader: Reader): readonly Line[] {
  if (same(before.work, after.work)) return [];
  if (before.work.type === "text" && after.work.type === "text")
    return [sayLine(reader.lang, "change.item-text", { item })];
  return itemField("work", false, [workText(before, reader)], [workText(after, reader)], item, reader);
}

function workText({ work }: Item, reader: Reader): string {
  if (work.type === "text") return workName(work, reader);
  const given = Object.entries(work.with).map(([name, value]) => `${oneLine(name)}=${oneLine(String(value))}`);
  return excerpt([workName(work, reader), ...given].join(" "), LONGEST_VALUE);
}

function itemField(
  name: "owners" | "after" | "work",
  equal: boolean,
  before: Line,
  after: Line,
  item: string,
  { lang }: Reader,
): readonly Line[] {
  if (equal) return [];
  const field = say(lang, `change.field.${name}`);
  if (after.length === 0) return [sayLine(lang, "change.item-cleared", { item, field, before })];
  if (before.length === 0) return [sayLine(lang, "change.item-set", { item, field, after })];
  return [sayLine(lang, "change.item-field", { item, field, before, after })];
}
