/**
 * The components of a card in JSON 2.0 as the documents describe them. An unknown property is an error, as it is there.
 */
import { z } from "zod";

const pixels = /^-?\d{1,3}px$/u;
const margin = z.string().regex(/^-?\d{1,2}px( -?\d{1,2}px){0,3}$/u);
const padding = z.string().regex(/^\d{1,2}px( \d{1,2}px){0,3}$/u);
const spacing = z.union([z.enum(["small", "medium", "large", "extra_large"]), z.string().regex(pixels)]);
const elementId = z
  .string()
  .max(20)
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/u);
const name = z.string().max(100).optional();
const textSize = z.enum([
  "heading-0",
  "heading-1",
  "heading-2",
  "heading-3",
  "heading-4",
  "heading",
  "normal",
  "notation",
  "xxxx-large",
  "xxx-large",
  "xx-large",
  "x-large",
  "large",
  "medium",
  "small",
  "x-small",
]);
const width = z.union([z.enum(["default", "fill", "auto"]), z.string().regex(/^\d{3,4}px$/u)]);
const colour = z.enum([
  "neutral",
  "blue",
  "turquoise",
  "lime",
  "orange",
  "violet",
  "indigo",
  "wathet",
  "green",
  "yellow",
  "red",
  "purple",
  "carmine",
]);
const background = z.enum([
  "default",
  "grey",
  "blue-50",
  "green-50",
  "red-50",
  "orange-50",
  "yellow-50",
  "grey-50",
  "grey-100",
]);

const plainText = z.strictObject({ tag: z.literal("plain_text"), content: z.string() });
const icon = z.strictObject({
  tag: z.literal("standard_icon"),
  token: z.string().regex(/^[a-z0-9-]+_(outlined|filled|colorful)$/u),
  color: z.string().optional(),
});
const confirm = z.strictObject({
  title: plainText.refine(({ content }) => content !== "", "confirm needs a title"),
  text: plainText.optional(),
});

const callback = z.strictObject({ type: z.literal("callback"), value: z.record(z.string(), z.unknown()) });
const openUrl = z.strictObject({
  type: z.literal("open_url"),
  default_url: z.url(),
  android_url: z.string().optional(),
  ios_url: z.string().optional(),
  pc_url: z.string().optional(),
});
const behaviors = z.array(z.union([callback, openUrl])).min(1);

/** What every component may have. */
const common = { element_id: elementId.optional(), margin: margin.optional() };
/** What every component that takes input in a form has. */
const field = {
  ...common,
  name,
  required: z.boolean().optional(),
  disabled: z.boolean().optional(),
  placeholder: plainText.optional(),
  width: width.optional(),
  behaviors: behaviors.optional(),
  confirm: confirm.optional(),
};

export const buttonSchema = z.strictObject({
  tag: z.literal("button"),
  ...common,
  text: z.strictObject({ tag: z.literal("plain_text"), content: z.string().min(1).max(100) }),
  type: z
    .enum([
      "default",
      "primary",
      "danger",
      "text",
      "primary_text",
      "danger_text",
      "primary_filled",
      "danger_filled",
      "laser",
    ])
    .optional(),
  size: z.enum(["tiny", "small", "medium", "large"]).optional(),
  width: width.optional(),
  icon: icon.optional(),
  hover_tips: plainText.optional(),
  disabled: z.boolean().optional(),
  disabled_tips: plainText.optional(),
  confirm: confirm.optional(),
  behaviors: behaviors.optional(),
  name,
  required: z.boolean().optional(),
  form_action_type: z.enum(["submit", "reset"]).optional(),
});
export type CardButton = z.output<typeof buttonSchema>;

