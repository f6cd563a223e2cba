/**
 * The freezes that concern a plan.
 */
import type { Content } from "../plan/content.ts";
import type { Freeze } from "../plan/context.ts";
import type { FreezeSettings } from "../settings/settings.ts";
import { sameWord } from "./person.ts";

/** Makes the lookup of freezes by content: a freeze without tags concerns all, the others plans that share a tag. */
export function freezesFor(freezes: readonly FreezeSettings[]): (content: Pick<Content, "tags">) => readonly Freeze[] {
  return ({ tags }) => {
    const words = tags.map(sameWord);
    const concern = (freeze: FreezeSettings) =>
      freeze.tags.length === 0 || freeze.tags.some((tag) => words.includes(sameWord(tag)));
    return freezes.filter(concern).map(({ name, from, until }) => ({ name, from, until }));
  };
}
