/**
 * Cards on DingTalk, kept true: posted once per key, changed in place, their pages turned. What a card is to show is durable
 * before DingTalk is asked; what could not be brought there yet is brought later.
 */
import { z } from "zod";
import type { Button, Card, Form } from "../../src/chat/card.ts";
import type { Place } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import type { Budget } from "./budget.ts";
import type { CardRow } from "./card-row.ts";
import { cardRowSchema, idText, pressOf, withPresses } from "./card-row.ts";
import type { Client } from "./client.ts";
import { DingtalkError } from "./failure.ts";
import type { DingtalkNeeds } from "./needs.ts";
import type { Page } from "./pages.ts";
import { paginate } from "./pages.ts";
import { spotOf } from "./places.ts";
import { labelOf, notePieces, ownButtons, piecesOf, titleOf } from "./render-card.ts";
import { createShelf } from "./shelf.ts";
import { tame } from "./tame.ts";
import type { Face, Params, ShownButton, Template } from "./templates.ts";
import { templateFor, VALUE_BYTES } from "./templates.ts";
import { TEXTS } from "./texts.ts";

/** A note waits so long for the change that mostly comes with it (ms). */
const NOTE_WAITS = 1_000;
/** How often a card is brought up to date at most while calls are rare (ms). */
const SAVING_GAP = 60_000;
const SCARCE_GAP = 10 * 60_000;
/** After a change that did not get there (ms). */
const AGAIN_AFTER = 5_000;
/** How often is looked for what another process left (ms). */
const LOOK_EVERY = 30_000;
/** A plan's whole life is shorter than that; what is older is in its log. */
const MOST_NOTES = 60;
const DUE_AT_ONCE = 20;
const EARLY = 20;

export interface CardBook {
  start(): void;
  stop(): Promise<void>;
  /** Answers the card's ref; a repeat of the key answers with the first one. Rejects with a DingtalkError or a ChatError. */
  post(place: Place, card: Card, key: string, ask?: Ask): Promise<string>;
  edit(ref: string, card: Card): Promise<void>;
  note(ref: string, text: string, key: string): Promise<void>;
  find(ref: string): Promise<CardRow | undefined>;
  /** What a card shows when its page is turned, kept as its page from now on. */
  turn(ref: string, page: number): Promise<Params | undefined>;
  /** What the card shows when it is next changed; answers how to stop listening. */
  onChange(ref: string, changed: (params: Params) => void): () => void;
  readonly template: Template;
}

/** Cards that ask one person something, with fields to type into where there are any. */
export interface Ask {
  readonly form?: Form | undefined;
}

export interface BookNeeds extends DingtalkNeeds {
  readonly client: Client;
  readonly budget: Budget;
}

const deliveredSchema = z.object({
  result: z.object({
    deliverResults: z.array(z.object({ success: z.boolean(), errorMsg: z.string().nullish() })).min(1),
  }),
});

