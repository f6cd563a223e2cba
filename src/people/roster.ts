/**
 * Everybody known at one moment: the settings joined with what the store keeps. The settings are the truth for
 * whom they name; a person's own choice of language comes before theirs.
 */
import type { PersonId } from "../plan/content.ts";
import type { Role } from "../plan/context.ts";
import type { Settings } from "../settings/settings.ts";
import type { DirectoryRows } from "../store/directory.ts";
import type {
  AbsencesTable,
  AccountsTable,
  DelegationsTable,
  GroupMembersTable,
  PeopleTable,
} from "../store/tables.ts";
import type { Person } from "./person.ts";

export interface Roster {
  readonly changes: number;
  readonly people: ReadonlyMap<PersonId, Person>;
  /** By `platform:account`. */
  readonly accounts: ReadonlyMap<string, PersonId>;
  /** By email, the active people alone. */
  readonly emails: ReadonlyMap<string, PersonId>;
  readonly groups: Readonly<Record<string, readonly PersonId[]>>;
  /** Who is in a group by way of a platform, as it was told last. */
  readonly followed: ReadonlyMap<string, readonly PersonId[]>;
  readonly delegations: readonly DelegationsTable[];
  readonly absences: readonly AbsencesTable[];
  /** What the store keeps of each person. */
  readonly rows: ReadonlyMap<PersonId, PeopleTable>;
}

/** One key for an account of any platform. */
export function accountKey(platform: string, account: string): string {
  return `${platform}:${account}`;
}

/** Joins the settings and the rows into everybody known. */
export function makeRoster(settings: Settings, kept: DirectoryRows): Roster {
  const rows = new Map(kept.people.map((row) => [row.id, row]));
  const named = Object.keys(settings.people).map((id) => fromSettings(settings, id, rows.get(id)));
  const met = kept.people.filter((row) => settings.people[row.id] === undefined).map((row) => fromRow(settings, row));
  const people = new Map([...named, ...met].flatMap((person) => (person ? [[person.id, person] as const] : [])));
  const emails = emailsOf([...people.values()]);
  const followed = membersByGroup(kept.members);
  return {
    changes: kept.changes,
    people,
    accounts: accountsOf(settings, kept.accounts, rows, emails),
    emails,
    groups: groupsOf(settings, followed, people),
    followed,
    delegations: kept.delegations,
    absences: kept.absences,
    rows,
  };
}

function membersByGroup(rows: readonly GroupMembersTable[]): Roster["followed"] {
  const byGroup = Map.groupBy(rows, ({ group }) => group);
  return new Map([...byGroup].map(([group, members]) => [group, members.map(({ person }) => person)]));
}

/** The settings' members, and those that a platform says, as long as the settings follow it. */
function groupsOf(
  { groups, platformGroups }: Settings,
  followed: Roster["followed"],
  people: Roster["people"],
): Roster["groups"] {
  const members = (name: string) =>
    platformGroups[name] === undefined
      ? []
      : (followed.get(name) ?? []).filter((id) => people.get(id)?.active === true);
  const empty: Record<string, readonly PersonId[]> = Object.create(null);
  const all = Object.entries(groups).map(([name, said]) => [name, [...new Set([...said, ...members(name)])]] as const);
  return Object.assign(empty, Object.fromEntries(all));
}

/** Whether a row is about the person of that name in the settings, and not about a namesake met before. */
export function isSamePerson(settings: Settings, row: PeopleTable): boolean {
  const email = settings.people[row.id]?.email;
  return row.source !== "met" || (email !== undefined && email === row.email);
}

function fromSettings(settings: Settings, id: string, row: PeopleTable | undefined): Person | undefined {
  const said = settings.people[id];
  if (said === undefined) return undefined;
  const own = row !== undefined && isSamePerson(settings, row) ? row : undefined;
  return {
    id,
    name: said.name,
    email: said.email,
    lang: langOf(own?.lang) ?? said.lang,
    zone: said.zone ?? own?.zone ?? undefined,
    roles: rolesOf(settings, said.email, said.roles),
    source: settings.sample ? "sample" : "settings",
    active: true,
  };
}

function fromRow(settings: Settings, row: PeopleTable): Person {
  const email = row.email ?? undefined;
  const twin = Object.values(settings.people).some((person) => email !== undefined && person.email === email);
  return {
    id: row.id,
    name: row.name,
    email,
    lang: langOf(row.lang),
    zone: row.zone ?? undefined,
    roles: rolesOf(settings, email, []),
    source: row.source,
    // Who came from the settings and is no longer there must be met again; a twin is now the one in the settings.
    active: row.active === 1 && row.source === "met" && !twin,
  };
}

function langOf(lang: string | null | undefined): Person["lang"] {
  return lang === "zh" || lang === "en" ? lang : undefined;
}

function rolesOf(settings: Settings, email: string | undefined, said: readonly Role[]): readonly Role[] {
  const admin = said.includes("admin") || (email !== undefined && settings.admins.includes(email));
  const planner = said.includes("planner") || settings.planners === "everyone";
  return [...(admin ? (["admin"] as const) : []), ...(planner ? (["planner"] as const) : [])];
}

function emailsOf(people: readonly Person[]): ReadonlyMap<string, PersonId> {
  const active = people.filter((person) => person.active);
  // The settings come first in the list; the first one keeps the email.
  return new Map(active.toReversed().flatMap(({ id, email }) => (email === undefined ? [] : [[email, id] as const])));
}

function accountsOf(
  settings: Settings,
  kept: readonly AccountsTable[],
  rows: ReadonlyMap<string, PeopleTable>,
  emails: ReadonlyMap<string, PersonId>,
): ReadonlyMap<string, PersonId> {
  const linked = kept.flatMap(({ platform, account, person }) => {
    const row = rows.get(person);
    if (row === undefined) return [];
    const named = settings.people[person];
    if (named !== undefined) {
      // An account counts for somebody in the settings only with the email by which it was recognised.
      const sure = named.email !== undefined && named.email === row.email;
      return sure ? [[accountKey(platform, account), person] as const] : [];
    }
    const now = row.email === null ? person : (emails.get(row.email) ?? person);
    return [[accountKey(platform, account), now] as const];
  });
  const said = Object.entries(settings.people).flatMap(([id, { accounts }]) =>
    Object.entries(accounts).flatMap(([platform, account]) =>
      account === undefined ? [] : [[accountKey(platform, account), id] as const],
    ),
  );
  return new Map([...linked, ...said]);
}
