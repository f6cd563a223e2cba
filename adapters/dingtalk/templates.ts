/**
 * The values of the two card templates: the public one of Markdown with buttons, and the richer one whose JSON is in the
 * repository (`examples/dingtalk/card-template.json`). All values are strings of at most one kilobyte.
 *
 * https://open.dingtalk.com/document/development/create-and-deliver-cards
 */
import type { Form } from "../../src/chat/card.ts";
import { cut, plain } from "./markdown.ts";
import type { NamedButton } from "./render-card.ts";

/** What DingTalk takes is 1,024; the rest is for what JSON adds. */
export const VALUE_BYTES = 1_000;

/** Markdown and buttons, of the official SDK for Python. */
const BUILT_IN = "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema";

export type Params = Readonly<Record<string, string>>;

/** A button by the id that comes back when it is clicked. */
export interface ShownButton {
  readonly id: string;
  readonly text: string;
  readonly style: "primary" | "danger" | "plain";
}

/** What one page of a card shows. */
export interface Face {
  readonly title: string;
  readonly label: string;
  readonly texts: readonly string[];
  readonly buttons: readonly ShownButton[];
  /** The newest happening. */
  readonly news: string;
  /** Fields to type into, where the template has them. */
  readonly form?: Form | undefined;
}

export interface Template {
  readonly id: string;
  /** Values for texts on a page. */
  readonly texts: number;
  /** Text fields it can show; none in the public one. */
  readonly inputs: number;
  /** The button's id is longer here than `text`, since it is not known yet. */
  fits(buttons: readonly NamedButton[]): boolean;
  params(face: Face): Params;
  /** What was typed, by the field's place, out of what a click brings. */
  typed(params: Readonly<Record<string, unknown>>): readonly string[];
}

export function templateFor(own: string | undefined): Template {
  return own === undefined ? builtIn : { ...rich, id: own };
}

const COLORS = { primary: "blue", danger: "red", plain: "gray" } as const;
/** What the ids and the two buttons for turning pages take. */
const TURNING = [
  { text: "‹ 上一页 12/34", color: "gray", id: "page:12", request: true },
  { text: "下一页 12/34 ›", color: "gray", id: "page:12", request: true },
];

const builtIn: Template = {
  id: BUILT_IN,
  texts: 1,
  inputs: 0,
  fits: (buttons) => {
    const asked = buttons.map(({ button, text }) => builtInButton({ id: "12345678", text, style: button.style }));
    return Buffer.byteLength(JSON.stringify({ msgButtons: [...TURNING, ...asked] })) <= VALUE_BYTES;
  },
  params: ({ title, label, texts, buttons, news }) => ({
    title: `${label} · ${title}`,
    markdown: texts[0] ?? title,
    tips: cut(news, VALUE_BYTES),
    logo: "@lALPDfJ6V_FPDmvNAfTNAfQ",
    sys_full_json_obj: JSON.stringify({ msgButtons: buttons.map(builtInButton) }),
  }),
  typed: () => [],
};

function builtInButton({ id, text, style }: ShownButton) {
  return { text, color: COLORS[style], id, request: true };
}

/** How many buttons of each style the richer template has. */
export const BUTTON_SLOTS = { primary: 4, plain: 10, danger: 4 } as const;
export const TEXT_SLOTS = 6;
export const INPUT_SLOTS = 4;
type Style = keyof typeof BUTTON_SLOTS;
const STYLES: readonly Style[] = ["primary", "plain", "danger"];

const rich: Template = {
  id: "",
  texts: TEXT_SLOTS,
  inputs: INPUT_SLOTS,
  fits: (buttons) =>
    STYLES.every((style) => {
      // Two of the plain ones turn pages.
      const free = style === "plain" ? BUTTON_SLOTS.plain - 2 : BUTTON_SLOTS[style];
      return buttons.filter(({ button }) => button.style === style).length <= free;
    }),
  params: ({ title, label, texts, buttons, news, form }) => ({
    title,
    tag: label,
    ...numbered("text", TEXT_SLOTS, (index) => texts[index]),
    news: cut(news, VALUE_BYTES),
    ...numbered("label", INPUT_SLOTS, (index) => form?.fields[index]?.label),
    ...numbered("hint", INPUT_SLOTS, (index) => hintOf(form?.fields[index])),
    ...Object.assign({}, ...STYLES.map((style) => slotsOf(style, buttons))),
  }),
  typed: (params) =>
    Array.from({ length: INPUT_SLOTS }, (_, index) => {
      const typed = params[`typed${index + 1}`];
      return typeof typed === "string" ? typed : "";
    }),
};

function slotsOf(style: Style, buttons: readonly ShownButton[]): Params {
  const of = buttons.filter((button) => button.style === style);
  return {
    ...numbered(style, BUTTON_SLOTS[style], (index) => of[index]?.text),
    ...numbered(`${style}Id`, BUTTON_SLOTS[style], (index) => of[index]?.id),
  };
}

/** Every variable gets a value: what is not set keeps what it was. */
function numbered(name: string, count: number, value: (index: number) => string | undefined): Params {
  const all = Array.from({ length: count }, (_, index) => [
    `${name}${index + 1}`,
    cut(value(index) ?? "", VALUE_BYTES),
  ]);
  return Object.fromEntries(all);
}

function hintOf(field: Form["fields"][number] | undefined): string {
  if (!field) return "";
  const placeholder = field.type === "text" ? field.placeholder : undefined;
  return plain(field.hint ?? placeholder ?? field.label);
}
