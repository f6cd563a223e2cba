/**
 * Looking at a plan's versions, and going back to one.
 */
import type { Content } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Version } from "../../plan/versions.ts";
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say } from "../texts/say.ts";
import { versionsCard } from "../views/versions-card.ts";
import { commandTo, itemAt } from "./command.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, planFor, refused } from "./talk.ts";

export async function compared(
  { plan: index, from, to }: Extract<Said, { verb: "diff" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(index, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const versions = await needs.plans.versions(plan.id);
  const stranger = [from, to].find((number) => number !== undefined && number > versions.length);
  if (stranger !== undefined) return noVersion(stranger, versions.length, talk);
  const [before, after] = [versionOf(versions, from ?? (to ?? 0) - 1), versionOf(versions, to)];
  return [{ kind: "card", card: versionsCard(plan, versions, after && { from: before, to: after }, talk.reader) }];
}

function versionOf(versions: readonly Version[], number: number | undefined): Version | undefined {
  return versions.find((version) => version.number === number);
}

function noVersion(version: number, newest: number, { lang }: Talk): readonly Reply[] {
  return bad(say(lang, "problem.no-version", { version, newest }));
}

/** An older version is written anew: it becomes the newest one, and nothing in between is forgotten. */
export async function restored(
  said: Extract<Said, { verb: "restore" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const plan = await planFor(said.plan, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const versions = await needs.plans.versions(plan.id);
  const version = versionOf(versions, said.version);
  if (!version) return noVersion(said.version, versions.length, talk);
  const content = contentWith(plan, version.content, said);
  if (!content) {
    const item = `${said.plan}.${said.place ?? 0}`;
    return itemAt(plan, said.place ?? 0) === undefined
      ? refused({ code: "unknown-item", item, items: plan.content.items.length }, talk, plan)
      : bad(say(talk.lang, "problem.no-item-then", { item, version: version.number }));
  }
  const source = { kind: "version", version: version.number } as const;
  const command = { type: "edit", changes: [{ change: "replace", content }], seen: plan.digest, source } as const;
  return commandTo(plan, command, talk, needs);
}

/** Undefined where the item is not in the plan, or was not yet in that version. */
function contentWith(
  { content, ...plan }: Plan,
  then: Content,
  { place, part }: Extract<Said, { verb: "restore" }>,
): Content | undefined {
  if (place !== undefined) {
    const id = itemAt({ content, ...plan }, place);
    const item = then.items.find((each) => each.id === id);
    return item && { ...content, items: content.items.map((each) => (each.id === id ? item : each)) };
  }
  if (part === undefined) return then;
  const { [part]: _now, ...rest } = content;
  return Object.hasOwn(then, part) ? { ...content, [part]: then[part] } : { ...content, ...rest, [part]: undefined };
}
