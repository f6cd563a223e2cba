/**
 * Jobs as Jenkins has them at this moment, and what a run of one is made of.
 *
 * Jenkins has no version of a job that it would tell, so nothing is kept: a description is always read.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { EngineWorkflow, Json } from "../../src/flow/engine.ts";
import type { JenkinsClient } from "./client.ts";
import { pathOf } from "./job-name.ts";
import type { ParameterDefinition } from "./parameters.ts";
import { PARAMETER_TREE, parameterDefinitionSchema, parametersOf } from "./parameters.ts";

const JOB_TREE = `_class,name,displayName,description,buildable,url,property[parameterDefinitions[${PARAMETER_TREE}]],jobs[name]`;

const propertySchema = z.object({ parameterDefinitions: z.array(parameterDefinitionSchema).optional() });
const itemSchema = z.object({
  _class: z.string().default(""),
  name: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  buildable: z.boolean().nullish(),
  url: z.string().optional(),
  property: z.array(propertySchema).default([]),
  /** What is in it, where it is a folder. */
  jobs: z.array(z.object({ name: z.string() })).optional(),
});
type Item = z.output<typeof itemSchema>;
const folderSchema = z.object({ jobs: z.array(itemSchema).optional() });

export interface Job {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly buildable: boolean;
  readonly definitions: readonly ParameterDefinition[];
}

/** A folder's children: jobs with all that is told of them, and the names of folders in it. */
export interface Folder {
  readonly jobs: readonly Job[];
  readonly folders: readonly string[];
}

/** The job of a name; undefined when there is none, or none that may be seen, or when it is a folder. */
export async function readJob(client: JenkinsClient, name: string): Promise<Job | undefined> {
  const path = pathOf(name);
  const item = path === undefined ? undefined : await client.json(path, JOB_TREE, itemSchema);
  return item === undefined || item.jobs !== undefined ? undefined : jobOf(name, item);
}

/** What is directly in a folder; undefined when there is no such folder. */
export async function readFolder(client: JenkinsClient, name: string): Promise<Folder | undefined> {
  const path = pathOf(name);
  const folder = path === undefined ? undefined : await client.json(path, `jobs[${JOB_TREE}]`, folderSchema);
  if (folder?.jobs === undefined) return undefined;
  const named = folder.jobs.map((item) => ({ item, full: `${name}/${item.name}` }));
  return {
    jobs: named.flatMap(({ item, full }) => (item.jobs === undefined ? [jobOf(full, item)] : [])),
    folders: named.flatMap(({ item, full }) => (item.jobs === undefined ? [] : [full])),
  };
}

/** The job as a plan sees it, with its configuration where the user may read that. */
export async function workflowOf(client: JenkinsClient, job: Job): Promise<EngineWorkflow> {
  const config = await client.text(`${pathOf(job.name)}/config.xml`);
  return {
    workflow: job.name,
    title: job.title,
    parameters: parametersOf(job.definitions),
    definition: {
      kind: job.kind,
      parameters: job.definitions.map(definitionOf),
      ...(config !== undefined && { configuration: digestOf(config) }),
    },
    about: {
      url: client.link(pathOf(job.name) ?? ""),
      buildable: job.buildable,
      ...(job.description !== undefined && { description: job.description }),
    },
  };
}

function jobOf(name: string, item: Item): Job {
  return {
    name,
    kind: item._class,
    title: item.displayName || name,
    description: item.description || undefined,
    // A kind of job that does not say is asked by starting it: Jenkins answers 409 when it is disabled.
    buildable: item.buildable ?? true,
    definitions: item.property.flatMap(({ parameterDefinitions }) => parameterDefinitions ?? []),
  };
}

function definitionOf({ _class: kind, name, choices, defaultParameterValue }: ParameterDefinition): Json {
  const value = defaultParameterValue?.value;
  const plain = typeof value === "string" || typeof value === "boolean" || typeof value === "number";
  return { kind, name, ...(choices && { choices }), ...(plain && { default: value }) };
}

/**
 * Names the configuration. Words about the job, versions of plugins, and the notes that the last build of a pipeline left
 * in it change without changing what runs, so they stay out.
 */
function digestOf(config: string): string {
  const kept = config
    .replace(/\r\n/g, "\n")
    .replace(/ plugin="[^"]*"/g, "")
    .replace(/<(description|displayName)>[^<]*<\/\1>|<(?:description|displayName)\/>/g, "")
    .replace(/<actions>[\s\S]*?<\/actions>|<actions\/>/, "");
  return `sha256:${createHash("sha256").update(kept).digest("hex")}`;
}
