/**
 * The cards a plan has, by name: one plan card per chat, one approval card per level and approver, one item card per owner.
 */
import type { Place } from "../chat/ports.ts";
import type { Content, PersonId } from "../plan/content.ts";
import type { Plan } from "../plan/plan.ts";
import { peopleOf } from "../plan/roles.ts";
import type { Rules } from "./concerned.ts";
import { deciders, readyItems } from "./concerned.ts";

export type CardName =
  | { readonly kind: "plan" }
  | { readonly kind: "approval"; readonly round: number; readonly level: number; readonly person: PersonId }
  | { readonly kind: "item"; readonly code: string; readonly item: string; readonly person: PersonId }
  /** The plan's card once more, for somebody who asked to see it; `key` is that of the asking. */
  | { readonly kind: "shown"; readonly key: string };

/** Where people and announcements are reached. */
export interface AddressBook {
  /** The chats the plan is announced in; its manager's direct chat where it is announced nowhere. */
  announced(content: Content, manager: PersonId): readonly Place[];
  direct(person: PersonId): readonly Place[];
}

export interface PlacedCard {
  readonly card: string;
  readonly place: Place;
}

export function cardText(name: CardName): string {
  switch (name.kind) {
    case "plan":
      return "plan";
    case "approval":
      return `approval:${name.round}:${name.level}:${name.person}`;
    case "item":
      return `item:${name.code}:${name.item}:${name.person}`;
    case "shown":
      return `shown:${name.key}`;
  }
}

/** The name a card was kept under, or undefined for a kind this version does not know. */
export function cardNameOf(text: string): CardName | undefined {
  const [kind, first, second, ...rest] = text.split(":");
  if (kind === "plan") return { kind };
  if (kind === "shown" && first !== undefined) return { kind, key: first };
  if (first === undefined || second === undefined || rest.length === 0) return undefined;
  const person = rest.join(":");
  if (kind === "approval") return { kind, round: Number(first), level: Number(second), person };
  return kind === "item" ? { kind, code: first, item: second, person } : undefined;
}

/** The cards that must exist for the plan as it is. Cards sent earlier stay, and are kept true as well. */
export function wantedCards(plan: Plan, rules: Rules, book: AddressBook): readonly PlacedCard[] {
  const shared = book
    .announced(plan.content, plan.manager)
    .map((place) => ({ card: cardText({ kind: "plan" }), place }));
  return [...shared, ...approvalCards(plan, rules, book), ...itemCards(plan, rules, book)];
}

function approvalCards(plan: Plan, rules: Rules, book: AddressBook): readonly PlacedCard[] {
  const { round } = plan;
  // A platform's own approval asks its approvers itself.
  if (!round || round.desk) return [];
  return deciders(plan, rules).flatMap((person) => {
    const card = cardText({ kind: "approval", round: round.number, level: round.level, person });
    return book.direct(person).map((place) => ({ card, place }));
  });
}

function itemCards(plan: Plan, { people }: Rules, book: AddressBook): readonly PlacedCard[] {
  return readyItems(plan).flatMap((item) =>
    peopleOf(item.owners, people).flatMap((person) => {
      const card = cardText({ kind: "item", code: plan.instanceCode, item: item.id, person });
      return book.direct(person).map((place) => ({ card, place }));
    }),
  );
}

/** A place as it was kept in the database. */
export function placeOf(text: string): Place | undefined {
  const [platform, kind, first, ...rest] = text.split(":");
  if (platform === undefined || first === undefined) return undefined;
  const id = [first, ...rest].join(":");
  if (kind === "private" && rest.length > 0) return `${platform}:private:${first}:${rest.join(":")}`;
  if (kind === "room") return `${platform}:room:${id}`;
  return kind === "direct" ? `${platform}:direct:${id}` : undefined;
}

/** The platform that a place is on. */
export function platformOf(place: Place): string {
  return place.slice(0, place.indexOf(":"));
}

export type Address =
  | { readonly kind: "room"; readonly room: string }
  | { readonly kind: "direct"; readonly account: string }
  | { readonly kind: "private"; readonly account: string; readonly room: string };

/** The platform's own names of what a place is made of. */
export function addressOf(place: Place): Address {
  const [, kind, first = "", ...rest] = place.split(":");
  if (kind === "private") return { kind, account: first, room: rest.join(":") };
  const id = [first, ...rest].join(":");
  return kind === "room" ? { kind, room: id } : { kind: "direct", account: id };
}

/** Where one account alone sees something said at a place. */
export function privatePlace(place: Place, account: string): Place {
  const address = addressOf(place);
  return address.kind === "room" ? `${platformOf(place)}:private:${account}:${address.room}` : place;
}
