/**
 * Words with `key:value` among them. A value without quotes runs on to the next key, as people type it:
 * `window:tonight 20:00-22:00 manager:@ada`.
 */
import type { ParameterValue } from "../../plan/content.ts";
import { typedValue } from "../plan-file/parameters.ts";
import type { ChatKey } from "./keys.ts";
import { keyNamed, nearestKeyOf } from "./keys.ts";
import type { Word } from "./lex.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { Verb } from "./said.ts";

export interface Value {
  readonly text: string;
  readonly quoted: boolean;
}

export interface Fields {
  /** Words before, between and after the keys that belong to none. */
  readonly free: readonly Word[];
  readonly values: ReadonlyMap<string, readonly Value[]>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export interface FieldRules {
  readonly verb: Verb;
  readonly keys: readonly ChatKey[];
  /** Keys that may come more than once. */
  readonly many: readonly string[];
  /** Whether `key=value` is a workflow's parameter. */
  readonly parameters: boolean;
}

/** Words that look like keys and are the beginning of values. */
const VALUE_PREFIXES = new Set(["group", "sprint", "http", "https", "mailto", "issue"]);

export function readFields(words: readonly Word[], rules: FieldRules): Reading<Fields> {
  const reader = new FieldReader(rules);
  for (const word of words) {
    const refusal = reader.take(word);
    if (refusal) return refusal;
  }
  return reader.fields();
}

type Refusal = ReturnType<typeof refused>;

class FieldReader {
  readonly #rules: FieldRules;
  readonly #free: Word[] = [];
  readonly #values = new Map<string, Value[]>();
  readonly #parameters = new Map<string, ParameterValue>();
  /** The key whose value may still go on, and what it is so far. */
  #open: { readonly key: string; readonly parts: string[] } | undefined;

  constructor(rules: FieldRules) {
    this.#rules = rules;
  }

  take(word: Word): Refusal | undefined {
    const { verb, keys, parameters } = this.#rules;
    const key = word.key === undefined || (word.sign === "=" && parameters) ? undefined : keyNamed(keys, word.key);
    if (key !== undefined) return this.#begin(key, word);
    if (word.sign === "=" && parameters && word.key !== undefined) return this.#parameter(word.key, word);
    if (looksLikeKey(word)) {
      const typed = word.key ?? "";
      return refused({
        code: "unknown-key",
        verb,
        key: typed,
        nearest: nearestKeyOf(keys, typed),
        known: keys.map((each) => each.key),
      });
    }
    if (!this.#open) this.#free.push(word);
    else if (word.quoted && this.#open.parts.length === 0) this.#set(this.#open.key, { text: word.text, quoted: true });
    else this.#open.parts.push(word.raw);
    return undefined;
  }

  fields(): Reading<Fields> {
    const refusal = this.#close();
    if (refusal) return refusal;
    return understood({ free: this.#free, values: this.#values, parameters: Object.fromEntries(this.#parameters) });
  }

  #begin(key: string, word: Word): Refusal | undefined {
    const refusal = this.#close();
    if (refusal) return refusal;
    if (this.#values.has(key) && !this.#rules.many.includes(key))
      return refused({ code: "repeated-key", verb: this.#rules.verb, key });
    if (word.valueQuoted) this.#set(key, { text: word.value, quoted: true });
    else this.#open = { key, parts: word.value === "" ? [] : [word.value] };
    return undefined;
  }

  #parameter(name: string, word: Word): Refusal | undefined {
    const refusal = this.#close();
    if (refusal) return refusal;
    if (this.#parameters.has(name)) return refused({ code: "repeated-key", verb: this.#rules.verb, key: name });
    this.#parameters.set(name, word.valueQuoted ? word.value : typedValue(word.value));
    return undefined;
  }

  #set(key: string, value: Value): void {
    this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
    this.#open = undefined;
  }

  #close(): Refusal | undefined {
    const open = this.#open;
    if (!open) return undefined;
    if (open.parts.length === 0) return refused({ code: "missing-value", verb: this.#rules.verb, key: open.key });
    this.#set(open.key, { text: open.parts.join(" "), quoted: false });
    return undefined;
  }
}

/** A mistyped key must not become part of the value before it; a time, a link or a group may. */
function looksLikeKey({ key, sign, quoted, value }: Word): boolean {
  if (quoted || key === undefined || sign !== ":" || value.startsWith("//")) return false;
  return /^[\p{L}_-]{2,}$/u.test(key) && !VALUE_PREFIXES.has(key.toLowerCase());
}
