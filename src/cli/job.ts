/**
 * One call of the command line: what it may read, and where its answer goes.
 */
import { existsSync } from "node:fs";
import { pino } from "pino";
import type { Lang } from "../chat/texts/catalogue.ts";
import type { Reader } from "../chat/texts/reader.ts";
import type { Core, Process } from "../core.ts";
import type { Person } from "../people/person.ts";
import type { Instant } from "../plan/content.ts";
import type { Plan } from "../plan/plan.ts";
import { describeDatabase } from "../settings/describe.ts";
import { NewerDatabase } from "../store/migrate.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import { TEXTS } from "./texts.ts";

export type Settings = Process["settings"];

export interface Job {
  /** One JSON value on standard output, and nothing else there. */
  readonly json: boolean;
  readonly lang: Lang;
  readonly version: string;
  readonly now: () => Instant;
  /** Reads the settings; throws with every mistake that they have. */
  readonly settings: () => Settings;
  /** Answers: the text for people, or the value for programs. */
  answer(text: string, value: unknown): void;
  /** Says something beside the answer, on standard error. */
  note(text: string): void;
}

/** Opens the database and everything over it for as long as the work takes. */
export async function withCore<T>(job: Job, work: (core: Core, settings: Settings) => Promise<T>): Promise<T> {
  const settings = job.settings();
  const core = await open(job, settings);
  try {
    return await work(core, settings);
  } finally {
    for (const engine of Object.values(core.engines)) await engine.stop();
    await core.requirements.stop();
    await core.store.close();
  }
}

/** The same for commands that only look: they make no database where there is none. */
export function withDatabase<T>(job: Job, work: (core: Core, settings: Settings) => Promise<T>): Promise<T> {
  const { databaseUrl } = job.settings();
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(databaseUrl)?.[1];
  if (path !== undefined && path !== ":memory:" && !existsSync(path)) {
    const message = TEXTS[job.lang].noDatabase(describeDatabase(databaseUrl));
    throw new Failure(EXIT.refused, { code: "no-database", message });
  }
  return withCore(job, work);
}

async function open({ lang, now, version }: Job, settings: Settings): Promise<Core> {
  const { openCore } = await import("../core.ts");
  try {
    return await openCore({ settings, now, version, log: pino({ level: "silent" }) });
  } catch (error) {
    throw databaseFailure(error, settings, lang);
  }
}

/** Why the database can't be used, with what to do about it. */
export function databaseFailure(error: unknown, { databaseUrl }: Settings, lang: Lang): unknown {
  if (error instanceof NewerDatabase) {
    return new Failure(EXIT.refused, { code: "newer-database", message: error.message, cause: error });
  }
  const message = TEXTS[lang].databaseTrouble(describeDatabase(databaseUrl), reasonOf(error));
  return new Failure(EXIT.refused, { code: "database", message, cause: error });
}

/** The plan of this number. */
export async function planAt(index: number, { plans }: Core, { lang }: Job): Promise<Plan> {
  const plan = await plans.byIndex(index);
  if (plan) return plan;
  throw new Failure(EXIT.refused, { code: "no-such-plan", message: TEXTS[lang].noPlan(index), plan: index });
}

/** The person that a name on the command line means. */
export function personNamed(text: string, { directory }: Core, { lang }: Job): Person {
  const found = directory.resolve(text, "console");
  if (found.kind === "person") return found.person;
  const near = found.kind === "ambiguous" ? found.people.map(({ id }) => id).join(", ") : undefined;
  const nearest = found.kind === "unknown" ? found.nearest : near;
  throw new Failure(EXIT.refused, { code: "unknown-person", message: TEXTS[lang].noPerson(text, nearest), name: text });
}

/** Who reads at this terminal: nobody in particular, in the terminal's language. */
export function readerAt({ lang, now }: Job, { directory }: Core, { zone, custom }: Settings): Reader {
  return { lang, zone, now: now(), name: directory.nameOf, custom };
}
