/**
 * `gonogo serve`: starts everything the settings ask for, and stops it when told to.
 */
import type { Logger } from "pino";
import type { Gonogo } from "../main.ts";
import { describeSettings } from "../settings/describe.ts";
import type { Exit } from "./failure.ts";
import { codeOf, EXIT, Failure } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import { databaseFailure } from "./job.ts";
import { startSample } from "./sample-start.ts";
import { createServeLog } from "./serve-log.ts";
import { TEXTS } from "./texts.ts";

/** Longer than stopping takes by far; what is still going then is taken up at the next start. */
const STOPPING_LASTS = 8_000;
/** One Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. */
const ECHO_LASTS = 500;

/** Answers how the process ends, once it was told to. */
export async function serve(job: Job): Promise<Exit> {
  const settings = job.settings();
  const log = createServeLog(settings.log);
  const told = toldToStop(log, job.now);
  dieLoudly(log);
  for (const warning of settings.warnings) log.warn(warning);
  log.info({ version: job.version, settings: describeSettings(settings) }, "starting");
  const gonogo = await start(settings, log, job);
  const sample = await startSample(gonogo.core, settings, job.now()).catch((error: unknown) =>
    log.error({ err: error }, "the sample plan could not be made"),
  );
  if (sample !== undefined) log.info({ plan: sample }, "made the sample plan");
  sayReady(gonogo.url, settings, job);
  log.info({ signal: await told }, "stopping");
  await stop(gonogo, log);
  log.info("stopped");
  return EXIT.ok;
}

async function start(settings: Settings, log: Logger, { now, version, lang }: Job): Promise<Gonogo> {
  const { startGonogo } = await import("../main.ts");
  try {
    return await startGonogo({ settings, log, version, now });
  } catch (error) {
    const code = codeOf(error);
    if (code === "EADDRINUSE" || code === "EACCES" || code === "EADDRNOTAVAIL") {
      const address = `${settings.host}:${settings.port}`;
      throw new Failure(EXIT.refused, { code: "address", message: TEXTS[lang].portTaken(address), cause: error });
    }
    throw databaseFailure(error, settings, lang);
  }
}

function sayReady(url: string, { sample, publicUrl }: Settings, { lang, answer, version }: Job): void {
  const { ready, sampleMode } = TEXTS[lang];
  const text = ready(url) + (sample ? ` (${sampleMode})` : "");
  answer(text, { ready: true, url, publicUrl, sample, version });
}

/** Settles at the first signal. The second one ends the process at once. */
function toldToStop(log: Logger, now: Job["now"]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told: number | undefined;
    const hear = (signal: NodeJS.Signals) => {
      if (told !== undefined && now() - told < ECHO_LASTS) return;
      if (told !== undefined) {
        log.warn({ signal }, "told again: ending at once");
        process.exit(EXIT.refused);
      }
      told = now();
      resolve(signal);
    };
    process.on("SIGTERM", hear);
    process.on("SIGINT", hear);
  });
}

async function stop(gonogo: Gonogo, log: Logger): Promise<void> {
  const limit = setTimeout(() => {
    log.error("stopping takes too long: ending at once");
    process.exit(EXIT.refused);
  }, STOPPING_LASTS);
  await gonogo.stop();
  clearTimeout(limit);
}

/** After a mistake that nobody caught nothing is certain; the database is, and a new process goes on from it. */
function dieLoudly(log: Logger): void {
  const die = (error: unknown) => {
    log.fatal({ err: error }, "an error that nobody caught");
    process.exit(EXIT.refused);
  };
  process.on("uncaughtException", die);
  process.on("unhandledRejection", die);
}