const markdown = z.strictObject({
  tag: z.literal("markdown"),
  ...common,
  content: z.string().min(1),
  text_align: z.enum(["left", "center", "right"]).optional(),
  text_size: textSize.optional(),
  icon: icon.optional(),
});
const div = z.strictObject({
  tag: z.literal("div"),
  ...common,
  text: z.strictObject({
    tag: z.enum(["plain_text", "lark_md"]),
    content: z.string(),
    text_size: textSize.optional(),
    text_color: z.string().optional(),
    text_align: z.enum(["left", "center", "right"]).optional(),
    lines: z.int().positive().optional(),
  }),
  icon: icon.optional(),
  width: width.optional(),
});
const hr = z.strictObject({ tag: z.literal("hr"), ...common });
const personList = z.strictObject({
  tag: z.literal("person_list"),
  ...common,
  persons: z.array(z.strictObject({ id: z.string() })).min(1),
  show_name: z.boolean().optional(),
  show_avatar: z.boolean().optional(),
  size: z.enum(["extra_small", "small", "medium", "large"]).optional(),
  lines: z.int().positive().optional(),
  drop_invalid_user_id: z.boolean().optional(),
});
const input = z.strictObject({
  tag: z.literal("input"),
  ...field,
  label: plainText.optional(),
  label_position: z.enum(["top", "left"]).optional(),
  default_value: z.string().optional(),
  max_length: z.int().min(1).max(1_000).optional(),
  input_type: z.enum(["text", "multiline_text", "password"]).optional(),
  rows: z.int().min(1).optional(),
  auto_resize: z.boolean().optional(),
  max_rows: z.int().min(1).optional(),
  show_icon: z.boolean().optional(),
});
export type CardInput = z.output<typeof input>;
const option = z.strictObject({ text: plainText, value: z.string().min(1), icon: icon.optional() });
const options = z.array(option).min(1);
const choice = { ...field, type: z.enum(["default", "text"]).optional() };
const selectStatic = z.strictObject({
  tag: z.literal("select_static"),
  ...choice,
  options,
  initial_option: z.string().optional(),
  initial_index: z.int().optional(),
});
const multiSelectStatic = z.strictObject({
  tag: z.literal("multi_select_static"),
  ...choice,
  options,
  selected_values: z.array(z.string()).optional(),
});
const people = z.array(z.strictObject({ value: z.string() }));
const selectPerson = z.strictObject({
  tag: z.literal("select_person"),
  ...choice,
  options: people.optional(),
  initial_option: z.string().optional(),
});
const multiSelectPerson = z.strictObject({
  tag: z.literal("multi_select_person"),
  ...choice,
  options: people.optional(),
  selected_values: z.array(z.string()).optional(),
});
const pickerDatetime = z.strictObject({
  tag: z.literal("picker_datetime"),
  ...field,
  initial_datetime: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u)
    .optional(),
});
const checker = z.strictObject({
  tag: z.literal("checker"),
  ...common,
  name,
  checked: z.boolean().optional(),
  disabled: z.boolean().optional(),
  text: plainText.optional(),
  overall_checkable: z.boolean().optional(),
  behaviors: behaviors.optional(),
  confirm: confirm.optional(),
});

