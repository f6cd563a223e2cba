/**
 * Bringing one card to its message: posted once, edited in place, or posted anew where the old message has become too old.
 */
import type { Card } from "../chat/card.ts";
import type { ChatAdapter, MessageRef, Place } from "../chat/ports.ts";
import { ChatError } from "../chat/ports.ts";
import type { CardRow, CardName as KeptCard } from "../store/cards.ts";
import { addCard, updateCard } from "../store/cards.ts";
import type { Store } from "../store/store.ts";

export interface PlaceNeeds {
  readonly store: Store;
  /** What stands in the thread of a card that goes on in a newer message. */
  readonly show: { moved(place: Place): string };
}

export type PlacedCard = KeptCard & { readonly place: Place };

/** The platform will never take it as it is. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ChatError && (error.code === "gone" || error.code === "forbidden");
}

/** Answers with the message that shows the card from now on. */
export async function placeCard(
  needs: PlaceNeeds,
  adapter: ChatAdapter,
  id: PlacedCard,
  kept: CardRow | undefined,
  card: Card,
): Promise<MessageRef> {
  const ref = kept?.ref ?? undefined;
  const before = movedFrom(kept);
  if (ref !== undefined) {
    const edited = await editedInTime(adapter, ref, card);
    return edited ? ref : move(needs, adapter, id, { from: ref, tried: false }, card);
  }
  if (before !== undefined) return move(needs, adapter, id, { from: before, tried: true }, card);
  return post(needs.store, adapter, id, kept?.shown === POSTING, card);
}

/** False when the message is too old for it. */
async function editedInTime(adapter: ChatAdapter, ref: MessageRef, card: Card): Promise<boolean> {
  try {
    await adapter.edit(ref, card);
    return true;
  } catch (error) {
    if (error instanceof ChatError && error.code === "expired") return false;
    throw error;
  }
}

/** Posts it anew, and leaves a pointer with the old message. */
async function move(
  { store, show }: PlaceNeeds,
  adapter: ChatAdapter,
  id: PlacedCard,
  { from, tried }: { readonly from: MessageRef; readonly tried: boolean },
  card: Card,
): Promise<MessageRef> {
  if (!tried) await store.write((tx) => updateCard(tx, id, { ref: null, shown: `${MOVING}${from}` }));
  const key = `${keyOf(id)}:after:${from}`;
  const ref = await adapter.post(id.place, card, key);
  if (tried) await adapter.edit(ref, card);
  await adapter.note(from, show.moved(id.place), key).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
  });
  return ref;
}

/** Stands in `shown` while a card is posted for the first time. */
const POSTING = "posting";
/** Stands there, before the name of the old message, while a card is posted anew. */
const MOVING = "moving:";

function movedFrom(kept: CardRow | undefined): MessageRef | undefined {
  return kept?.shown?.startsWith(MOVING) ? kept.shown.slice(MOVING.length) : undefined;
}

function keyOf({ plan_id, card, place }: KeptCard): string {
  return `card:${plan_id}:${card}:${place}`;
}

/**
 * Posts a card. Where an earlier try may have reached the platform, that first message is the one its key answers with,
 * and it shows what was so then: it is brought up to date.
 */
async function post(
  store: Store,
  adapter: ChatAdapter,
  id: PlacedCard,
  tried: boolean,
  card: Card,
): Promise<MessageRef> {
  if (!tried) {
    await store.write(async (tx) => {
      await addCard(tx, id);
      await updateCard(tx, id, { shown: POSTING });
    });
  }
  const ref = await adapter.post(id.place, card, keyOf(id));
  if (tried) await adapter.edit(ref, card);
  return ref;
}
