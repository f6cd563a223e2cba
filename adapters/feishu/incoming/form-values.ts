/**
 * What came back from a form, as the core takes it. The client says all of it, so all of it is checked again there.
 */
import { z } from "zod";
import type { Filled } from "../form-fields.ts";
import { FROM, UNTIL } from "../form-fields.ts";

const name = z.string().max(200);
const text = z.string().max(20_000);

/** How each field was asked, as the submit button carries it. */
export const askedSchema = z
  .array(
    z.discriminatedUnion("t", [
      z.strictObject({ n: name, t: z.enum(["text", "choice", "list", "check", "person"]) }),
      z.strictObject({ n: name, t: z.literal("span"), f: text, u: text, v: text }),
    ]),
  )
  .max(100);
export type AskedFields = z.output<typeof askedSchema>;

export const formValueSchema = z.record(
  z.string().max(300),
  z.union([z.string(), z.array(z.string()).max(500), z.boolean(), z.null()]),
);
export type FormValue = z.output<typeof formValueSchema>;

/** By field: a field that was shown and is not in what came was left empty, and counts as emptied. */
export function valuesOf(asked: AskedFields, sent: FormValue): Filled {
  return Object.fromEntries(asked.map((field) => [field.n, valueIn(field, sent)] as const));
}

function valueIn(field: AskedFields[number], sent: FormValue): Filled[string] {
  const value = Object.hasOwn(sent, field.n) ? sent[field.n] : undefined;
  switch (field.t) {
    case "span":
      return spanOf(field, textOf(sent[`${field.n}${FROM}`]), textOf(sent[`${field.n}${UNTIL}`]), textOf(value));
    case "check":
      return value === true;
    case "list":
      // Typed, where the list was too long to choose from.
      return typeof value === "string" ? listed(value) : Array.isArray(value) ? value : [];
    case "person":
      return textOf(value) === "" ? [] : [textOf(value)];
    case "text":
    case "choice":
      return textOf(value);
  }
}

/** Two times with a slash; one alone is left for the core to complain about. */
function spanOf(
  field: Extract<AskedFields[number], { t: "span" }>,
  from: string,
  until: string,
  typed: string,
): string {
  if (typed !== "") return typed;
  if (wall(from) === field.f && wall(until) === field.u) return field.v;
  return from === "" && until === "" ? "" : `${isoOf(from)}/${isoOf(until)}`;
}

const PICKED = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?: ([+-]\d{2}):?(\d{2}))?$/u;

function wall(picked: string): string {
  const [, day, time] = PICKED.exec(picked) ?? [];
  return day === undefined ? picked : `${day} ${time}`;
}

function isoOf(picked: string): string {
  const [, day, time, hours, minutes] = PICKED.exec(picked) ?? [];
  if (day === undefined) return picked;
  return `${day}T${time}${hours === undefined ? "" : `${hours}:${minutes}`}`;
}

function textOf(value: FormValue[string] | undefined): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join(", ") : "";
}

function listed(text: string): readonly string[] {
  return text
    .split(/[,，;；、\n]/u)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
