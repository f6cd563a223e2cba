/**
 * What is different between two definitions of a workflow, in lines that people read.
 */
import type { WorkflowDescription } from "../plan/workflow.ts";
import { findDefinition } from "../store/definitions.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Engine, Json } from "./engine.ts";

/** Makes the function that compares a workflow as it was approved with what its engine has now. */
export function createChanges({ catalogue, store }: { readonly catalogue: Catalogue; readonly store: Store }) {
  return async (engine: Engine, workflow: string, approved: WorkflowDescription): Promise<readonly string[]> => {
    const now = await catalogue.describe(engine, workflow);
    if (!now) return [`${workflow}: ∅`];
    if (now.definition === approved.definition) return [];
    const [before, after] = await Promise.all([
      findDefinition(store.read, approved.definition),
      findDefinition(store.read, now.definition),
    ]);
    const lines = before && after ? definitionChanges(jsonOf(before.definition), jsonOf(after.definition)) : [];
    // Without the words of either, that they differ is all that can be said.
    return lines.length > 0 ? lines : [`${approved.definition.slice(0, 12)} → ${now.definition.slice(0, 12)}`];
  };
}

/** The table holds this product's own writing. */
function jsonOf(text: string): Json {
  return JSON.parse(text);
}

const MOST_LINES = 20;
const LONGEST_VALUE = 120;

/** One line a difference, `stages[0].jobs[1].spec.env: "dev" → "prod"`; the first twenty. */
export function definitionChanges(before: Json, after: Json): readonly string[] {
  const lines = [...differences("", before, after, false)];
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES}`] : lines;
}

function* differences(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  secret: boolean,
): Generator<string> {
  if (isArray(before) && isArray(after)) {
    for (let place = 0; place < Math.max(before.length, after.length); place += 1) {
      yield* differences(`${path}[${place}]`, before[place], after[place], secret);
    }
    return;
  }
  if (isObject(before) && isObject(after)) {
    const hidden = secret || before.is_credential === true || after.is_credential === true;
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(path === "" ? key : `${path}.${key}`, before[key], after[key], hidden);
    }
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  yield `${path}: ${shown(before, secret)} → ${shown(after, secret)}`;
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !isArray(value);
}

function shown(value: Json | undefined, secret: boolean): string {
  if (value === undefined) return "∅";
  if (secret && typeof value === "string") return "••••••";
  const text = (typeof value === "object" ? "{…}" : JSON.stringify(value)) ?? "∅";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
