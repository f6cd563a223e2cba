/**
 * An entry of the release calendar: a freeze, or a release window, and the plans that it concerns.
 */
import type { Content } from "../../plan/content.ts";
import { tagWord } from "../../plan/policy.ts";
import type { Span } from "./recurrence.ts";

export interface CalendarEntry {
  readonly name: string;
  /** Nothing is carried out in a freeze; what a window concerns is carried out in such windows alone. */
  readonly kind: "freeze" | "window";
  /** Without tags and environments it concerns every plan. */
  readonly tags: readonly string[];
  readonly environments: readonly string[];
  /** The number of a freeze that was begun by command. */
  readonly number?: number | undefined;
  /** Where it comes from, when that is a feed. */
  readonly feed?: string | undefined;
  /** Its spans that touch a range, in order. */
  readonly spans: (range: Span) => readonly Span[];
}

export type Concerned = Pick<Content, "tags"> & { readonly items?: Content["items"] | undefined };

/** True when the plan has one of the entry's tags, or runs something in one of its environments. */
export function concerns({ tags, environments }: CalendarEntry, content: Concerned): boolean {
  if (tags.length === 0 && environments.length === 0) return true;
  const words = content.tags.map(tagWord);
  if (tags.some((tag) => words.includes(tagWord(tag)))) return true;
  if (environments.length === 0) return false;
  const own = environmentsOf(content);
  return environments.some((environment) => own.includes(tagWord(environment)));
}

/** What engines call the parameter that says where something goes: `env`, `environment`, `deploy.env`, `env_name`. */
const ENVIRONMENT = /(?:^|[._-])env(?:ironment)?(?:[_-]?name)?$/i;

function environmentsOf({ items = [] }: Concerned): readonly string[] {
  return items.flatMap(({ work }) => {
    if (work.type === "text") return [];
    return Object.entries(work.with).flatMap(([name, value]) =>
      ENVIRONMENT.test(name) ? String(value).split(",").map(tagWord) : [],
    );
  });
}
