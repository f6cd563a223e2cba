/**
 * Buttons, what they ask before they count, and the menu that many of them fold into.
 */
import type { Action } from "../../../src/chat/action.ts";
import type { Button as CardButton } from "../../../src/chat/card.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import { say } from "../../../src/chat/texts/say.ts";
import type { Block, Button, Confirm, Option } from "./blocks.ts";
import { LONGEST, MOST_BUTTONS, MOST_OPTIONS, plain } from "./blocks.ts";

/** Every control of a card is named so that a click on it is ours to read. */
export const PRESSED = "press";
const MENU = "menu";

/** Rows of buttons; `place` keeps their names apart within a block. */
export function buttonRows(buttons: readonly CardButton[]): readonly Block[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / MOST_BUTTONS) }, (_, row) =>
    buttons.slice(row * MOST_BUTTONS, (row + 1) * MOST_BUTTONS),
  );
  return rows.map((row) => ({ type: "actions", elements: row.map((button, place) => buttonOf(button, place)) }));
}

export function buttonOf({ label, style, action, confirm }: CardButton, place = 0): Button {
  return {
    type: "button",
    action_id: `${PRESSED}:${place}`,
    text: plain(label, LONGEST.button),
    value: JSON.stringify(action),
    ...(style !== "plain" && { style }),
    ...(confirm && { confirm: confirmOf(confirm, style) }),
  };
}

function confirmOf({ title, text, ok, back }: NonNullable<CardButton["confirm"]>, style: CardButton["style"]): Confirm {
  return {
    title: plain(title, LONGEST.confirmTitle),
    text: plain(text, LONGEST.confirmText),
    confirm: plain(ok, LONGEST.confirmButton),
    deny: plain(back, LONGEST.confirmButton),
    ...(style !== "plain" && { style }),
  };
}

export interface Foldable {
  /** What the button is about, such as `52.3`. */
  readonly about: string;
  readonly button: CardButton;
}

/**
 * Buttons as menus to choose from. A menu can only ask one question for all of its entries, so those that ask before they
 * count have a menu of their own; what is too long for an entry stays a button.
 */
export function menuRows(folded: readonly Foldable[], lang: Lang): readonly Block[] {
  const long = folded.filter((each) => !optionOf(each));
  const asking = folded.filter(({ button }) => button.confirm !== undefined);
  const others = folded.filter(({ button }) => button.confirm === undefined);
  const named = long.map(({ about, button }) => ({ ...button, label: `${about} ${button.label}` }));
  return [...menus(others, lang, false), ...menus(asking, lang, true), ...buttonRows(named)];
}

function menus(folded: readonly Foldable[], lang: Lang, asks: boolean): readonly Block[] {
  const options = folded.flatMap((each) => optionOf(each) ?? []);
  const groups = Array.from({ length: Math.ceil(options.length / MOST_OPTIONS) }, (_, row) =>
    options.slice(row * MOST_OPTIONS, (row + 1) * MOST_OPTIONS),
  );
  const placeholder = plain(say(lang, asks ? "slack.menu.carry-out" : "slack.menu.choose"), LONGEST.placeholder);
  return groups.map((group) => ({
    type: "actions",
    elements: [
      {
        type: "static_select",
        action_id: `${PRESSED}:${MENU}`,
        placeholder,
        options: group,
        ...(asks && { confirm: menuConfirm(lang) }),
      },
    ],
  }));
}

function menuConfirm(lang: Lang): Confirm {
  return {
    title: plain(say(lang, "slack.menu.confirm-title"), LONGEST.confirmTitle),
    text: plain(say(lang, "slack.menu.confirm-text"), LONGEST.confirmText),
    confirm: plain(say(lang, "slack.menu.confirm-ok"), LONGEST.confirmButton),
    deny: plain(say(lang, "confirm.back"), LONGEST.confirmButton),
  };
}

function optionOf({ about, button }: Foldable): Option | undefined {
  const value = JSON.stringify(button.action);
  if (value.length > LONGEST.optionValue) return undefined;
  return { text: plain(`${about} ${button.label}`, LONGEST.option), value };
}

/** A control's own text of an action. */
export function actionText(action: Action): string {
  return JSON.stringify(action);
}
