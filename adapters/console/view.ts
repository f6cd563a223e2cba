/**
 * What one person sees of one place: messages with their threads, and the marks beside every place and person.
 */
import type { Place } from "../../src/chat/ports.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { ConsoleNeeds, Message, Person, Thread } from "./needs.ts";
import type { Seat } from "./places.ts";
import { seatsOf } from "./places.ts";
import type { Scene } from "./render-message.ts";
import { renderMessage, renderNote } from "./render-message.ts";

export const PAGE_LENGTH = 40;
const THREAD_LENGTH = 200;

/** The person on whose behalf a request is made, and what they may see. */
export interface Visitor {
  readonly person: Person;
  readonly seats: readonly Seat[];
  readonly places: ReadonlySet<string>;
}

export interface Marks {
  readonly unread: Readonly<Record<string, number>>;
  readonly waiting: Readonly<Record<string, number>>;
}

export async function visitorFor(needs: ConsoleNeeds, id: string): Promise<Visitor | undefined> {
  const person = await needs.directory.person(id);
  if (!person) return undefined;
  const seats = seatsOf(person, await needs.directory.rooms(person.id));
  return { person, seats, places: new Set(seats.map(({ place }) => place)) };
}

export async function sceneFor(needs: ConsoleNeeds, person: Person): Promise<Scene> {
  const names = new Map((await needs.directory.people()).map((each) => [each.id, each.name]));
  return {
    reader: { lang: person.lang, zone: person.zone },
    now: needs.now(),
    nameOf: (id) => names.get(id) ?? id,
  };
}

export interface History {
  readonly html: Html;
  readonly messages: readonly Message[];
  /** There may be older ones. */
  readonly more: boolean;
}

export async function history(needs: ConsoleNeeds, visitor: Visitor, place: Place, before?: number): Promise<History> {
  const viewer = visitor.person.id;
  const found = await needs.messages.list({ place, viewer, before, limit: PAGE_LENGTH + 1 });
  const messages = found.slice(-PAGE_LENGTH);
  const ids = messages.map(({ id }) => id);
  const threads = ids.length > 0 ? await needs.messages.threads(ids, viewer) : new Map<number, Thread>();
  const scene = await sceneFor(needs, visitor.person);
  const rendered = messages.map((message) => renderMessage(message, threads.get(message.id), scene));
  return { html: html`${rendered}`, messages, more: found.length > PAGE_LENGTH };
}

/** One message as the visitor sees it now, with its thread. */
export async function oneMessage(needs: ConsoleNeeds, visitor: Visitor, message: Message): Promise<Html> {
  const scene = await sceneFor(needs, visitor.person);
  if (message.thread !== undefined) return renderNote(message, scene);
  const threads = await needs.messages.threads([message.id], visitor.person.id);
  return renderMessage(message, threads.get(message.id), scene);
}

export async function threadNotes(needs: ConsoleNeeds, visitor: Visitor, message: number): Promise<Html> {
  const notes = await needs.messages.thread(message, visitor.person.id, THREAD_LENGTH);
  const scene = await sceneFor(needs, visitor.person);
  return html`${notes.map((note) => renderNote(note, scene))}`;
}

export async function marks(needs: ConsoleNeeds, visitor: Visitor): Promise<Marks> {
  const places = visitor.seats.map(({ place }) => place);
  const [unread, waiting] = await Promise.all([
    needs.messages.unread(visitor.person.id, places),
    needs.doors.mode === "sample" ? needs.directory.waiting() : ownWaiting(needs, visitor),
  ]);
  return { unread: Object.fromEntries(unread), waiting: Object.fromEntries(waiting) };
}

/** Outside sample mode nobody is told what waits for others. */
async function ownWaiting(needs: ConsoleNeeds, visitor: Visitor): Promise<ReadonlyMap<string, number>> {
  const all = await needs.directory.waiting();
  return new Map([[visitor.person.id, all.get(visitor.person.id) ?? 0]]);
}
