/**
 * What is wrong with a plan in a file, and where: codes and data, for texts made at the edge.
 */

/** Line and column in the source, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Fault =
  | { readonly code: "empty" }
  /** `most` is in bytes. */
  | { readonly code: "too-large"; readonly most: number }
  | { readonly code: "control-characters" }
  /** `detail` is the parser's own sentence, in English. */
  | { readonly code: "syntax"; readonly detail: string }
  /** A colon that YAML does not know: `名称：…` must be `名称: …`. */
  | { readonly code: "full-width-colon" }
  | { readonly code: "tag"; readonly tag: string }
  /** Aliases or nesting that unfold to more than any plan needs. */
  | { readonly code: "too-complex" }
  | {
      readonly code: "unknown-key";
      readonly key: string;
      readonly nearest?: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly code: "duplicate-key"; readonly key: string }
  | { readonly code: "missing"; readonly key: string }
  | {
      readonly code: "wrong-type";
      readonly wanted: "text" | "list" | "map" | "rule" | "value";
      readonly got: "nothing" | "text" | "number" | "list" | "map" | "other";
    }
  | { readonly code: "too-long"; readonly most: number }
  | { readonly code: "too-many"; readonly most: number }
  | { readonly code: "too-few"; readonly key: string }
  | { readonly code: "bad-level"; readonly value: string }
  /** Not `engine:workflow`. */
  | { readonly code: "bad-workflow"; readonly value: string }
  /** An item is something a person does or something an engine runs, not both. */
  | { readonly code: "text-and-run" }
  | { readonly code: "with-without-run" }
  /** Only who does an item can be asked for something, and an engine can't. */
  | { readonly code: "asks-with-run" }
  | { readonly code: "bad-parameters"; readonly value: string };

/** A fault, the path of what is wrong (`items[0].owner`), and where that stands in the source. */
export type PlanFileProblem = Fault & Position & { readonly path: string };

export type Path = readonly (string | number)[];

/** `items[0].owner`; the whole file is the empty path. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
