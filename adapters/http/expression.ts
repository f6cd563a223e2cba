/**
 * JSONata expressions (jsonata.org) that read a service's answers. They come from the settings, the answers from
 * elsewhere, so an evaluation is bounded in time, depth and size.
 */
import jsonata from "jsonata";
import { z } from "zod";
import type { Json } from "../../src/flow/engine.ts";

const BOUNDS = { timeout: 1_000, stack: 200, sequence: 10_000 } as const;

export interface Expression {
  readonly written: string;
  /**
   * What it makes of an answer; undefined when that is nothing. `bindings` are its variables. Rejects when the answer is
   * nothing it can work on, or when it goes beyond its bounds.
   */
  evaluate(answer: unknown, bindings: Readonly<Record<string, unknown>>): Promise<Json | undefined>;
}

/** The expression, or what is wrong with it and where. */
export function compileExpression(written: string): Expression | { readonly problem: string } {
  try {
    const compiled = jsonata(written, BOUNDS);
    // `$eval` would let an answer be more than data.
    compiled.registerFunction("eval", () => undefined, "<x?x?:x>");
    return { written, evaluate: async (answer, bindings) => plain(await compiled.evaluate(answer, { ...bindings })) };
  } catch (error) {
    return { problem: `not a JSONata expression: ${messageOf(error)}` };
  }
}

/** JSONata throws objects that are no errors. */
export function messageOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const message = "message" in error && typeof error.message === "string" ? error.message : "unknown mistake";
  const position = "position" in error && typeof error.position === "number" ? ` (at character ${error.position})` : "";
  return `${message}${position}`;
}

/** Functions are no answers, and a result with marks of JSONata's own is copied without them. */
function plain(result: unknown): Json | undefined {
  if (result === undefined || typeof result === "function") return undefined;
  const text: unknown = JSON.stringify(result);
  return typeof text === "string" ? z.json().parse(JSON.parse(text)) : undefined;
}
