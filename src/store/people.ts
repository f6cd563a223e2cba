/**
 * Single entries of the directory: a person, an account on a platform, a group's members, a delegation.
 */
import type { Selectable } from "kysely";
import type { Tx } from "./store.ts";
import type { DelegationsTable, PeopleTable } from "./tables.ts";

export type PersonRow = Selectable<PeopleTable>;
export type DelegationRow = Selectable<DelegationsTable>;

export interface AccountName {
  readonly platform: string;
  readonly account: string;
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

/** Says whose account it is; an account is one person's. */
export async function linkAccount(tx: Tx, name: AccountName, person: string): Promise<void> {
  await tx
    .insertInto("accounts")
    .values({ ...name, person })
    .onConflict((conflict) => conflict.columns(["platform", "account"]).doUpdateSet({ person }))
    .execute();
}

/** Says who is in a group, in place of what was said before. */
export async function replaceMembers(tx: Tx, group: string, people: readonly string[]): Promise<void> {
  await tx.deleteFrom("group_members").where("group", "=", group).execute();
  if (people.length === 0) return;
  await tx
    .insertInto("group_members")
    .values(people.map((person) => ({ group, person })))
    .execute();
}

export async function addDelegation(tx: Tx, row: DelegationRow): Promise<void> {
  await tx.insertInto("delegations").values(row).execute();
}
