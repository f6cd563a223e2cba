/**
 * A definition opened for filling in: a copy, with its jobs, what they work on, and the knobs of it all.
 */
import type { Json } from "../../../flow/engine.ts";
import type { ParameterValue } from "../../../plan/content.ts";
import type { Knob } from "./knob.ts";
import { knobsOf } from "./knobs.ts";
import type { Node } from "./node.ts";
import { isNode, nodeOf, nodesOf, textOf } from "./node.ts";
import type { Job, Selection, Target } from "./targets.ts";
import { selectionsOf, settleFollowers, takenOf } from "./targets.ts";

export interface Opened {
  readonly workflow: Node;
  readonly params: readonly Node[];
  readonly jobs: readonly Job[];
  readonly knobs: readonly Knob[];
  /** What was set, by the object that it is in. */
  readonly touched: ReadonlySet<object>;
  /** Whether a job runs. */
  runs(job: Job): boolean;
  taken(job: Job): readonly Target[];
  selection(job: Job): Selection | undefined;
}

/** Opens a copy and sets what is given; names that it does not have are left alone. */
export function open(definition: Json, given: Readonly<Record<string, ParameterValue>>): Opened {
  const copy: unknown = structuredClone(definition);
  const workflow = isNode(copy) ? copy : {};
  const params = nodesOf(workflow, "params");
  const jobs = nodesOf(workflow, "stages").flatMap((stage) => nodesOf(stage, "jobs").map(jobOf));
  const selections = selectionsOf(jobs);
  const off = new Set<string>();
  const knobs = knobsOf(params, jobs, selections, off);
  const touched = new Set<object>();
  for (const knob of knobs) {
    const { name } = knob.parameter;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) continue;
    knob.put(value);
    touched.add(knob.at);
  }
  settleFollowers(selections);
  return {
    workflow,
    params,
    jobs,
    knobs,
    touched,
    runs: ({ name, policy }) => policy !== "skip" && !off.has(name),
    taken: ({ name }) => takenOf(selections.get(name)),
    selection: ({ name }) => selections.get(name),
  };
}

function jobOf(node: Node): Job {
  return {
    name: textOf(node, "name"),
    type: textOf(node, "type"),
    policy: textOf(node, "run_policy"),
    spec: nodeOf(node, "spec"),
    node,
  };
}
