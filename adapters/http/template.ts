/**
 * Texts with places: `{branch}` for a value of the run, `${TOKEN}` for a secret of the environment. Braces that stand for
 * themselves are doubled.
 */
import type { Json } from "../../src/flow/engine.ts";
import type { ParameterValue } from "../../src/plan/content.ts";

export type Part = { readonly text: string } | { readonly place: string } | { readonly secret: string };
/** A text, in order: what is written, places for values, places for secrets. */
export type Template = readonly Part[];
/** JSON whose texts are templates. */
export type BodyTemplate =
  | { readonly leaf: Template }
  | { readonly value: number | boolean | null }
  | { readonly list: readonly BodyTemplate[] }
  | { readonly fields: readonly (readonly [string, BodyTemplate])[] };

/** Values by the names of places; what was left out is undefined. */
export interface Filling {
  readonly values: Readonly<Record<string, ParameterValue | undefined>>;
  readonly secrets: Readonly<Record<string, string>>;
}

const PIECE = /\$\{([^{}]*)\}|\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** The parts of a written template, or undefined when a brace in it has no partner. */
export function parseTemplate(written: string): Template | undefined {
  const parts: Part[] = [];
  let text = "";
  let end = 0;
  const put = (part: Part): void => {
    if (text !== "") parts.push({ text });
    text = "";
    parts.push(part);
  };
  for (const match of written.matchAll(PIECE)) {
    const [piece, secret, place] = match;
    text += written.slice(end, match.index);
    end = match.index + piece.length;
    if (secret !== undefined) put({ secret });
    else if (place !== undefined) put({ place });
    else if (piece === "{{" || piece === "}}") text += piece.charAt(0);
    else return undefined;
  }
  text += written.slice(end);
  if (text !== "" || parts.length === 0) parts.push({ text });
  return parts;
}

export function placesOf(template: Template): readonly string[] {
  return template.flatMap((part) => ("place" in part ? [part.place] : []));
}

export function secretsOf(template: Template): readonly string[] {
  return template.flatMap((part) => ("secret" in part ? [part.secret] : []));
}

/** The templates of a body, wherever they are in it. */
export function leavesOf(body: BodyTemplate): readonly Template[] {
  if ("leaf" in body) return [body.leaf];
  if ("list" in body) return body.list.flatMap(leavesOf);
  return "fields" in body ? body.fields.flatMap(([, field]) => leavesOf(field)) : [];
}

/** The text with its values, each passed through `encode`. What was left out is empty. */
export function fillText(template: Template, filling: Filling, encode = (value: string) => value): string {
  const filled = template.map((part) => {
    if ("text" in part) return part.text;
    const value = "place" in part ? valueAt(filling.values, part.place) : filling.secrets[part.secret];
    return value === undefined ? "" : encode(String(value));
  });
  return filled.join("");
}

/** Whether all of a template is the place of something that was left out: then it is left out itself. */
export function isLeftOut(template: Template, { values }: Filling): boolean {
  const [only, second] = template;
  return only !== undefined && second === undefined && "place" in only && valueAt(values, only.place) === undefined;
}

/** The body with its values: a text that is one place and nothing else keeps the value's type. */
export function fillBody(body: BodyTemplate, filling: Filling): Json | undefined {
  if ("value" in body) return body.value;
  if ("list" in body) return body.list.flatMap((entry) => fillBody(entry, filling) ?? []);
  if ("leaf" in body) return fillLeaf(body.leaf, filling);
  const fields = body.fields.flatMap(([name, field]) => {
    const filled = fillBody(field, filling);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return Object.fromEntries(fields);
}

function fillLeaf(leaf: Template, filling: Filling): Json | undefined {
  const [only, second] = leaf;
  if (only !== undefined && second === undefined && "place" in only) return valueAt(filling.values, only.place);
  return fillText(leaf, filling);
}

function valueAt(values: Filling["values"], place: string): ParameterValue | undefined {
  return Object.hasOwn(values, place) ? values[place] : undefined;
}
