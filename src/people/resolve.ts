/**
 * Finds whom a text means: `@ada`, a platform's own id, an email, a name in any case or script, a group.
 */
import { nearest } from "../settings/problem.ts";
import type { Person } from "./person.ts";
import { sameWord } from "./person.ts";
import type { Roster } from "./roster.ts";
import { accountKey } from "./roster.ts";

export type Resolved =
  | { readonly kind: "person"; readonly person: Person }
  | { readonly kind: "group"; readonly name: string; readonly members: readonly string[] }
  /** Several people have this name; each can be named by their directory name. */
  | { readonly kind: "ambiguous"; readonly text: string; readonly people: readonly Person[] }
  | { readonly kind: "unknown"; readonly text: string; readonly nearest?: string | undefined };

const GROUP = /^(?:group|组|群组)\s*[:：]\s*/iu;

/** Whom `text` means when it is typed on `platform`. Only active people are found. */
export function resolveParty(roster: Roster, text: string, platform: string): Resolved {
  const bare = text
    .trim()
    .replace(/^[@＠]/u, "")
    .trim();
  if (GROUP.test(bare)) return resolveGroup(roster, bare.replace(GROUP, "")) ?? unknown(roster, bare);
  const person = byIdentity(roster, bare, platform);
  if (person !== undefined) return { kind: "person", person };
  const named = byName(roster, sameWord(bare));
  const [first, second] = named;
  if (first !== undefined && second === undefined) return { kind: "person", person: first };
  if (first !== undefined) return { kind: "ambiguous", text: bare, people: named };
  return resolveGroup(roster, bare) ?? unknown(roster, bare);
}

function byIdentity(roster: Roster, text: string, platform: string): Person | undefined {
  const word = sameWord(text);
  const ids = [roster.accounts.get(accountKey(platform, text)), word, roster.emails.get(word)];
  return ids.map((id) => activePerson(roster, id)).find((person) => person !== undefined);
}

function activePerson(roster: Roster, id: string | undefined): Person | undefined {
  const person = id === undefined ? undefined : roster.people.get(id);
  return person?.active === true ? person : undefined;
}

/** By the whole name; if nobody has it, by one word of it, so that `陈` and `chen` find `Chen 陈`. */
function byName(roster: Roster, word: string): readonly Person[] {
  if (word === "") return [];
  const active = [...roster.people.values()].filter((person) => person.active);
  const whole = active.filter((person) => sameWord(person.name) === word);
  return whole.length > 0 ? whole : active.filter((person) => sameWord(person.name).split(/\s+/u).includes(word));
}

function resolveGroup(roster: Roster, text: string): Resolved | undefined {
  const name = Object.keys(roster.groups).find((group) => sameWord(group) === sameWord(text));
  const members = name === undefined ? undefined : roster.groups[name];
  return name === undefined || members === undefined ? undefined : { kind: "group", name, members };
}

function unknown(roster: Roster, text: string): Resolved {
  const active = [...roster.people.values()].filter((person) => person.active);
  const groups = Object.keys(roster.groups).map((group) => `group:${group}`);
  const known = active.flatMap(({ id, name, email }) => [id, name, ...(email === undefined ? [] : [email])]);
  return { kind: "unknown", text, nearest: nearest(text, [...known, ...groups]) };
}
