/**
 * Who does what with the rows of the outbox and the timers.
 */
import type { ChatAdapter } from "../chat/ports.ts";
import { ChatError } from "../chat/ports.ts";
import type { Actor } from "../plan/plan.ts";
import type { OutboxRow } from "../store/outbox-rows.ts";
import type { DigestJob } from "./digest.ts";
import type { Door } from "./door.ts";
import type { PlanCommand } from "./envelope.ts";
import { enqueue } from "./outbox.ts";
import type { OutboxHandler } from "./outbox-handler.ts";
import type { Jobs } from "./queue-effects.ts";
import { lostOutgoing, readOutgoing, readRoundOutgoing } from "./queue-effects.ts";
import type { RoundWork } from "./round-work.ts";
import { ROUND_ATTEMPTS } from "./round-work.ts";
import type { LostJob, RunWork } from "./run-work.ts";
import { MOST_ATTEMPTS } from "./run-work.ts";
import type { Sender } from "./send-cards.ts";
import { SendError } from "./send-error.ts";
import type { Firing } from "./timer-loop.ts";

export interface HandlerNeeds {
  readonly sender: Sender;
  readonly adapters: Readonly<Record<string, ChatAdapter>>;
  readonly digest: (job: DigestJob) => Promise<void>;
  readonly runs: RunWork;
  readonly rounds: RoundWork;
  readonly now: () => number;
}

/** Who is down for a day is still asked about runs and rounds when it is back. */
const PATIENT = 1_000;

/** The outbox's handlers, by kind of row. */
export function outboxHandlers({
  sender,
  adapters,
  digest,
  runs,
  rounds,
  now,
}: HandlerNeeds): Readonly<Record<keyof Jobs, OutboxHandler>> {
  return {
    hear: hearHandler(adapters),
    card: { send: (row, { attempt }) => chatting(sender.card(jobOf<"card">(row), attempt)) },
    note: { send: (row) => chatting(sender.note(jobOf<"note">(row))) },
    tell: { send: (row) => chatting(sender.tell(jobOf<"tell">(row))) },
    digest: { send: (row) => chatting(digest(jobOf<"digest">(row))) },
    "start-run": {
      send: (row, { attempt }) => runs.start(jobOf<"start-run">(row), attempt),
      dead: lost("run", now),
      attempts: MOST_ATTEMPTS,
    },
    "stop-run": {
      send: (row, { attempt }) => runs.stop(jobOf<"stop-run">(row), attempt),
      dead: lost("stop", now),
      attempts: MOST_ATTEMPTS,
    },
    "read-run": {
      async send(row, { attempt, onDone }) {
        const job = jobOf<"read-run">(row);
        const pause = await runs.read(job, attempt);
        if (pause !== undefined) onDone((tx) => enqueue(tx, readOutgoing(job, now() + pause), now()));
      },
      dead: lost("run", now),
      attempts: PATIENT,
    },
    "open-round": {
      send: (row, { attempt }) => rounds.open(jobOf<"open-round">(row), attempt),
      attempts: ROUND_ATTEMPTS,
    },
    "withdraw-round": {
      send: (row, { attempt }) => rounds.withdraw(jobOf<"withdraw-round">(row), attempt),
      attempts: ROUND_ATTEMPTS,
    },
    "read-round": {
      async send(row, { onDone }) {
        const job = jobOf<"read-round">(row);
        const pause = await rounds.read(job);
        if (pause !== undefined) onDone((tx) => enqueue(tx, readRoundOutgoing(job, now() + pause), now()));
      },
      attempts: PATIENT,
    },
    "lost-run": { send: (row) => runs.lost(jobOf<"lost-run">(row)), attempts: PATIENT },
  };
}

/** A call about a run that was given up is told to people, and not left looking as if it went on. */
function lost(what: LostJob["what"], now: () => number): NonNullable<OutboxHandler["dead"]> {
  return (tx, row, why) => {
    const { plan, key } = jobOf<"start-run" | "stop-run" | "read-run">(row);
    const job: LostJob = { plan, key, what, why };
    return enqueue(tx, lostOutgoing(job, now()), now());
  };
}

/** Hands what platforms delivered to their adapters. */
export function hearHandler(adapters: Readonly<Record<string, ChatAdapter>>): OutboxHandler {
  return {
    async send(row) {
      const { platform, payload } = jobOf<"hear">(row);
      const adapter = adapters[platform];
      if (!adapter) throw new SendError(`${platform} is not configured`, { again: false });
      await chatting(adapter.hear(payload));
    },
  };
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function jobOf<K extends keyof Jobs>(row: OutboxRow): Jobs[K] {
  return JSON.parse(row.payload);
}

/** A platform that will never take it is not asked again. */
async function chatting(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ChatError && (error.code === "gone" || error.code === "forbidden")) {
      throw new SendError(error.message, { again: false, cause: error });
    }
    throw error;
  }
}

const TIMER: Actor = { kind: "system", part: "timer" };

/** The timers' handlers, by kind of timer. */
export function timerHandlers(
  door: Door,
  again: {
    /** Brings a plan's cards to the truth. */
    readonly refresh: (plan: string) => Promise<void>;
    /** Makes the plan that looks back at an emergency. */
    readonly review: (plan: string) => Promise<void>;
    /** Sets the timer for what comes next by itself. */
    readonly nudge: (plan: string) => Promise<void>;
    readonly digest: (firing: Firing) => Promise<void>;
  },
): Readonly<Record<string, (firing: Firing) => Promise<void>>> {
  const send = (command: PlanCommand) => async (firing: Firing) => {
    const plan = firing.timer.plan_id;
    if (plan !== null) await door.submit({ key: firing.key, actor: TIMER, request: { plan, command } });
  };
  return {
    expire: send({ type: "expire" }),
    schedule: send({ type: "run-scheduled" }),
    "expire-check": send({ type: "expire-check" }),
    "remind-check": send({ type: "remind-check" }),
    review: async ({ timer }) => {
      if (timer.plan_id !== null) await again.review(timer.plan_id);
    },
    // Nothing happens to the plan, but its cards read differently: the window opens, time runs out, a freeze begins.
    look: async ({ timer }) => {
      if (timer.plan_id !== null) await again.refresh(timer.plan_id);
    },
    nudge: async (firing) => {
      const plan = firing.timer.plan_id;
      if (plan === null) return;
      await send({ type: "nudge" })(firing);
      await again.nudge(plan);
    },
    digest: again.digest,
  };
}
