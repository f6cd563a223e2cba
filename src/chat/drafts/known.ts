/**
 * What words in a message can name: the people, groups, workflows, rooms and policies of this team, and nothing else.
 */
import type { Party, PersonId } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import type { TimeContext } from "../times/problem.ts";

export type Meant =
  | { readonly kind: "party"; readonly party: Party }
  | { readonly kind: "ambiguous"; readonly people: readonly PersonId[] }
  | { readonly kind: "nobody"; readonly nearest?: string | undefined };

export interface Known extends TimeContext {
  /** Whom a name, an email or a mention means, without its `@`. */
  readonly meant: (name: string) => Meant;
  /** Names, and words of names, that somebody or a group goes by, in small letters. */
  readonly names: ReadonlySet<string>;
  readonly engines: Context["engines"];
  /** Rooms by the names that plans announce to. */
  readonly rooms: readonly string[];
  readonly policies: readonly string[];
}

/** Every way to write the people and groups of a team without an `@`. */
export function namesOf(
  people: readonly { readonly id: string; readonly name: string; readonly email?: string | undefined }[],
  groups: readonly string[],
): ReadonlySet<string> {
  const written = people.flatMap(({ id, name, email = "" }) => [id, name, email, ...name.split(/\s+/u)]);
  return new Set([...written, ...groups].map((word) => word.normalize("NFKC").trim().toLowerCase()).filter(isTelling));
}

/** One character stands in too many other words. */
function isTelling(word: string): boolean {
  return [...word].length > 1;
}
