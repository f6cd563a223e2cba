/**
 * Who looks at a card in a story.
 */
import type { Reader } from "../../../src/chat/texts/reader.ts";
import type { Given } from "../../support/given.ts";

export const LANGS = ["en", "zh"] as const;
export type Lang = (typeof LANGS)[number];

/** `ada` is called Ada. */
export function named(person: string): string {
  return person.charAt(0).toUpperCase() + person.slice(1);
}

/** Somebody who looks at the story's plan now, from Shanghai. */
export function readerOf({ world }: Given, lang: Lang, change: Partial<Reader> = {}): Reader {
  return { lang, zone: "Asia/Shanghai", now: world.now, name: named, ...change };
}
