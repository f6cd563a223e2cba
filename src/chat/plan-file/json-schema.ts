/**
 * The plan's schema as JSON Schema, for editors that complete and check YAML.
 */
import { z } from "zod";
import { planDraftSchema } from "./draft.ts";

/** The JSON Schema of a plan in YAML or JSON, with the English keys. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(planDraftSchema, { io: "input", override });
  return {
    $schema,
    title: "gonogo release plan",
    description: "A release plan: what is released, when, by whom, with whose consent.",
    ...schema,
  };
}

/** Values that the program does not change are still the author's to write. */
function override({ jsonSchema }: { readonly jsonSchema: { readOnly?: boolean } }): void {
  Reflect.deleteProperty(jsonSchema, "readOnly");
}
