/**
 * Who looks at a card in a story.
 */
import { membersIn } from "../../../src/chat/texts/names.ts";
import type { PlanReader } from "../../../src/chat/texts/reader.ts";
import type { Given } from "../../support/given.ts";

export const LANGS = ["en", "zh"] as const;
export type Lang = (typeof LANGS)[number];

/** `ada` is called Ada. */
export function named(person: string): string {
  return person.charAt(0).toUpperCase() + person.slice(1);
}

/** Somebody who looks at the story's plan now, from Shanghai. */
export function readerOf({ world, now }: Given, lang: Lang, change: Partial<PlanReader> = {}): PlanReader {
  const policy = now && world.policies[now.content.policy];
  const members = membersIn(() => world.groups);
  return {
    lang,
    zone: "Asia/Shanghai",
    now: world.now,
    name: named,
    members,
    freezes: world.freezes,
    policy,
    ...change,
  };
}
