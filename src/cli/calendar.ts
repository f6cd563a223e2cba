/**
 * `gonogo calendar` and `gonogo freeze`: the release calendar, and freezes that admins begin and end.
 */
import type { FreezeAnswer } from "../chat/freeze-desk.ts";
import { freezeProblemText, freezeText } from "../chat/texts/freeze-text.ts";
import { shortTime } from "../chat/texts/when.ts";
import { connectCalendarDesk } from "../connect-calendar.ts";
import type { Core } from "../core.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import { personNamed, readerAt, withCore, withDatabase } from "./job.ts";
import { plainText } from "./plain.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

const SHOWN = 14 * 24 * 60 * 60_000;

export interface FreezeOptions {
  readonly as: string;
  readonly time: string;
  readonly repeat?: string | undefined;
  readonly tag: readonly string[];
  readonly env: readonly string[];
}

/** The coming two weeks, and how calendar feeds were read last. */
export async function calendar(job: Job): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const desk = connectCalendarDesk(core, { settings, now: job.now });
    const spans = await desk.between(job.now(), job.now() + SHOWN);
    const feeds = await desk.feeds();
    const texts = TEXTS[job.lang];
    const reader = readerAt(job, core, settings);
    const rows = spans.map(({ kind, name, from, until, concerns, number }) => [
      number === undefined ? "" : String(number),
      texts.spanKinds[kind],
      shortTime(from, reader),
      shortTime(until, reader),
      name,
      concerns.join(", "),
    ]);
    const { number, kind, from, until, name, concerns } = texts.spanColumns;
    const head = rows.length === 0 ? texts.calendarEmpty : table([number, kind, from, until, name, concerns], rows);
    const failing = feeds.flatMap((feed) =>
      feed.problem === undefined
        ? []
        : [
            texts.feedFailing(
              feed.name,
              feed.problem,
              feed.readAt === undefined ? undefined : shortTime(feed.readAt, reader),
            ),
          ],
    );
    job.answer([head, ...failing].join("\n"), { spans, feeds });
  });
}

export async function freezeBegin(job: Job, name: string, options: FreezeOptions): Promise<void> {
  const { time, repeat, tag: tags, env: environments } = options;
  await withCore(job, async (core, settings) => {
    const { id } = personNamed(options.as, core, job);
    const desk = connectCalendarDesk(core, { settings, now: job.now });
    const zone = core.directory.zoneOf(id);
    const asked = { name, time, repeat, zone, tags, environments };
    answerFreeze("begun", await desk.begin(asked, { kind: "person", id }), core, settings, job);
  });
}

export async function freezeEnd(job: Job, number: number, as: string): Promise<void> {
  await withCore(job, async (core, settings) => {
    const { id } = personNamed(as, core, job);
    const desk = connectCalendarDesk(core, { settings, now: job.now });
    answerFreeze("ended", await desk.end(number, { kind: "person", id }), core, settings, job);
  });
}

function answerFreeze(done: "begun" | "ended", answer: FreezeAnswer, core: Core, settings: Settings, job: Job): void {
  const reader = readerAt(job, core, settings);
  if (!answer.ok) {
    const message = plainText(freezeProblemText(answer.problem, reader));
    throw new Failure(EXIT.refused, { ...answer.problem, message });
  }
  job.answer(plainText(freezeText(done, answer.freeze, reader)), answer.freeze);
}
