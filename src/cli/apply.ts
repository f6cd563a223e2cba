/**
 * `gonogo apply`: makes the plan that a file describes, or brings the plan of the same key to it.
 */
import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import type { Applier, ApplyNeeds, Intent } from "../chat/plan-file/apply.ts";
import { applyDraft, intentOf, located } from "../chat/plan-file/apply.ts";
import type { PlanDraft } from "../chat/plan-file/draft.ts";
import type { PlanFile } from "../chat/plan-file/read.ts";
import { readPlanFile } from "../chat/plan-file/read.ts";
import type { PersonMatch } from "../chat/plan-file/resolve-context.ts";
import { refusalText } from "../chat/texts/refusal-text.ts";
import type { Core } from "../core.ts";
import type { Outcome } from "../flow/outcome.ts";
import type { Content } from "../plan/content.ts";
import { same } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import { HIDDEN, secretsIn, secretsOf, withoutSecrets } from "../plan/secrets.ts";
import type { Difference } from "./content-diff.ts";
import { differenceLine, differences } from "./content-diff.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import type { GitFile } from "./git-source.ts";
import { gitFile } from "./git-source.ts";
import type { Job, Settings } from "./job.ts";
import { personNamed, readerAt, withCore } from "./job.ts";
import { plainText } from "./plain.ts";
import { fileFailure, resolveFailure } from "./plan-problems.ts";
import { TEXTS } from "./texts.ts";

export interface ApplyOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly as?: string | undefined;
  readonly dryRun: boolean;
  /** A repository that holds the file, and which commit of it. */
  readonly git?: string | undefined;
  readonly ref?: string | undefined;
}

/** One file on its way to the door. */
interface Applying {
  readonly job: Job;
  readonly core: Core;
  readonly settings: Settings;
  readonly draft: PlanDraft;
  readonly applier: Applier;
  readonly needs: ApplyNeeds;
}

/** What was found of a plan: what is in the file, as it will be. */
type Wanted = Extract<Intent, { kind: "create" | "edit" }>;

export async function apply(job: Job, options: ApplyOptions): Promise<void> {
  const { text, source } = await sourceOf(options, job);
  const read = readPlanFile(text, syntaxOf(options.file));
  await withCore(job, async (core, settings) => {
    const reader = readerAt(job, core, settings);
    if (!read.ok) throw fileFailure(read.problems, options.file, reader);
    const { draft } = read;
    const needs = await needsOf(core, settings, job);
    const applying = {
      job,
      core,
      settings,
      draft,
      needs,
      applier: { ...(await applierOf(draft, options, core, settings, job)), source },
    };
    const wanted = wantedFrom(await intentOf(draft, applying.applier, needs), read, options.file, applying);
    sayManagerStays(wanted, applying);
    if (wanted.kind === "edit" && same(wanted.content, wanted.plan.content)) {
      answerWith("unchanged", wanted.plan, applying);
    } else if (options.dryRun) {
      await consider(wanted, applying);
    } else {
      await send(wanted, applying);
    }
  });
}

async function sourceOf(
  { file, git, ref }: ApplyOptions,
  { lang }: Job,
): Promise<Pick<GitFile, "text"> & Partial<GitFile>> {
  try {
    if (git !== undefined) return await gitFile({ repository: git, ref, path: file });
    return { text: file === "-" ? await readAll(process.stdin) : await readFile(file, "utf8") };
  } catch (error) {
    const message = TEXTS[lang].noFile(file, reasonOf(error));
    throw new Failure(EXIT.refused, { code: "no-file", message, file, cause: error });
  }
}

function syntaxOf(file: string): "yaml" | "markdown" | undefined {
  if (/\.(?:md|markdown)$/iu.test(file)) return "markdown";
  return /\.(?:ya?ml|json)$/iu.test(file) ? "yaml" : undefined;
}

export async function needsOf(
  { door, plans, directory, catalogue }: Core,
  settings: Settings,
  { now }: Job,
): Promise<ApplyNeeds> {
  return {
    submit: (envelope) => door.submit(envelope),
    byKey: plans.byKey,
    resolvePerson: (name): PersonMatch => {
      const found = directory.resolve(name, "console");
      if (found.kind === "person") return { id: found.person.id };
      return { nearest: found.kind === "unknown" ? found.nearest : undefined };
    },
    groups: Object.keys(directory.groups()),
    rooms: Object.keys(settings.rooms),
    engines: await catalogue.engines(),
    custom: settings.custom,
    now: now(),
  };
}

/** Whoever `--as` names, else the manager: the one in the file, or of the plan that it edits. */
export async function applierOf(
  draft: PlanDraft,
  { as }: Pick<ApplyOptions, "as">,
  core: Core,
  settings: Settings,
  job: Job,
): Promise<Applier> {
  const { directory, plans } = core;
  const existing = draft.key === undefined ? undefined : await plans.byKey(draft.key);
  const name = as ?? draft.manager ?? existing?.manager;
  if (name === undefined) throw new Failure(EXIT.usage, { code: "who", message: TEXTS[job.lang].whoApplies });
  const person = personNamed(name, core, job);
  return {
    actor: { kind: "person", id: person.id },
    lang: job.lang,
    zone: directory.zoneOf(person.id),
    manager: person.id,
    ...settings.defaults,
  };
}

