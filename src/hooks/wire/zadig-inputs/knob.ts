/**
 * Knobs for the things that a workflow is made of: variables, repositories, plain texts.
 */
import type { ParameterValue } from "../../../plan/content.ts";
import type { Parameter } from "../../../plan/workflow.ts";
import type { Node } from "./node.ts";
import { splitList, textOf, textsOf } from "./node.ts";

export interface Knob {
  readonly parameter: Parameter;
  /** What is set by it: a variable, a repository, a spec. */
  readonly at: object;
  put(value: ParameterValue): void;
}

const LONGEST_LABEL = 200;

/** Knobs of variables, but for those that the workflow settles itself. */
export function variableKnobs(prefix: string, variables: readonly Node[]): readonly Knob[] {
  return variables
    .filter((variable) => !isSettled(variable) && textOf(variable, "key") !== "")
    .map((variable) => valueKnob(`${prefix}.${textOf(variable, "key")}`, variable));
}

/** One repository's branch is `branch`; several are told apart by their names. */
export function repoKnobs(prefix: string, repos: readonly Node[]): readonly Knob[] {
  return repos.map((repo) => {
    const name = textOf(repo, "repo_name");
    const namesakes = repos.filter((other) => textOf(other, "repo_name") === name);
    const full = namesakes.length > 1 ? `${namespaceOf(repo)}/${name}` : name;
    return repoKnob(repos.length === 1 ? `${prefix}.branch` : `${prefix}.${full}.branch`, repo);
  });
}

export function repoKnob(name: string, repo: Node): Knob {
  const knob = textKnob(name, repo, "branch");
  // A commit, a tag or pull requests belong to the branch that they were chosen with.
  const put = (value: ParameterValue): void =>
    void Object.assign(repo, { branch: String(value), tag: "", commit_id: "", commit_message: "", pr: 0, prs: [] });
  return { ...knob, put };
}

/** A knob for something with a `value`, which may be a choice and may be a secret. */
export function valueKnob(name: string, node: Node): Knob {
  const secret = node.is_credential === true;
  const several = textOf(node, "type") === "multi-select";
  const choices =
    textOf(node, "type") === "choice" ? [...textsOf(node, "choice_option"), ...textsOf(node, "choice")] : [];
  const value = textOf(node, "value") || textOf(node, "default");
  const fits = value !== "" && !secret && (choices.length === 0 || choices.includes(value));
  const label = textOf(node, "description").trim().slice(0, LONGEST_LABEL);
  const parameter: Parameter = {
    name,
    type: "string",
    required: false,
    ...(choices.length > 0 && { choices }),
    ...(fits && { default: value }),
    ...(label !== "" && { label }),
    ...(secret && { secret }),
  };
  const put = (given: ParameterValue): void => {
    node.value = String(given);
    if (several) node.choice_value = splitList(String(given));
  };
  return { parameter, at: node, put };
}

/** A knob for one text of an object. */
export function textKnob(name: string, node: Node, key: string, { required = false } = {}): Knob {
  const value = textOf(node, key);
  const parameter: Parameter = { name, type: "string", required, ...(value !== "" && { default: value }) };
  return {
    parameter,
    at: node,
    put: (given) => {
      node[key] = String(given);
    },
  };
}

/** The namespace, which older workflows write as the owner. */
export function namespaceOf(repo: Node): string {
  return textOf(repo, "repo_namespace") || textOf(repo, "repo_owner");
}

/** Whether the workflow itself says what the value is. */
export function isSettled(node: Node): boolean {
  const source = textOf(node, "source");
  return source === "fixed" || source === "reference";
}
