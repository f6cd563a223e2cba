/**
 * What a card must hold beyond the form of its parts: sizes, counts, names, and people that exist. Each mistake is refused
 * with the code that the documents give.
 */
import type { ApiError } from "./api-error.ts";
import { cardError, ApiError as Refusal } from "./api-error.ts";
import type { CardElement, CardJson } from "./card-parts.ts";
import { cardSchema } from "./card-parts.ts";

const LARGEST = 30 * 1024;
const MOST_ELEMENTS = 200;
const DEEPEST = 5;
const INPUTS = [
  "input",
  "select_static",
  "multi_select_static",
  "select_person",
  "multi_select_person",
  "picker_datetime",
  "checker",
  "button",
];

/** The card in this content, or the error that it is refused with. */
export function readCard(content: string, isPerson: (openId: string) => boolean): CardJson | ApiError {
  if (Buffer.byteLength(content) > LARGEST)
    return new Refusal(230025, "the length of the message content reaches its limit");
  const json = parsed(content);
  if (json === undefined) return new Refusal(230001, "invalid request parameter: content is not in JSON format");
  const read = cardSchema.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    return cardError(200621, `parse card json err, ${JSON.stringify(issue?.path)} ${issue?.message}`);
  }
  const card = read.data;
  const elements = countTags(card.body);
  if (elements > MOST_ELEMENTS) return cardError(11310, `element exceeds the limit, ${elements}`);
  return wrongIds(card) ?? wrongNesting(card) ?? wrongForms(card) ?? strangers(card, isPerson) ?? card;
}

/** Every component of a card, outermost first. */
export function allElements(elements: readonly CardElement[]): readonly CardElement[] {
  return elements.flatMap((element) => [element, ...allElements(inside(element))]);
}

export function inside(element: CardElement): readonly CardElement[] {
  if (element.tag === "column_set") return element.columns.flatMap((column) => column.elements);
  return element.tag === "collapsible_panel" || element.tag === "form" ? element.elements : [];
}

/** Components and texts both count. */
function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countTags(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  const own = "tag" in value ? 1 : 0;
  return Object.values(value).reduce<number>((sum, each) => sum + countTags(each), own);
}

function wrongIds({ body }: CardJson): ApiError | undefined {
  const ids = allElements(body.elements).flatMap((element) =>
    "element_id" in element && element.element_id !== undefined ? [element.element_id] : [],
  );
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  return twice === undefined ? undefined : cardError(300301, `element_id ${twice} is duplicated`);
}

function wrongNesting({ body }: CardJson): ApiError | undefined {
  const deep = deepest(body.elements);
  if (deep > DEEPEST) return cardError(11310, `containers are nested ${deep} deep`);
  const nested = allElements(body.elements.flatMap(inside)).some(({ tag }) => tag === "form");
  return nested ? cardError(200621, "a form must be at the root of the card") : undefined;
}

function deepest(elements: readonly CardElement[]): number {
  return Math.max(0, ...elements.map((element) => (inside(element).length === 0 ? 0 : 1 + deepest(inside(element)))));
}

function wrongForms({ body }: CardJson): ApiError | undefined {
  const forms = body.elements.filter((element) => element.tag === "form");
  for (const form of forms) {
    const inputs = allElements(form.elements).filter(({ tag }) => INPUTS.includes(tag));
    const names = [form.name, ...inputs.map((input) => ("name" in input ? (input.name ?? "") : ""))];
    if (names.some((name) => name === "")) return cardError(200530, "a component of a form has no name");
    if (new Set(names).size < names.length) return cardError(200530, "two components of a form have the same name");
    const submits = inputs.filter((input) => input.tag === "button" && input.form_action_type === "submit");
    if (submits.length === 0) return cardError(200530, "a form has no button that submits it");
  }
  const outside = allElements(body.elements.filter(({ tag }) => tag !== "form"));
  const stray = outside.some((element) => element.tag === "button" && element.form_action_type !== undefined);
  return stray ? cardError(200621, "a button submits no form") : undefined;
}

/** One id in Markdown that is nobody's spoils the whole card. */
function strangers({ body }: CardJson, isPerson: (openId: string) => boolean): ApiError | undefined {
  const texts = allElements(body.elements).flatMap((element) => {
    if (element.tag === "markdown") return [element.content];
    return element.tag === "collapsible_panel" ? [element.header.title.content] : [];
  });
  const ids = texts.flatMap((text) =>
    [...text.matchAll(/<(?:at|person)\s+id\s*=\s*['"]?([\w-]+)/gu)].map(([, id]) => id ?? ""),
  );
  const unknown = ids.find((id) => !isPerson(id));
  return unknown === undefined ? undefined : cardError(100290, `at user id ${unknown} is invalid`);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
