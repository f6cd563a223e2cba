/**
 * Block Kit as this adapter uses it, and its limits.
 *
 * Source: docs.slack.dev/reference/block-kit. Untrusted words stand in `plain_text` and in rich text alone, neither of which
 * Slack reads as markup: no name can mention a channel, make a link, or turn bold.
 */
import type { types } from "@slack/bolt";

export type Block = types.KnownBlock;
export type RichBlock = types.RichTextBlock;
/** Slack takes an `offset` of a list, by which its first number is larger than 1; the types of its SDK don't know it. */
export type RichList = types.RichTextList & { readonly offset?: number };
export type RichPart = Exclude<types.RichTextBlockElement, types.RichTextList> | RichList;
export type RichElement = types.RichTextElement;
export type Button = types.Button;
export type PlainText = types.PlainTextElement;
export type Option = types.PlainTextOption;
export type Confirm = types.ConfirmationDialog;
export type ModalView = types.ModalView;
export type HomeView = types.HomeView;

export const MOST_BLOCKS = 50;
export const MOST_VIEW_BLOCKS = 100;
export const MOST_BUTTONS = 25;
export const MOST_OPTIONS = 100;
export const LONGEST = {
  title: 150,
  button: 75,
  value: 2000,
  option: 75,
  optionValue: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  context: 2000,
  label: 2000,
  placeholder: 150,
  input: 3000,
  modalTitle: 24,
  metadata: 3000,
  link: 3000,
  /** Of the sentence that stands in for the blocks. */
  fallback: 3000,
  /** Slack names no limit for rich text; sections end here. */
  rich: 3000,
} as const;

/** At most so many characters, the last of them an ellipsis; never half a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** A text object, which Slack refuses when it is empty. */
export function plain(text: string, most: number): PlainText {
  const shown = clip(text, most);
  return { type: "plain_text", text: shown === "" ? "–" : shown, emoji: false };
}

/** The three characters that mean something in a message's text. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The sentence of a notification and of a screen reader; never empty, for without it Slack complains. */
export function fallbackText(text: string): string {
  const shown = escapeText(clip(text.trim(), LONGEST.fallback));
  return shown === "" ? "–" : shown;
}
