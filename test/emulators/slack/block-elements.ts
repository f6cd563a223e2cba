/**
 * The interactive elements of Block Kit that apps may send.
 *
 * Source: docs.slack.dev/reference/block-kit/block-elements and `@slack/types`.
 */
import { z } from "zod";
import {
  confirm,
  dispatchConfig,
  id,
  option,
  optionGroup,
  placeholder,
  plainText,
  richOption,
} from "./block-objects.ts";

const actionable = { action_id: id.optional(), confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const selectable = { ...actionable, ...focusable, placeholder: placeholder.optional() };
const multiple = { max_selected_items: z.int().min(1).optional() };
const webLink = z.url({ protocol: /^https?$/ }).max(3000);

const button = z.strictObject({
  type: z.literal("button"),
  ...actionable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: webLink.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  ...actionable,
  ...focusable,
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).max(10).optional(),
});

const overflow = z.strictObject({
  type: z.literal("overflow"),
  ...actionable,
  options: z.array(option).min(1).max(5),
});

const staticChoices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
type Choices = { options?: readonly unknown[] | undefined; option_groups?: readonly unknown[] | undefined };
const eitherChoices = [
  (element: Choices) => (element.options === undefined) !== (element.option_groups === undefined),
  "either options or option_groups",
] as const;

const staticSelect = z
  .strictObject({
    type: z.literal("static_select"),
    ...selectable,
    ...staticChoices,
    initial_option: option.optional(),
  })
  .refine(...eitherChoices);
const multiStaticSelect = z
  .strictObject({
    type: z.literal("multi_static_select"),
    ...selectable,
    ...multiple,
    ...staticChoices,
    initial_options: z.array(option).min(1).max(100).optional(),
  })
  .refine(...eitherChoices);
const externalSelect = z.strictObject({
  type: z.literal("external_select"),
  ...selectable,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal("multi_external_select"),
  ...selectable,
  ...multiple,
  initial_options: z.array(option).min(1).max(100).optional(),
  min_query_length: z.int().min(0).optional(),
});

const plainTextInput = z.strictObject({
  type: z.literal("plain_text_input"),
  action_id: id.optional(),
  ...focusable,
  placeholder: placeholder.optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: dispatchConfig.optional(),
});
const numberInput = z.strictObject({
  type: z.literal("number_input"),
  action_id: id.optional(),
  ...focusable,
  placeholder: placeholder.optional(),
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  dispatch_action_config: dispatchConfig.optional(),
});
const fileInput = z.strictObject({
  type: z.literal("file_input"),
  action_id: id.optional(),
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

export const actionsElement = z.union([
  button,
  checkboxes,
  overflow,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
]);
export const accessory = actionsElement;
export const inputElement = z.union([
  plainTextInput,
  numberInput,
  fileInput,
  checkboxes,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
]);
/** Elements that exist, by where they may stand; used to say what is wrong where a union can't. */
export const ELEMENTS: Readonly<Record<string, z.ZodType>> = {
  button,
  checkboxes,
  overflow,
  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  external_select: externalSelect,
  multi_external_select: multiExternalSelect,
  plain_text_input: plainTextInput,
  number_input: numberInput,
  file_input: fileInput,
};
