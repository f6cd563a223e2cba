/**
 * Bringing one card about a subject of Zadig to its chat. What it shows is made when it is sent, so a late card is never an
 * old one.
 */
import { zadigCard } from "../../chat/views/zadig-card.ts";
import { platformOf } from "../../flow/card-names.ts";
import { canonicalJson } from "../../plan/digest.ts";
import { findZadigCard, updateZadigCard } from "../../store/zadig-notices.ts";
import type { ZadigHandlerNeeds } from "./handler-needs.ts";
import type { ZadigCardJob } from "./outgoing.ts";
import { shownNotice } from "./show-notice.ts";

/** Stands in `shown` while a card is posted for the first time. */
const POSTING = "posting";

/** After an earlier attempt nobody knows what the message shows: it is written anew. */
export async function sendZadigCard(
  { subject, place }: ZadigCardJob,
  attempt: number,
  {
    store,
    adapters,
    readerAt,
    callback,
    hash,
  }: Pick<ZadigHandlerNeeds, "store" | "adapters" | "readerAt" | "callback" | "hash">,
): Promise<void> {
  const adapter = adapters[platformOf(place)];
  const kept = await findZadigCard(store.read, subject, place);
  const shown = await shownNotice(store.read, subject, callback !== undefined);
  if (!adapter || !kept || !shown) return;
  const card = zadigCard(shown, readerAt(place));
  const digest = hash(canonicalJson(card));
  if (attempt === 1 && kept.shown === digest) return;
  const change = (to: { readonly ref?: string; readonly shown: string }) =>
    store.write((tx) => updateZadigCard(tx, { subject, place, ...to }));
  if (kept.ref !== null) {
    await adapter.edit(kept.ref, card);
    return change({ shown: digest });
  }
  if (kept.shown === null) await change({ shown: POSTING });
  const ref = await adapter.post(place, card, `zadig-card:${subject}:${place}`);
  // An earlier try may have reached the platform, and shows what was so then.
  if (kept.shown === POSTING) await adapter.edit(ref, card);
  await change({ ref, shown: digest });
}
