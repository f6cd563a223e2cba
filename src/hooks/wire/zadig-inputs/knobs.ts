/**
 * The places of a workflow that a plan may set, each with the parameter that sets it.
 */
import type { ParameterValue } from "../../../plan/content.ts";
import type { Parameter } from "../../../plan/workflow.ts";
import type { Knob } from "./knob.ts";
import { isSettled, repoKnob, repoKnobs, textKnob, valueKnob, variableKnobs } from "./knob.ts";
import type { Node } from "./node.ts";
import { nodeOf, nodesOf, splitList, textOf } from "./node.ts";
import type { Job, Selection, Target } from "./targets.ts";
import { isFromJob, onServices } from "./targets.ts";

/** The parameter that carries the key of a run, in workflows that declare it. */
export const RUN_PARAMETER = "GONOGO_RUN";
const LONGEST_NAME = 200;
const PARAMETER_KINDS = new Set(["string", "text", "choice", "repo"]);

/** Every knob of a workflow, in its order. A name that is taken belongs to the first. */
export function knobsOf(
  params: readonly Node[],
  jobs: readonly Job[],
  selections: ReadonlyMap<string, Selection>,
  off: Set<string>,
): readonly Knob[] {
  const all = [...params.flatMap(paramKnobs), ...jobs.flatMap((job) => jobKnobs(job, selections.get(job.name), off))];
  const byName = new Map<string, Knob>();
  for (const knob of all) {
    const { name } = knob.parameter;
    const usable = name.length <= LONGEST_NAME && name.trim() === name;
    if (usable && !byName.has(name)) byName.set(name, knob);
  }
  return [...byName.values()];
}

function paramKnobs(param: Node): readonly Knob[] {
  const name = textOf(param, "name");
  const type = textOf(param, "type");
  if (name === "" || name === RUN_PARAMETER || isSettled(param) || !PARAMETER_KINDS.has(type)) return [];
  if (type !== "repo") return [valueKnob(name, param)];
  const repo = param.repo;
  return repo ? [{ ...repoKnob(`${name}.branch`, nodeOf(param, "repo")), at: param }] : [];
}

function jobKnobs(job: Job, selection: Selection | undefined, off: Set<string>): readonly Knob[] {
  if (job.policy === "skip") return [];
  const knobs: Knob[] = runKnobs(job, off);
  if (selection?.choosable && selection.targets.length > 1) knobs.push(servicesKnob(job, selection));
  if (job.type === "zadig-deploy" || job.type === "zadig-vm-deploy") knobs.push(...environmentKnobs(job));
  for (const target of selection?.targets ?? []) knobs.push(...targetKnobs(job, target));
  return [...knobs, ...ownKnobs(job)];
}

/** A job that isn't forced may be left out, and one that doesn't run by itself may be taken. */
function runKnobs({ name, policy }: Job, off: Set<string>): Knob[] {
  if (policy === "force_run") return [];
  const usual = policy !== "default_not_run";
  if (!usual) off.add(name);
  const put = (value: ParameterValue): void => void (value === true ? off.delete(name) : off.add(name));
  const parameter: Parameter = { name: `${name}.run`, type: "boolean", required: false, default: usual };
  return [{ parameter, at: {}, put }];
}

function servicesKnob({ name }: Job, selection: Selection): Knob {
  const ids = selection.targets.map(({ id }) => id);
  const known = [...new Set([...ids, ...selection.targets.map(({ service }) => service)])];
  const one = `(?:${known.map(literal).join("|")})`;
  return {
    parameter: {
      name: `${name}.services`,
      type: "string",
      required: false,
      default: ids.filter((id) => selection.chosen.has(id)).join(","),
      pattern: `\\s*${one}(?:\\s*[,，]\\s*${one})*\\s*`,
    },
    at: selection,
    put(value) {
      const named = splitList(String(value));
      const taken = selection.targets.filter(({ id, service }) => named.includes(id) || named.includes(service));
      selection.chosen = new Set(taken.map(({ id }) => id));
    },
  };
}

function environmentKnobs({ name, spec, policy }: Job): readonly Knob[] {
  const source = textOf(spec, "env_source");
  if (source === "fixed" || source === "fromjob" || source === "reference") return [];
  return [
    textKnob(`${name}.env`, spec, "env", { required: policy !== "default_not_run" && textOf(spec, "env") === "" }),
  ];
}

function targetKnobs(job: Job, { id, entry, part }: Target): readonly Knob[] {
  const prefix = `${job.name}.${id}`;
  const own = !isFromJob(job);
  switch (job.type) {
    case "zadig-deploy":
      return own ? [textKnob(`${prefix}.image`, part, "image")] : [];
    case "zadig-vm-deploy":
      return own
        ? [
            textKnob(`${prefix}.file`, entry, "file_name", {
              required: job.policy !== "default_not_run" && textOf(entry, "file_name") === "",
            }),
          ]
        : [];
    default:
      return [
        ...(job.spec.ref_repos === true ? [] : repoKnobs(prefix, nodesOf(entry, "repos"))),
        ...variableKnobs(prefix, nodesOf(entry, "key_vals")),
      ];
  }
}

/** What a job has besides services. */
function ownKnobs(job: Job): readonly Knob[] {
  const { name, type, spec } = job;
  const images = (key: string, id: string): readonly Knob[] =>
    nodesOf(spec, key).map((target) => textKnob(`${name}.${textOf(target, id)}.image`, target, "image"));
  switch (type) {
    case "freestyle":
      if (onServices(job)) return [];
      return [...repoKnobs(name, nodesOf(spec, "repos")), ...variableKnobs(name, nodesOf(spec, "envs"))];
    case "plugin":
      return nodesOf(nodeOf(spec, "plugin"), "inputs").map((input) =>
        valueKnob(`${name}.${textOf(input, "name")}`, input),
      );
    case "custom-deploy":
      return images("targets", "target");
    case "k8s-blue-green-deploy":
    case "k8s-canary-deploy":
      return images("targets", "k8s_service_name");
    case "k8s-gray-release":
      return images("targets", "workload_name");
    case "k8s-resource-patch":
      return nodesOf(spec, "patch_items").flatMap((item) =>
        nodesOf(item, "params").map((param) =>
          valueKnob(`${name}.${textOf(item, "resource_name")}.${textOf(param, "name")}`, param),
        ),
      );
    case "sql":
      return sqlKnobs(job);
    case "tapd":
      return ["project_id", "status"].map((key) => textKnob(`${name}.${key}`, spec, key));
    default:
      return [];
  }
}

/** OpenAPI wants the name of the database, which a workflow does not tell: it knows an id only. */
function sqlKnobs({ name, spec, policy }: Job): readonly Knob[] {
  const database = textKnob(`${name}.database`, spec, "database_name", { required: policy !== "default_not_run" });
  return [...(textOf(spec, "source") === "runtime" ? [database] : []), textKnob(`${name}.sql`, spec, "sql")];
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
