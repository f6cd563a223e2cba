/**
 * A workflow's parameters as lines of `name=value`. A text that would read as something else stands in quotes.
 */
import type { ParameterValue } from "../../plan/content.ts";
import { typedValue } from "../plan-file/parameters.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;
export type ParameterLines =
  | { readonly ok: true; readonly parameters: Parameters }
  /** From 1: the first line that is no parameter, or names one again. */
  | { readonly ok: false; readonly line: number };

export function readParameterLines(text: string): ParameterLines {
  const parameters = new Map<string, ParameterValue>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, name = "", value = ""] = /^([^=＝]+)[=＝](.*)$/su.exec(line) ?? [];
    const key = name.trim();
    if (key === "" || parameters.has(key)) return { ok: false, line: index + 1 };
    parameters.set(key, readValue(value.trim()));
  }
  return { ok: true, parameters: Object.fromEntries(parameters) };
}

function readValue(text: string): ParameterValue {
  const [, inside] = /^[“”"](.*)[“”"]$/su.exec(text) ?? [];
  return inside === undefined ? typedValue(text) : (unescaped(text) ?? inside);
}

function unescaped(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The lines that read back as the same parameters. */
export function writeParameterLines(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${writeValue(value)}`)
    .join("\n");
}

function writeValue(value: ParameterValue): string {
  if (typeof value !== "string") return String(value);
  const isPlain = value === value.trim() && !/[\p{Cc}]|^["“”]/u.test(value) && typedValue(value) === value;
  return isPlain ? value : JSON.stringify(value);
}
