/**
 * What goes on without being asked: sending, timers, and bringing cards to the truth.
 */
import { randomUUID } from "node:crypto";
import type { ChatAdapter } from "./chat/ports.ts";
import { connectCalendar } from "./connect-calendar.ts";
import { connectRounds } from "./connect-desks.ts";
import { connectHookSending } from "./connect-hooks.ts";
import { connectSeries, connectSeriesSending } from "./connect-series.ts";
import { connectZadigSending } from "./connect-zadig.ts";
import type { Core, Process } from "./core.ts";
import type { ApprovalDesk } from "./flow/approval-desk.ts";
import { createChanges } from "./flow/definition-changes.ts";
import { queueDigest, sendDigest } from "./flow/digest.ts";
import { sha256 } from "./flow/gather-context.ts";
import { outboxHandlers, timerHandlers } from "./flow/handlers.ts";
import { nudgeAgain, nudgeNow } from "./flow/nudging.ts";
import { createOutboxWorker } from "./flow/outbox-worker.ts";
import { reconcileCards, refreshCards } from "./flow/reconcile.ts";
import { createReviews } from "./flow/reviews.ts";
import { createRunWork } from "./flow/run-work.ts";
import { createSender } from "./flow/send-cards.ts";
import { createShow } from "./flow/show.ts";
import { createTimerLoop } from "./flow/timer-loop.ts";
import { reconcileZadigCards } from "./hooks/incoming/reconcile.ts";
import { createFollowing } from "./people/follow-platforms.ts";
import { dayOf } from "./people/reach.ts";
import { isLate } from "./plan/items.ts";
import { forgetCallbacks } from "./store/callbacks.ts";
import { forgetDeliveries } from "./store/deliveries.ts";
import { forgetUploads } from "./store/files.ts";
import { forgetKeys } from "./store/keys.ts";
import { forgetSentRows } from "./store/outbox-rows.ts";
import { plansAskingOf } from "./store/plan-list.ts";
import { forgetTold } from "./store/told.ts";
import { forgetZadigHooks, forgetZadigNotices } from "./store/zadig-notices.ts";

/** How long a crash keeps what was being sent from being sent again (ms). */
const LEASE = 15_000;
/** How often cards are compared with the truth, and what is done is tidied away (ms). */
const HOUSEKEEPING = 60_000;

/** How often files that nobody names are looked for (ms). */
const SWEEPING = 60 * 60_000;

/** How often the platforms are asked who is who (ms). */
const FOLLOWING = 10 * 60_000;

export interface Loops {
  start(): void;
  stop(): Promise<void>;
}

/** Made at the start, begun when everything else is up. */
export function createLoops(
  core: Core,
  adapters: Readonly<Record<string, ChatAdapter>>,
  desks: readonly ApprovalDesk[],
  parts: Process,
  onError: (error: unknown) => void,
): Loops {
  const { store, door, plans, engines, catalogue, world, calendar } = core;
  const { now, settings, log } = parts;
  const { lang, zone, policies, custom } = settings;
  const show = createShow({
    lang,
    zone,
    directory: core.directory,
    now,
    freezes: calendar.freezes,
    policies,
    custom,
    fileLink: core.files.link,
  });
  const sender = createSender({ store, adapters, show, hash: sha256 });
  const runs = createRunWork({
    engines,
    load: async (plan) => {
      await calendar.refresh();
      return plans.byId(plan);
    },
    changes: createChanges({ catalogue, store }),
    late: (plan, item) => isLate(plan, item, { now: now(), freezes: calendar.freezes, policies }),
    report: async (plan, command, key) => {
      await door.submit({ key, actor: { kind: "system", part: "engine" }, request: { plan, command } });
    },
    now,
  });
  const hooks = connectHookSending(core, parts);
  const times = connectCalendar(core, parts);
  const worker = createOutboxWorker({
    store,
    handlers: {
      ...outboxHandlers({
        sender,
        adapters,
        digest: (job) => sendDigest(job, store, adapters, show.digest),
        runs,
        rounds: connectRounds(core, desks, parts),
        now,
      }),
      ...connectZadigSending(core, adapters, parts),
      deliver: hooks.handler,
      series: connectSeriesSending(core, adapters, parts),
    },
    now,
    newId: randomUUID,
    random: Math.random,
    limits: { lease: LEASE },
    onError: (error, row) => log.warn({ err: error, row: row?.id, kind: row?.kind }, "sending failed"),
  });
  const timers = createTimerLoop(store, {
    handlers: {
      ...timerHandlers(door, {
        refresh: (plan) => refreshCards(store, plan, world(now()), now()),
        review: createReviews({ door, load: plans.byId, policies, admins: () => world(now()).admins, lang }),
        nudge: (plan) => nudgeAgain(store, plan, world(now()), now()),
        digest: (firing) =>
          queueDigest(firing, { store, now, limit: world(now()).limit, book: () => world(now()).book }),
      }),
      ...times.handlers,
      ...connectSeries(core, parts),
    },
    now,
    newId: randomUUID,
    onError,
  });
  const tidy = () => {
    housekeep(core, Object.keys(adapters), now()).catch(onError);
  };
  const follow = createFollowing({
    settings,
    directory: core.directory,
    platforms: Object.values(adapters),
    now,
    onAway: async (people) => nudgeNow(store, await plansAskingOf(store.read, people), now()),
    onError: (err) => log.warn({ err }, "a platform could not be asked who is who"),
  });
  const every: NodeJS.Timeout[] = [];
  return {
    start() {
      worker.start();
      timers.start();
      times.start().catch(onError);
      tidy();
      void follow();
      every.push(setInterval(() => void core.files.sweep().catch(onError), SWEEPING).unref());
      every.push(setInterval(tidy, HOUSEKEEPING).unref(), setInterval(() => void follow(), FOLLOWING).unref());
    },
    async stop() {
      for (const timer of every) clearInterval(timer);
      await Promise.all([worker.stop(), timers.stop()]);
      await hooks.close();
      await times.close();
    },
  };
}

const DAY = 24 * 60 * 60_000;
/** Longer than any platform redelivers an event. */
const KEYS_LAST = 30 * DAY;
/** Longer than a release takes. */
const NOTICES_LAST = 90 * DAY;
const SENT_ROWS_LAST = 7 * DAY;
/** Long enough to be asked what was sent in the last quarter. */
const DELIVERIES_LAST = 100 * DAY;

async function housekeep({ store, world }: Core, platforms: readonly string[], now: number): Promise<void> {
  await reconcileCards(store, world(now), now);
  await reconcileZadigCards(store, platforms, now);
  await store.write((tx) => forgetUploads(tx, now - DAY));
  await store.write((tx) => forgetKeys(tx, now - KEYS_LAST));
  await store.write((tx) => forgetSentRows(tx, now - SENT_ROWS_LAST));
  await store.write((tx) => forgetDeliveries(tx, now - DELIVERIES_LAST));
  await store.write((tx) => forgetTold(tx, dayOf(now - KEYS_LAST, "UTC")));
  await store.write((tx) => forgetCallbacks(tx, now - DELIVERIES_LAST));
  await store.write((tx) => forgetZadigHooks(tx, now - KEYS_LAST));
  await store.write((tx) => forgetZadigNotices(tx, now - NOTICES_LAST));
}
