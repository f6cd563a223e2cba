/**
 * What engines say of runs that failed, or of which nobody knows, again in the reader's words. Names, numbers and whatever
 * comes from the engine itself stay as they are.
 */
import type { Lang, TextKey } from "./catalogue.ts";
import { say, sayWith } from "./say.ts";

interface Known {
  readonly pattern: RegExp;
  readonly key: EngineKey;
}

const SERVICE = "(?<service>Zadig|GitHub|GitLab|Jenkins|Jira)";
const REQUEST = "(?<request>[A-Z]+ \\S+)";
const CODE = "(?<more>(?: \\([\\w-]+\\))?)";
const MORE = "(?<more>(?:[:,] .+)?)";

/** The placeholders of the text are the named groups of the pattern; a test holds them to each other. */
function known(pattern: string, key: EngineKey): Known {
  return { pattern: new RegExp(`^${pattern}$`, "u"), key };
}
type EngineKey = Extract<TextKey, `engine.${string}`>;

const STAGE_JOB = "the job (?<job>.+?) of the stage (?<stage>.+?)";

/** The first that fits. */
export const KNOWN: readonly Known[] = [
  known(`${SERVICE} can't be reached${CODE}`, "engine.unreached"),
  known(`no answer from ${SERVICE} to ${REQUEST}${CODE}`, "engine.silent"),
  known(`${SERVICE} answered (?<status>\\d{3}) to ${REQUEST}${MORE}`, "engine.answered"),
  known(`${SERVICE} gave a strange answer to ${REQUEST}: (?<what>.+)`, "engine.strange"),
  known("Jira does not take the token: .+", "engine.jira-token"),
  known("no answer in time", "engine.late"),
  known("cancelled by (?<who>.+)", "engine.cancelled-by"),
  known("the run was cancelled", "engine.run-cancelled"),
  known("the pipeline was cancelled", "engine.pipeline-cancelled"),
  known("the run failed", "engine.run-failed"),
  known("the run timed out", "engine.run-timed-out"),
  known("the run ended as (?<what>.+)", "engine.run-ended"),
  known(`the pipeline failed${MORE}`, "engine.pipeline-failed"),
  known(`the task failed${MORE}`, "engine.task-failed"),
  known(`the task timed out${MORE}`, "engine.task-timed-out"),
  known(`the task was rejected${MORE}`, "engine.task-rejected"),
  known(`the build failed${MORE}`, "engine.build-failed"),
  known(`unstable: the build ran to its end, with tests or checks that failed${MORE}`, "engine.build-unstable"),
  known(`aborted: cancelled, or out of time${MORE}`, "engine.build-aborted"),
  known(`not built: Jenkins skipped it${MORE}`, "engine.not-built"),
  known("it left Jenkins' queue without becoming a build: .+", "engine.left-queue"),
  known("cancelled while it waited in Jenkins' queue", "engine.cancelled-in-queue"),
  known("GitHub skipped all jobs of the run", "engine.run-skipped"),
  known("GitLab skipped all jobs of the pipeline", "engine.pipeline-skipped"),
  known("every stage was skipped", "engine.task-skipped"),
  known("GitHub could not begin the run: .+", "engine.not-begun"),
  known(`${STAGE_JOB} failed${MORE}`, "engine.stage-job-failed"),
  known(`${STAGE_JOB} timed out${MORE}`, "engine.stage-job-timed-out"),
  known(`${STAGE_JOB} was rejected${MORE}`, "engine.stage-job-rejected"),
  known("GitHub shows no runs of (?<workflow>\\S+), so .+", "engine.no-runs"),
  known("GitLab shows no pipelines of (?<workflow>\\S+), so .+", "engine.no-pipelines"),
  known("Jenkins shows no job (?<workflow>.+), so .+", "engine.no-job"),
  known("Zadig shows no workflow (?<workflow>\\S+), so .+", "engine.no-workflow"),
  known("(?<workflow>\\S+) has more (?<what>[a-z ]+) than can be looked through", "engine.too-many"),
  known("(?<workflow>\\S+) does not show its input gonogo_run in its run-name, so .+", "engine.no-key"),
  known("the job (?<workflow>.+) declares no text parameter GONOGO_RUN, so .+", "engine.no-parameter"),
  known("GitHub took the start, and shows no run of it", "engine.taken"),
  known(
    "the token may not read the variables of pipeline (?<run>\\d+) of (?<workflow>\\S+), which .+",
    "engine.hidden",
  ),
  known("parameter (?<name>\\S+): missing", "engine.parameter-missing"),
  known("(?<workflow>\\S+) can't be run: (?<why>.+)", "engine.not-runnable"),
];

/** `job "a" failed at step "b", job "c" timed out and 2 more`, as GitHub's and GitLab's failed jobs are named. */
const JOB = /job "([^"]*)" (failed|timed out)(?: at step "([^"]*)")?( \([^)]*\))?/gu;
const JOBS = /^(?:(?:, )?job "[^"]*" (?:failed|timed out)(?: at step "[^"]*")?(?: \([^)]*\))?)+(?: and \d+ more)?$/u;

/** The reason in a reader's language; undefined for what is the engine's own. */
export function engineFailureText(reason: string, lang: Lang): string | undefined {
  if (JOBS.test(reason)) return jobsText(reason, lang);
  for (const { pattern, key } of KNOWN) {
    const found = pattern.exec(reason);
    if (found) return sayWith(lang, key, found.groups ?? {});
  }
  return undefined;
}

function jobsText(reason: string, lang: Lang): string {
  const jobs = [...reason.matchAll(JOB)].map(([, job = "", how, step, why = ""]) => {
    const more = `${step === undefined ? "" : say(lang, "engine.job-step", { step })}${why}`;
    return how === "failed"
      ? say(lang, "engine.job-failed", { job, more })
      : say(lang, "engine.job-timed-out", { job, more });
  });
  const [, count] = / and (\d+) more$/u.exec(reason) ?? [];
  const others = count === undefined ? "" : say(lang, "engine.more-jobs", { count });
  return `${jobs.join(lang === "zh" ? "；" : ", ")}${others}`;
}
