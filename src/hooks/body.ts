/**
 * Makes what an endpoint is told of a plan, from the plan, the directory and the definitions that are kept.
 */
import type { Json } from "../flow/engine.ts";
import type { ToldHook } from "../flow/hook-desk.ts";
import type { Plan } from "../plan/plan.ts";
import type { HookEndpoint } from "../settings/hooks.ts";
import { findDefinition } from "../store/definitions.ts";
import type { Reader, Tx } from "../store/store.ts";
import type { Definition } from "./wire/plan-body.ts";
import { planBody } from "./wire/plan-body.ts";
import { withInputs } from "./wire/zadig-inputs.ts";

export interface BodyNeeds {
  readonly settings: { readonly hooks: readonly HookEndpoint[] };
  readonly directory: { nameOf(person: string): string };
}

export function hookBody({ settings, directory }: BodyNeeds) {
  return async (tx: Tx, { plan, endpoint: name, checkpoint }: ToldHook): Promise<string> => {
    const endpoint = settings.hooks.find((known) => known.name === name);
    const body = planBody(plan, checkpoint, {
      personName: (id) => directory.nameOf(id),
      definitions: await definitionsOf(tx, plan),
      withInputs,
      credentials: endpoint?.credentials ?? "masked",
      style: endpoint?.style ?? "release_plan",
    });
    return JSON.stringify(body);
  };
}

/** What the workflows of a plan were made of when planning was finished, by item. */
export async function definitionsOf(tx: Reader, plan: Plan): Promise<Readonly<Record<string, Definition>>> {
  const found: Record<string, Definition> = {};
  for (const [item, { definition }] of Object.entries(plan.workflows)) {
    const row = await findDefinition(tx, definition);
    if (!row) continue;
    const about = row.about === null ? undefined : jsonOf(row.about);
    found[item] = { definition: jsonOf(row.definition), about };
  }
  return found;
}

/** The table holds this product's own writing. */
function jsonOf(text: string): Json {
  return JSON.parse(text);
}
