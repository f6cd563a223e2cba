/**
 * Texts and posts as the platform takes them.
 */
import { z } from "zod";

const style = z.array(z.enum(["bold", "italic", "underline", "lineThrough"])).optional();
const element = z.discriminatedUnion("tag", [
  z.strictObject({ tag: z.literal("text"), text: z.string(), un_escape: z.boolean().optional(), style }),
  z.strictObject({ tag: z.literal("a"), text: z.string(), href: z.url(), style }),
  z.strictObject({ tag: z.literal("at"), user_id: z.string(), style }),
  z.strictObject({ tag: z.literal("hr") }),
  z.strictObject({ tag: z.literal("code_block"), language: z.string().optional(), text: z.string() }),
  z.strictObject({ tag: z.literal("md"), text: z.string() }),
]);
const post = z.strictObject({
  title: z.string().optional(),
  content: z.array(z.array(element).min(1)).min(1),
});

export function postSchema(type: string) {
  return type === "text"
    ? z.strictObject({ text: z.string().min(1) })
    : z.strictObject({ zh_cn: post.optional(), en_us: post.optional() }).refine((each) => Object.keys(each).length > 0);
}
