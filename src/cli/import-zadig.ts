/**
 * `gonogo import zadig`: takes over Zadig's plans and templates, and tells of each what could not be kept.
 */
import { applyDraft } from "../chat/plan-file/apply.ts";
import { writePlanFile } from "../chat/plan-file/write.ts";
import { resolveProblemsText } from "../chat/texts/file-problems-text.ts";
import { refusalText } from "../chat/texts/refusal-text.ts";
import { connectZadigPlans } from "../connect-zadig-plans.ts";
import type { Core } from "../core.ts";
import type { Loss, Taking } from "../hooks/wire/zadig-draft.ts";
import { draftOfZadig, draftOfZadigTemplate, takingOf } from "../hooks/wire/zadig-draft.ts";
import type { ZadigPlan } from "../hooks/wire/zadig-plan.ts";
import { findTemplate, saveTemplate } from "../store/templates.ts";
import { applierOf, needsOf } from "./apply.ts";
import type { Exit } from "./failure.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import { personNamed, readerAt, withCore } from "./job.ts";
import { plainText } from "./plain.ts";
import { TEXTS } from "./texts.ts";

export interface ImportOptions {
  /** Who takes them over, and owns those whose manager is nobody here. */
  readonly as: string;
  readonly templates: boolean;
  readonly dryRun: boolean;
}

interface Line {
  readonly zadig: string;
  readonly name: string;
  readonly result: "created" | "edited" | "unchanged" | "would-take" | "exists" | "refused";
  readonly plan?: number | undefined;
  readonly why?: string | undefined;
  readonly lost: readonly Loss[];
}

export async function importZadig(job: Job, options: ImportOptions): Promise<Exit> {
  return withCore(job, async (core, settings) => {
    const zadig = await connectZadigPlans(settings, job.now);
    if (!zadig) {
      throw new Failure(EXIT.usage, { code: "not-configured", message: TEXTS[job.lang].notConfigured("zadig") });
    }
    try {
      const work = {
        job,
        core,
        settings,
        options,
        taking: takingOf(core.directory, await core.catalogue.engines(), job.now()),
      };
      const lines = options.templates
        ? await eachOf(await zadig.templates(), (template) => templateTaken(template, work))
        : await eachOf(await zadig.plans(), (plan) => planTaken(plan, work));
      job.answer(lines.map((line) => lineText(line, job)).join("\n") || TEXTS[job.lang].nothingThere, lines);
      return lines.some(({ result }) => result === "refused") ? EXIT.refused : EXIT.ok;
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(EXIT.refused, { code: "zadig", message: reasonOf(error), cause: error });
    } finally {
      await zadig.close();
    }
  });
}

interface Work {
  readonly job: Job;
  readonly core: Core;
  readonly settings: Settings;
  readonly options: ImportOptions;
  readonly taking: Taking;
}

/** One after the other, so that the numbers follow Zadig's order, oldest first. */
async function eachOf<T>(things: readonly T[], take: (thing: T) => Promise<Line>): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const thing of things.toReversed()) lines.push(await take(thing));
  return lines;
}

async function planTaken(plan: ZadigPlan, { job, core, settings, options, taking }: Work): Promise<Line> {
  const { draft, lost } = draftOfZadig(plan, taking);
  const line = { zadig: String(plan.index || plan.id), name: draft.name, lost };
  const reader = readerAt(job, core, settings);
  const source = { kind: "zadig", plan: line.zadig } as const;
  const applier = { ...(await applierOf(draft, options, core, settings, job)), source };
  const needs = await needsOf(core, settings, job);
  const consider = options.dryRun
    ? {
        ...needs,
        submit: ({ actor, request }: Parameters<typeof needs.submit>[0]) => core.door.consider({ actor, request }),
      }
    : needs;
  const applied = await applyDraft({ manager: applier.manager, ...draft }, applier, consider);
  if (applied.kind === "unresolved") {
    return { ...line, result: "refused", why: plainText(resolveProblemsText(applied.problems, reader)) };
  }
  if (applied.kind === "no-manager") return { ...line, result: "refused", why: TEXTS[job.lang].whoApplies };
  const { outcome } = applied;
  if (!outcome.taken) return { ...line, result: "refused", why: plainText(refusalText(outcome.refusal, reader)) };
  const changed = outcome.events.length > 0;
  const done = applied.type === "create" ? "created" : "edited";
  const result = !changed ? "unchanged" : options.dryRun ? "would-take" : done;
  return { ...line, result, plan: options.dryRun ? undefined : outcome.plan.index };
}

/** One of the name that is there already stays as it is. */
async function templateTaken(
  template: Parameters<typeof draftOfZadigTemplate>[0],
  { job, core, options, taking }: Work,
): Promise<Line> {
  const { draft, lost } = draftOfZadigTemplate(template, taking);
  const line = { zadig: template.id, name: draft.name, lost };
  if (await findTemplate(core.store.read, draft.name)) return { ...line, result: "exists" };
  if (options.dryRun) return { ...line, result: "would-take" };
  const by_person = personNamed(options.as, core, job).id;
  const row = { name: draft.name, draft: writePlanFile(draft), by_person, at: job.now() };
  await core.store.write((tx) => saveTemplate(tx, row));
  return { ...line, result: "created" };
}

function lineText({ zadig, name, result, plan, why, lost }: Line, { lang }: Job): string {
  const texts = TEXTS[lang].imported;
  const head = plainText(texts.line(zadig, name, texts.results[result], plan));
  const reasons = [...(why === undefined ? [] : [why]), ...lost.map((loss) => texts.lost[loss.what](loss.name))];
  return [head, ...reasons.map((reason) => `  - ${plainText(reason)}`)].join("\n");
}
