/**
 * Saying that an item is done, and what is gathered before that.
 */
import type { PlanCommand } from "../../flow/envelope.ts";
import type { Item } from "../../plan/content.ts";
import type { EvidenceFile } from "../../plan/evidence.ts";
import type { Plan } from "../../plan/plan.ts";
import { ASKED } from "../forms/done-form.ts";
import type { FormSaid } from "../forms/read-form.ts";
import { readAnswers } from "../grammar/answers.ts";
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say } from "../texts/say.ts";
import { commandTo } from "./command.ts";
import { assigned, filesWith, keepUploads } from "./files.ts";
import type { ChatNeeds } from "./needs.ts";
import { formReply } from "./open-form.ts";
import type { Talk } from "./talk.ts";
import { bad, planFor, refused } from "./talk.ts";

export type Evidenced = Extract<Said, { verb: "done" | "tick" | "untick" | "attach" | "undo" }>;

export async function evidenced(said: Evidenced, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(said.plan, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const { items } = plan.content;
  const item = items[said.place - 1];
  if (!item)
    return refused({ code: "unknown-item", item: `${said.plan}.${said.place}`, items: items.length }, talk, plan);
  switch (said.verb) {
    case "done": {
      const given = await filesWith(talk, needs);
      if ("replies" in given) return given.replies;
      const files = assigned(given.files, item, plan.items[item.id]);
      const replies = await commandTo(plan, doneAsTyped(said.remark, item, files), talk, needs);
      if (isTaken(replies)) await given.settle();
      return replies;
    }
    case "attach":
      return attached(said.ask, plan, item, talk, needs);
    case "tick":
    case "untick": {
      if (!said.points) return formReply({ form: "tick", plan: plan.index, item: item.id }, talk, needs);
      const places = said.points.map((point) => point - 1);
      const ticks = said.verb === "tick" ? { ticked: places, unticked: [] } : { ticked: [], unticked: places };
      return commandTo(plan, { type: "tick", item: item.id, ...ticks }, talk, needs);
    }
    case "undo":
      return commandTo(plan, { type: "undo", item: item.id, reason: said.reason }, talk, needs);
  }
}

/** One command for each file: all that come before one that is refused are given. */
async function attached(
  ask: string | undefined,
  plan: Plan,
  item: Item,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const given = await filesWith(talk, needs);
  if ("replies" in given) return given.replies;
  const files = assigned(given.files, item, plan.items[item.id], ask);
  if (files.length === 0) return bad(say(talk.lang, "file.none"));
  let replies: readonly Reply[] = [];
  for (const [place, file] of files.entries()) {
    const own = place === 0 ? talk : { ...talk, key: `${talk.key}:file:${place}` };
    replies = await commandTo(plan, { type: "attach", item: item.id, file }, own, needs);
    if (!isTaken(replies)) return replies;
  }
  await given.settle();
  return replies;
}

function isTaken([first]: readonly Reply[]): boolean {
  return first?.kind !== "text" || first.tone !== "bad";
}

/** Answers to what the item asks for stand in the remark, under their names. */
function doneAsTyped(remark: string | undefined, { id, work }: Item, files: readonly EvidenceFile[]): PlanCommand {
  const asks = work.type === "text" ? (work.asks ?? []) : [];
  const read = readAnswers(remark ?? "", asks);
  return { type: "done", item: id, remark: read.rest || undefined, answers: filled(read.answers), files: some(files) };
}

/** A form names what was asked for by its place. */
export function doneOfForm(
  said: Extract<FormSaid, { form: "done" }>,
  plan: Plan,
  id: string,
  files: readonly EvidenceFile[],
): PlanCommand {
  const work = plan.content.items.find((item) => item.id === id)?.work;
  const asks = work?.type === "text" ? (work.asks ?? []) : [];
  const answers = Object.entries(said.answers ?? {}).flatMap(([place, answer]) => {
    const ask = asks[Number(place)];
    return ask ? [[ask.name, answer] as const] : [];
  });
  const { remark, evidence } = said;
  return { type: "done", item: id, remark, evidence, answers: filled(Object.fromEntries(answers)), files: some(files) };
}

/** Files of the form under what they were put to; those of the field for anything show it all the same. */
export async function filesOfForm(
  plan: Plan,
  id: string,
  talk: Talk,
  needs: ChatNeeds,
): Promise<{ readonly files: readonly EvidenceFile[] } | { readonly replies: readonly Reply[] }> {
  const work = plan.content.items.find((item) => item.id === id)?.work;
  const asks = work?.type === "text" ? (work.asks ?? []) : [];
  const files: EvidenceFile[] = [];
  for (const [field, uploads] of Object.entries(talk.formUploads ?? {})) {
    const kept = await keepUploads(uploads, talk, needs);
    if ("replies" in kept) return kept;
    const ask = field.startsWith(ASKED) ? asks[Number(field.slice(ASKED.length))]?.name : undefined;
    files.push(...kept.files.map((file) => ({ ...file, ask })));
  }
  return { files };
}

function some(files: readonly EvidenceFile[]): readonly EvidenceFile[] | undefined {
  return files.length > 0 ? files : undefined;
}

function filled(answers: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(answers).length > 0 ? answers : undefined;
}

/** Only the points that differ from those that the form showed as ticked: the others may be somebody else's by now. */
export function ticksOfForm(
  { ticks }: Extract<FormSaid, { form: "tick" }>,
  item: string,
  shown: readonly number[],
): PlanCommand {
  const changed = Object.entries(ticks).filter(([place, on]) => on !== shown.includes(Number(place)));
  const places = (wanted: boolean) => changed.flatMap(([place, on]) => (on === wanted ? [Number(place)] : []));
  return { type: "tick", item, ticked: places(true), unticked: places(false) };
}
