/**
 * Who is who: everybody known, on every platform. Reading is from memory; `refresh` sees what other processes changed.
 */
import { randomUUID } from "node:crypto";
import type { Account } from "../chat/ports.ts";
import type { Instant, PersonId } from "../plan/content.ts";
import type { People, Role } from "../plan/context.ts";
import type { Lang } from "../settings/names.ts";
import type { Settings } from "../settings/settings.ts";
import { replaceAbsences } from "../store/absences.ts";
import { claimChange, countChanges, endDelegation, loadDirectory, unlinkAccounts } from "../store/directory.ts";
import { addDelegation, linkAccount, replaceMembers, savePerson } from "../store/people.ts";
import type { Store, Tx } from "../store/store.ts";
import type { PeopleTable } from "../store/tables.ts";
import { awayAt, awayUntil, sameAbsences } from "./absence.ts";
import type { Delegated } from "./delegation.ts";
import { delegatesAt, delegationProblem } from "./delegation.ts";
import { meetAccount, ownerOf, rowOf } from "./meeting.ts";
import type { Person } from "./person.ts";
import type { Resolved } from "./resolve.ts";
import { resolveParty } from "./resolve.ts";
import { roomsOf } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { makeRoster } from "./roster.ts";

export interface Directory {
  /** Sees what other processes changed; cheap when nothing did. */
  refresh(): Promise<void>;
  /** Anybody ever known, also somebody who is no longer active. */
  person(id: PersonId): Person | undefined;
  /** Everybody active, the people of the settings first. */
  everybody(): readonly Person[];
  /** What to call somebody; their directory name when nothing else is known. */
  nameOf(id: PersonId): string;
  langOf(id: PersonId): Lang;
  zoneOf(id: PersonId): string;
  /** What the person may do; nothing for a stranger. */
  roles(id: PersonId): readonly Role[];
  groups(): Readonly<Record<string, readonly PersonId[]>>;
  /** The rooms of the settings that the person is in. */
  roomsOf(id: PersonId): readonly string[];
  byAccount(platform: string, account: string): Person | undefined;
  /** The person's accounts on each platform; on the console that is the directory name. */
  accountsOf(id: PersonId): readonly { readonly platform: string; readonly account: string }[];
  /** Whose account this is. Somebody of the team's own organisation becomes known; a stranger stays outside. */
  meet(account: Account): Promise<Person | "outside">;
  /** Whom a text means when it is typed on `platform`. */
  resolve(text: string, platform: string): Resolved;
  /** Who may decide in whose place at this moment. */
  delegatesAt(at: Instant): People["delegates"];
  delegate(from: PersonId, to: PersonId, until: Instant): Promise<Delegated>;
  /** Ends what `from` delegated to `to`, or to anybody. Answers whether there was something to end. */
  endDelegation(from: PersonId, to?: PersonId): Promise<boolean>;
  /** Keeps who is in a group of the settings by way of a platform. */
  setMembers(group: string, people: readonly PersonId[]): Promise<void>;
  /** Keeps who is away as a platform says, with the end where it says one. Answers whose absence has changed. */
  setAway(platform: string, away: ReadonlyMap<PersonId, Instant | undefined>): Promise<readonly PersonId[]>;
  /** Until when the person is away at that instant; undefined for somebody who is here. */
  awayUntil(id: PersonId, at: Instant): Instant | undefined;
  /** Keeps the language that a person chose. */
  setLang(id: PersonId, lang: Lang): Promise<void>;
  /** The directory as a decision sees it. */
  view(at: Instant): People;
}

export interface DirectoryParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly now: () => Instant;
  /** A name that nothing else has; random unless a test says otherwise. */
  readonly newId?: (() => string) | undefined;
}