export function createCardBook(needs: BookNeeds): CardBook {
  const { records, now, scheduler, hash, report, budget } = needs;
  const template = templateFor(needs.options.cardTemplate);
  const shelf = createShelf(records, "card", cardRowSchema);
  const listeners = new Map<string, Set<(params: Params) => void>>();
  const sending = new Map<string, Promise<void>>();
  let stopped = true;
  let callOff: () => void = () => undefined;
  const times = new Set<number>();
  let armedFor = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const faceOf = (row: CardRow) => renderFace(needs, template, row);

  /** One after the other for each card, so that an older change never comes after a newer one. */
  function inTurn(ref: string, work: () => Promise<void>): Promise<void> {
    const before = sending.get(ref) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    sending.set(ref, mine);
    const over = () => {
      if (sending.get(ref) === mine) sending.delete(ref);
    };
    mine.then(over, over);
    return mine;
  }

  async function post(place: Place, card: Card, key: string, ask?: Ask): Promise<string> {
    const spot = spotOf(place);
    if (!spot) throw new ChatError("gone", `${place} is no place of DingTalk`);
    const ref = refOf(hash, key);
    let row: CardRow | undefined;
    await shelf.change(ref, (before) => {
      row = before ?? freshRow({ key, place, card, ask, hash });
      return before ? "keep" : { value: row };
    });
    if (!row || row.state === "there") return ref;
    await deliver(needs, template, ref, row, faceOf(row)).catch(async (error: unknown) => {
      // It is certain that nobody sees it: the next attempt makes another card.
      if (error instanceof ChatError)
        await shelf.change(ref, (kept) => (kept ? { value: { ...kept, failures: kept.failures + 1 } } : "keep"));
      throw error;
    });
    await shelf.change(ref, (kept) => (kept ? { value: { ...kept, state: "there", sentAt: now() } } : "keep"));
    return ref;
  }

  /** Brings what the card is to show to DingTalk. */
  async function send(ref: string): Promise<void> {
    const row = await shelf.find(ref);
    if (row?.state !== "there") return;
    const params = faceOf(row);
    for (const changed of listeners.get(ref) ?? []) changed(params);
    const shown = JSON.stringify(row);
    try {
      await update(needs.client, trackOf(ref, row), params);
    } catch (error) {
      const gone = error instanceof DingtalkError && error.trouble === "missing";
      const later = gone ? undefined : now() + AGAIN_AFTER;
      await shelf.change(ref, (kept) => (kept ? { value: kept, dueAt: later } : "keep"));
      if (later !== undefined) arm(later);
      throw error;
    }
    let more: number | undefined;
    await shelf.change(ref, (kept, dueAt) => {
      if (!kept) return "keep";
      // What came meanwhile keeps the time that it was to wait.
      more = JSON.stringify(kept) === shown ? undefined : (dueAt ?? now());
      return { value: { ...kept, sentAt: now() }, dueAt: more };
    });
    if (more !== undefined) arm(more);
  }

  /** When a card may be changed, as far as the calls of the month go. */
  function allowedAt(row: CardRow): number {
    const means = budget.means();
    if (means === "plenty") return now();
    return Math.max(now(), row.sentAt + (means === "saving" ? SAVING_GAP : SCARCE_GAP));
  }

  async function edit(ref: string, card: Card): Promise<void> {
    let wait = 0;
    let known = false;
    await shelf.change(ref, (row) => {
      known = row !== undefined;
      if (!row) return "keep";
      const due = allowedAt(row);
      wait = due - now();
      const presses = withPresses(row.presses, pressesOf(card, row.question, hash));
      const same = JSON.stringify(row.card) === JSON.stringify(card);
      return { value: { ...row, card, presses, page: same ? row.page : 1 }, dueAt: due };
    });
    if (!known) throw new ChatError("gone", `there is no card ${ref}`);
    if (wait > 0) return arm(now() + wait);
    await inTurn(ref, () => send(ref));
  }

  async function note(ref: string, text: string, key: string): Promise<void> {
    let due: number | undefined;
    await shelf.change(ref, (row) => {
      due = undefined;
      if (!row || row.notes.some((each) => each.key === key)) return "keep";
      const notes = [{ key, text }, ...row.notes].slice(0, MOST_NOTES);
      due = Math.max(allowedAt(row), now() + NOTE_WAITS);
      return { value: { ...row, notes }, dueAt: due };
    });
    if (due !== undefined) arm(due);
  }

  /** Looks at that time, and at every other that was asked for. */
  function arm(at: number): void {
    if (stopped) return;
    times.add(at);
    const next = Math.min(...times);
    if (next >= armedFor) return;
    callOff();
    armedFor = next;
    callOff = scheduler.after(next - now(), look);
  }

  function look(): void {
    armedFor = Number.POSITIVE_INFINITY;
    for (const time of times) if (time <= now() + EARLY) times.delete(time);
    looking = sendDue()
      .catch(report)
      .finally(() => arm(now() + LOOK_EVERY));
  }

  async function sendDue(): Promise<void> {
    // Timers may be a moment early.
    const due = await shelf.due(now() + EARLY, DUE_AT_ONCE);
    await Promise.all(due.map(({ id }) => inTurn(id, () => send(id)).catch(report)));
    if (due.length === DUE_AT_ONCE) arm(now() + EARLY);
  }

  return {
    template,
    start() {
      stopped = false;
      look();
    },
    async stop() {
      stopped = true;
      callOff();
      await looking;
      await Promise.allSettled(sending.values());
    },
    post,
    edit,
    note,
    find: (ref) => shelf.find(ref),
    async turn(ref, page) {
      let turned: CardRow | undefined;
      await shelf.change(ref, (row, dueAt) => {
        turned = row && { ...row, page };
        // What is still to be brought there stays so.
        return turned ? { value: turned, dueAt } : "keep";
      });
      return turned && faceOf(turned);
    },
    onChange(ref, changed) {
      const all = listeners.get(ref) ?? new Set();
      listeners.set(ref, all.add(changed));
      return () => {
        all.delete(changed);
        if (all.size === 0) listeners.delete(ref);
      };
    },
  };
}

function freshRow({
  key,
  place,
  card,
  ask,
  hash,
}: {
  readonly key: string;
  readonly place: Place;
  readonly card: Card;
  readonly ask: Ask | undefined;
  readonly hash: (text: string) => string;
}): CardRow {
  const question = ask !== undefined;
  return {
    key,
    place,
    card,
    ...(ask?.form && { form: ask.form }),
    question,
    page: 1,
    notes: [],
    presses: Object.fromEntries(pressesOf(card, question, hash)),
    state: "posting",
    failures: 0,
    sentAt: 0,
  };
}

function refOf(hash: (text: string) => string, key: string): string {
  return `gonogo-${hash(key).slice(0, 40)}`;
}

