/**
 * What differs between two contents of a plan, in words: for approvers who consented to the earlier one.
 */
import type { Approval, Content, Item, TextWork } from "../../plan/content.ts";
import { same } from "../../plan/digest.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Secrets } from "../../plan/secrets.ts";
import type { Line } from "../card.ts";
import { customLine, customTitle } from "../texts/custom-text.ts";
import { askText } from "../texts/evidence-text.ts";
import { changedLines } from "../texts/line-diff.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { joinLines, joinWords, partyLine, quoted, workName } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { timeInZone, windowText } from "../texts/when.ts";
import { inputsText } from "./inputs.ts";
import { requirementChangeLines } from "./requirement-lines.ts";

const LONGEST_VALUE = 200;
/** Of each text on a card: the rest is in the plan. */
const MOST_TEXT_LINES = 8;

/** What was, is, or would be written or approved: the content, and the workflows it runs as their engines describe them. */
export interface Approved {
  readonly content: Content;
  readonly workflows: Plan["workflows"];
  /** The requirements as they were read. */
  readonly requirements?: Plan["requirements"];
  /** Inputs that are known to be secret. */
  readonly secrets: Secrets;
}

/** Of a text that was rewritten, at most `most` lines that went or came are shown. */
export function changeLines(
  before: Approved,
  after: Approved,
  reader: Reader,
  most: number = MOST_TEXT_LINES,
): readonly Line[] {
  return linesOf(before, after, { ...reader, most });
}

interface Comparing extends Reader {
  readonly most: number;
}

function linesOf(before: Approved, after: Approved, reader: Comparing): readonly Line[] {
  const read = requirementChangeLines(before.requirements ?? {}, after.requirements ?? {}, reader);
  return [...fieldLines(before.content, after.content, reader), ...read, ...itemLines(before, after, reader)];
}

export type FieldName =
  | "name"
  | "window"
  | "schedule"
  | "requirements"
  | "approval"
  | "policy"
  | "emergency"
  | "editors"
  | "announce"
  | "hooks"
  | "tags";

function fieldLines(before: Content, after: Content, reader: Comparing): readonly Line[] {
  const { lang } = reader;
  const fields: readonly FieldName[] = [
    "name",
    "window",
    "schedule",
    "requirements",
    "approval",
    "policy",
    "emergency",
    "editors",
    "announce",
    "hooks",
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
  const all = [...lines, ...customLines(before, after, reader)];
  if (before.description === after.description) return all;
  const head = sayLine(lang, "change.text", { field: say(lang, "change.field.description") });
  return [...all, head, ...rewrittenLines(before.description, after.description, reader)];
}

/** What went and what came, below the line that says so. */
function rewrittenLines(before: string, after: string, { lang, most }: Comparing): readonly Line[] {
  const changed = changedLines(before, after);
  const shown = changed
    .slice(0, most)
    .map(({ sign, text }): Line => [`${sign === "-" ? "−" : "+"} ${excerpt(oneLine(text.trim()), LONGEST_VALUE)}`]);
  const left = changed.length - shown.length;
  return left > 0 ? [...shown, [say(lang, "change.more-lines", { count: left })]] : shown;
}

function customLines(before: Content, after: Content, reader: Reader): readonly Line[] {
  const ids = [...new Set([...Object.keys(before.custom ?? {}), ...Object.keys(after.custom ?? {})])];
  return ids
    .filter((id) => !same(before.custom?.[id], after.custom?.[id]))
    .map((id) =>
      changeLine(customTitle(id, reader), customLine(id, before, reader), customLine(id, after, reader), reader),
    );
}

function changeLine(field: string, before: Line, after: Line, { lang }: Reader): Line {
  if (after.length === 0) return sayLine(lang, "change.cleared", { field, before });
  if (before.length === 0) return sayLine(lang, "change.set", { field, after });
  return sayLine(lang, "change.field", { field, before, after });
}

/** What a field holds, in words; empty where it is empty. */
export function fieldText(content: Content, field: FieldName, reader: Reader): Line {
  switch (field) {
    case "name":
    case "policy":
      return [oneLine(content[field])];
    case "emergency":
      return content.emergency === undefined ? [] : [oneLine(content.emergency)];
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
    case "hooks":
    case "tags":
      return joinLines(
        (content[field] ?? []).map((word): Line => [oneLine(word)]),
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

function itemLines(approvedBefore: Approved, approvedAfter: Approved, reader: Comparing): readonly Line[] {
  const { lang } = reader;
  const [before, after] = [approvedBefore.content, approvedAfter.content];
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
    ...kept.flatMap((item) =>
      oneItem(find(before.items, item.id) ?? item, item, approvedBefore, approvedAfter, reader),
    ),
    ...(same(order(before.items), order(after.items)) ? [] : [[say(lang, "change.order")]]),
  ];
}

function oneItem(
  before: Item,
  after: Item,
  approvedBefore: Approved,
  approvedAfter: Approved,
  reader: Comparing,
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
    ...workLines(before, after, item, approvedBefore, approvedAfter, reader),
    ...itemField("owners", same(before.owners, after.owners), owners(before), owners(after), item, reader),
    ...itemField(
      "after",
      same(before.after, after.after),
      names(before, approvedBefore.content),
      names(after, approvedAfter.content),
      item,
      reader,
    ),
  ];
}

function workLines(
  before: Item,
  after: Item,
  item: string,
  approvedBefore: Approved,
  approvedAfter: Approved,
  reader: Comparing,
): readonly Line[] {
  const [was, is] = [approvedBefore.workflows[before.id], approvedAfter.workflows[after.id]];
  if (same(before.work, after.work))
    return was && is && was.definition !== is.definition
      ? [sayLine(reader.lang, "change.item-definition", { item })]
      : [];
  if (before.work.type === "text" && after.work.type === "text")
    return textLines(before.work, after.work, item, reader);
  // What is secret now was so before, whatever was known of it then.
  const known = [approvedBefore, approvedAfter].flatMap((each) => each.secrets[after.id] ?? []);
  const text = (one: Item): Line => [workText(one, { [one.id]: known }, reader)];
  const named = itemField("work", false, text(before), text(after), item, reader);
  const alike = text(before).join() === text(after).join();
  return alike ? [sayLine(reader.lang, "change.item-secret", { item })] : named;
}

/** Another text, and what it asks of whoever does it. */
function textLines(before: TextWork, after: TextWork, item: string, reader: Comparing): readonly Line[] {
  const { lang } = reader;
  const asks = ({ asks: all = [] }: TextWork): string =>
    joinWords(
      all.map((ask) => askText(ask, reader)),
      reader,
    );
  const checks = ({ checks: all = [] }: TextWork): string => joinWords(all, reader);
  const confirm = (work: TextWork): string => say(lang, `change.confirm.${work.confirm ?? "one"}`);
  const demanded = (["asks", "checks", "confirm"] as const).flatMap((part) => {
    if (same(before[part], after[part])) return [];
    const text = { asks, checks, confirm }[part];
    const line = (work: TextWork): Line => (text(work) === "" ? [] : [text(work)]);
    return [changeLine(say(lang, `change.item-demands.${part}`, { item }), line(before), line(after), reader)];
  });
  if (before.content === after.content) return demanded;
  const rewritten = rewrittenLines(before.content, after.content, reader);
  return [sayLine(lang, "change.item-text", { item }), ...rewritten, ...demanded];
}

function workText(item: Item, secrets: Secrets, reader: Reader): string {
  const name = workName(item.work, reader);
  return [name, inputsText(item, secrets, LONGEST_VALUE)].filter((part) => part !== "").join(" ");
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
