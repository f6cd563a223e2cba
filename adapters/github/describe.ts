/**
 * Workflows as GitHub would run them at this moment, and what they are made of.
 */
import type { EngineWorkflow, Json } from "../../src/flow/engine.ts";
import type { Repo, Workflow } from "./answers.ts";
import { readCalled } from "./called.ts";
import type { GithubClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import type { Configuration } from "./configuration.ts";
import { configurationOf } from "./configuration.ts";
import { parametersOf } from "./parameters.ts";
import type { RepoName, WorkflowName } from "./workflow-name.ts";
import { nameOf } from "./workflow-name.ts";

const FOLDER = ".github/workflows";

/** Where workflows stand: the repository, the branch or tag they run on, and the commit that is at. */
export interface Place extends RepoName {
  readonly ref: string;
  readonly commit: string;
  readonly about: Repo;
}

export type Described =
  | {
      readonly offered: true;
      readonly workflow: EngineWorkflow;
      readonly configuration: Configuration;
      /** Whether nothing but another commit can change it. */
      readonly alone: boolean;
    }
  /** Why GitHub would not run it. */
  | { readonly offered: false; readonly why: string };

/** Finds the commit; undefined when GitHub shows no such repository, branch or tag, or nothing is in it. */
export async function placeOf(
  client: GithubClient,
  { owner, repo, ref }: RepoName & { readonly ref?: string | undefined },
): Promise<Place | undefined> {
  const about = await orAbsent(client.repo({ owner, repo }));
  if (about === undefined) return undefined;
  const branch = ref ?? about.default_branch;
  // A ref that is not there is told as 422, an empty repository as 409.
  const commit = await orAbsent(client.commit({ owner, repo }, branch), [404, 409, 422]);
  return commit === undefined ? undefined : { owner, repo, ref: branch, commit, about };
}

/** Reads a workflow at a place, with what it calls. `known` is what GitHub says of it, where that was asked before. */
export async function describePlace(
  client: GithubClient,
  name: WorkflowName,
  place: Place,
  known?: Workflow,
): Promise<Described> {
  const { commit } = place;
  const [said, text] = await Promise.all([
    known ?? orAbsent(client.workflow(name)),
    orAbsent(client.file(name, `${FOLDER}/${name.file}`, commit)),
  ]);
  if (said === undefined) return refusal("GitHub knows no such workflow; it must be on the default branch as well");
  if (said.state !== "active") return refusal(`GitHub says that it is ${said.state.replaceAll("_", " ")}`);
  if (text === undefined) return refusal(`it is not on ${place.ref}`);
  const configuration = configurationOf(text);
  if (configuration === undefined) return refusal("its file can't be read");
  const { inputs } = configuration;
  if (inputs === undefined) return refusal("it has no workflow_dispatch, so nobody can start it");
  const { files, alone } = await readCalled(client, configuration, { ...place, at: commit });
  const asksPlace = Object.values(inputs).some(({ type }) => type === "environment");
  const environments = asksPlace ? await orAbsent(client.environments(name), [403, 404]) : undefined;
  const definition: Json = {
    ref: place.ref,
    workflow: configuration.written,
    ...(Object.keys(files).length > 0 && { called: files }),
  };
  const workflow: EngineWorkflow = {
    workflow: nameOf(name),
    title: titleOf(name, said, place),
    parameters: parametersOf(inputs, environments),
    definition,
    about: aboutOf(place, name),
  };
  return { offered: true, workflow, configuration, alone: alone && !asksPlace };
}

function refusal(why: string): Described {
  return { offered: false, why };
}

function titleOf({ ref }: WorkflowName, { name, path }: Workflow, { about }: Place): string {
  // A workflow without a name is called by its path.
  const title = `${about.full_name}: ${name === path ? path.slice(FOLDER.length + 1) : name}`;
  return ref === undefined ? title : `${title} (${ref})`;
}

function aboutOf({ about, ref }: Place, { file }: WorkflowName): Json {
  const { html_url: url, description, default_branch: defaultBranch } = about;
  return {
    ...(url !== undefined && { url: `${url}/blob/${ref}/${FOLDER}/${file}` }),
    ...(description && { description }),
    defaultBranch,
  };
}
