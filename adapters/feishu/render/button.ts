/**
 * Buttons. What one carries comes back from the client, and counts for nothing until it has been checked.
 */
import type { Button } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import type { Element } from "./element.ts";
import { plainText } from "./element.ts";

const LONGEST_LABEL = 60;
const LONGEST_CONFIRM = 400;
const TYPES: Readonly<Record<Button["style"], string>> = {
  primary: "primary_filled",
  danger: "danger",
  plain: "default",
};

export function buttonElement({ label, style, action, confirm }: Button, size: "small" | "medium" = "medium"): Element {
  return {
    tag: "button",
    text: plainText(cleanLine(label, LONGEST_LABEL) || "…"),
    type: TYPES[style],
    size,
    behaviors: [{ type: "callback", value: { act: action } }],
    // Feishu names the dialog's own buttons; what they mean stands in its text.
    ...(confirm && {
      confirm: {
        title: plainText(cleanLine(confirm.title, LONGEST_LABEL)),
        text: plainText(cleanLine(confirm.text, LONGEST_CONFIRM)),
      },
    }),
  };
}

/** Buttons in a row, which breaks where the screen ends. */
export function buttonRow(elements: readonly Element[]): Element {
  return {
    tag: "column_set",
    flex_mode: "flow",
    horizontal_spacing: "small",
    columns: elements.map((element) => ({ tag: "column", width: "auto", elements: [element] })),
  };
}