const spacings = {
  vertical_spacing: spacing.optional(),
  horizontal_spacing: spacing.optional(),
  direction: z.enum(["vertical", "horizontal"]).optional(),
  horizontal_align: z.enum(["left", "center", "right"]).optional(),
  vertical_align: z.enum(["top", "center", "bottom"]).optional(),
};
const column = z.strictObject({
  tag: z.literal("column"),
  ...common,
  ...spacings,
  width: z.union([z.enum(["auto", "weighted"]), z.string().regex(pixels)]).optional(),
  weight: z.int().min(1).max(5).optional(),
  background_style: background.optional(),
  padding: padding.optional(),
  get elements() {
    return z.array(elementSchema);
  },
});
const columnSet = z.strictObject({
  tag: z.literal("column_set"),
  ...common,
  horizontal_spacing: spacing.optional(),
  horizontal_align: z.enum(["left", "center", "right"]).optional(),
  flex_mode: z.enum(["none", "stretch", "flow", "bisect", "trisect"]).optional(),
  background_style: background.optional(),
  get columns() {
    return z.array(column).min(1);
  },
});
const collapsiblePanel = z.strictObject({
  tag: z.literal("collapsible_panel"),
  ...common,
  ...spacings,
  expanded: z.boolean().optional(),
  background_color: z.string().optional(),
  padding: padding.optional(),
  header: z.strictObject({
    title: z.strictObject({ tag: z.enum(["plain_text", "markdown"]), content: z.string().min(1) }),
    background_color: z.string().optional(),
    vertical_align: z.enum(["top", "center", "bottom"]).optional(),
    padding: padding.optional(),
    icon: icon.optional(),
    icon_position: z.enum(["left", "right", "follow_text"]).optional(),
    icon_expanded_angle: z.union([z.literal(-180), z.literal(-90), z.literal(90), z.literal(180)]).optional(),
    width: z.enum(["fill", "auto", "auto_when_fold"]).optional(),
  }),
  border: z
    .strictObject({ color: z.string().optional(), corner_radius: z.string().regex(pixels).optional() })
    .optional(),
  get elements() {
    return z.array(elementSchema);
  },
});
const form = z.strictObject({
  tag: z.literal("form"),
  ...common,
  ...spacings,
  name: z.string(),
  padding: padding.optional(),
  get elements() {
    return z.array(elementSchema).min(1);
  },
});

export const elementSchema: z.ZodType<CardElement> = z.lazy(() =>
  z.discriminatedUnion("tag", [
    buttonSchema,
    markdown,
    div,
    hr,
    personList,
    input,
    selectStatic,
    multiSelectStatic,
    selectPerson,
    multiSelectPerson,
    pickerDatetime,
    checker,
    columnSet,
    collapsiblePanel,
    form,
  ]),
);

type Leaf =
  | CardButton
  | z.output<typeof markdown>
  | z.output<typeof div>
  | z.output<typeof hr>
  | z.output<typeof personList>
  | CardInput
  | z.output<typeof selectStatic>
  | z.output<typeof multiSelectStatic>
  | z.output<typeof selectPerson>
  | z.output<typeof multiSelectPerson>
  | z.output<typeof pickerDatetime>
  | z.output<typeof checker>;
interface Column {
  readonly tag: "column";
  readonly elements: readonly CardElement[];
}
export type CardElement =
  | Leaf
  | { readonly tag: "column_set"; readonly columns: readonly Column[] }
  | {
      readonly tag: "collapsible_panel";
      readonly expanded?: boolean | undefined;
      readonly header: { readonly title: { readonly content: string } };
      readonly elements: readonly CardElement[];
    }
  | { readonly tag: "form"; readonly name: string; readonly elements: readonly CardElement[] };

export const cardSchema = z.strictObject({
  schema: z.literal("2.0"),
  config: z
    .strictObject({
      update_multi: z.literal(true).optional(),
      summary: z.strictObject({ content: z.string() }).optional(),
      enable_forward: z.boolean().optional(),
      enable_forward_interaction: z.boolean().optional(),
      width_mode: z.enum(["default", "compact", "fill"]).optional(),
      streaming_mode: z.boolean().optional(),
      locales: z.array(z.string()).optional(),
    })
    .optional(),
  header: z
    .strictObject({
      title: plainText.refine(({ content }) => content !== "", "a title is not empty"),
      subtitle: plainText.optional(),
      template: z
        .enum([
          "blue",
          "wathet",
          "turquoise",
          "green",
          "yellow",
          "orange",
          "red",
          "carmine",
          "violet",
          "purple",
          "indigo",
          "grey",
          "default",
        ])
        .optional(),
      icon: icon.optional(),
      text_tag_list: z
        .array(z.strictObject({ tag: z.literal("text_tag"), text: plainText, color: colour.optional() }))
        .max(3)
        .optional(),
      padding: padding.optional(),
    })
    .optional(),
  body: z.strictObject({
    elements: z.array(elementSchema),
    ...spacings,
    padding: padding.optional(),
  }),
});
export type CardJson = z.output<typeof cardSchema>;
