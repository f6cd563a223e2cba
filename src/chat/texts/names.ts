/**
 * How people, groups, items and runs are called inside a text.
 */

import type { Item, Party, PersonId, Work } from "../../plan/content.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { Actor, Plan } from "../../plan/plan.ts";
import type { Line } from "../card.ts";
import { oneLine } from "./markdown.ts";
import type { Reader } from "./reader.ts";
import { say } from "./say.ts";

export function personLine(person: PersonId, reader: Reader): Line {
  return [{ person, name: oneLine(reader.name(person)) }];
}

export function partyLine(party: Party, reader: Reader): Line {
  if (!party.startsWith(GROUP_PREFIX)) return personLine(party, reader);
  return [say(reader.lang, "group.name", { name: oneLine(party.slice(GROUP_PREFIX.length)) })];
}

/** A place among approvers: a person, with the group that brings them in, or a group whose members are not known. */
export interface Seat {
  readonly party: Party;
  readonly group?: Party | undefined;
}

/** Looks members up among the groups as they are when it is asked. */
export function membersIn(groups: () => Readonly<Record<string, readonly PersonId[]>>): NonNullable<Reader["members"]> {
  return (group) => {
    const known = groups();
    return Object.hasOwn(known, group) ? known[group] : undefined;
  };
}

/** Groups by their members where those are known, and everybody once; somebody named as a person counts as that. */
export function seatsAmong(parties: readonly Party[], { members }: Pick<Reader, "members">): readonly Seat[] {
  const seats = parties.flatMap((party): readonly Seat[] => {
    const known = party.startsWith(GROUP_PREFIX) ? members?.(party.slice(GROUP_PREFIX.length)) : undefined;
    if (!known) return [{ party }];
    return known.filter((person) => !parties.includes(person)).map((person) => ({ party: person, group: party }));
  });
  return seats.filter(({ party }, place) => seats.findIndex((seat) => seat.party === party) === place);
}

/** Everybody that these parties stand for, each once. */
export function peopleLine(parties: readonly Party[], reader: Reader): Line {
  return joinLines(
    seatsAmong(parties, reader).map(({ party }) => partyLine(party, reader)),
    reader,
  );
}

export function actorLine(actor: Actor, reader: Reader): Line {
  switch (actor.kind) {
    case "person":
      return personLine(actor.id, reader);
    case "token":
      return [say(reader.lang, "actor.token", { name: oneLine(actor.name) })];
    case "system":
      return [say(reader.lang, `actor.${actor.part}`)];
  }
}

/** `a, b, c`, as the language enumerates. */
export function joinLines(lines: readonly Line[], reader: Pick<Reader, "lang">): Line {
  const comma = reader.lang === "zh" ? "、" : ", ";
  return lines.flatMap((line, index) => (index === 0 ? line : [comma, ...line]));
}

export function joinWords(words: readonly string[], reader: Pick<Reader, "lang">): string {
  return words.map(oneLine).join(reader.lang === "zh" ? "、" : ", ");
}

/** The item's place in the plan, from 1; undefined once it is no longer there. */
export function placeOf(plan: Pick<Plan, "content">, item: string): number | undefined {
  const place = plan.content.items.findIndex(({ id }) => id === item);
  return place < 0 ? undefined : place + 1;
}

/** `52.3`, as it is typed. */
export function numberOf(plan: Pick<Plan, "content" | "index">, item: string): string {
  return `${plan.index}.${placeOf(plan, item) ?? item}`;
}

/** `52.3 “Build”`; what it was called by when the plan has no such item any more. */
export function itemName(
  item: string,
  plan: Pick<Plan, "content" | "index"> | undefined,
  { lang }: Pick<Reader, "lang">,
): string {
  const found = plan?.content.items.find(({ id, name }) => id === item || name === item);
  if (plan && found) return `${numberOf(plan, found.id)}${lang === "zh" ? "" : " "}${quoted(found.name, lang)}`;
  return quoted(item, lang);
}

export function itemNames(
  items: readonly string[],
  plan: Pick<Plan, "content" | "index"> | undefined,
  reader: Pick<Reader, "lang">,
): string {
  return joinWords(
    items.map((item) => itemName(item, plan, reader)),
    reader,
  );
}

export function quoted(text: string, lang: Reader["lang"]): string {
  return lang === "zh" ? `「${oneLine(text)}」` : `“${oneLine(text)}”`;
}

/** `command:build`, or what a text item is called. */
export function workName(work: Work, { lang }: Pick<Reader, "lang">): string {
  return work.type === "workflow" ? oneLine(`${work.engine}:${work.workflow}`) : say(lang, "card.item.text");
}

export function itemOf(plan: Pick<Plan, "content">, item: string): Item | undefined {
  return plan.content.items.find(({ id }) => id === item);
}

/** Sentences one after the other, with the space that the language puts between them. */
export function sentences(parts: readonly (string | undefined)[], { lang }: Pick<Reader, "lang">): string {
  return parts.filter((part) => part !== undefined && part !== "").join(lang === "zh" ? "" : " ");
}

/** What a platform's own approvals are called; `via` itself where that is not known. */
export function deskName(via: string, { lang }: Pick<Reader, "lang">): string {
  return via === "feishu" || via === "dingtalk" ? say(lang, `desk.${via}`) : oneLine(via);
}
