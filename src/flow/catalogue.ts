/**
 * What engines offer, known without asking them at each command: one that is slow or silent delays nobody.
 */
import type { Context } from "../plan/context.ts";
import { canonicalJson } from "../plan/digest.ts";
import type { WorkflowDescription } from "../plan/workflow.ts";
import type { DefinitionRow } from "../store/definitions.ts";
import { keepDefinitions } from "../store/definitions.ts";
import type { Store } from "../store/store.ts";
import type { Engine, EngineWorkflow } from "./engine.ts";
import type { Scheduler } from "./scheduler.ts";
import { systemScheduler } from "./scheduler.ts";

export interface CatalogueNeeds {
  readonly engines: Readonly<Record<string, Engine>>;
  readonly store: Store;
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly scheduler?: Scheduler | undefined;
  /** Hears why an engine could not be asked. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export interface Catalogue {
  /** Every engine's workflows as last heard; undefined for an engine that has not been heard of for long. */
  engines(): Promise<Context["engines"]>;
  /** Asks after these workflows before something is built on them; what can't be asked now stays as it was last heard. */
  refresh(workflows: readonly NamedWorkflow[]): Promise<void>;
  /** A workflow as its engine has it at this moment; rejects as the engine does. */
  describe(engine: Engine, workflow: string): Promise<WorkflowDescription | undefined>;
}

/** As long (ms) a list is taken as it is; as long it is used while a newer one is fetched; as long a command waits for one. */
const FRESH = 10_000;
const USABLE = 300_000;
const PATIENCE = 3_000;

export interface NamedWorkflow {
  readonly engine: string;
  readonly workflow: string;
}

interface Shelf {
  readonly at: number;
  readonly workflows: readonly WorkflowDescription[];
}

export function createCatalogue(needs: CatalogueNeeds): Catalogue {
  const { engines, now, scheduler = systemScheduler } = needs;
  const keep = createKeeper(needs);
  const shelves = new Map<string, Shelf>();
  const asking = new Map<string, Promise<void>>();

  const ask = (name: string, engine: Engine): Promise<void> => {
    const under = asking.get(name);
    if (under) return under;
    const asked = engine
      .list()
      .then(async (workflows) => void shelves.set(name, { at: now(), workflows: await keep(workflows) }))
      .catch((error: unknown) => needs.onError?.(error))
      .finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  };

  const workflowsOf = async (name: string, engine: Engine): Promise<Shelf["workflows"] | undefined> => {
    const age = now() - (shelves.get(name)?.at ?? Number.NEGATIVE_INFINITY);
    if (age > FRESH) {
      const asked = ask(name, engine);
      if (age > USABLE) await within(PATIENCE, asked, scheduler);
    }
    const shelf = shelves.get(name);
    return shelf && now() - shelf.at <= USABLE ? shelf.workflows : undefined;
  };

  /** What was heard of one workflow replaces what the list said of it. */
  const describe = async (engine: Engine, workflow: string): Promise<WorkflowDescription | undefined> => {
    const described = await engine.describe(workflow);
    const [kept] = described ? await keep([described]) : [];
    const shelf = shelves.get(engine.name);
    const others = shelf?.workflows.filter((other) => other.workflow !== workflow) ?? [];
    if (shelf) shelves.set(engine.name, { at: shelf.at, workflows: kept ? [...others, kept] : others });
    return kept;
  };

  return {
    engines: async () => {
      const named = Object.entries(engines).map(
        async ([name, engine]) => [name, await workflowsOf(name, engine)] as const,
      );
      return Object.fromEntries(await Promise.all(named));
    },
    refresh: async (workflows) => {
      const asked = workflows.map(async ({ engine: name, workflow }) => {
        const engine = Object.hasOwn(engines, name) ? engines[name] : undefined;
        if (engine) await describe(engine, workflow).catch((error: unknown) => needs.onError?.(error));
      });
      await within(PATIENCE, Promise.all(asked), scheduler);
    },
    describe,
  };
}

/** Stores definitions that are new to this process, and puts their digests in their place. */
function createKeeper({ store, hash, now }: CatalogueNeeds) {
  const known = new Set<string>();
  return async (workflows: readonly EngineWorkflow[]): Promise<readonly WorkflowDescription[]> => {
    const kept = workflows.map(({ definition, about, ...description }) => {
      const text = canonicalJson(definition);
      const row: DefinitionRow = {
        digest: hash(text),
        definition: text,
        about: about === undefined ? null : canonicalJson(about),
        seen_at: now(),
      };
      return { row, description: { ...description, definition: row.digest } };
    });
    const fresh = kept.flatMap(({ row }) => (known.has(row.digest) ? [] : [row]));
    if (fresh.length > 0) await store.write((tx) => keepDefinitions(tx, fresh));
    for (const { digest } of fresh) known.add(digest);
    return kept.map(({ description }) => description);
  };
}

/** Waits for `work`, but no longer than so many milliseconds. */
async function within(milliseconds: number, work: Promise<unknown>, scheduler: Scheduler): Promise<void> {
  const late = Promise.withResolvers<void>();
  const callOff = scheduler.after(milliseconds, late.resolve);
  await Promise.race([work, late.promise]);
  callOff();
}
