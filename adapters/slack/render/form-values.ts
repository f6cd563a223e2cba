/**
 * What stands in a modal, as the inbox takes it: by field, text and choices as a string, people as a list, checks as true
 * or false; and the files.
 */
import { z } from "zod";
import type { Form, FormField } from "../../../src/chat/card.ts";
import type { IncomingForm } from "../../../src/chat/ports.ts";
import type { AttachedFile } from "../heard.ts";
import { fieldOf, isHashed, NOTHING, optionValue } from "./form.ts";

type Values = IncomingForm["values"];
type Value = Values[string];

const fileSchema = z.looseObject({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
  permalink: z.string().optional(),
});

const option = z.looseObject({ value: z.string() });
const control = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).optional(),
  files: z.array(fileSchema).optional(),
});
/** `view.state.values` */
export const stateSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
type State = z.infer<typeof stateSchema>;

export function formValues(state: State): Values {
  const values: Record<string, Value> = {};
  const links: [string, string][] = [];
  for (const [block, controls] of Object.entries(state)) {
    const field = fieldOf(block);
    const read = control.safeParse(Object.values(controls)[0]);
    if (!field || !read.success) continue;
    if (field.files) links.push(...(read.data.files ?? []).flatMap((file) => linkOf(file, field.name)));
    else values[field.name] = typedIn(read.data);
  }
  for (const [name, link] of links) {
    const before = values[name];
    if (link !== "") values[name] = typeof before === "string" && before !== "" ? `${before}\n${link}` : link;
  }
  return values;
}

/** A file that can't be read is at least a link. */
function linkOf(file: z.infer<typeof fileSchema>, field: string): readonly [string, string][] {
  return fileOf(file).length > 0 ? [] : [[field, file.permalink ?? ""]];
}

/** By field, the files that were put there. */
export function formFiles(state: State): Readonly<Record<string, AttachedFile[]>> {
  const files: Record<string, AttachedFile[]> = {};
  for (const [block, controls] of Object.entries(state)) {
    const field = fieldOf(block);
    const read = control.safeParse(Object.values(controls)[0]);
    const given = field?.files && read.success ? (read.data.files ?? []).flatMap(fileOf) : [];
    if (field && given.length > 0) files[field.name] = given;
  }
  return files;
}

function fileOf(given: z.infer<typeof fileSchema>): readonly AttachedFile[] {
  const url = given.url_private_download ?? given.url_private;
  return url ? [{ name: given.name ?? "file", mimetype: given.mimetype ?? "", size: given.size ?? 0, url }] : [];
}

function typedIn({ type, value, selected_option: one, selected_options: many }: z.infer<typeof control>): Value {
  if (type === "checkboxes") return (many ?? []).length > 0;
  if (type.startsWith("multi_")) return (many ?? []).map((each) => each.value);
  if (type.endsWith("_select")) return one && one.value !== NOTHING ? one.value : "";
  return value ?? "";
}

/** Whether some value is known by its digest alone, so that only the form can tell what it is. */
export function needsForm(values: Values): boolean {
  return Object.values(values).some((value) =>
    [value].flat().some((each) => typeof each === "string" && isHashed(each)),
  );
}

export function unhashed(values: Values, { fields }: Form): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields.find((each) => each.name === name);
      return [name, field ? unhashedValue(value, field) : value];
    }),
  );
}

function unhashedValue(value: Value, field: FormField): Value {
  if (field.type !== "choice" && field.type !== "people") return value;
  const known = (given: string) => field.options.find((each) => optionValue(each.value) === given)?.value ?? given;
  if (typeof value === "boolean") return value;
  return typeof value === "string" ? known(value) : value.map(known);
}
