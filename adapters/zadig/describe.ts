/**
 * The workflows that plans may name, in the words that hooks use for them.
 */
import PQueue from "p-queue";
import type { EngineWorkflow, Json } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import { masked, parametersOf } from "../../src/hooks/wire/zadig-inputs.ts";
import type { Detail, Listed } from "./answers.ts";
import { detailSchema, listSchema } from "./answers.ts";
import type { ZadigClient } from "./client.ts";
import type { WorkflowName } from "./names.ts";
import { isKey, parseWorkflow, workflowNamed } from "./names.ts";
import type { ZadigSection } from "./settings.ts";

/** Enough to be quick, few enough to go unnoticed. */
const REQUESTS_AT_ONCE = 4;

export interface Catalogue {
  list(): Promise<readonly EngineWorkflow[]>;
  describe(workflow: string): Promise<EngineWorkflow | undefined>;
}

/** Reads what the listed projects have. A repeated listing reads only what Zadig says was updated. */
export function createCatalogue(client: ZadigClient, { projects }: ZadigSection): Catalogue {
  const read = new Map<string, { readonly updated: number; readonly described: EngineWorkflow }>();

  const describe = async (
    name: WorkflowName,
    { update_time: updated }: Listed,
  ): Promise<EngineWorkflow | undefined> => {
    const detail = await readDetail(client, name);
    const described = detail && detail.disabled !== true ? workflowOf(name, detail) : undefined;
    if (described) read.set(workflowNamed(name), { updated, described });
    else read.delete(workflowNamed(name));
    return described;
  };

  return {
    async list() {
      const queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
      const lists = await queue.addAll(projects.map((project) => async () => await listProject(client, project)));
      const described = await queue.addAll(
        lists.flat().map(({ name, listed }) => async () => {
          const known = read.get(workflowNamed(name));
          return known?.updated === listed.update_time ? known.described : await describe(name, listed);
        }),
      );
      return described.flatMap((each) => each ?? []);
    },
    async describe(workflow) {
      const name = parseWorkflow(workflow);
      if (!(name && projects.includes(name.project))) return undefined;
      // The detail is given for a workflow of any project: only the list tells which project it is in.
      const listed = (await listProject(client, name.project)).find((each) => each.name.key === name.key)?.listed;
      return listed && (await describe(name, listed));
    },
  };
}

async function listProject(
  client: ZadigClient,
  project: string,
): Promise<readonly { readonly name: WorkflowName; readonly listed: Listed }[]> {
  const answer = await client.get("openapi/workflows", { projectKey: project }, listSchema);
  return (answer?.workflows ?? [])
    .filter(({ workflow_key: key, type, disabled }) => isKey(key) && /^(custom)?$/.test(type) && disabled !== true)
    .map((listed) => ({ name: { project, key: listed.workflow_key }, listed }));
}

async function readDetail(client: ZadigClient, { project, key }: WorkflowName): Promise<Detail | undefined> {
  const detail = await client.get(`openapi/workflows/custom/${key}/detail`, { projectKey: project }, detailSchema);
  if (detail && detail.workflow_key !== key) {
    throw new EngineError(`Zadig gave another workflow for ${project}/${key}`, { sure: true, again: false });
  }
  return detail;
}

function workflowOf(name: WorkflowName, detail: Detail): EngineWorkflow {
  const { description, created_by, create_time, updated_by, update_time, remark } = detail;
  const definition = definitionOf(name, detail);
  return {
    workflow: workflowNamed(name),
    title: detail.workflow_name || name.key,
    parameters: parametersOf(definition),
    definition,
    about: { description, created_by, create_time, updated_by, update_time, remark },
  };
}

/** In the shape of the workflow that hooks send, and with what else decides how it runs. */
function definitionOf({ project, key }: WorkflowName, detail: Detail): Json {
  return {
    name: key,
    display_name: detail.workflow_name || key,
    project,
    disabled: false,
    params: detail.params.map(masked),
    stages: detail.stages.map(({ name, parallel, jobs }) => ({
      name,
      ...(parallel === true && { parallel }),
      jobs: jobs.map((job) => ({
        name: job.name,
        type: job.type,
        spec: masked(job.spec ?? {}),
        run_policy: job.run_policy,
        ...(job.error_policy && { error_policy: masked(job.error_policy) }),
      })),
    })),
  };
}
