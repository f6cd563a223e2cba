/**
 * Telling JSON's lists from its objects, which `Array.isArray` does not do for lists that may not be changed.
 */
import type { Json } from "../../src/flow/engine.ts";

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
