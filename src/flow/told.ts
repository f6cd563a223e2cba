/**
 * Who has been told enough, as it was when somebody last looked. Deciding whom to remind may be a message late: what is sent is
 * counted in the transaction that sends it.
 */
import { dayOf } from "../people/reach.ts";
import type { Store } from "../store/store.ts";
import { toldEnough } from "../store/told.ts";

export interface Told {
  refresh(): Promise<void>;
  enough(person: string, day: string): boolean;
}

const DAY = 86_400_000;

export function createTold(store: Store, now: () => number, perDay: number): Told {
  let enough: ReadonlySet<string> = new Set();
  return {
    async refresh() {
      // In no zone is it earlier than yesterday.
      enough = await toldEnough(store.read, dayOf(now() - DAY, "UTC"), perDay);
    },
    enough: (person, day) => enough.has(`${person} ${day}`),
  };
}
