/**
 * The plan that a series makes at one of its times: what its template says, as if somebody used it at that very moment.
 */
import { personMatch } from "../chat/inbox/parties.ts";
import type { ApplyNeeds } from "../chat/plan-file/apply.ts";
import { applyDraft } from "../chat/plan-file/apply.ts";
import { draftFrom } from "../chat/plan-file/from-template.ts";
import type { Series, SeriesProblem } from "../chat/series.ts";
import type { Directory } from "../people/directory.ts";
import type { Instant, PersonId } from "../plan/content.ts";
import type { Context } from "../plan/context.ts";
import type { Actor } from "../plan/plan.ts";
import type { Settings } from "../settings/settings.ts";
import type { Reader } from "../store/store.ts";
import type { SeriesTable } from "../store/tables.ts";
import { findTemplate } from "../store/templates.ts";

const TIMER: Actor = { kind: "system", part: "timer" };

export interface SeriesPlanNeeds {
  readonly directory: Directory;
  readonly engines: () => Promise<Context["engines"]>;
  readonly settings: Pick<Settings, "rooms" | "custom" | "defaults">;
}

export type SeriesPlan =
  | { readonly ok: true; readonly plan: number }
  | { readonly ok: false; readonly problem: SeriesProblem };

export interface Occasion {
  readonly at: Instant;
  /** True when that time was missed. */
  readonly late: boolean;
  readonly submit: ApplyNeeds["submit"];
}

/** Makes it by `submit`; times of the template are read as of the occasion, on the clock of the series. */
export async function makeSeriesPlan(
  series: Pick<Series, "template" | "zone" | "fields" | "values">,
  { at, late, submit }: Occasion,
  reader: Reader,
  needs: SeriesPlanNeeds,
): Promise<SeriesPlan> {
  const { directory, settings } = needs;
  const template = await findTemplate(reader, series.template);
  if (!template) return failed({ code: "no-template", name: series.template });
  const owner = template.by_person;
  await directory.refresh();
  if (!mayPlan(owner, directory)) return failed({ code: "owner-gone", name: series.template, by: owner });
  const begun = draftFrom(template.draft, series);
  if (!begun.ok) return failed(begun.problem);
  // The next one is another plan, so none may have a key that names it for good.
  const { key: _key, ...draft } = begun.draft;
  const applier = {
    actor: TIMER,
    lang: directory.langOf(owner),
    zone: series.zone,
    manager: owner,
    source: { kind: "template", template: series.template, at, ...(late && { late }) } as const,
    ...settings.defaults,
  };
  const applied = await applyDraft(draft, applier, {
    submit,
    byKey: async () => undefined,
    resolvePerson: (name) => personMatch(name, { account: { platform: "console", id: owner } }, { directory }),
    groups: Object.keys(directory.groups()),
    rooms: Object.keys(settings.rooms),
    engines: await needs.engines(),
    custom: settings.custom,
    now: at,
  });
  if (applied.kind === "unresolved") return failed({ code: "unresolved", problems: applied.problems });
  if (applied.kind === "no-manager") return failed({ code: "owner-gone", name: series.template, by: owner });
  const { outcome } = applied;
  return outcome.taken ? { ok: true, plan: outcome.plan.index } : failed({ code: "refused", refusal: outcome.refusal });
}

function failed(problem: SeriesProblem): SeriesPlan {
  return { ok: false, problem };
}

function mayPlan(person: PersonId, directory: Pick<Directory, "person" | "roles">): boolean {
  const roles = directory.roles(person);
  return directory.person(person)?.active === true && (roles.includes("planner") || roles.includes("admin"));
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
export function seriesOf({ number, template, repeat, from_at: from, zone, given, next_at }: SeriesTable): Series {
  const { fields, values }: Pick<Series, "fields" | "values"> = JSON.parse(given);
  return { number, template, repeat, from, zone, fields, values, ...(next_at !== null && { next: next_at }) };
}
