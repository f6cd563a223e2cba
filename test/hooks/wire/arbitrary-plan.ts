/**
 * Any plan at all, with any definitions: also those that no story leads to.
 */
import fc from "fast-check";
import type { Json } from "../../../src/flow/engine.ts";
import type { Content, Item, Work } from "../../../src/plan/content.ts";
import type { Actor, ItemProgress, Plan, Run } from "../../../src/plan/plan.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import type { WorkflowDescription } from "../../../src/plan/workflow.ts";
import { DOCUMENTED_TYPES } from "./job-specs.ts";

const word = fc.oneof(
  fc.constantFrom("ada", "bo", "group:qa", "__proto__", "toString", "部署"),
  fc.string({ maxLength: 8 }),
);
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
const prose = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "**a**", "<script>", "[x](javascript:alert(1))", "- a\n- b"),
);
const value = fc.oneof(fc.string({ maxLength: 8 }), fc.double(), fc.boolean());
const inputs = fc.dictionary(word, value, { maxKeys: 4 });

const actor: fc.Arbitrary<Actor> = fc.oneof(
  word.map((id) => ({ kind: "person", id }) as const),
  word.map((name) => ({ kind: "token", name }) as const),
  fc.constantFrom("timer", "engine", "hook", "desk").map((part) => ({ kind: "system", part }) as const),
);

const run: fc.Arbitrary<Run> = fc.record({
  key: word,
  attempt: fc.nat(),
  ref: fc.option(
    fc.oneof(
      word,
      fc.nat().map((task) => `shop/deploy/${task}`),
    ),
    { nil: undefined },
  ),
  progress: fc.constant({}),
});

const progress: fc.Arbitrary<ItemProgress> = fc.oneof(
  fc.constant({ state: "todo" } as const),
  fc.record({ state: fc.constant("running" as const), by: actor, at: instant, run }),
  fc.record({
    state: fc.constant("done" as const),
    by: actor,
    at: instant,
    remark: fc.option(prose, { nil: undefined }),
    run: fc.option(run, { nil: undefined }),
  }),
  fc.record({ state: fc.constant("skipped" as const), by: actor, at: instant, reason: prose }),
  fc.record({
    state: fc.constant("failed" as const),
    by: actor,
    at: instant,
    reason: prose,
    run,
    unclear: fc.boolean(),
  }),
);

const work: fc.Arbitrary<Work> = fc.oneof(
  prose.map((content) => ({ type: "text", content }) as const),
  fc.record({
    type: fc.constant("workflow" as const),
    engine: fc.constantFrom("zadig", "github", "command"),
    workflow: fc.oneof(word, fc.constant("shop/deploy")),
    with: inputs,
  }),
);

const parameter = fc.record({
  name: word,
  type: fc.constantFrom("string" as const, "number" as const, "boolean" as const),
  required: fc.boolean(),
  choices: fc.option(fc.array(value, { maxLength: 3 }), { nil: undefined }),
  default: fc.option(value, { nil: undefined }),
  label: fc.option(prose, { nil: undefined }),
  secret: fc.option(fc.boolean(), { nil: undefined }),
});

const description: fc.Arbitrary<WorkflowDescription> = fc.record({
  workflow: word,
  title: word,
  parameters: fc.array(parameter, { maxLength: 3 }),
  definition: word,
});

const anyJson: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }).map((json): Json => JSON.parse(JSON.stringify(json)));

/** Fields of Zadig's with anything in them. */
const field = fc.constantFrom(
  "source",
  "env",
  "services",
  "repos",
  "key_vals",
  "service_and_builds",
  "kv",
  "is_credential",
);
const spec: fc.Arbitrary<Json> = fc.oneof(anyJson, fc.dictionary(field, anyJson, { maxKeys: 4 }));

