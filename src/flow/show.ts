/**
 * What a named card shows at a place: the view, in the language of whoever reads there.
 */
import type { Place } from "../chat/ports.ts";
import type { Lang } from "../chat/texts/catalogue.ts";
import { membersIn } from "../chat/texts/names.ts";
import type { FileLink, PlanReader, Reader } from "../chat/texts/reader.ts";
import { sayMarkdown } from "../chat/texts/say.ts";
import { timelineText } from "../chat/texts/timeline-text.ts";
import { approvalCard } from "../chat/views/approval-card.ts";
import { itemCard } from "../chat/views/item-card.ts";
import { digestText, noticeText } from "../chat/views/notice.ts";
import { planCard } from "../chat/views/plan-card.ts";
import { policyOf } from "../plan/approval.ts";
import type { Content, PersonId } from "../plan/content.ts";
import type { Freeze, Policy } from "../plan/context.ts";
import type { CustomField } from "../plan/custom.ts";
import type { Plan } from "../plan/plan.ts";
import { isFinal } from "../plan/transitions.ts";
import { freezesInTheWay } from "../plan/window.ts";
import type { CardName } from "./card-names.ts";
import { addressOf, platformOf } from "./card-names.ts";
import type { Show } from "./send-cards.ts";

export interface ShowSources {
  /** The language and zone of rooms, and of people who chose none. */
  readonly lang: Lang;
  readonly zone: string;
  readonly now: () => number;
  readonly freezes: (content: Content) => readonly Freeze[];
  readonly policies: Readonly<Record<string, Policy>>;
  readonly custom: readonly CustomField[];
  readonly fileLink: FileLink;
  readonly directory: {
    nameOf(person: PersonId): string;
    langOf(person: PersonId): Lang;
    zoneOf(person: PersonId): string;
    byAccount(platform: string, account: string): { readonly id: PersonId } | undefined;
    groups(): Readonly<Record<string, readonly PersonId[]>>;
  };
}

export function createShow(sources: ShowSources): Show {
  const { lang, zone, now, directory, custom, fileLink } = sources;
  const name = directory.nameOf;
  const members = membersIn(directory.groups);
  const personAt = (place: Place) => {
    const address = addressOf(place);
    return address.kind === "room" ? undefined : directory.byAccount(platformOf(place), address.account)?.id;
  };
  const readerFor = (person: PersonId | undefined): Reader =>
    person === undefined
      ? { lang, zone, now: now(), name, members, custom, fileLink }
      : { lang: directory.langOf(person), zone: directory.zoneOf(person), now: now(), name, members, custom, fileLink };

  return {
    card: (plan, card, place) => cardOf(plan, card, readerFor(personAt(place)), sources),
    note: (plan, event, place) => timelineText(event, plan, readerFor(personAt(place))),
    notice: (plan, event, person) => noticeText(event, plan, readerFor(person)),
    digest: (person, held, more) => digestText(held, more, readerFor(person)),
    moved: (place) => sayMarkdown(readerFor(personAt(place)).lang, "card.moved"),
  };
}

function cardOf(plan: Plan, card: CardName, reader: Reader, sources: ShowSources): ReturnType<Show["card"]> {
  const { content } = plan;
  const viewer: PlanReader = {
    ...reader,
    freezes: freezesInTheWay(content, sources),
    policy: policyOf(content, sources),
  };
  switch (card.kind) {
    case "plan":
    case "shown":
      return {
        card: planCard(plan, viewer),
        closed: isFinal(plan) && plan.stopped.every(({ outcome }) => outcome !== "asked"),
      };
    case "approval": {
      const { round, level, person } = card;
      const shown = approvalCard(plan, { round, level, person }, viewer);
      return { card: shown, closed: isFinal(plan) };
    }
    case "item":
      return { card: itemCard(plan, card, viewer), closed: isFinal(plan) };
  }
}
