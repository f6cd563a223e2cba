/**
 * Effects as rows: what is to be sent goes into the outbox, what is to happen at a time becomes a timer.
 */
import type { Plan } from "../plan/plan.ts";
import { addCard } from "../store/cards.ts";
import type { Tx } from "../store/store.ts";
import type { HearJob } from "./arrivals.ts";
import { cardNameOf, platformOf } from "./card-names.ts";
import type { DigestJob } from "./digest.ts";
import type { Effect, TimerKind } from "./effects.ts";
import type { HookDesk } from "./hook-desk.ts";
import type { HookEffect } from "./hook-effects.ts";
import type { Outgoing } from "./outbox.ts";
import { enqueue } from "./outbox.ts";
import type { OpenRoundJob, ReadRoundJob, WithdrawRoundJob } from "./round-work.ts";
import type { LostJob, ReadJob, StartJob, StopJob } from "./run-work.ts";
import type { CardJob, NoteJob, TellJob } from "./send-cards.ts";
import { clearTimer, setTimer } from "./timers.ts";

/** What each kind of outbox row carries. */
export interface Jobs {
  readonly hear: HearJob;
  readonly card: CardJob;
  readonly note: NoteJob;
  readonly tell: TellJob;
  readonly digest: DigestJob;
  readonly "start-run": StartJob;
  readonly "read-run": ReadJob;
  readonly "stop-run": StopJob;
  readonly "lost-run": LostJob;
  readonly "open-round": OpenRoundJob;
  readonly "read-round": ReadRoundJob;
  readonly "withdraw-round": WithdrawRoundJob;
}

/** Stores effects in the transaction of the events they come from. */
export async function queueEffects(tx: Tx, plan: Plan, effects: readonly Effect[], hooks: HookDesk): Promise<void> {
  for (const effect of effects) {
    if (effect.effect === "deliver") await hooks.deliver(tx, effect);
    else if (effect.effect === "send-again") await hooks.sendAgain(tx, effect.delivery, plan.changedAt);
    else await queueEffect(tx, plan, effect);
  }
}

/** Stores one effect that tells nobody outside. */
export async function queueEffect(tx: Tx, plan: Plan, effect: Exclude<Effect, HookEffect>): Promise<void> {
  const now = plan.changedAt;
  switch (effect.effect) {
    case "set-timer":
      return setTimer(tx, timerRow(plan, effect.timer, effect.dueAt));
    case "clear-timer":
      return clearTimer(tx, timerKey(plan.id, effect.timer));
    case "card":
      // A card is wanted from here on, so that a reconcile misses it if it never arrives.
      await addCard(tx, { plan_id: plan.id, card: effect.card, place: effect.place });
      return enqueue(tx, outgoingOf(plan, effect), now);
    default:
      return enqueue(tx, outgoingOf(plan, effect), now);
  }
}

type Sent = Exclude<Effect, HookEffect | { effect: "set-timer" | "clear-timer" }>;

function outgoingOf(plan: Plan, effect: Sent): Outgoing {
  const { id: planId, changedAt } = plan;
  switch (effect.effect) {
    case "card": {
      const { card, place } = effect;
      const job: CardJob = { plan: planId, card, place };
      const key = `card:${planId}:${card}:${place}`;
      return { kind: "card", lane: cardLane(job), collapse: key, key, planId, payload: job, dueAt: changedAt };
    }
    case "note": {
      const { place, seq } = effect;
      const job: NoteJob = { plan: planId, place, seq };
      const lane = cardLane({ plan: planId, card: "plan", place });
      return { kind: "note", lane, key: `note:${planId}:${seq}:${place}`, planId, payload: job, dueAt: changedAt };
    }
    case "tell": {
      const { place, person, seq } = effect;
      const job: TellJob = { plan: planId, place, person, seq };
      const lane = `${platformOf(place)}|tell:${place}`;
      return { kind: "tell", lane, key: `tell:${planId}:${seq}:${place}`, planId, payload: job, dueAt: changedAt };
    }
    case "start-run": {
      const { item, key, engine } = effect;
      const job: StartJob = { plan: planId, item, key };
      return {
        kind: "start-run",
        lane: runLane(engine, key),
        key: `start:${key}`,
        planId,
        payload: job,
        dueAt: changedAt,
      };
    }
    case "read-run": {
      const { key, engine, ref } = effect;
      return readOutgoing({ plan: planId, key, engine, ref, since: changedAt }, changedAt);
    }
    case "open-round": {
      const { desk, round } = effect;
      const job: OpenRoundJob = { plan: planId, desk, round };
      const key = `open-round:${planId}:${round}`;
      return { kind: "open-round", lane: roundLane(job), key, planId, payload: job, dueAt: changedAt };
    }
    case "read-round": {
      const { desk, round, ref } = effect;
      return readRoundOutgoing({ plan: planId, desk, round, ref, since: changedAt }, changedAt);
    }
    case "withdraw-round": {
      const { desk, round, ref, manager } = effect;
      const job: WithdrawRoundJob = { plan: planId, desk, round, ref, manager };
      const key = `withdraw-round:${planId}:${round}`;
      return { kind: "withdraw-round", lane: roundLane(job), key, planId, payload: job, dueAt: changedAt };
    }
    case "stop-run": {
      const { key, engine, workflow, again, ref } = effect;
      const job: StopJob = { plan: planId, key, engine, workflow, again, ref };
      return {
        kind: "stop-run",
        lane: runLane(engine, key),
        key: `stop:${key}`,
        planId,
        payload: job,
        dueAt: changedAt,
      };
    }
  }
}

/** One more look at a run, in a lane of its own so that looking never delays stopping. */
export function readOutgoing(job: ReadJob, dueAt: number): Outgoing {
  const { plan: planId, key, engine } = job;
  return {
    kind: "read-run",
    lane: `${engine}|read:${key}`,
    collapse: `read:${key}`,
    key: `read:${key}`,
    planId,
    payload: job,
    dueAt,
  };
}

/** Word for people that nobody knows what became of a run, or of stopping it. */
export function lostOutgoing(job: LostJob, dueAt: number): Outgoing {
  const { plan: planId, key, what } = job;
  return { kind: "lost-run", lane: `gonogo|lost:${key}`, key: `lost:${what}:${key}`, planId, payload: job, dueAt };
}

/** One more look at a round, in a lane of its own so that looking never delays taking it back. */
export function readRoundOutgoing(job: ReadRoundJob, dueAt: number): Outgoing {
  const { plan: planId, desk, round } = job;
  const key = `read-round:${planId}:${round}`;
  return { kind: "read-round", lane: `${desk}|${key}`, collapse: key, key, planId, payload: job, dueAt };
}

/** Asking and taking back go one after the other. */
function roundLane({ plan, desk, round }: OpenRoundJob): string {
  return `${desk}|round:${plan}:${round}`;
}

/** A plan's card and its timeline share a lane, so that no line comes before the card it belongs to. */
function cardLane({ plan, card, place }: CardJob): string {
  const name = cardNameOf(card);
  return `${platformOf(place)}|${name?.kind === "plan" ? "plan" : `card:${card}`}:${plan}:${place}`;
}

function runLane(engine: string, key: string): string {
  return `${engine}|run:${key}`;
}

function timerRow(plan: Plan, timer: TimerKind, dueAt: number) {
  return { key: timerKey(plan.id, timer), planId: plan.id, kind: timer, dueAt };
}

function timerKey(planId: string, timer: TimerKind): string {
  return `${timer}:${planId}`;
}
