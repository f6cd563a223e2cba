/**
 * Saying that an item is done, and what is gathered before that.
 */
import type { PlanCommand } from "../../flow/envelope.ts";
import type { Item } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { FormSaid } from "../forms/read-form.ts";
import { readAnswers } from "../grammar/answers.ts";
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { commandTo } from "./command.ts";
import type { ChatNeeds } from "./needs.ts";
import { formReply } from "./open-form.ts";
import type { Talk } from "./talk.ts";
import { planFor, refused } from "./talk.ts";

export type Evidenced = Extract<Said, { verb: "done" | "tick" | "untick" | "undo" }>;

export async function evidenced(said: Evidenced, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(said.plan, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const { items } = plan.content;
  const item = items[said.place - 1];
  if (!item)
    return refused({ code: "unknown-item", item: `${said.plan}.${said.place}`, items: items.length }, talk, plan);
  switch (said.verb) {
    case "done":
      return commandTo(plan, doneAsTyped(said.remark, item), talk, needs);
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

/** Answers to what the item asks for stand in the remark, under their names. */
function doneAsTyped(remark: string | undefined, { id, work }: Item): PlanCommand {
  const asks = work.type === "text" ? (work.asks ?? []) : [];
  const read = readAnswers(remark ?? "", asks);
  return { type: "done", item: id, remark: read.rest || undefined, answers: filled(read.answers) };
}

/** A form names what was asked for by its place. */
export function doneOfForm(said: Extract<FormSaid, { form: "done" }>, plan: Plan, id: string): PlanCommand {
  const work = plan.content.items.find((item) => item.id === id)?.work;
  const asks = work?.type === "text" ? (work.asks ?? []) : [];
  const answers = Object.entries(said.answers ?? {}).flatMap(([place, answer]) => {
    const ask = asks[Number(place)];
    return ask ? [[ask.name, answer] as const] : [];
  });
  const { remark, evidence } = said;
  return { type: "done", item: id, remark, evidence, answers: filled(Object.fromEntries(answers)) };
}

function filled(answers: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(answers).length > 0 ? answers : undefined;
}

export function ticksOfForm({ ticks }: Extract<FormSaid, { form: "tick" }>, item: string): PlanCommand {
  const places = (wanted: boolean) =>
    Object.entries(ticks).flatMap(([place, on]) => (on === wanted ? [Number(place)] : []));
  return { type: "tick", item, ticked: places(true), unticked: places(false) };
}