function wantedFrom(
  intent: Intent,
  { where }: Extract<PlanFile, { ok: true }>,
  file: string,
  { job, core, settings }: Pick<Applying, "job" | "core" | "settings">,
): Wanted {
  if (intent.kind === "unresolved") {
    throw resolveFailure(located(intent.problems, where), file, readerAt(job, core, settings));
  }
  if (intent.kind === "no-manager") throw new Failure(EXIT.usage, { code: "who", message: TEXTS[job.lang].whoApplies });
  return intent;
}

/** A file that names another manager than the plan has doesn't hand it over. */
function sayManagerStays(wanted: Wanted, { draft, needs, job, core }: Applying): void {
  if (wanted.kind !== "edit" || draft.manager === undefined) return;
  const named = needs.resolvePerson(draft.manager.replace(/^[@＠]/u, ""));
  if ("id" in named && named.id === wanted.plan.manager) return;
  job.note(TEXTS[job.lang].managerStays(core.directory.nameOf(wanted.plan.manager)));
}

/** Asks the door what would come of it, and shows what would change. */
async function consider(wanted: Wanted, applying: Applying): Promise<void> {
  const { job, core, settings, applier } = applying;
  const texts = TEXTS[job.lang];
  const { actor } = applier;
  const outcome = await core.door.consider({ actor, request: wanted.request });
  const changes = changesOf(wanted, settings, applying.needs.engines);
  const { name } = wanted.content;
  const head = wanted.kind === "edit" ? texts.wouldEdit(wanted.plan.index, name) : texts.wouldCreate(name);
  if (!outcome.taken) throw refusal(outcome, applying, texts.wouldRefuse);
  job.answer([head, ...changes.map(differenceLine)].join("\n"), {
    would: wanted.kind,
    plan: planName(wanted),
    differences: changes,
  });
}

/** Of a new plan everything is new. */
function changesOf(wanted: Wanted, { zone }: Settings, engines: ApplyNeeds["engines"]): readonly Difference[] {
  if (wanted.kind === "edit") {
    const before = secretsOf(wanted.plan);
    const secrets = { ...before, ...secretsIn(wanted.content.items, engines, before) };
    const [was, is] = [wanted.plan.content, wanted.content].map((content) => withoutSecrets(content, secrets));
    const shown = was && is ? differences(was, is, { zone }) : [];
    return shown.length > 0 || same(wanted.plan.content, wanted.content) ? shown : [SECRETS_DIFFER];
  }
  const content = withoutSecrets(wanted.content, secretsIn(wanted.content.items, engines));
  const all = differences(emptyLike(content), content, { zone });
  return all.map(({ path, after }) => ({ path, after }));
}

/** What differs is not to be seen. */
const SECRETS_DIFFER: Difference = { path: "items", before: HIDDEN, after: HIDDEN };

function planName(wanted: Wanted) {
  if (wanted.kind === "create") return undefined;
  const { id, index, key } = wanted.plan;
  return { id, index, key };
}

/** The same content with nothing in it, so that all of a new plan is a difference. */
function emptyLike({ policy }: Content): Content {
  return {
    name: "",
    description: "",
    requirements: [],
    items: [],
    policy,
    editors: [],
    announce: [],
    tags: [],
  };
}

async function send(wanted: Wanted, applying: Applying): Promise<void> {
  const { draft, applier, needs, core, settings } = applying;
  const first = await applyDraft(draft, applier, needs);
  // Somebody made the plan of this key in between: now it is an edit.
  const raced = first.kind === "answered" && !first.outcome.taken && first.outcome.refusal.code === "exists";
  const applied = raced ? await applyDraft(draft, applier, needs) : first;
  if (applied.kind !== "answered") throw new Error(`the draft was ${applied.kind} after it had been resolved`);
  if (!applied.outcome.taken) throw refusal(applied.outcome, applying);
  const plan = await core.plans.byId(applied.outcome.plan.id);
  if (!plan) throw new Error(`plan ${applied.outcome.plan.id} is gone after it was written`);
  const changed = applied.outcome.events.length > 0;
  const result = !changed ? "unchanged" : applied.type === "create" ? "created" : "edited";
  const shown = result === "edited" && wanted.kind === "edit" ? changesOf(wanted, settings, needs.engines) : [];
  answerWith(result, plan, applying, shown);
}

function answerWith(
  result: "created" | "edited" | "unchanged",
  plan: Plan,
  { job }: Pick<Applying, "job">,
  changes: readonly Difference[] = [],
): void {
  const { id, index, key, status, content } = plan;
  const text = plainText(TEXTS[job.lang][result](index, content.name));
  job.answer([text, ...changes.map(differenceLine)].join("\n"), {
    result,
    plan: { id, index, key, name: content.name, status },
    ...(changes.length > 0 && { differences: changes }),
  });
}

function refusal(
  outcome: Extract<Outcome, { taken: false }>,
  { job, core, settings, applier }: Applying,
  wrap = (text: string) => text,
): Failure {
  const person = applier.actor.kind === "person" ? applier.actor.id : undefined;
  const why = plainText(refusalText(outcome.refusal, { ...readerAt(job, core, settings), person }));
  return new Failure(EXIT.refused, { ...outcome.refusal, message: wrap(why) });
}
