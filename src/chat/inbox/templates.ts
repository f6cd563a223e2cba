/**
 * Templates: named plans to start from.
 */
import type { Context } from "../../plan/context.ts";
import type { Actor } from "../../plan/plan.ts";
import { HIDDEN } from "../../plan/secrets.ts";
import type { PlanText, Said, SeriesStep } from "../grammar/said.ts";
import type { ItemDraft, PlanDraft } from "../plan-file/draft.ts";
import { draftFrom } from "../plan-file/from-template.ts";
import { placeholdersIn } from "../plan-file/placeholders.ts";
import { readPlanFile } from "../plan-file/read.ts";
import { draftOf } from "../plan-file/resolve.ts";
import { writePlanFile } from "../plan-file/write.ts";
import type { Reply } from "../ports.ts";
import type { SeriesAnswer } from "../series.ts";
import { fileProblemsText } from "../texts/file-problems-text.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { seriesProblemText, seriesText } from "../texts/series-text.ts";
import { templateCard, templatesCard } from "../views/file-cards.ts";
import type { ChatNeeds, Template } from "./needs.ts";
import { fromOlderDraft } from "./past-times.ts";
import type { Talk } from "./talk.ts";
import { bad, good, planFor, refused } from "./talk.ts";

type Saying<W extends string> = Extract<Said, { verb: "template"; what: W }>;

