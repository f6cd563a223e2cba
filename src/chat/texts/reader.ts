/**
 * Who a text is made for.
 */
import type { Instant, PersonId } from "../../plan/content.ts";
import type { Lang } from "./catalogue.ts";

export interface Reader {
  readonly lang: Lang;
  /** An IANA time zone. */
  readonly zone: string;
  readonly now: Instant;
  /** The name a person goes by; the id itself when the directory has nobody of that id. */
  readonly name: (person: PersonId) => string;
}