/** DingTalk's name of the card: another one after each time that it was not delivered. */
function trackOf(ref: string, { failures }: CardRow): string {
  return failures === 0 ? ref : `${ref}-${failures}`;
}

/** The ref of a card that DingTalk names. */
export function refOfTrack(track: string): string {
  return track.replace(/-\d+$/u, "");
}

function allButtons(card: Card): readonly Button[] {
  const rows = card.blocks.flatMap((block) =>
    block.kind === "items" ? block.rows.flatMap(({ buttons }) => buttons) : [],
  );
  return [...card.buttons, ...rows];
}

function pressesOf(card: Card, question: boolean, hash: (text: string) => string) {
  return allButtons(card).map((button) => [idOf(button, question, hash), pressOf(button, question)] as const);
}

function idOf(button: Button, question: boolean, hash: (text: string) => string): string {
  return hash(idText(button, question)).slice(0, 8);
}

/** What the template shows of the page that the card is turned to. */
function renderFace({ hash, people }: BookNeeds, template: Template, row: CardRow): Params {
  const { card, place, question, form } = row;
  const limits = { texts: template.texts, bytes: VALUE_BYTES, fits: template.fits };
  const texts = TEXTS[people.langAt(place)];
  const notes = row.notes.map(({ text }) => tame(text));
  const pages = paginate([...piecesOf(card), ...notePieces(texts.timeline, notes)], ownButtons(card), limits);
  const page = Math.min(Math.max(row.page, 1), pages.length);
  const shownPage: Page = pages[page - 1] ?? { texts: [], buttons: [] };
  const shown = shownPage.buttons.map(({ button, text }) => ({
    id: idOf(button, question, hash),
    text,
    style: button.style,
  }));
  const face: Face = {
    title: titleOf(card),
    label: labelOf(card),
    texts: shownPage.texts,
    buttons: [...shown, ...turning(page, pages.length, texts)],
    news: notes[0] ?? "",
    form,
  };
  return template.params(face);
}

function turning(page: number, pages: number, texts: (typeof TEXTS)["zh"]): readonly ShownButton[] {
  const back = { id: `page:${page - 1}`, text: texts.pageBefore(page - 1, pages), style: "plain" } as const;
  const on = { id: `page:${page + 1}`, text: texts.pageAfter(page + 1, pages), style: "plain" } as const;
  return [...(page > 1 ? [back] : []), ...(page < pages ? [on] : [])];
}

/** https://open.dingtalk.com/document/development/create-and-deliver-cards */
async function deliver(
  { client, options, people }: BookNeeds,
  template: Template,
  ref: string,
  row: CardRow,
  params: Params,
): Promise<void> {
  const spot = spotOf(row.place);
  if (!spot) throw new ChatError("gone", `${row.place} is no place of DingTalk`);
  const { summary } = row.card;
  const space = {
    supportForward: false,
    lastMessageI18n: { [people.langAt(row.place) === "zh" ? "ZH_CN" : "EN_US"]: summary },
    notification: { alertContent: summary, notificationOff: false },
  };
  const models =
    spot.kind === "group"
      ? {
          openSpaceId: `dtv1.card//IM_GROUP.${spot.group}`,
          imGroupOpenSpaceModel: space,
          imGroupOpenDeliverModel: {
            robotCode: options.clientId,
            ...(spot.only === undefined ? {} : { recipients: [spot.only] }),
          },
        }
      : {
          openSpaceId: `dtv1.card//IM_ROBOT.${spot.user}`,
          imRobotOpenSpaceModel: space,
          imRobotOpenDeliverModel: { spaceType: "IM_ROBOT", robotCode: options.clientId },
        };
  const body = {
    cardTemplateId: template.id,
    outTrackId: trackOf(ref, row),
    callbackType: "STREAM",
    cardData: { cardParamMap: params },
    userIdType: 1,
    ...models,
  };
  const path = "/v1.0/card/instances/createAndDeliver";
  // One id is one card, however often it is made.
  const { result } = await client.call({ method: "POST", path, body, repeatable: true }, deliveredSchema);
  const failed = result.deliverResults.find(({ success }) => !success);
  // 200 does not mean that anybody sees it.
  if (failed)
    throw new ChatError(
      "unreachable",
      `DingTalk has not delivered the card: ${failed.errorMsg ?? "it does not say why"}`,
    );
}

/** https://open.dingtalk.com/document/development/interactive-card-update-interface */
async function update(client: Client, track: string, params: Params): Promise<void> {
  const body = {
    outTrackId: track,
    cardData: { cardParamMap: params },
    // Otherwise everything that is not named would be gone.
    cardUpdateOptions: { updateCardDataByKey: true },
  };
  await client.call({ method: "PUT", path: "/v1.0/card/instances", body, repeatable: true }, z.looseObject({}));
}