export async function templated(
  said: Extract<Said, { verb: "template" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  switch (said.what) {
    case "list":
      return list(talk, needs);
    case "save":
      return save(said, talk, needs);
    case "use":
      return found(said.name, talk, needs, (template) => use(template, said, talk, needs));
    case "edit":
      return found(said.name, talk, needs, (template) =>
        said.document ? edit(template, said.document, talk, needs) : show(template, talk, needs),
      );
    case "repeat":
      return found(said.name, talk, needs, () => repeat(said, talk, needs));
    case "pause":
    case "resume":
    case "stop":
      return moved(said.what, said.number, talk, needs);
    case "delete":
      return found(said.name, talk, needs, (template) => remove(template, talk, needs));
  }
}

async function list({ reader }: Talk, { templates, series }: ChatNeeds): Promise<readonly Reply[]> {
  const rows = (await templates.list()).map((template) => {
    const read = readPlanFile(template.draft);
    return { ...template, parameters: read.ok ? placeholdersIn(read.draft) : [] };
  });
  return [{ kind: "card", card: templatesCard(rows, await series.list(), reader) }];
}

async function found(
  name: string,
  talk: Talk,
  needs: ChatNeeds,
  go: (template: Template) => Promise<readonly Reply[]> | readonly Reply[],
): Promise<readonly Reply[]> {
  const template = await needs.templates.find(name);
  if (template) return go(template);
  return [...bad(sayMarkdown(talk.lang, "problem.no-template", { name })), ...(await list(talk, needs))];
}

/** A template keeps the content without its times and its key: both belong to one release. */
async function save({ plan: index, name }: Saying<"save">, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  if (plan.content.items.length === 0) return refused({ code: "no-items" }, talk);
  const before = await needs.templates.find(name);
  if (before && !mayChange(before, talk, needs)) return notYours(before, talk);
  const meta = { manager: plan.manager, zone: talk.reader.zone };
  const { window: _window, schedule: _schedule, manager: _manager, ...draft } = draftOf(plan.content, meta);
  return kept(name, draft, talk, needs);
}

async function kept(name: string, draft: PlanDraft, talk: Talk, { templates, now }: ChatNeeds) {
  await templates.save({ name, draft: writePlanFile(draft), by: talk.person.id, at: now() });
  return good(sayMarkdown(talk.lang, "reply.template-saved", { name }));
}

/** A new plan; what was typed beside it takes the place of what the template says. */
async function use(template: Template, said: Saying<"use">, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const begun = draftFrom(template.draft, said);
  return begun.ok
    ? fromOlderDraft(begun.draft, said.fields, talk, needs)
    : bad(seriesProblemText(begun.problem, talk.reader));
}

/** A new plan at each of its times, on the clock of whoever asks. */
async function repeat(said: Saying<"repeat">, talk: Talk, { series }: ChatNeeds): Promise<readonly Reply[]> {
  const { name: template, every, fields, values } = said;
  const asked = { template, every, fields, values, zone: talk.reader.zone };
  return answered("begun", await series.begin(asked, byOf(talk), talk.key), talk);
}

async function moved(what: SeriesStep, number: number, talk: Talk, { series }: ChatNeeds): Promise<readonly Reply[]> {
  return answered(what, await series[what](number, byOf(talk)), talk);
}

function byOf({ person }: Talk): Actor {
  return { kind: "person", id: person.id };
}

function answered(done: "begun" | SeriesStep, answer: SeriesAnswer, { reader }: Talk): readonly Reply[] {
  return answer.ok ? good(seriesText(done, answer.series, reader)) : bad(seriesProblemText(answer.problem, reader));
}

async function show(template: Template, { reader }: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const read = readPlanFile(template.draft);
  if (!read.ok) return bad(fileProblemsText(read.problems, reader));
  const text = writePlanFile(hidden(read.draft, await needs.engines()));
  return [{ kind: "card", card: templateCard(template.name, text, reader) }];
}

async function edit(
  template: Template,
  { text, line, syntax }: PlanText,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  if (!mayChange(template, talk, needs)) return notYours(template, talk);
  const read = readPlanFile(text, syntax);
  if (!read.ok) {
    const problems = read.problems.map((problem) => ({ ...problem, line: problem.line + line }));
    return bad(fileProblemsText(problems, talk.reader));
  }
  const before = readPlanFile(template.draft);
  const draft = unhidden(read.draft, before.ok ? before.draft.items : []);
  if (typeof draft === "string") return bad(sayMarkdown(talk.lang, "problem.hidden", { name: draft }));
  return kept(template.name, draft, talk, needs);
}

async function remove(template: Template, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  if (!mayChange(template, talk, needs)) return notYours(template, talk);
  const stopped = await needs.templates.remove(template.name);
  const deleted = sayMarkdown(talk.lang, "reply.template-deleted", { name: template.name });
  if (stopped === 0) return good(deleted);
  return good(`${deleted}${talk.lang === "zh" ? "" : " "}${say(talk.lang, "series.stopped-with", { count: stopped })}`);
}

function mayChange({ by }: Template, { person }: Talk, { directory }: ChatNeeds): boolean {
  return by === person.id || directory.roles(person.id).includes("admin");
}

function notYours({ name, by }: Template, { lang, reader }: Talk): readonly Reply[] {
  return bad(sayMarkdown(lang, "problem.template-not-yours", { name, person: reader.name(by) }));
}

/** Secrets are hidden; so is all that goes to a workflow of which nobody can say now what is secret. */
function hidden(draft: PlanDraft, engines: Context["engines"]): PlanDraft {
  const items = draft.items.map((item) => {
    if (item.run === undefined || !item.with) return item;
    const colon = item.run.indexOf(":");
    const workflow = engines[item.run.slice(0, colon)]?.find((each) => each.workflow === item.run?.slice(colon + 1));
    const isShown = (name: string) => workflow?.parameters.some((each) => each.name === name && !each.secret) ?? false;
    const shown = Object.entries(item.with).map(([name, value]) => [name, isShown(name) ? value : HIDDEN] as const);
    return { ...item, with: Object.fromEntries(shown) };
  });
  return { ...draft, items };
}

/** Values that stay hidden are those of the item of the same name before; the name of one that has none there. */
function unhidden(draft: PlanDraft, before: readonly ItemDraft[]): PlanDraft | string {
  let stranger: string | undefined;
  const items = draft.items.map((item) => {
    const was = before.find(({ name, run }) => name === item.name && run === item.run)?.with ?? {};
    const values = Object.entries(item.with ?? {}).map(([name, value]) => {
      if (value !== HIDDEN) return [name, value] as const;
      if (!Object.hasOwn(was, name)) stranger = name;
      return [name, was[name] ?? value] as const;
    });
    return item.with ? { ...item, with: Object.fromEntries(values) } : item;
  });
  return stranger ?? { ...draft, items };
}