/** The directory over the settings and the store, loaded. */
export async function createDirectory(parts: DirectoryParts): Promise<Directory> {
  const { settings, store, now, newId = randomUUID } = parts;
  let roster = makeRoster(settings, await loadDirectory(store.read, now()));

  async function reload(): Promise<void> {
    const loaded = makeRoster(settings, await loadDirectory(store.read, now()));
    // A slower load that began earlier must not bring back what is old.
    if (loaded.changes >= roster.changes) roster = loaded;
  }

  /** Writes what `work` makes of the newest roster; loads and does it again when another process was first. */
  async function change<T>(work: (tx: Tx, newest: Roster) => Promise<T>): Promise<T> {
    for (;;) {
      const newest = roster;
      const result = await store.write(async (tx) =>
        (await claimChange(tx, newest.changes)) ? { value: await work(tx, newest) } : undefined,
      );
      await reload();
      if (result) return result.value;
    }
  }

  const active = (id: PersonId) => roster.people.get(id)?.active === true;

  return {
    async refresh() {
      if ((await countChanges(store.read)) !== roster.changes) await reload();
    },
    person: (id) => roster.people.get(id),
    everybody: () => [...roster.people.values()].filter((person) => person.active),
    nameOf: (id) => roster.people.get(id)?.name ?? id,
    langOf: (id) => roster.people.get(id)?.lang ?? settings.lang,
    zoneOf: (id) => roster.people.get(id)?.zone ?? settings.zone,
    roles: (id) => (active(id) ? (roster.people.get(id)?.roles ?? []) : []),
    groups: () => roster.groups,
    roomsOf: (id) => (active(id) ? roomsOf(settings, roster.groups, id) : []),
    byAccount: (platform, account) => ownerOf(roster, platform, account),
    accountsOf: (id) => (active(id) ? accountsOf(roster, id) : []),
    async meet(account) {
      const meeting = meetAccount(roster, settings, account);
      if (meeting.kind === "known") return meeting.person;
      if (meeting.kind === "outside") return "outside";
      await change((tx, newest) => keepMeeting(tx, newest, settings, account));
      return ownerOf(roster, account.platform, account.id) ?? "outside";
    },
    resolve: (text, platform) => resolveParty(roster, text, platform),
    delegatesAt: (at) => delegatesAt(roster, at),
    async delegate(from, to, until) {
      const since = now();
      const problem = delegationProblem(roster, { from, to, since, until });
      if (problem !== undefined) return problem;
      const row = { id: newId(), from_person: from, to_person: to, since, until };
      await change(async (tx) => {
        // The same two people have one delegation at a time: a new one takes the place of the one before.
        await endDelegation(tx, from, to, since);
        await addDelegation(tx, row);
      });
      return { ok: true, until };
    },
    endDelegation: (from, to) => change((tx) => endDelegation(tx, from, to, now())),
    async setMembers(group, people) {
      const same = roster.followed.get(group) ?? [];
      if (people.length === same.length && people.every((id) => same.includes(id))) return;
      await change((tx) => replaceMembers(tx, group, people));
    },
    async setAway(platform, away) {
      const rows = [...away].map(([person, until]) => ({ person, source: platform, until: until ?? null }));
      if (sameAbsences(roster, platform, rows)) return [];
      const at = now();
      const before = awayAt(roster, at);
      await change((tx) => replaceAbsences(tx, platform, rows));
      const after = awayAt(roster, at);
      return [...new Set([...before, ...after])].filter((id) => before.includes(id) !== after.includes(id));
    },
    awayUntil: (id, at) => awayUntil(roster, id, at),
    async setLang(id, lang) {
      if (!active(id) || roster.people.get(id)?.lang === lang) return;
      await change((tx, newest) => keepPerson(tx, newest, { ...rowOf(newest, settings, id), lang }));
    },
    view: (at) => ({
      people: [...roster.people.values()].flatMap((person) => (person.active ? [person.id] : [])),
      groups: roster.groups,
      delegates: delegatesAt(roster, at),
      away: awayAt(roster, at),
    }),
  };
}

async function keepMeeting(tx: Tx, newest: Roster, settings: Settings, account: Account): Promise<void> {
  const meeting = meetAccount(newest, settings, account);
  if (meeting.kind !== "new") return;
  await keepPerson(tx, newest, meeting.row);
  await linkAccount(tx, { platform: account.platform, account: account.id }, meeting.row.id);
}

/**
 * Accounts are recognised by the email: with another email the directory name may belong to somebody else now, who must
 * not inherit them.
 */
async function keepPerson(tx: Tx, newest: Roster, row: PeopleTable): Promise<void> {
  const before = newest.rows.get(row.id);
  if (before !== undefined && before.email !== null && before.email !== row.email) await unlinkAccounts(tx, row.id);
  await savePerson(tx, row);
}

function accountsOf(roster: Roster, id: PersonId): readonly { readonly platform: string; readonly account: string }[] {
  const linked = [...roster.accounts].flatMap(([key, person]) => {
    const end = key.indexOf(":");
    return person === id ? [{ platform: key.slice(0, end), account: key.slice(end + 1) }] : [];
  });
  return [{ platform: "console", account: id }, ...linked];
}
