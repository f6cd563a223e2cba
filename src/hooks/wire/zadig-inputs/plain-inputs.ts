/**
 * Inputs of the jobs that have neither services of Zadig's nor repositories.
 */
import type { Node } from "./node.ts";
import { nodeOf, nodesOf, splitList, textOf } from "./node.ts";
import type { Opened } from "./opened.ts";
import type { RunProblem } from "./run-problem.ts";
import type { Job } from "./targets.ts";

/** Names that OpenAPI wants where a workflow holds ids. */
export interface ZadigNames {
  /** Addresses of image registries with their namespaces, by id. */
  readonly registries: Readonly<Record<string, string>>;
  /** Names of code hosts, by id. */
  readonly codehosts: Readonly<Record<string, string>>;
}

/** A body that is being made. */
export interface Making {
  readonly opened: Opened;
  readonly names: ZadigNames;
  readonly problems: RunProblem[];
}

/** Inputs of the jobs that have neither services nor repositories. */
export function plainInputOf(making: Making, job: Job): Node {
  const { spec } = job;
  switch (job.type) {
    case "plugin":
      return { kv: pairsOf(making, nodesOf(nodeOf(spec, "plugin"), "inputs"), "name") };
    case "custom-deploy":
      return { target_list: nodesOf(spec, "targets").map(containerOf) };
    case "k8s-blue-green-deploy":
    case "k8s-canary-deploy":
      return {
        service_list: nodesOf(spec, "targets").map((target) => ({
          service_name: textOf(target, "k8s_service_name"),
          image_name: textOf(target, "image"),
        })),
      };
    case "k8s-gray-release":
    case "k8s-gray-rollback":
      return { target_list: nodesOf(spec, "targets").map(workloadOf) };
    case "k8s-resource-patch":
      return { target_list: nodesOf(spec, "patch_items").map((item) => patchOf(making, item)) };
    case "tapd":
      return {
        project_id: textOf(spec, "project_id"),
        status: textOf(spec, "status"),
        iteration_ids: nodesOf(spec, "iterations").map((iteration) => textOf(iteration, "iteration_id")),
      };
    case "approval":
    case "ai":
    case "ai-release-specialist":
    case "k8s-blue-green-release":
    case "k8s-canary-release":
      return {};
    default:
      making.problems.push({ problem: "job-type", job: job.name, type: job.type });
      return {};
  }
}

/** The values that were set; Zadig keeps its own for the others. */
export function pairsOf({ opened }: Making, nodes: readonly Node[], name: string): readonly Node[] {
  return nodes
    .filter((node) => opened.touched.has(node))
    .map((node) => {
      const value =
        textOf(node, "type") === "multi-select" ? splitList(textOf(node, "value")).join(",") : textOf(node, "value");
      return { key: textOf(node, name), value };
    });
}

/** A target is written `workload_type/workload_name/container_name`. */
function containerOf(target: Node): Node {
  const [type = "", workload = "", container = ""] = textOf(target, "target").split("/");
  return {
    workload_type: type,
    workload_name: workload,
    container_name: container,
    image_name: textOf(target, "image"),
  };
}

function workloadOf(target: Node): Node {
  return {
    workload_type: textOf(target, "workload_type"),
    workload_name: textOf(target, "workload_name"),
    container_name: textOf(target, "container_name"),
    image_name: textOf(target, "image"),
  };
}

function patchOf(making: Making, item: Node): Node {
  return {
    resource_name: textOf(item, "resource_name"),
    resource_kind: textOf(item, "resource_kind"),
    resource_group: textOf(item, "resource_group"),
    resource_version: textOf(item, "resource_version"),
    inputs: pairsOf(making, nodesOf(item, "params"), "name"),
  };
}
