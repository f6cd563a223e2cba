/**
 * What sending needs of the rest: chats, Zadig, and who reads where.
 */
import type { ChatAdapter, Place } from "../../chat/ports.ts";
import type { Lang } from "../../chat/texts/catalogue.ts";
import type { Reader } from "../../chat/texts/reader.ts";
import type { PersonId } from "../../plan/content.ts";
import type { Store } from "../../store/store.ts";
import type { Callback } from "./zadig-callback.ts";

export interface ZadigHandlerNeeds {
  readonly store: Store;
  readonly adapters: Readonly<Record<string, ChatAdapter>>;
  /** Absent where this instance has no access to Zadig: its cards say so, and nothing is answered. */
  readonly callback: Callback | undefined;
  /** Who reads at a place, and in which language. */
  readonly readerAt: (place: Place) => Reader;
  readonly nameOf: (person: PersonId) => string;
  /** The language that Zadig is told reasons in. */
  readonly lang: Lang;
  readonly hash: (text: string) => string;
  readonly now: () => number;
}
