/**
 * Pipelines as GitLab would make them at this moment, and what they are made of.
 */
import type { EngineWorkflow, Json } from "../../src/flow/engine.ts";
import type { Lint, Project } from "./answers.ts";
import type { GitlabClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import type { Header } from "./configuration.ts";
import { headerOf, mergedOf, variablesOf } from "./configuration.ts";
import type { Asked } from "./parameters.ts";
import { parametersOf, unmetOf } from "./parameters.ts";
import type { WorkflowName } from "./workflow-name.ts";

const CONFIGURATION = ".gitlab-ci.yml";
/** What GitLab's linter says when an input has no default. A run gives it a value, the linter can't. */
const UNMET_INPUT = /input: required value has not been provided/;
const LONGEST_FAULT = 300;

/** Where a workflow stands: the project, the branch or tag it runs on, and the commit that is at. */
export interface Place {
  readonly project: string;
  readonly ref: string;
  readonly commit: string;
  readonly about: Project;
}

export type Described =
  | { readonly offered: true; readonly workflow: EngineWorkflow; readonly asked: Asked; readonly alone: boolean }
  /** Why GitLab would not run it. */
  | { readonly offered: false; readonly why: string };

/** Finds the commit; undefined when GitLab shows no such project, branch or tag, or nothing is in it. */
export async function placeOf(client: GitlabClient, { project, ref }: WorkflowName): Promise<Place | undefined> {
  const about = await orAbsent(client.project(project));
  const branch = ref ?? about?.default_branch;
  if (about === undefined || !branch) return undefined;
  const commit = await orAbsent(client.commit(project, branch));
  return commit === undefined ? undefined : { project, ref: branch, commit, about };
}

/** Reads the configuration at a place, and has GitLab check and merge it. */
export async function describePlace(client: GitlabClient, name: WorkflowName, place: Place): Promise<Described> {
  const { project, commit, about } = place;
  const file = about.ci_config_path || CONFIGURATION;
  const [lint, text] = await Promise.all([
    lintOf(client, place),
    isElsewhere(file) ? undefined : orAbsent(client.file(project, file, commit)),
  ]);
  const header = text === undefined ? undefined : headerOf(text);
  const made = configurationOf(lint, header);
  if (made.fault !== undefined) return { offered: false, why: made.fault };
  const asked = { inputs: header?.inputs ?? {}, variables: variablesOf(made.configuration) };
  const unmet = unmetOf(asked);
  if (unmet.length > 0) return { offered: false, why: `lists can't be given, and input ${unmet[0]} has no default` };
  const definition: Json = {
    ref: place.ref,
    ...(header && { header: header.written }),
    configuration: made.configuration,
  };
  const workflow: EngineWorkflow = {
    workflow: name.ref === undefined ? project : `${project}@${name.ref}`,
    title: titleOf(place, name),
    parameters: parametersOf(asked),
    definition,
    about: aboutOf(about),
  };
  return { offered: true, workflow, asked, alone: isAlone(lint) };
}

/**
 * A check that makes no pipeline knows no branch, so that it refuses includes such as `ref: $CI_COMMIT_REF_NAME`. One that
 * plays a push knows it, but is subject to the rules for pushes: it is asked only where the other one fails.
 */
async function lintOf(client: GitlabClient, { project, commit, ref }: Place): Promise<Lint> {
  const lint = await client.lint(project, commit);
  if (lint.valid || isUnmet(lint)) return lint;
  const played = await orAbsent(client.lint(project, commit, ref), [403, 404]);
  return played?.valid ? played : lint;
}

/** Whether all that is wrong is that inputs have no value yet. */
function isUnmet({ errors }: Lint): boolean {
  return errors.length > 0 && errors.every((error) => UNMET_INPUT.test(error));
}

type Made =
  | { readonly configuration: Json; readonly fault?: undefined }
  | { readonly configuration?: undefined; readonly fault: string };

function configurationOf(lint: Lint, header: Header | undefined): Made {
  const { valid, errors, merged_yaml: merged } = lint;
  if (!valid && isUnmet(lint) && header) return { configuration: header.rest };
  if (!valid) return { fault: `its CI configuration is not valid: ${errors.join("; ").slice(0, LONGEST_FAULT)}` };
  const configuration = mergedOf(merged ?? "");
  return configuration ? { configuration } : { fault: "its merged CI configuration can't be read" };
}

/** Whether all of it stands in the project itself, so that another commit is needed to change it. */
function isAlone({ valid, includes }: Lint): boolean {
  return valid && (includes?.every(({ type }) => type === "local") ?? false);
}

/** The configuration may be another project's file, `path@group/project`, or at an address. */
function isElsewhere(file: string): boolean {
  return file.includes("@") || /^https?:/.test(file);
}

function titleOf({ project, about }: Place, { ref }: WorkflowName): string {
  const title = about.name_with_namespace || project;
  return ref === undefined ? title : `${title} (${ref})`;
}

function aboutOf({ web_url: url, description, default_branch: branch }: Project): Json {
  return {
    ...(url !== undefined && { url }),
    ...(description && { description }),
    ...(branch && { defaultBranch: branch }),
  };
}
