/**
 * Writes schema/plan.schema.json from the plan's zod schema: `node scripts/write-schema.ts`.
 */
import { writeFileSync } from "node:fs";
import { planJsonSchema } from "../src/chat/plan-file/json-schema.ts";

writeFileSync(new URL("../schema/plan.schema.json", import.meta.url), `${JSON.stringify(planJsonSchema(), null, 2)}\n`);
