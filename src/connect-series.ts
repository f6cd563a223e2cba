/**
 * Plans that recur, connected: the desk where they are begun, what they do in time, and how their owners hear of it.
 */
import type { ChatAdapter } from "./chat/ports.ts";
import type { SeriesDesk } from "./chat/series.ts";
import { seriesWordsText } from "./chat/texts/series-text.ts";
import type { Core, Process } from "./core.ts";
import type { OutboxHandler } from "./flow/outbox-handler.ts";
import { createSeriesDesk, stopSeries } from "./flow/series-desk.ts";
import type { SeriesJob } from "./flow/series-work.ts";
import { createSeriesWork, sendSeries } from "./flow/series-work.ts";
import type { TimerLoopNeeds } from "./flow/timer-loop.ts";
import { listSeries } from "./store/series.ts";
import { removeTemplate } from "./store/templates.ts";

type Parts = Pick<Process, "settings" | "now">;

export function connectSeriesDesk(core: Core, { settings, now }: Parts): SeriesDesk {
  return createSeriesDesk({ ...core, settings, now, engines: () => core.catalogue.engines() });
}

/** Deletes a template and ends what recurs of it; answers how many that were. */
export function removeWithSeries({ store }: Pick<Core, "store">, name: string, now: number): Promise<number> {
  return store.write(async (tx) => {
    const own = (await listSeries(tx)).filter(({ template }) => template === name);
    for (const { number } of own) await stopSeries(tx, number, now);
    await removeTemplate(tx, name);
    return own.length;
  });
}

/** The timers' handler. */
export function connectSeries(core: Core, { settings, now }: Parts): TimerLoopNeeds["handlers"] {
  const work = createSeriesWork({
    ...core,
    settings,
    now,
    engines: () => core.catalogue.engines(),
    book: () => core.world(now()).book,
    limit: () => core.world(now()).limit,
    admins: () => core.world(now()).admins,
  });
  return {
    series: async ({ timer }) => {
      // Timers hold this product's own writing, so their shape is taken at its word.
      const { number }: { number: number } = JSON.parse(timer.payload);
      await work(number);
    },
  };
}

/** The outbox's handler, for what owners hear. */
export function connectSeriesSending(
  { directory }: Core,
  adapters: Readonly<Record<string, ChatAdapter>>,
  { now }: Parts,
): OutboxHandler {
  return {
    send: (row) => {
      // Rows hold this product's own writing, so their shape is taken at its word.
      const job: SeriesJob = JSON.parse(row.payload);
      return sendSeries(job, adapters, row.key, ({ person, ...told }) => {
        const reader = { lang: directory.langOf(person), zone: directory.zoneOf(person), now: now() };
        return seriesWordsText(told, { ...reader, name: directory.nameOf });
      });
    },
  };
}
