/**
 * The workflows that the settings allow. A list is read often, so that what can't have changed isn't read again: a workflow
 * that calls nothing from elsewhere changes by another commit only.
 */

import PQueue from "p-queue";
import type { EngineWorkflow } from "../../src/flow/engine.ts";
import { notStarted, RefusedError } from "../../src/flow/service-failure.ts";
import type { Workflow } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import type { Described, Place } from "./describe.ts";
import { describePlace, placeOf } from "./describe.ts";
import type { GithubSection } from "./settings.ts";
import type { Allowed, WorkflowName } from "./workflow-name.ts";
import { isAllowed, isFile, nameOf, parseAllowed, parseWorkflow } from "./workflow-name.ts";

/** Enough to be quick, few enough to go unnoticed. */
const ENTRIES_AT_ONCE = 3;

/** What can be started: the place it stands at now, and what may be chosen for it. */
export interface Startable {
  readonly name: WorkflowName;
  readonly place: Place;
  readonly described: Extract<Described, { readonly offered: true }>;
}

export interface Catalogue {
  list(): Promise<readonly EngineWorkflow[]>;
  describe(workflow: string): Promise<EngineWorkflow | undefined>;
  /** As `describe`. Throws an EngineError that says why where it can't be started. */
  startable(workflow: string): Promise<Startable>;
  /** The parts of a name that plans may use, and no other. */
  named(workflow: string): WorkflowName | undefined;
}

interface Kept {
  readonly commit: string;
  readonly ref: string;
  readonly described: Described;
}

/** Makes the catalogue of one engine. Nothing is asked before it is used. */
export function createCatalogue(client: GithubClient, { workflows }: GithubSection): Catalogue {
  const allowed = workflows.flatMap((entry) => parseAllowed(entry) ?? []);
  const kept = new Map<string, Kept>();

  const named = (workflow: string): WorkflowName | undefined => {
    const name = parseWorkflow(workflow);
    return name && isAllowed(allowed, name) ? name : undefined;
  };

  const read = async (name: WorkflowName, place: Place, known?: Workflow): Promise<Described> => {
    const described = await describePlace(client, name, place, known);
    const { commit, ref } = place;
    if (described.offered && described.alone) kept.set(nameOf(name), { commit, ref, described });
    else kept.delete(nameOf(name));
    return described;
  };

  const listed = async (name: WorkflowName, place: Place, known?: Workflow): Promise<readonly EngineWorkflow[]> => {
    const before = kept.get(nameOf(name));
    const same = before?.commit === place.commit && before.ref === place.ref && (known?.state ?? "active") === "active";
    const described = before && same ? before.described : await read(name, place, known);
    return described.offered ? [described.workflow] : [];
  };

  const listEntry = async (entry: Allowed): Promise<readonly EngineWorkflow[]> => {
    const place = await placeOf(client, entry);
    if (place === undefined) return [];
    const { file } = entry;
    if (file !== undefined) return await listed({ ...entry, file }, place);
    const all = await client.workflows(entry);
    const lists = all.map(async (known) => {
      const own = fileOf(known);
      return own === undefined ? [] : await listed({ ...entry, file: own }, place, known);
    });
    return (await Promise.all(lists)).flat();
  };

  return {
    named,
    async list() {
      const queue = new PQueue({ concurrency: ENTRIES_AT_ONCE });
      const all = await queue.addAll(allowed.map((entry) => async () => await orHidden(listEntry(entry))));
      const byName = new Map(all.flat().map((workflow) => [workflow.workflow, workflow]));
      return [...byName.values()];
    },
    async describe(workflow) {
      const name = named(workflow);
      const place = name && (await placeOf(client, name));
      if (name === undefined || place === undefined) return undefined;
      const described = await read(name, place);
      return described.offered ? described.workflow : undefined;
    },
    async startable(workflow) {
      const name = named(workflow);
      if (name === undefined) throw notStarted("no such workflow is listed among those that plans may run");
      const place = await placeOf(client, name);
      if (place === undefined) throw notStarted(`GitHub shows nothing that could be run as ${workflow}`);
      const described = await read(name, place);
      if (!described.offered) throw notStarted(`${workflow} can't be run: ${described.why}`);
      return { name, place, described };
    },
  };
}

/** The file of a workflow in the repository; GitHub lists its own ones, such as those of Pages, as well. */
function fileOf({ path }: Workflow): string | undefined {
  const [, file] = /^\.github\/workflows\/([^/]+)$/.exec(path) ?? [];
  return file !== undefined && isFile(file) ? file : undefined;
}

/** One repository that is forbidden does not hide the others. */
async function orHidden(asked: Promise<readonly EngineWorkflow[]>): Promise<readonly EngineWorkflow[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 403 && !error.again) return [];
    throw error;
  }
}
