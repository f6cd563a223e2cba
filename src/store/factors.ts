/**
 * Authenticators as rows: the secret is encrypted by whoever keeps it here.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { FactorsTable } from "./tables.ts";

export type FactorRow = Selectable<FactorsTable>;

export async function findFactor(reader: Reader, person: string): Promise<FactorRow | undefined> {
  return reader.selectFrom("factors").selectAll().where("person", "=", person).executeTakeFirst();
}

/** When the person gave a second factor last. */
export async function provenAt(reader: Reader, person: string): Promise<number | undefined> {
  return (await findFactor(reader, person))?.proven_at ?? undefined;
}

/** Keeps a new authenticator, unless the person has one that works and was not proven after `since`. */
export async function replaceFactor(
  tx: Tx,
  { person, secret }: Pick<FactorRow, "person" | "secret">,
  since: number,
): Promise<boolean> {
  const fresh = { secret, confirmed_at: null, last_step: 0, proven_at: null, failures: 0, first_failure_at: null };
  const row = await tx
    .insertInto("factors")
    .values({ person, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column("person")
        .doUpdateSet(fresh)
        .where((where) =>
          where.or([where("factors.confirmed_at", "is", null), where("factors.proven_at", ">", since)]),
        ),
    )
    .returning("person")
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts an attempt before it is looked at; false when there were `most` since then. */
export async function beginAttempt(
  tx: Tx,
  person: string,
  { at, most, since }: { readonly at: number; readonly most: number; readonly since: number },
): Promise<boolean> {
  // Old failures are forgotten first.
  await tx
    .updateTable("factors")
    .set({ failures: 0, first_failure_at: null })
    .where("person", "=", person)
    .where("first_failure_at", "<=", since)
    .execute();
  const { numUpdatedRows } = await tx
    .updateTable("factors")
    .set((expression) => ({
      failures: expression("failures", "+", 1),
      first_failure_at: expression.fn.coalesce("first_failure_at", expression.val(at)),
    }))
    .where("person", "=", person)
    .where("failures", "<", most)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A code of this step was right: it and those before are used up. False when it was used already. */
export async function proveFactor(tx: Tx, person: string, step: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("factors")
    .set((expression) => ({
      last_step: step,
      proven_at: at,
      confirmed_at: expression.fn.coalesce("confirmed_at", expression.val(at)),
      failures: 0,
      first_failure_at: null,
    }))
    .where("person", "=", person)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function removeFactor(tx: Tx, person: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("factors").where("person", "=", person).executeTakeFirst();
  return numDeletedRows === 1n;
}
