/**
 * The directory as a whole: loaded at once into memory, and changed under one count, so that each process sees the
 * changes of the others and two who decide on the same state do not both write.
 */
import type { Reader, Tx } from "./store.ts";
import type { AbsencesTable, AccountsTable, DelegationsTable, GroupMembersTable, PeopleTable } from "./tables.ts";

const CHANGES = "directory-changes";

export interface DirectoryRows {
  readonly changes: number;
  readonly people: readonly PeopleTable[];
  readonly accounts: readonly AccountsTable[];
  readonly members: readonly GroupMembersTable[];
  /** Those that have not ended, also if they begin later. */
  readonly delegations: readonly DelegationsTable[];
  readonly absences: readonly AbsencesTable[];
}

/** How many changes the directory has had. */
export async function countChanges(reader: Reader): Promise<number> {
  const row = await reader.selectFrom("counters").select("value").where("name", "=", CHANGES).executeTakeFirst();
  return row?.value ?? 0;
}

/** Everything the directory keeps. The count is read first: a change in between is then seen by the next look at it. */
export async function loadDirectory(reader: Reader, now: number): Promise<DirectoryRows> {
  const changes = await countChanges(reader);
  const people = await reader.selectFrom("people").selectAll().orderBy("id").execute();
  const accounts = await reader.selectFrom("accounts").selectAll().orderBy("platform").orderBy("account").execute();
  const members = await reader.selectFrom("group_members").selectAll().orderBy("group").orderBy("person").execute();
  const open = reader.selectFrom("delegations").selectAll().where("until", ">", now);
  const absences = await reader.selectFrom("absences").selectAll().orderBy("person").orderBy("source").execute();
  return {
    changes,
    people,
    accounts,
    members,
    absences,
    delegations: await open.orderBy("since").orderBy("id").execute(),
  };
}

/**
 * Claims the right to change what was loaded at `expected` changes. Answers false when somebody else changed it since:
 * load, and decide again.
 */
export async function claimChange(tx: Tx, expected: number): Promise<boolean> {
  await tx
    .insertInto("counters")
    .values({ name: CHANGES, value: 0 })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const claim = tx
    .updateTable("counters")
    .set({ value: expected + 1 })
    .where("name", "=", CHANGES);
  const { numUpdatedRows } = await claim.where("value", "=", expected).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes every account away from a person. */
export async function unlinkAccounts(tx: Tx, person: string): Promise<void> {
  await tx.deleteFrom("accounts").where("person", "=", person).execute();
}

/** Ends what `from` delegated to `to`, or to anybody; answers whether there was something to end. */
export async function endDelegation(tx: Tx, from: string, to: string | undefined, now: number): Promise<boolean> {
  const all = tx
    .updateTable("delegations")
    .set({ until: now })
    .where("from_person", "=", from)
    .where("until", ">", now);
  const { numUpdatedRows } = await (to === undefined ? all : all.where("to_person", "=", to)).executeTakeFirst();
  return numUpdatedRows > 0n;
}
