/**
 * The rich text block.
 *
 * Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block and `@slack/types`. Slack says no length; what it takes
 * was measured by others to end somewhere above 3,000 characters a block, so more than 4,000 is refused here.
 */
import { z } from "zod";
import { id } from "./block-objects.ts";

const MOST_CHARACTERS = 4000;

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();

const text = z.strictObject({ type: z.literal("text"), text: z.string().min(1), style });
const link = z.strictObject({
  type: z.literal("link"),
  url: z.string().min(1).max(3000),
  text: z.string().min(1).optional(),
  unsafe: z.boolean().optional(),
  style,
});
const emoji = z.strictObject({ type: z.literal("emoji"), name: z.string().regex(/^[a-z0-9_+-]+$/), style });
const user = z.strictObject({ type: z.literal("user"), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style });
const channel = z.strictObject({ type: z.literal("channel"), channel_id: z.string().regex(/^[CG][A-Z0-9]+$/), style });
const inline = z.discriminatedUnion("type", [text, link, emoji, user, channel]);

const section = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(inline).min(1) });
const list = z.strictObject({
  type: z.literal("rich_text_list"),
  style: z.enum(["bullet", "ordered"]),
  elements: z.array(section).min(1),
  indent: z.int().min(0).max(8).optional(),
  offset: z.int().min(0).optional(),
  border: z.union([z.literal(0), z.literal(1)]).optional(),
});
const quote = z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(inline).min(1) });
const preformatted = z.strictObject({
  type: z.literal("rich_text_preformatted"),
  elements: z.array(z.discriminatedUnion("type", [text, link])).min(1),
  border: z.union([z.literal(0), z.literal(1)]).optional(),
});

export const richText = z
  .strictObject({
    type: z.literal("rich_text"),
    block_id: id.optional(),
    elements: z.array(z.discriminatedUnion("type", [section, list, quote, preformatted])).min(1),
  })
  .refine((block) => textLength(block) <= MOST_CHARACTERS, `must be less than ${MOST_CHARACTERS + 1} characters`);

/** The characters of every text within. */
export function textLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce<number>((sum, each) => sum + textLength(each), 0);
  if (typeof part !== "object" || part === null) return 0;
  return Object.entries(part).reduce(
    (sum, [key, value]) => sum + (key === "text" && typeof value === "string" ? value.length : textLength(value)),
    0,
  );
}
