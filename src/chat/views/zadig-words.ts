/**
 * Zadig's statuses in the reader's words; one that this version does not know is shown as Zadig spells it.
 */
import type { Tone } from "../card.ts";
import type { Lang, TextKey } from "../texts/catalogue.ts";
import { CATALOGUES } from "../texts/catalogue.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";

const LONGEST_STATUS = 60;

export function planStatusText(status: string, lang: Lang): string {
  return textOf(`status.${status}`, status, lang);
}

export function itemStatusText(status: string, lang: Lang): string {
  return textOf(`item.${status}`, status, lang);
}

export function taskStatusText(status: string, lang: Lang): string {
  return textOf(`zadig.task.${status}`, status, lang);
}

function textOf(key: string, status: string, lang: Lang): string {
  return isText(key) ? CATALOGUES[lang][key] : excerpt(oneLine(status).trim(), LONGEST_STATUS) || "–";
}

function isText(key: string): key is TextKey {
  return Object.hasOwn(CATALOGUES.en, key);
}

/** Of a plan or a task. */
export function toneOfStatus(status: string): Tone {
  if (/^(?:success|passed)$/u.test(status)) return "good";
  if (/_failed$|^(?:denied|timeout|failed|reject|unstable)$/u.test(status)) return "bad";
  if (/^(?:cancel|cancelled|skipped)$/u.test(status)) return "muted";
  if (/^wait|^(?:pause|queued|blocked|pending)$/u.test(status)) return "waiting";
  return /^(?:planning|finish_planning|created|prepare)$/u.test(status) ? "draft" : "active";
}

export function toneOfItem(status: string): Tone {
  if (status === "done") return "good";
  if (status === "failed") return "bad";
  if (status === "running") return "active";
  return status === "skipped" ? "muted" : "draft";
}
