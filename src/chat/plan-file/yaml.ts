/**
 * YAML, and JSON with it, into plain values under canonical keys.
 */
import type { Document, Node, YAMLMap, YAMLSeq } from "yaml";
import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Place } from "./keys.ts";
import { KEYS, knownKey, nearestKey } from "./keys.ts";
import type { Path } from "./problem.ts";
import type { Source } from "./source.ts";

/** More than the largest plan within the limits has; aliases that unfold further are a bomb. */
const MOST_NODES = 20_000;
const DEEPEST = 12;
/** Counted in texts too, where some brackets stay open. */
const DEEPEST_BRACKETS = 200;
const FULL_WIDTH = /^[ \t]*(?:- )?(\p{Script=Han}{1,8})：/gmu;

/** The value of a YAML text; `from` is where it begins in the source. Reports all it finds wrong. */
export function readYaml(text: string, source: Source, from = 0): unknown {
  const deep = deepNesting(text);
  if (deep !== -1) {
    source.reportAt([], from + deep, { code: "too-complex" });
    return undefined;
  }
  // Keys are compared while walking: the parser's own comparison takes the square of their number.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  if (!reportSyntax(document, text, source, from)) return undefined;
  return new Walk(document, source, from).value(document.contents, [], "plan", 0);
}

/** Where brackets or dashes begin to nest further than any plan, which the parser would take seconds to find out. */
function deepNesting(text: string): number {
  const dashes = text.search(/(?:[-?:] {1,4}){30}/);
  if (dashes !== -1) return dashes;
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    const char = text[place];
    if (char === "[" || char === "{") depth += 1;
    else if (char === "]" || char === "}") depth = Math.max(0, depth - 1);
    if (depth > DEEPEST_BRACKETS) return place;
  }
  return -1;
}

/** True when the text is sound. A mention is allowed where YAML reserves its `@`. */
function reportSyntax(document: Document.Parsed, text: string, source: Source, from: number): boolean {
  const errors = document.errors.filter(({ code, pos }) => !(code === "BAD_SCALAR_START" && text[pos[0]] === "@"));
  const colon = errors.length > 0 || !isMap(document.contents) ? fullWidthColon(text) : undefined;
  if (colon !== undefined) {
    source.reportAt([], from + colon, { code: "full-width-colon" });
    return false;
  }
  for (const { code, message, pos } of errors) {
    const tooDeep = code === "RESOURCE_EXHAUSTION";
    source.reportAt([], from + pos[0], tooDeep ? { code: "too-complex" } : { code: "syntax", detail: message });
    if (tooDeep) break;
  }
  return errors.length === 0;
}

/** Where a known key is followed by a colon that YAML takes for a letter. */
function fullWidthColon(text: string): number | undefined {
  for (const match of text.matchAll(FULL_WIDTH)) {
    const word = match[1] ?? "";
    const known = (["plan", "approval", "level", "item"] as const).some((place) => knownKey(place, word));
    if (known) return match.index + match[0].length - 1;
  }
  return undefined;
}

class Walk {
  readonly #document: Document.Parsed;
  readonly #source: Source;
  readonly #from: number;
  #nodes = 0;

  constructor(document: Document.Parsed, source: Source, from: number) {
    this.#document = document;
    this.#source = source;
    this.#from = from;
  }

  /** The plain value of a node; undefined for nothing. */
  value(node: Node | null, path: Path, place: Place, depth: number): unknown {
    this.#nodes += 1;
    if (!node) return undefined;
    const offset = this.#from + (node.range?.[0] ?? 0);
    if (!isAlias(node)) this.#source.place(path, offset);
    if (this.#nodes > MOST_NODES || depth > DEEPEST) {
      if (this.#nodes <= MOST_NODES || this.#nodes === MOST_NODES + 1)
        this.#source.reportAt(path, offset, { code: "too-complex" });
      return undefined;
    }
    if (node.tag !== undefined && !/^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(node.tag)) {
      this.#source.reportAt(path, offset, { code: "tag", tag: node.tag });
      return undefined;
    }
    if (isAlias(node)) return this.value(node.resolve(this.#document) ?? null, path, place, depth + 1);
    if (isMap(node)) return this.#map(node, path, place, depth);
    if (isSeq(node) && place === "approval") return { levels: this.#list(node, [...path, "levels"], "level", depth) };
    if (isSeq(node)) return this.#list(node, path, place, depth);
    return isScalar(node) ? scalarValue(node, place) : undefined;
  }

  #list(list: YAMLSeq, path: Path, place: Place, depth: number): readonly unknown[] {
    return list.items.map((item, index) => this.#entry(item, [...path, index], place, depth));
  }

  #entry(item: unknown, path: Path, place: Place, depth: number): unknown {
    return isPair(item) ? undefined : (this.value(asNode(item), path, place, depth + 1) ?? null);
  }

  #map(map: YAMLMap, path: Path, place: Place, depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const pair of map.items) {
      const key = keyText(pair.key);
      const offset = this.#from + (asNode(pair.key)?.range?.[0] ?? map.range?.[0] ?? 0);
      const known = this.#known(place, key, path, offset);
      if (!known) continue;
      if (entries.has(known.key)) this.#source.reportAt(path, offset, { code: "duplicate-key", key });
      const inside = [...path, known.key];
      this.#source.place(inside, offset);
      const value = this.value(asNode(pair.value), inside, known.holds, depth + 1);
      if (value !== undefined) entries.set(known.key, value);
    }
    return Object.fromEntries(entries);
  }

  #known(
    place: Place,
    key: string,
    path: Path,
    offset: number,
  ): { readonly key: string; readonly holds: Place } | undefined {
    if (place === "text" || place === "parameters" || place === "custom") return { key, holds: place };
    const known = knownKey(place, key);
    if (known) return { key: known.key, holds: known.holds ?? "text" };
    const names = KEYS[place].map((each) => each.key);
    this.#source.reportAt(path, offset, {
      code: "unknown-key",
      key: key.slice(0, 80),
      nearest: nearestKey(place, key),
      known: names,
    });
    return undefined;
  }
}

/** A version like 2.40 keeps the way it was written; only a workflow's parameters, and ticks, have other types than text. */
function scalarValue({ value, source }: { value: unknown; source?: string }, place: Place): unknown {
  if (value === null || typeof value === "string") return value ?? undefined;
  return place === "parameters" || (place === "custom" && typeof value === "boolean") ? value : source;
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return "";
  return typeof key.value === "string" ? key.value : (key.source ?? "");
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}