/** A job of a documented type or another, with any spec. */
export const arbitraryJob = fc.record(
  {
    name: word,
    type: fc.oneof(fc.constantFrom(...DOCUMENTED_TYPES, "approval", "zadig-rocket"), word),
    spec,
    run_policy: fc.constantFrom("", "skip", "force_run", "default_not_run"),
  },
  { requiredKeys: ["name", "type"] },
);

/** Anything, or something like a workflow of Zadig's. */
export const arbitraryDefinition: fc.Arbitrary<Json> = fc.oneof(
  anyJson,
  fc
    .record({
      name: word,
      params: fc.oneof(
        fc.array(fc.record({ name: word, value: word, is_credential: fc.boolean() }), { maxLength: 3 }),
        anyJson,
      ),
      stages: fc.array(fc.record({ name: word, jobs: fc.oneof(fc.array(arbitraryJob, { maxLength: 3 }), anyJson) }), {
        maxLength: 3,
      }),
    })
    .map((workflow): Json => JSON.parse(JSON.stringify(workflow))),
);

interface Row {
  readonly item: Item;
  readonly progress: ItemProgress | undefined;
  readonly description: WorkflowDescription | undefined;
  readonly definition: { readonly definition: Json; readonly about: Json | undefined } | undefined;
}

const row: fc.Arbitrary<Omit<Row, "item"> & { readonly item: Omit<Item, "id"> }> = fc.record({
  item: fc.record({ name: word, owners: fc.array(word, { maxLength: 3 }), after: fc.constant([]), work }),
  progress: fc.option(progress, { nil: undefined }),
  description: fc.option(description, { nil: undefined }),
  definition: fc.option(fc.record({ definition: arbitraryDefinition, about: fc.option(anyJson, { nil: undefined }) }), {
    nil: undefined,
  }),
});

const content: fc.Arbitrary<Omit<Content, "items">> = fc.record({
  name: word,
  description: prose,
  window: fc.option(fc.record({ opens: instant, closes: instant }), { nil: undefined }),
  schedule: fc.option(instant, { nil: undefined }),
  requirements: fc.constant([]),
  policy: fc.constant("standard"),
  editors: fc.constant([]),
  announce: fc.constant([]),
  tags: fc.constant([]),
});

const bare = fc.record({
  id: word,
  index: fc.nat(),
  status: fc.constantFrom(...STATUSES),
  digest: word,
  instanceCode: word,
  manager: word,
  createdBy: actor,
  createdAt: instant,
  editedBy: actor,
  editedAt: instant,
  changedAt: instant,
  finishedPlanningAt: fc.option(instant, { nil: undefined }),
  executingAt: fc.option(instant, { nil: undefined }),
  successAt: fc.option(instant, { nil: undefined }),
});

const NOTHING_YET = {
  gates: [],
  nextItem: 1,
  rounds: 0,
  submitting: false,
  checks: {},
  attempts: {},
  stopped: [],
  scheduled: false,
} as const;

export interface Planned {
  readonly plan: Plan;
  readonly definitions: Readonly<Record<string, { readonly definition: Json; readonly about: Json | undefined }>>;
}

export const arbitraryPlan: fc.Arbitrary<Planned> = fc
  .tuple(bare, content, fc.array(row, { maxLength: 4 }))
  .map(([facts, words, drawn]) => {
    const rows: readonly Row[] = drawn.map((each, place) => ({ ...each, item: { id: `i${place + 1}`, ...each.item } }));
    const plan: Plan = {
      ...NOTHING_YET,
      ...facts,
      content: { ...words, items: rows.map(({ item }) => item) },
      items: byItem(rows, (each) => each.progress),
      workflows: byItem(rows, (each) => each.description),
    };
    return { plan, definitions: byItem(rows, (each) => each.definition) };
  });

function byItem<T>(rows: readonly Row[], part: (row: Row) => T | undefined): Readonly<Record<string, T>> {
  const pairs = rows.flatMap((each) => {
    const value = part(each);
    return value === undefined ? [] : [[each.item.id, value] as const];
  });
  return Object.fromEntries(pairs);
}
