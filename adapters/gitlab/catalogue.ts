/**
 * The workflows that the settings list. A list is read often, so that what can't have changed isn't read again: a
 * configuration without includes from elsewhere changes by another commit only.
 */

import PQueue from "p-queue";
import type { EngineWorkflow } from "../../src/flow/engine.ts";
import { notStarted, RefusedError } from "../../src/flow/service-failure.ts";
import type { GitlabClient } from "./client.ts";
import type { Described, Place } from "./describe.ts";
import { describePlace, placeOf } from "./describe.ts";
import type { GitlabSection } from "./settings.ts";
import type { WorkflowName } from "./workflow-name.ts";
import { parseWorkflow } from "./workflow-name.ts";

/** Enough to be quick, few enough to go unnoticed. */
const PROJECTS_AT_ONCE = 3;

/** What can be started: the place it stands at now, and what may be chosen for it. */
export interface Startable {
  readonly place: Place;
  readonly described: Extract<Described, { readonly offered: true }>;
}

export interface Catalogue {
  list(): Promise<readonly EngineWorkflow[]>;
  describe(workflow: string): Promise<EngineWorkflow | undefined>;
  /** As `describe`. Throws an EngineError that says why where it can't be started. */
  startable(workflow: string): Promise<Startable>;
}

interface Kept {
  readonly commit: string;
  readonly ref: string;
  readonly workflow: EngineWorkflow | undefined;
}

/** Makes the catalogue of one engine. Nothing is asked before it is used. */
export function createCatalogue(client: GitlabClient, { projects }: GitlabSection): Catalogue {
  const kept = new Map<string, Kept>();
  const named = (workflow: string): WorkflowName | undefined =>
    projects.includes(workflow) ? parseWorkflow(workflow) : undefined;

  const read = async (workflow: string, name: WorkflowName, place: Place): Promise<Described> => {
    const described = await describePlace(client, name, place);
    const { commit, ref } = place;
    const offered = described.offered ? described.workflow : undefined;
    if (described.offered && described.alone) kept.set(workflow, { commit, ref, workflow: offered });
    else kept.delete(workflow);
    return described;
  };

  const listed = async (workflow: string): Promise<EngineWorkflow | undefined> => {
    const name = named(workflow);
    const place = name && (await placeOf(client, name));
    if (name === undefined || place === undefined) return undefined;
    const before = kept.get(workflow);
    if (before?.commit === place.commit && before.ref === place.ref) return before.workflow;
    const described = await read(workflow, name, place);
    return described.offered ? described.workflow : undefined;
  };

  return {
    async list() {
      const queue = new PQueue({ concurrency: PROJECTS_AT_ONCE });
      const all = await queue.addAll(projects.map((workflow) => async () => await orHidden(listed(workflow))));
      return all.flatMap((workflow) => workflow ?? []);
    },
    async describe(workflow) {
      const name = named(workflow);
      const place = name && (await placeOf(client, name));
      if (name === undefined || place === undefined) return undefined;
      const described = await read(workflow, name, place);
      return described.offered ? described.workflow : undefined;
    },
    async startable(workflow) {
      const name = named(workflow);
      if (name === undefined) throw notStarted("no such project is listed among those that plans may run");
      const place = await placeOf(client, name);
      if (place === undefined) throw notStarted(`GitLab shows nothing that could be run as ${workflow}`);
      const described = await read(workflow, name, place);
      if (!described.offered) throw notStarted(`${workflow} can't be run: ${described.why}`);
      return { place, described };
    },
  };
}

/** One project that is forbidden does not hide the others. */
async function orHidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 403) return undefined;
    throw error;
  }
}
