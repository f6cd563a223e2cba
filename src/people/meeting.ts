/**
 * Meeting an account: whose it is, and what must be written when somebody is met for the first time.
 */
import type { Account } from "../chat/ports.ts";
import type { Settings } from "../settings/settings.ts";
import type { PeopleTable } from "../store/tables.ts";
import type { Person } from "./person.ts";
import { cleanName, idCandidate, idFrom, sameWord } from "./person.ts";
import type { Roster } from "./roster.ts";
import { accountKey, isSamePerson } from "./roster.ts";

/** Where accounts are directory names themselves. */
const CONSOLE = "console";
/** Where accounts are addresses, which are known or not. */
export const MAIL = "email";

export type Meeting =
  | { readonly kind: "known"; readonly person: Person }
  | { readonly kind: "outside" }
  /** The account is new, or says more than is known: keep this row, and the account with it. */
  | { readonly kind: "new"; readonly row: PeopleTable };

/** Who has this account, as far as the roster knows; nobody is met. */
export function ownerOf(roster: Roster, platform: string, account: string): Person | undefined {
  const mailed = platform === MAIL ? roster.emails.get(account) : undefined;
  const id = platform === CONSOLE ? account : (mailed ?? roster.accounts.get(accountKey(platform, account)));
  const person = id === undefined ? undefined : roster.people.get(id);
  return person?.active === true ? person : undefined;
}

/** What meeting this account means. */
export function meetAccount(roster: Roster, settings: Settings, account: Account): Meeting {
  const { platform, id } = account;
  const person = ownerOf(roster, platform, id);
  if (platform === MAIL) return person ? { kind: "known", person } : { kind: "outside" };
  if (person !== undefined && isNamed(settings, person, account)) return { kind: "known", person };
  if (account.outside === true || platform === CONSOLE) {
    return platform === CONSOLE && person !== undefined ? { kind: "known", person } : { kind: "outside" };
  }
  const email = emailOf(account);
  if (person !== undefined) return learned(roster, settings, person, email) ?? { kind: "known", person };
  const byEmail = email === undefined ? undefined : roster.emails.get(email);
  if (byEmail !== undefined) return { kind: "new", row: rowOf(roster, settings, byEmail, account) };
  const former = roster.rows.get(roster.accounts.get(accountKey(platform, id)) ?? "");
  if (former !== undefined && settings.people[former.id] === undefined) {
    return { kind: "new", row: { ...former, source: "met", active: 1 } };
  }
  return { kind: "new", row: rowOf(roster, settings, freshId(roster, account, email), account) };
}

/**
 * The row that keeps what is known of somebody. Of whom the settings name it holds only what they leave open, so that a
 * change of the settings counts.
 */
export function rowOf(roster: Roster, settings: Settings, id: string, account?: Account): PeopleTable {
  const person = roster.people.get(id);
  const said = settings.people[id];
  const row = roster.rows.get(id);
  const kept = row !== undefined && isSamePerson(settings, row) ? row : undefined;
  return {
    id,
    name: person?.name ?? (cleanName(account?.name ?? "") || id),
    email: person?.email ?? (account && emailOf(account)) ?? null,
    lang: kept?.lang ?? (said?.lang === undefined ? account?.lang : undefined) ?? null,
    zone: kept?.zone ?? (said?.zone === undefined ? account?.zone : undefined) ?? null,
    roles: JSON.stringify([]),
    source: person?.source ?? "met",
    active: 1,
  };
}

/** Accounts that the settings name count wherever they come from. */
function isNamed(settings: Settings, person: Person, account: Account): boolean {
  const accounts: Readonly<Record<string, string | undefined>> = settings.people[person.id]?.accounts ?? {};
  return accounts[account.platform] === account.id;
}

/** Somebody met without an email, whose platform now tells it. */
function learned(roster: Roster, settings: Settings, person: Person, email: string | undefined): Meeting | undefined {
  if (person.source !== "met" || person.email !== undefined || email === undefined) return undefined;
  if (roster.emails.has(email)) return undefined;
  return { kind: "new", row: { ...rowOf(roster, settings, person.id), email } };
}

function emailOf(account: Account): string | undefined {
  const email = sameWord(account.email ?? "");
  return /^[^\s@]+@[^\s@]+$/u.test(email) ? email : undefined;
}

function freshId(roster: Roster, account: Account, email: string | undefined): string {
  const base = idFrom(email, account.name);
  const taken = (id: string) => roster.people.has(id) || roster.rows.has(id) || Object.hasOwn(roster.groups, id);
  for (let place = 1; ; place++) {
    const id = idCandidate(base, place);
    if (!taken(id)) return id;
  }
}
