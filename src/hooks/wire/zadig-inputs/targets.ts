/**
 * What a job of a workflow works on: services with their modules, tests, scans. Jobs may take theirs from an earlier job.
 */
import type { Node } from "./node.ts";
import { nodesOf, textOf } from "./node.ts";

export interface Job {
  readonly name: string;
  readonly type: string;
  /** "" runs by itself, `default_not_run` only when it is chosen, `force_run` always, `skip` never. */
  readonly policy: string;
  readonly spec: Node;
  readonly node: Node;
}

export interface Target {
  /** `service/module`, or the name of a test or a scan. */
  readonly id: string;
  readonly service: string;
  readonly module: string;
  readonly entry: Node;
  /** For deployments, the module's own object inside the service's. */
  readonly part: Node;
}

/** What a job works on, and which of it this run takes. */
export interface Selection {
  readonly targets: readonly Target[];
  chosen: ReadonlySet<string>;
  /** The job that decides for this one. */
  readonly from?: string | undefined;
  /** Where the targets are written in the spec. */
  readonly list: string;
  /** Whether a plan may take some of them only. */
  readonly choosable: boolean;
}

interface Places {
  readonly list: string;
  readonly options?: string;
  readonly defaults?: string;
}

const NAMED: Readonly<Record<string, Places>> = {
  "zadig-test": { list: "test_modules", options: "test_module_options" },
  "zadig-scanning": { list: "scannings", options: "scanning_options" },
};
const SERVICES: Readonly<Record<string, Places>> = {
  "zadig-build": {
    list: "service_and_builds",
    options: "service_and_builds_options",
    defaults: "default_service_and_builds",
  },
  "zadig-test": { list: "service_and_tests", options: "service_test_options" },
  "zadig-scanning": { list: "service_and_scannings", options: "service_scanning_options" },
  "zadig-vm-deploy": {
    list: "service_and_vm_deploys",
    options: "service_and_vm_deploys_options",
    defaults: "default_service_and_vm_deploys",
  },
  "zadig-deploy": { list: "services" },
  freestyle: { list: "services", options: "service_options", defaults: "default_services" },
};

/** Whether a freestyle, test or scanning job works on services rather than by itself. */
export function onServices({ type, spec }: Job): boolean {
  switch (type) {
    case "freestyle":
      return textOf(spec, "freestyle_type") === "service_freestyle";
    case "zadig-test":
      return (textOf(spec, "test_type") || textOf(spec, "testing_type")) === "service_test";
    case "zadig-scanning":
      return /^service_scannings?$/.test(textOf(spec, "scanning_type") || textOf(spec, "scannings_type"));
    default:
      return Object.hasOwn(SERVICES, type);
  }
}

export function isFromJob({ spec }: Job): boolean {
  return textOf(spec, "source") === "fromjob";
}

/** What each job works on, by its name. Jobs come in their order, so that a referred job is there before its follower. */
export function selectionsOf(jobs: readonly Job[]): ReadonlyMap<string, Selection> {
  const selections = new Map<string, Selection>();
  for (const job of jobs) {
    const selection = selectionOf(job, selections);
    if (selection) selections.set(job.name, selection);
  }
  return selections;
}

/** Lets every job that follows another one take what that one takes. */
export function settleFollowers(selections: ReadonlyMap<string, Selection>): void {
  for (const selection of selections.values()) {
    const leader = selection.from === undefined ? undefined : selections.get(selection.from);
    if (leader) selection.chosen = leader.chosen;
  }
}

/** The targets that a run takes. */
export function takenOf(selection: Selection | undefined): readonly Target[] {
  return selection ? selection.targets.filter(({ id }) => selection.chosen.has(id)) : [];
}

function selectionOf(job: Job, before: ReadonlyMap<string, Selection>): Selection | undefined {
  if (!onServices(job)) return namedSelection(job);
  const places = SERVICES[job.type];
  if (!places) return undefined;
  const { list, options, defaults } = places;
  const own = unique([list, options].flatMap((key) => (key ? targetsAt(job, key) : [])));
  const from = isFromJob(job) ? textOf(job.spec, "job_name") : undefined;
  const leader = from === undefined ? undefined : before.get(from);
  if (leader) {
    const targets = leader.targets.flatMap((target) => own.find(({ id }) => id === target.id) ?? follow(job, target));
    return { targets, chosen: leader.chosen, from, list, choosable: false };
  }
  const listed = targetsAt(job, list);
  const preset = listed.length > 0 ? listed : defaults ? targetsAt(job, defaults) : [];
  const chosen = new Set((preset.length > 0 ? preset : own).map(({ id }) => id));
  return { targets: own, chosen, list, choosable: from === undefined };
}

function namedSelection(job: Job): Selection | undefined {
  const places = NAMED[job.type];
  if (!places) return undefined;
  const { list, options } = places;
  const targets = unique([list, options].flatMap((key) => (key ? targetsAt(job, key) : [])));
  const listed = targetsAt(job, list);
  const chosen = new Set((listed.length > 0 ? listed : targets).map(({ id }) => id));
  return { targets, chosen, list, choosable: false };
}

function targetsAt(job: Job, key: string): readonly Target[] {
  return nodesOf(job.spec, key).flatMap((entry): readonly Target[] => {
    const service = textOf(entry, "service_name");
    if (job.type !== "zadig-deploy") {
      const module = textOf(entry, "service_module");
      return [{ id: idOf(service, module) || textOf(entry, "name"), service, module, entry, part: entry }];
    }
    return nodesOf(entry, "modules").map((part) => {
      const module = textOf(part, "service_module");
      return { id: idOf(service, module), service, module, entry, part };
    });
  });
}

/** What a following job makes of a target that it has no words of its own for; tests and scans leave it out. */
function follow(job: Job, { id, service, module }: Target): readonly Target[] {
  const named = { service_name: service, service_module: module };
  if (job.type === "freestyle") {
    const entry: Node = {
      ...named,
      repos: structuredClone(nodesOf(job.spec, "repos")),
      key_vals: structuredClone(nodesOf(job.spec, "envs")),
    };
    return [{ id, service, module, entry, part: entry }];
  }
  if (job.type !== "zadig-deploy") return [];
  const part: Node = { service_module: module, image: "", image_name: "" };
  return [{ id, service, module, entry: { service_name: service, modules: [part] }, part }];
}

function unique(targets: readonly Target[]): readonly Target[] {
  const seen = new Map<string, Target>();
  for (const target of targets) if (target.id !== "" && !seen.has(target.id)) seen.set(target.id, target);
  return [...seen.values()];
}

function idOf(service: string, module: string): string {
  if (service === "") return "";
  return module === "" ? service : `${service}/${module}`;
}
