/**
 * A workflow's parameters as people type them: `branch=main replicas=3 note="two words"`.
 */
import type { ParameterValue } from "../../plan/content.ts";
import type { Parameter } from "../../plan/workflow.ts";

const PAIR = /([^\s=,，"“”]+)=("(?:[^"\\]|\\.)*"|“[^”]*”|[^\s,，]*)(?:[\s,，]+|$)/uy;
/** Longer digits, leading zeros and exponents are names of versions, commits and days. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;

/** The parameters in order, or undefined when not all of the text is `key=value`. */
export function readParameters(text: string): Readonly<Record<string, ParameterValue>> | undefined {
  const pairs: [string, ParameterValue][] = [];
  const trimmed = text.trim();
  let place = 0;
  while (place < trimmed.length) {
    PAIR.lastIndex = place;
    const match = PAIR.exec(trimmed);
    if (!match) return undefined;
    const [whole, key = "", value = ""] = match;
    pairs.push([key, parameterValue(value)]);
    place += whole.length;
  }
  return Object.fromEntries(pairs);
}

function parameterValue(text: string): ParameterValue {
  if (/^["“]/u.test(text)) return text.slice(1, -1).replace(/\\(["\\])/gu, "$1");
  return typedValue(text);
}

/** `true`, `false` and plain numbers have their own type, as in YAML; `2.40` is no number, for its zero would be lost. */
export function typedValue(text: string): ParameterValue {
  if (text === "true" || text === "false") return text === "true";
  return NUMBER.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** Values as the workflow wants them, where what was typed says the same: the text "3" for 3, true for "true". */
export function fitParameters(
  given: Readonly<Record<string, ParameterValue>>,
  wanted: readonly Parameter[],
): Readonly<Record<string, ParameterValue>> {
  const fit = ([name, value]: readonly [string, ParameterValue]) => {
    const parameter = wanted.find((each) => each.name === name);
    return [name, parameter ? fitValue(value, parameter.type) : value] as const;
  };
  return Object.fromEntries(Object.entries(given).map(fit));
}

function fitValue(value: ParameterValue, type: Parameter["type"]): ParameterValue {
  if (typeof value === type) return value;
  if (type === "string") return String(value);
  const typed = typedValue(String(value));
  return typeof typed === type ? typed : value;
}
