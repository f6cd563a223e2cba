/**
 * `gonogo doctor`: asks a chat platform what is set up there, and says what is missing and where to click; or says how the
 * feeds of the release calendar were read.
 */
import type { Finding } from "../chat/finding.ts";
import { shortTime } from "../chat/texts/when.ts";
import { connectCalendarDesk } from "../connect-calendar.ts";
import type { Examined } from "../connect-doctor.ts";
import type { Exit } from "./failure.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { readerAt, withDatabase } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function doctor(job: Job, platform: Examined): Promise<Exit> {
  const { lang } = job;
  const { examine } = await import("../connect-doctor.ts");
  const findings = await examine(platform, job.settings());
  if (!findings) {
    throw new Failure(EXIT.usage, { code: "not-configured", message: TEXTS[lang].notConfigured(platform), platform });
  }
  return found(
    platform,
    findings.map(({ state, what, remedy }) => ({ state, what: what[lang], remedy: remedy?.[lang] })),
    job,
  );
}

/** How each feed of the settings was read last by a running server, and how old its last good copy is. */
export async function doctorCalendars(job: Job): Promise<Exit> {
  const texts = TEXTS[job.lang];
  return withDatabase(job, async (core, settings) => {
    const feeds = await connectCalendarDesk(core, { settings, now: job.now }).feeds();
    if (feeds.length === 0) throw new Failure(EXIT.usage, { code: "not-configured", message: texts.noFeeds });
    const reader = readerAt(job, core, settings);
    const findings = feeds.map(({ name, problem, readAt }): Found => {
      const at = readAt === undefined ? undefined : shortTime(readAt, reader);
      if (problem !== undefined) return { state: "bad", what: texts.feedFailing(name, problem, at) };
      if (at === undefined) return { state: "unsure", what: texts.feedUnread(name) };
      return { state: "good", what: texts.feedGood(name, at) };
    });
    return found("calendars", findings, job);
  });
}

interface Found {
  readonly state: Finding["state"];
  readonly what: string;
  readonly remedy?: string | undefined;
}

function found(platform: string, findings: readonly Found[], job: Job): Exit {
  const healthy = findings.every(({ state }) => state !== "bad");
  job.answer(findings.map(findingText).join("\n"), { platform, healthy, findings });
  return healthy ? EXIT.ok : EXIT.refused;
}

const SIGNS = { good: "✔", bad: "✘", unsure: "?" } as const;

function findingText({ state, what, remedy }: Found): string {
  return `${SIGNS[state]} ${what}${remedy === undefined ? "" : `\n  → ${remedy}`}`;
}
