/**
 * Arguments with places for parameters: `--branch={branch}`. Braces that stand for themselves are doubled.
 *
 * A filled argument is always one argument, so nothing a person types is split or read by a shell. What is left to
 * guard against is a value that turns an argument into an option, such as `{target}` filled with `--delete`.
 */
import type { ParameterValue } from "../../src/plan/content.ts";

export type Part = { readonly text: string } | { readonly parameter: string };
/** One argument: literal texts and places for parameters, in order. */
export type Argument = readonly Part[];

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** The parts of a written argument, or undefined when a brace in it has no partner. */
export function parseArgument(written: string): Argument | undefined {
  const parts: Part[] = [];
  let text = "";
  let end = 0;
  for (const match of written.matchAll(PIECE)) {
    const [piece, parameter] = match;
    text += written.slice(end, match.index);
    end = match.index + piece.length;
    if (piece === "{{" || piece === "}}") {
      text += piece.charAt(0);
    } else if (parameter === undefined) {
      return undefined;
    } else {
      if (text !== "") parts.push({ text });
      text = "";
      parts.push({ parameter });
    }
  }
  text += written.slice(end);
  if (text !== "" || parts.length === 0) parts.push({ text });
  return parts;
}

/** The parameters that an argument has places for. */
export function placesOf(argument: Argument): readonly string[] {
  return argument.flatMap((part) => ("parameter" in part ? [part.parameter] : []));
}

/** The parameter whose value an argument begins with: the one that could make an option of it. */
export function openingParameter(argument: Argument): string | undefined {
  const first = argument[0];
  return first !== undefined && "parameter" in first ? first.parameter : undefined;
}

/** The argument with its values, or undefined when one of its parameters was left out: then it is left out too. */
export function fillArgument(argument: Argument, values: Readonly<Record<string, ParameterValue>>): string | undefined {
  let filled = "";
  for (const part of argument) {
    const value = "text" in part ? part.text : values[part.parameter];
    if (value === undefined) return undefined;
    filled += String(value);
  }
  return filled;
}

/** Whether an empty first value let a later one make an option of an argument that isn't one. */
export function becameOption(
  argument: Argument,
  filled: string,
  values: Readonly<Record<string, ParameterValue>>,
): boolean {
  const opening = openingParameter(argument);
  return opening !== undefined && filled.startsWith("-") && !String(values[opening]).startsWith("-");
}
