/**
 * What a named card shows at a place: the view, in the language of whoever reads there.
 */
import type { Place } from "../chat/ports.ts";
import type { Lang } from "../chat/texts/catalogue.ts";
import type { Reader } from "../chat/texts/reader.ts";
import { timelineText } from "../chat/texts/timeline-text.ts";
import { approvalCard } from "../chat/views/approval-card.ts";
import { itemCard } from "../chat/views/item-card.ts";
import { noticeText } from "../chat/views/notice.ts";
import { planCard } from "../chat/views/plan-card.ts";
import type { Content, PersonId } from "../plan/content.ts";
import type { Freeze } from "../plan/context.ts";
import { itemOf } from "../plan/items.ts";
import type { Plan } from "../plan/plan.ts";
import { isFinal } from "../plan/transitions.ts";
import type { CardName } from "./card-names.ts";
import { addressOf, platformOf } from "./card-names.ts";
import type { Show } from "./send-cards.ts";

export interface ShowSources {
  /** The language and zone of rooms, and of people who chose none. */
  readonly lang: Lang;
  readonly zone: string;
  readonly now: () => number;
  readonly freezes: (content: Content) => readonly Freeze[];
  readonly directory: {
    nameOf(person: PersonId): string;
    langOf(person: PersonId): Lang;
    zoneOf(person: PersonId): string;
    byAccount(platform: string, account: string): { readonly id: PersonId } | undefined;
  };
}

export function createShow(sources: ShowSources): Show {
  const { lang, zone, now, directory } = sources;
  const name = directory.nameOf;
  const personAt = (place: Place) => {
    const address = addressOf(place);
    return address.kind === "room" ? undefined : directory.byAccount(platformOf(place), address.account)?.id;
  };
  const readerFor = (person: PersonId | undefined): Reader =>
    person === undefined
      ? { lang, zone, now: now(), name }
      : { lang: directory.langOf(person), zone: directory.zoneOf(person), now: now(), name };

  return {
    card: (plan, card, place) => cardOf(plan, card, readerFor(personAt(place)), sources),
    note: (plan, event, place) => timelineText(event, plan, readerFor(personAt(place))),
    notice: (plan, event, person) => noticeText(event, plan, readerFor(person)),
  };
}

function cardOf(plan: Plan, card: CardName, viewer: Reader, { freezes }: ShowSources): ReturnType<Show["card"]> {
  switch (card.kind) {
    case "plan":
    case "shown":
      return {
        card: planCard(plan, viewer),
        closed: isFinal(plan) && plan.stopped.every(({ outcome }) => outcome !== "asked"),
      };
    case "approval": {
      const { round, level, person } = card;
      const shown = approvalCard(plan, { round, level, person }, { ...viewer, freezes: freezes(plan.content) });
      return { card: shown, closed: isFinal(plan) };
    }
    case "item": {
      if (!itemOf(plan, card.item)) return undefined;
      return { card: itemCard(plan, card, viewer), closed: isFinal(plan) };
    }
  }
}
