/**
 * The one door: every surface sends its commands through here, so that a rule is enforced once.
 *
 * One command is one transaction: its idempotency key, the decision, the log, the snapshot and the effects become durable
 * together, and only then is it answered. Nothing is sent from inside.
 */
import type { Context } from "../plan/context.ts";
import { decide } from "../plan/decide.ts";
import type { PlanEvent } from "../plan/event.ts";
import type { EvidenceFile } from "../plan/evidence.ts";
import { evolve, replay } from "../plan/evolve.ts";
import type { Actor, Plan } from "../plan/plan.ts";
import { cardsOf } from "../store/cards.ts";
import { nextIndex } from "../store/counters.ts";
import type { FileRow } from "../store/files.ts";
import { insertFiles } from "../store/files.ts";
import { findKey, insertKey } from "../store/keys.ts";
import type { LogEnd } from "../store/log.ts";
import { appendLog, EMPTY_LOG, sealEntries } from "../store/log.ts";
import { LostRace } from "../store/lost-race.ts";
import type { PlanRow } from "../store/plans.ts";
import { insertPlan, loadPlanByKey, lockPlan, replacePlanPeople, saveSnapshot } from "../store/plans.ts";
import type { Reader, Store, Tx } from "../store/store.ts";
import type { PlacedCard } from "./card-names.ts";
import { placeOf } from "./card-names.ts";
import { partsOf } from "./concerned.ts";
import type { Effect, World } from "./effects.ts";
import { effectsOf } from "./effects.ts";
import type { Envelope, NewPlan, PlanCommand, Request } from "./envelope.ts";
import type { HookDesk } from "./hook-desk.ts";
import type { Outcome } from "./outcome.ts";
import { planOf, rowOf } from "./plan-row.ts";
import { queueEffects } from "./queue-effects.ts";
import { withinLimit } from "./within-limit.ts";

export interface DoorNeeds {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
  /** All that a decision needs to know, gathered before the transaction begins. */
  readonly context: (actor: Actor, now: number, request: Request) => Promise<Context>;
  readonly world: (now: number) => World;
  readonly hooks: HookDesk;
}

export interface Door {
  /** Answers when what was asked for is durable, or refused. The same key gets the same answer. */
  submit(envelope: Envelope): Promise<Outcome>;
  /** What would come of it at this moment; nothing is kept. */
  consider(envelope: Omit<Envelope, "key">): Promise<Outcome>;
}

export function createDoor(needs: DoorNeeds): Door {
  return {
    submit: async (envelope) => {
      // A repeat asks nobody outside again.
      const answered = await answerBefore(needs.store.read, envelope.key);
      if (answered) return answered;
      const context = await needs.context(envelope.actor, needs.now(), envelope.request);
      const world = needs.world(context.now);
      return needs.store.write((tx) => answer(tx, envelope, context, world, needs));
    },
    consider: async ({ actor, request }) => {
      const context = await needs.context(actor, needs.now(), request);
      const world = needs.world(context.now);
      try {
        return await needs.store.write(async (tx) => {
          throw new Considered(await answer(tx, { actor, request }, context, world, needs));
        });
      } catch (error) {
        if (error instanceof Considered) return error.outcome;
        throw error;
      }
    },
  };
}

/** Takes back the transaction in which something was only considered. */
class Considered extends Error {
  override readonly name = "Considered";
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super("only considered");
    this.outcome = outcome;
  }
}

async function answer(tx: Tx, envelope: Envelope, context: Context, world: World, needs: DoorNeeds): Promise<Outcome> {
  const { key, request } = envelope;
  const answered = await answerBefore(tx, key);
  if (answered) return answered;
  const outcome =
    request.plan === undefined
      ? await create(tx, request.command, context, world, needs)
      : await change(tx, request.plan, request.command, context, world, needs);
  if (key !== undefined) await insertKey(tx, { key, at: context.now, outcome: JSON.stringify(outcome) });
  return outcome;
}

async function answerBefore(read: Reader, key: string | undefined): Promise<Outcome | undefined> {
  const row = key === undefined ? undefined : await findKey(read, key);
  return row && outcomeOf(row.outcome);
}

/** Keys hold this product's own writing, so its shape is taken at its word. */
function outcomeOf(text: string): Outcome {
  return JSON.parse(text);
}

