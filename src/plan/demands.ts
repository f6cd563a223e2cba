/**
 * What a text item asks of whoever does it: things to give, points to tick off, a second person.
 */
import type { Ask, Content, Item, PersonId, TextWork } from "./content.ts";
import type { People } from "./context.ts";
import type { Given } from "./evidence.ts";
import type { ItemProgress } from "./plan.ts";
import type { Refusal } from "./refusal.ts";
import { peopleOf } from "./roles.ts";

type Todo = Extract<ItemProgress, { state: "todo" }>;

const LINK = /^https?:\/\/[^\s/]+\S*$/iu;

/** Names that are typed are compared without regard to case. */
export function askNamed(asks: readonly Ask[] | undefined, name: string): Ask | undefined {
  const wanted = name.trim().toLowerCase();
  return asks?.find((ask) => ask.name.toLowerCase() === wanted);
}

/** The first name that an item has twice, in what it asks for or in its check list. */
export function askProblem(items: readonly Item[]): Refusal | undefined {
  for (const { name: item, work } of items) {
    if (work.type === "workflow") continue;
    const name = twiceIn((work.asks ?? []).map((ask) => ask.name)) ?? twiceIn(work.checks ?? []);
    if (name !== undefined) return { code: "duplicate-ask", item, name };
  }
  return undefined;
}

function twiceIn(names: readonly string[]): string | undefined {
  const plain = names.map((name) => name.trim().toLowerCase());
  return names.find((_, place) => plain.indexOf(plain[place] ?? "") !== place);
}

/** The first item that two have to call done, and only one person may. Admins may as well, but are not counted on. */
export function confirmAlone(content: Content, manager: PersonId, people: People): Refusal | undefined {
  const alone = content.items.find(
    ({ work, owners }) =>
      work.type === "text" && work.confirm === "two" && peopleOf([manager, ...owners], people).length < 2,
  );
  return alone && { code: "confirm-alone", item: alone.name };
}

/** Refuses an answer to what nobody asked, and a link that is none. */
export function givenProblem(item: string, { asks = [] }: TextWork, given: Given): Refusal | undefined {
  const known = asks.map(({ name }) => name);
  for (const [name, answer] of Object.entries(given.answers ?? {})) {
    const ask = asks.find((each) => each.name === name);
    if (!ask || ask.kind === "file") return { code: "unknown-ask", item, ask: name, known };
    if (ask.kind === "link" && answer.trim() !== "" && !LINK.test(answer.trim()))
      return { code: "bad-link", item, ask: name };
  }
  const stray = (given.files ?? []).find(({ ask }) => ask !== undefined && !isFileAsk(asks, ask));
  return stray && { code: "unknown-ask", item, ask: stray.ask ?? "", known };
}

function isFileAsk(asks: readonly Ask[], name: string): boolean {
  return asks.some((ask) => ask.name === name && ask.kind === "file");
}

/** Refuses to call an item done whose check list is open, or to which something required was not given. */
export function lackingProblem(item: string, work: TextWork, before: Todo, given: Given): Refusal | undefined {
  const checks = openChecks(work, before);
  const fields = (work.asks ?? []).filter((ask) => ask.required && !isGiven(ask, given)).map(({ name }) => name);
  return fields.length + checks.length > 0 ? { code: "evidence-missing", item, fields, checks } : undefined;
}

function isGiven({ name, kind }: Ask, { answers = {}, files = [] }: Given): boolean {
  if (kind === "file") return files.some(({ ask }) => ask === name);
  return Object.hasOwn(answers, name) && answers[name]?.trim() !== "";
}

/** Points of the check list that nobody has ticked off. */
export function openChecks({ checks = [] }: TextWork, { ticked = {} }: Todo): readonly string[] {
  return checks.filter((_, place) => !Object.hasOwn(ticked, place));
}

/** Something was given that can be taken back. */
export function canUndo({ said, files = [] }: Todo): boolean {
  return said !== undefined || files.length > 0;
}
