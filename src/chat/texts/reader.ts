/**
 * Who a text is made for.
 */
import type { Instant, PersonId } from "../../plan/content.ts";
import type { Freeze, Policy } from "../../plan/context.ts";
import type { CustomField } from "../../plan/custom.ts";
import type { EvidenceFile } from "../../plan/evidence.ts";
import type { Lang } from "./catalogue.ts";

export type FileLink = (plan: { readonly index: number; readonly changedAt: Instant }, file: EvidenceFile) => string;

export interface Reader {
  readonly lang: Lang;
  /** An IANA time zone. */
  readonly zone: string;
  readonly now: Instant;
  /** The name a person goes by; the id itself when the directory has nobody of that id. */
  readonly name: (person: PersonId) => string;
  /** Fields that the settings add to plans; one that is not among them goes by its name. */
  readonly custom?: readonly CustomField[] | undefined;
  /** Where a plan's file can be fetched; absent where files have no address. */
  readonly fileLink?: FileLink | undefined;
  /** Who is in a group, by its name without the prefix; nothing for a group that is not known. */
  readonly members?: ((group: string) => readonly PersonId[] | undefined) | undefined;
}

/** What a card that is kept true must know besides: what the calendar and the policy say about its plan. */
export type PlanReader = Reader & {
  /** Freezes that concern the plan, past and coming. */
  readonly freezes: readonly Freeze[];
  /** The plan's policy; it says whether its manager and last editor may decide. */
  readonly policy?: Policy | undefined;
};
