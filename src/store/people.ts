/**
 * The directory: people, their accounts on each platform, groups, and who stands in for whom.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { DelegationsTable, PeopleTable } from "./tables.ts";

export type PersonRow = Selectable<PeopleTable>;
export type DelegationRow = Selectable<DelegationsTable>;

export interface AccountName {
  readonly platform: string;
  readonly account: string;
}

export async function allPeople(reader: Reader): Promise<readonly PersonRow[]> {
  return reader.selectFrom("people").selectAll().orderBy("id").execute();
}

export async function findPerson(reader: Reader, id: string): Promise<PersonRow | undefined> {
  return reader.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
}

/** An email is one person's, whatever its case. */
export async function findPersonByEmail(reader: Reader, email: string): Promise<PersonRow | undefined> {
  return reader.selectFrom("people").selectAll().where("email", "=", email.toLowerCase()).executeTakeFirst();
}

export async function findPersonByAccount(reader: Reader, name: AccountName): Promise<PersonRow | undefined> {
  return reader
    .selectFrom("accounts")
    .innerJoin("people", "people.id", "accounts.person")
    .selectAll("people")
    .where("accounts.platform", "=", name.platform)
    .where("accounts.account", "=", name.account)
    .executeTakeFirst();
}

/** Adds a person or replaces what is known of one. */
export async function savePerson(tx: Tx, row: PersonRow): Promise<void> {
  const person = { ...row, email: row.email?.toLowerCase() ?? null };
  const { id: _id, ...rest } = person;
  await tx
    .insertInto("people")
    .values(person)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(rest))
    .execute();
}

export async function updatePerson(tx: Tx, id: string, change: Partial<Omit<PersonRow, "id">>): Promise<void> {
  const lowered = change.email == null ? change : { ...change, email: change.email.toLowerCase() };
  await tx.updateTable("people").set(lowered).where("id", "=", id).execute();
}

/** Says whose account it is; an account is one person's. */
export async function linkAccount(tx: Tx, name: AccountName, person: string): Promise<void> {
  await tx
    .insertInto("accounts")
    .values({ ...name, person })
    .onConflict((conflict) => conflict.columns(["platform", "account"]).doUpdateSet({ person }))
    .execute();
}

export async function accountsOf(reader: Reader, person: string): Promise<readonly AccountName[]> {
  return reader
    .selectFrom("accounts")
    .select(["platform", "account"])
    .where("person", "=", person)
    .orderBy("platform")
    .orderBy("account")
    .execute();
}

/** Members by group name. */
export async function allGroups(reader: Reader): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await reader.selectFrom("group_members").selectAll().orderBy("group").orderBy("person").execute();
  const groups = Map.groupBy(rows, (row) => row.group);
  return Object.fromEntries([...groups].map(([group, members]) => [group, members.map((row) => row.person)]));
}

/** Says anew who is in a group. */
export async function replaceGroup(tx: Tx, group: string, people: readonly string[]): Promise<void> {
  await tx.deleteFrom("group_members").where("group", "=", group).execute();
  const rows = [...new Set(people)].map((person) => ({ group, person }));
  if (rows.length > 0) await tx.insertInto("group_members").values(rows).execute();
}

export async function addDelegation(tx: Tx, row: DelegationRow): Promise<void> {
  await tx.insertInto("delegations").values(row).execute();
}

/** Who stands in for whom at this moment. */
export async function delegationsAt(reader: Reader, now: number): Promise<readonly DelegationRow[]> {
  return reader
    .selectFrom("delegations")
    .selectAll()
    .where("until", ">", now)
    .where("since", "<=", now)
    .orderBy("since")
    .orderBy("id")
    .execute();
}

/** Ends all that somebody has delegated; answers how many there were. */
export async function endDelegations(tx: Tx, from: string, now: number): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("delegations")
    .set({ until: now })
    .where("from_person", "=", from)
    .where("until", ">", now)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
