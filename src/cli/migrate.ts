/**
 * `gonogo migrate`: brings the database to this version, and says what that took.
 */
import { migrate as runMigrations } from "../store/migrate.ts";
import { openStore } from "../store/open-store.ts";
import type { Job } from "./job.ts";
import { databaseFailure } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function migrate(job: Job): Promise<void> {
  const settings = job.settings();
  const ran = await runAll(settings.databaseUrl).catch((error: unknown) => {
    throw databaseFailure(error, settings, job.lang);
  });
  const { migrated, upToDate } = TEXTS[job.lang];
  job.answer(ran.length === 0 ? upToDate : migrated(ran.join(", ")), { ran });
}

async function runAll(url: string): Promise<readonly string[]> {
  await using store = await openStore(url);
  return await runMigrations(store);
}
