/**
 * `gonogo doctor`: asks a chat platform what is set up there, and says what is missing and where to click.
 */
import type { Finding } from "../chat/finding.ts";
import type { Examined } from "../connect-doctor.ts";
import type { Exit } from "./failure.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function doctor(job: Job, platform: Examined): Promise<Exit> {
  const { lang } = job;
  const { examine } = await import("../connect-doctor.ts");
  const findings = await examine(platform, job.settings());
  if (!findings) {
    throw new Failure(EXIT.usage, { code: "not-configured", message: TEXTS[lang].notConfigured(platform), platform });
  }
  const shown = findings.map(({ state, what, remedy }) => ({ state, what: what[lang], remedy: remedy?.[lang] }));
  const healthy = findings.every(({ state }) => state !== "bad");
  job.answer(shown.map(findingText).join("\n"), { platform, healthy, findings: shown });
  return healthy ? EXIT.ok : EXIT.refused;
}

const SIGNS = { good: "✔", bad: "✘", unsure: "?" } as const;

function findingText({ state, what, remedy }: { state: Finding["state"]; what: string; remedy?: string | undefined }) {
  return `${SIGNS[state]} ${what}${remedy === undefined ? "" : `\n  → ${remedy}`}`;
}
