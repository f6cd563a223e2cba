/**
 * Bringing cards about Zadig to the truth, whatever went wrong with sending them.
 */
import { placeOf } from "../../flow/card-names.ts";
import type { Store } from "../../store/store.ts";
import { staleZadigCards } from "../../store/zadig-notices.ts";
import { queueCard } from "./outgoing.ts";

/** Cards looked at in one go, so that a long outage is caught up in steps. */
const BATCH = 200;

/** Queues cards on these platforms that show less than is known; answers how many. */
export async function reconcileZadigCards(store: Store, platforms: readonly string[], now: number): Promise<number> {
  const stale = await staleZadigCards(store.read, platforms, BATCH);
  if (stale.length === 0) return 0;
  await store.write(async (tx) => {
    for (const { subject, place } of stale) {
      const known = placeOf(place);
      if (known) await queueCard(tx, { subject, place: known }, now);
    }
  });
  return stale.length;
}
