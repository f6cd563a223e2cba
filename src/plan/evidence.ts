/**
 * What people show for an item that they did: words, links and files.
 */
import type { Instant, PersonId } from "./content.ts";

/** A file that is kept under the digest of its bytes. */
export interface EvidenceFile {
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly hash: string;
  readonly name: string;
  /** The media type that its bytes tell. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Which of the item's asks it answers. */
  readonly ask?: string | undefined;
}

/** All that somebody gives who says that an item is done. */
export interface Given {
  readonly remark?: string | undefined;
  /** Links and words that show it. */
  readonly evidence?: readonly string[] | undefined;
  /** By the name of what the item asks for. */
  readonly answers?: Readonly<Record<string, string>> | undefined;
  readonly files?: readonly EvidenceFile[] | undefined;
}

/** Who ticked a point of a check list. */
export interface Tick {
  readonly by: PersonId;
  readonly at: Instant;
}

/** Who of two said first that an item is done. */
export interface Confirmed {
  readonly by: PersonId;
  readonly at: Instant;
  readonly remark?: string | undefined;
}
