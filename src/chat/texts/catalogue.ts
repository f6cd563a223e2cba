/**
 * Every text a person reads, by key, in both languages. The English catalogue defines the keys and what goes into each
 * text; a key that Chinese lacks does not compile.
 */
import { authoring as enAuthoring } from "./en/authoring.ts";
import { buttons as enButtons } from "./en/buttons.ts";
import { calendar as enCalendar } from "./en/calendar.ts";
import { cards as enCards } from "./en/cards.ts";
import { drafts as enDrafts } from "./en/drafts.ts";
import { engineFailures as enEngineFailures } from "./en/engine-failures.ts";
import { evidence as enEvidence } from "./en/evidence.ts";
import { factors as enFactors } from "./en/factors.ts";
import { failures as enFailures } from "./en/failures.ts";
import { forms as enForms } from "./en/forms.ts";
import { hooks as enHooks } from "./en/hooks.ts";
import { mail as enMail } from "./en/mail.ts";
import { problems as enProblems } from "./en/problems.ts";
import { refusals as enRefusals } from "./en/refusals.ts";
import { replies as enReplies } from "./en/replies.ts";
import { requirements as enRequirements } from "./en/requirements.ts";
import { reviews as enReviews } from "./en/reviews.ts";
import { series as enSeries } from "./en/series.ts";
import { slack as enSlack } from "./en/slack.ts";
import { statuses as enStatuses } from "./en/statuses.ts";
import { timeline as enTimeline } from "./en/timeline.ts";
import { times as enTimes } from "./en/times.ts";
import { zadig as enZadig } from "./en/zadig.ts";
import { authoring as zhAuthoring } from "./zh/authoring.ts";
import { buttons as zhButtons } from "./zh/buttons.ts";
import { calendar as zhCalendar } from "./zh/calendar.ts";
import { cards as zhCards } from "./zh/cards.ts";
import { drafts as zhDrafts } from "./zh/drafts.ts";
import { engineFailures as zhEngineFailures } from "./zh/engine-failures.ts";
import { evidence as zhEvidence } from "./zh/evidence.ts";
import { factors as zhFactors } from "./zh/factors.ts";
import { failures as zhFailures } from "./zh/failures.ts";
import { forms as zhForms } from "./zh/forms.ts";
import { hooks as zhHooks } from "./zh/hooks.ts";
import { mail as zhMail } from "./zh/mail.ts";
import { problems as zhProblems } from "./zh/problems.ts";
import { refusals as zhRefusals } from "./zh/refusals.ts";
import { replies as zhReplies } from "./zh/replies.ts";
import { requirements as zhRequirements } from "./zh/requirements.ts";
import { reviews as zhReviews } from "./zh/reviews.ts";
import { series as zhSeries } from "./zh/series.ts";
import { slack as zhSlack } from "./zh/slack.ts";
import { statuses as zhStatuses } from "./zh/statuses.ts";
import { timeline as zhTimeline } from "./zh/timeline.ts";
import { times as zhTimes } from "./zh/times.ts";
import { zadig as zhZadig } from "./zh/zadig.ts";

const en = {
  ...enStatuses,
  ...enAuthoring,
  ...enButtons,
  ...enCalendar,
  ...enCards,
  ...enDrafts,
  ...enEngineFailures,
  ...enEvidence,
  ...enFactors,
  ...enFailures,
  ...enForms,
  ...enHooks,
  ...enMail,
  ...enProblems,
  ...enRefusals,
  ...enReplies,
  ...enRequirements,
  ...enReviews,
  ...enSeries,
  ...enSlack,
  ...enTimeline,
  ...enTimes,
  ...enZadig,
} as const;

const zh = {
  ...zhStatuses,
  ...zhAuthoring,
  ...zhButtons,
  ...zhCalendar,
  ...zhCards,
  ...zhDrafts,
  ...zhEngineFailures,
  ...zhEvidence,
  ...zhFactors,
  ...zhFailures,
  ...zhForms,
  ...zhHooks,
  ...zhMail,
  ...zhProblems,
  ...zhRefusals,
  ...zhReplies,
  ...zhRequirements,
  ...zhReviews,
  ...zhSeries,
  ...zhSlack,
  ...zhTimeline,
  ...zhTimes,
  ...zhZadig,
} satisfies Record<keyof typeof en, string>;

export type TextKey = keyof typeof en;
export type Lang = "zh" | "en";
export type Catalogue = Readonly<Record<TextKey, string>>;

/** The names of what goes into a text, read from the English one. */
export type Placeholders<K extends TextKey> = NamesIn<(typeof en)[K]>;

type NamesIn<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? NameOf<Inside> | NamesIn<Rest>
  : never;
/** In `{count, plural, one {# item} …}` the name ends at the comma, and a branch that holds its number is no name. */
type NameOf<Inside extends string> = Inside extends `${infer Name},${string}`
  ? Name
  : Inside extends `${string}#${string}`
    ? never
    : Inside;

export const CATALOGUES: Readonly<Record<Lang, Catalogue>> = { en, zh };
