/**
 * Slack's composition objects, as strictly as Slack takes them: structure, lengths, counts, and nothing unknown.
 *
 * Source: the reference of Block Kit (docs.slack.dev/reference/block-kit/composition-objects) and `@slack/types`.
 */
import { z } from "zod";

export function plainText(most: number) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });
}

export function markdownText(most: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(most),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(most: number) {
  return z.discriminatedUnion("type", [plainText(most), markdownText(most)]);
}

export const id = z.string().min(1).max(255);

export const confirm = z.strictObject({
  title: plainText(100),
  text: plainText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(["primary", "danger"]).optional(),
});

export const option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
});
/** Options of checkboxes and radio buttons may be in mrkdwn. */
export const richOption = option.extend({ text: anyText(75), description: anyText(75).optional() });

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

export const placeholder = plainText(150);
export const dispatchConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
});
