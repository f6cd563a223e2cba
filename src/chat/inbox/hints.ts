/**
 * Commands as a message box can suggest them.
 */
import { VERBS } from "../grammar/verbs.ts";
import type { Lang } from "../texts/catalogue.ts";

export interface Hint {
  /** What goes into the box, for example `/plan show `. */
  readonly insert: string;
  readonly usage: string;
  readonly about: string;
}

export function verbHints(lang: Lang): readonly Hint[] {
  const bot = lang === "zh" ? "/发布" : "/plan";
  return VERBS.map(({ verb, aliases, usage, help }) => {
    const name = lang === "zh" ? (aliases.zh[0] ?? verb) : verb;
    return { insert: `${bot} ${name} `, usage: `${bot} ${usage[lang][0] ?? name}`, about: help[lang] };
  });
}
