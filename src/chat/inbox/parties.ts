/**
 * People and groups as somebody typed them.
 */
import type { Person } from "../../people/person.ts";
import type { Party } from "../../plan/content.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { Refusal } from "../../plan/refusal.ts";
import type { PersonMatch } from "../plan-file/resolve-context.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";

export type Named = Person | { readonly problem: Refusal };

/** One person, or why it is nobody in particular. */
export function personNamed(
  text: string,
  { account }: Pick<Talk, "account">,
  { directory }: Pick<ChatNeeds, "directory">,
): Named {
  const found = directory.resolve(text, account.platform);
  switch (found.kind) {
    case "person":
      return found.person;
    case "group":
      return { problem: { code: "unknown-person", name: text } };
    case "ambiguous":
      return { problem: { code: "unknown-person", name: text, nearest: found.people.map(({ id }) => id).join(", ") } };
    case "unknown":
      return { problem: { code: "unknown-person", name: found.text, nearest: found.nearest } };
  }
}

/** The same, as drafts ask for it. */
export function personMatch(
  text: string,
  talk: Pick<Talk, "account">,
  needs: Pick<ChatNeeds, "directory">,
): PersonMatch {
  const named = personNamed(text, talk, needs);
  if (!("problem" in named)) return { id: named.id };
  return { nearest: named.problem.code === "unknown-person" ? named.problem.nearest : undefined };
}

/** What a form offers to choose from: everybody, and the groups. */
export function partyOptions(
  { directory }: Pick<ChatNeeds, "directory">,
  withGroups: boolean,
): readonly { readonly value: Party; readonly label: string }[] {
  const people = directory.everybody().map(({ id, name }) => ({ value: id, label: name }));
  const groups = Object.keys(directory.groups()).map((name) => ({ value: `${GROUP_PREFIX}${name}`, label: name }));
  return withGroups ? [...people, ...groups] : people;
}
