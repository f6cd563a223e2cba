/**
 * Bringing one card about a subject of Zadig to its chat. What it shows is made when it is sent, so a late card is never an
 * old one.
 */
import type { Card } from "../../chat/card.ts";
import type { ChatAdapter, MessageRef } from "../../chat/ports.ts";
import { ChatError } from "../../chat/ports.ts";
import { zadigCard } from "../../chat/views/zadig-card.ts";
import { platformOf } from "../../flow/card-names.ts";
import { canonicalJson } from "../../plan/digest.ts";
import type { Store } from "../../store/store.ts";
import type { ZadigCardRow } from "../../store/zadig-notices.ts";
import { findZadigCard, updateZadigCard } from "../../store/zadig-notices.ts";
import type { ZadigHandlerNeeds } from "./handler-needs.ts";
import type { ZadigCardJob } from "./outgoing.ts";
import { shownNotice } from "./show-notice.ts";

/** Stands in `shown` while a card is posted for the first time. */
const POSTING = "posting";

type SendNeeds = Pick<ZadigHandlerNeeds, "store" | "adapters" | "readerAt" | "callback" | "hash">;

/** After an earlier attempt nobody knows what the message shows: it is written anew. */
export async function sendZadigCard(job: ZadigCardJob, attempt: number, needs: SendNeeds): Promise<void> {
  const { subject, place } = job;
  const { store, adapters, readerAt, callback, hash } = needs;
  const adapter = adapters[platformOf(place)];
  const kept = await findZadigCard(store.read, subject, place);
  const found = await shownNotice(store.read, subject, callback !== undefined);
  if (!adapter || !kept || !found) return;
  const card = zadigCard(found.shown, readerAt(place));
  const digest = hash(canonicalJson(card));
  const { asOf } = found;
  if (attempt === 1 && kept.shown === digest) return keep(store, job, { as_of: asOf });
  const ref = await brought(adapter, job, kept, card, store).catch(async (error: unknown) => {
    // A message or a chat that is gone shows nothing any more; the next hook may find it back.
    if (error instanceof ChatError && error.code === "gone") await keep(store, job, { as_of: asOf });
    throw error;
  });
  await keep(store, job, { ref, shown: digest, as_of: asOf });
}

/** Edits the message there is, or posts it. */
async function brought(
  adapter: ChatAdapter,
  job: ZadigCardJob,
  { ref, shown }: ZadigCardRow,
  card: Card,
  store: Store,
): Promise<MessageRef> {
  const { subject, place } = job;
  if (ref !== null) {
    await adapter.edit(ref, card);
    return ref;
  }
  if (shown === null) await keep(store, job, { shown: POSTING });
  const posted = await adapter.post(place, card, `zadig-card:${subject}:${place}`);
  // An earlier try may have reached the platform, and shows what was so then.
  if (shown === POSTING) await adapter.edit(posted, card);
  return posted;
}

function keep(store: Store, { subject, place }: ZadigCardJob, change: Partial<ZadigCardRow>): Promise<void> {
  return store.write((tx) => updateZadigCard(tx, { ...change, subject, place }));
}