async function create(
  tx: Tx,
  command: NewPlan,
  context: Context,
  world: World,
  { newId, hooks }: DoorNeeds,
): Promise<Outcome> {
  const taken = command.key === undefined ? undefined : await loadPlanByKey(tx, command.key);
  if (taken) return { taken: false, refusal: { code: "exists" }, plan: { id: taken.id, index: taken.index } };
  const id = newId();
  const trial = decide(undefined, { ...command, id, index: 0 }, context);
  if (!trial.accepted) return { taken: false, refusal: trial.refusal };
  const index = await nextIndex(tx);
  const decision = decide(undefined, { ...command, id, index }, context);
  if (!decision.accepted) return { taken: false, refusal: decision.refusal };
  const after = replay(decision.events);
  if (!after) throw new Error(`plan ${id}: the decision to create it has no first event`);
  const { end } = sealEntries(id, EMPTY_LOG, entriesOf(decision.events));
  await insertPlan(tx, rowOf(after, end.version, end.head));
  await keep(tx, { before: undefined, after, events: decision.events, from: EMPTY_LOG, sent: [] }, world, hooks);
  return { taken: true, plan: { id, index }, version: end.version, events: decision.events.map(({ type }) => type) };
}

async function change(
  tx: Tx,
  id: string,
  command: PlanCommand,
  context: Context,
  world: World,
  { hooks }: DoorNeeds,
): Promise<Outcome> {
  const row = await lockPlan(tx, id);
  if (!row) return { taken: false, refusal: { code: "no-such-plan" } };
  const before = planOf(row);
  const plan = { id: row.id, index: row.index };
  const decision = decide(before, command, context);
  if (!decision.accepted) return { taken: false, refusal: decision.refusal, plan };
  const { events } = decision;
  if (events.length === 0) return { taken: true, plan, version: row.version, events: [] };
  const after = events.reduce(evolve, before);
  const version = await save(tx, row, after, events);
  const sent = await openCards(tx, id);
  await keep(tx, { before, after, events, from: { version: row.version, head: row.head }, sent }, world, hooks);
  return { taken: true, plan, version, events: events.map(({ type }) => type) };
}

/** A lost race runs the whole work again on what the winner left. */
async function save(tx: Tx, row: PlanRow, after: Plan, events: readonly PlanEvent[]): Promise<number> {
  const { end } = sealEntries(row.id, { version: row.version, head: row.head }, entriesOf(events));
  const saved = await saveSnapshot(tx, rowOf(after, end.version, end.head), row.version);
  if (!saved) throw new LostRace(`plan ${row.id} changed meanwhile`);
  return end.version;
}

interface Kept {
  readonly before: Plan | undefined;
  readonly after: Plan;
  readonly events: readonly PlanEvent[];
  /** Where the log ended before. */
  readonly from: LogEnd;
  readonly sent: readonly PlacedCard[];
}

async function keep(tx: Tx, { before, after, events, from, sent }: Kept, world: World, hooks: HookDesk): Promise<void> {
  await appendLog(tx, after.id, from, entriesOf(events));
  await replacePlanPeople(tx, after.id, partsOf(after, world.rules));
  await insertFiles(tx, filesNamed(after.id, events));
  const entries = events.map((event, place) => ({ seq: from.version + place + 1, event }));
  const wanted: readonly Effect[] = effectsOf({ before, after, entries, sent }, world);
  const effects = await withinLimit(tx, after, wanted, world.limit);
  await queueEffects(tx, after, effects, hooks);
}

/** Written with the entries that name them: there is never one without the other. */
function filesNamed(plan_id: string, events: readonly PlanEvent[]): readonly FileRow[] {
  const rows = events.flatMap((event) => {
    const by_actor = JSON.stringify(event.by);
    const row = (item: string, { hash, name, type, size }: EvidenceFile): FileRow => {
      return { plan_id, item, hash, name, type, size, by_actor, at: event.at };
    };
    if (event.type === "file-attached") return [row(event.item, event.file)];
    if (event.type !== "item-said" && event.type !== "item-done") return [];
    return (event.files ?? []).map((file) => row(event.item, file));
  });
  const same = (a: FileRow, b: FileRow) => a.item === b.item && a.hash === b.hash;
  return rows.filter((row, place) => rows.findIndex((other) => same(row, other)) === place);
}

function entriesOf(events: readonly PlanEvent[]) {
  return events.map((event) => ({ at: event.at, actor: JSON.stringify(event.by), event: JSON.stringify(event) }));
}

/** Cards sent earlier that may still change. */
async function openCards(tx: Tx, planId: string): Promise<readonly PlacedCard[]> {
  const rows = await cardsOf(tx, planId);
  return rows.flatMap(({ card, place, closed }) => {
    const known = closed === 0 ? placeOf(place) : undefined;
    return known ? [{ card, place: known }] : [];
  });
}
