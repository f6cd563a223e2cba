/**
 * Checks blocks and views as strictly as Slack does, and says what is wrong the way Slack says it.
 *
 * Limits: docs.slack.dev/reference/block-kit/blocks; the length of a whole message, which Slack documents nowhere, is what
 * bolt-js issues 2509 and 2867 measured: texts and their containers together end near 13,200, and 11,300 characters of
 * text were refused once.
 */
import { z } from "zod";
import { accessory, actionsElement, ELEMENTS, inputElement } from "./block-elements.ts";
import { anyText, id, option, plainText } from "./block-objects.ts";
import { richText, textLength } from "./rich-text.ts";

const blockId = { block_id: id.optional() };
const header = z.strictObject({ type: z.literal("header"), ...blockId, text: plainText(150) });
const section = z
  .strictObject({
    type: z.literal("section"),
    ...blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, "text or fields is required");
const divider = z.strictObject({ type: z.literal("divider"), ...blockId });
const context = z.strictObject({
  type: z.literal("context"),
  ...blockId,
  elements: z.array(anyText(2000)).min(1).max(10),
});
const actions = z.strictObject({
  type: z.literal("actions"),
  ...blockId,
  elements: z.array(actionsElement).min(1).max(25),
});
const input = z.strictObject({
  type: z.literal("input"),
  ...blockId,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const BLOCKS: Readonly<Record<string, z.ZodType>> = {
  header,
  section,
  divider,
  context,
  actions,
  input,
  rich_text: richText,
};

export type Surface = "message" | "modal" | "home";
const MOST_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
const LONGEST_MESSAGE = 13_000;
const CONTAINER = 20;

/** What is wrong with blocks, as Slack words it; empty where nothing is. */
export function blockProblems(blocks: unknown, surface: Surface, at = "/blocks"): readonly string[] {
  if (!Array.isArray(blocks)) return [problem("must be an array", at)];
  if (blocks.length > MOST_BLOCKS[surface]) {
    return [problem(`no more than ${MOST_BLOCKS[surface]} items allowed`, at)];
  }
  return [
    ...blocks.flatMap((block, index) => blockProblem(block, surface, `${at}/${index}`)),
    ...duplicates(blocks.map((block) => block?.block_id)).map((name) => problem(`block_id ${name} is not unique`, at)),
    ...blocks.flatMap((block, index) =>
      duplicates(elementsOf(block).map((element) => element?.action_id)).map((name) =>
        problem(`action_id ${name} is not unique in its block`, `${at}/${index}`),
      ),
    ),
  ];
}

/** What stands under a link takes no rich text. */
export function unfurlProblems(blocks: unknown): readonly string[] {
  const rich = Array.isArray(blocks) && blocks.some((block) => block?.type === "rich_text");
  return [...blockProblems(blocks, "message"), ...(rich ? [problem("unsupported type: rich_text", "/blocks")] : [])];
}

/** Whether a message is longer than Slack takes, though each of its blocks is not. */
export function isTooLong(blocks: unknown): boolean {
  return textLength(blocks) + CONTAINER * containersIn(blocks) > LONGEST_MESSAGE;
}

function blockProblem(block: unknown, surface: Surface, at: string): readonly string[] {
  const type = z.object({ type: z.string() }).safeParse(block);
  const schema = type.success ? BLOCKS[type.data.type] : undefined;
  if (!type.success || !schema) return [problem("unsupported type", `${at}/type`)];
  if (surface === "message" && type.data.type === "input") return [problem("unsupported type: input", `${at}/type`)];
  const parsed = schema.safeParse(block);
  return parsed.success
    ? []
    : [...elementProblems(block, at), ...parsed.error.issues.map((issue) => worded(issue, at))];
}

/** A union of elements says only that none fits; the element's own type says what is wrong with it. */
function elementProblems(block: unknown, at: string): readonly string[] {
  return elementsOf(block).flatMap((element, index) => {
    const schema = ELEMENTS[String(element?.type)];
    const parsed = schema?.safeParse(element);
    return parsed && !parsed.success ? parsed.error.issues.map((issue) => worded(issue, `${at}/element/${index}`)) : [];
  });
}

interface Element {
  readonly type?: unknown;
  readonly action_id?: unknown;
}

function elementsOf(block: unknown): readonly Element[] {
  if (typeof block !== "object" || block === null) return [];
  const { type, elements, accessory: beside, element } = block as Record<string, unknown>;
  if (type === "rich_text" || type === "context") return [];
  return [
    ...(Array.isArray(elements) ? elements : []),
    ...(beside ? [beside as Element] : []),
    ...(element ? [element as Element] : []),
  ];
}

function worded(issue: z.core.$ZodIssue, at: string): string {
  const where = [at, ...issue.path.map(String)].join("/");
  if (issue.code === "too_big") return problem(`must be less than ${Number(issue.maximum) + 1} ${unit(issue)}`, where);
  if (issue.code === "too_small")
    return problem(`must be more than ${Number(issue.minimum) - 1} ${unit(issue)}`, where);
  if (issue.code === "unrecognized_keys")
    return problem(`invalid additional property: ${issue.keys.join(", ")}`, where);
  return problem(issue.message, where);
}

function unit({ origin }: { readonly origin?: string }): string {
  return origin === "array" ? "items" : "characters";
}

export function problem(what: string, pointer: string): string {
  return `[ERROR] ${what} [json-pointer:${pointer}]`;
}

function duplicates(names: readonly unknown[]): readonly string[] {
  const given = names.filter((name): name is string => typeof name === "string");
  return [...new Set(given.filter((name, place) => given.indexOf(name) !== place))];
}

/** An option is half of one. */
function containersIn(part: unknown): number {
  if (Array.isArray(part)) return part.reduce<number>((sum, each) => sum + containersIn(each), 0);
  if (typeof part !== "object" || part === null) return 0;
  if (option.safeParse(part).success) return 0.5;
  return 1 + Object.values(part).reduce<number>((sum, each) => sum + containersIn(each), 0);
}

const modal = z.strictObject({
  type: z.literal("modal"),
  title: plainText(24),
  blocks: z.array(z.unknown()),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  external_id: z.string().max(255).optional(),
  submit_disabled: z.boolean().optional(),
});
const home = modal.pick({ blocks: true, private_metadata: true, callback_id: true, external_id: true }).extend({
  type: z.literal("home"),
});

const LARGEST_VIEW = 250_000;

/** What is wrong with a view, as Slack words it. */
export function viewProblems(view: unknown, surface: "modal" | "home"): readonly string[] {
  const parsed = (surface === "modal" ? modal : home).safeParse(view);
  if (!parsed.success) return parsed.error.issues.map((issue) => worded(issue, "/view"));
  const { blocks } = parsed.data;
  const inputs = blocks.some((block) => z.object({ type: z.literal("input") }).safeParse(block).success);
  return [
    ...blockProblems(blocks, surface, "/view/blocks"),
    ...(inputs && surface === "modal" && !("submit" in parsed.data && parsed.data.submit)
      ? [problem("missing required field: submit", "/view")]
      : []),
    ...(JSON.stringify(view).length > LARGEST_VIEW ? [problem("view is too large", "/view")] : []),
  ];
}
