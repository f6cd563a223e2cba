/**
 * Which files plans name, which wait for their item, and the key of links to them. Their bytes are elsewhere.
 */
import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import type { Reader, Store, Tx } from "./store.ts";
import type { FilesTable, UploadsTable } from "./tables.ts";

export type FileRow = Selectable<FilesTable>;
export type UploadRow = Selectable<UploadsTable>;

/** Notes what a log entry names; a repeat is nothing new. */
export async function insertFiles(tx: Tx, rows: readonly FileRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("files")
    .values([...rows])
    .onConflict((conflict) => conflict.columns(["plan_id", "item", "hash"]).doNothing())
    .execute();
}

export async function findFile(reader: Reader, planId: string, hash: string): Promise<FileRow | undefined> {
  return reader
    .selectFrom("files")
    .selectAll()
    .where("plan_id", "=", planId)
    .where("hash", "=", hash)
    .executeTakeFirst();
}

export interface NamedFile {
  readonly index: number;
  readonly hash: string;
}

/** Files that plans name, each once a plan, a page at a time; of one plan, if it is asked for. */
export async function namedFiles(
  reader: Reader,
  only: number | undefined,
  after: NamedFile | undefined,
  limit: number,
): Promise<readonly NamedFile[]> {
  let query = reader
    .selectFrom("files")
    .innerJoin("plans", "plans.id", "files.plan_id")
    .select(["plans.index", "files.hash"])
    .distinct()
    .orderBy("plans.index")
    .orderBy("files.hash")
    .limit(limit);
  if (only !== undefined) query = query.where("plans.index", "=", only);
  if (after) {
    const { index, hash } = after;
    query = query.where((where) =>
      where.or([
        where("plans.index", ">", index),
        where.and([where("plans.index", "=", index), where("files.hash", ">", hash)]),
      ]),
    );
  }
  return query.execute();
}

/** A plan names it, or it waits for its item. */
export async function isWanted(reader: Reader, hash: string): Promise<boolean> {
  const named = await reader.selectFrom("files").select("hash").where("hash", "=", hash).executeTakeFirst();
  if (named) return true;
  const waits = await reader.selectFrom("uploads").select("hash").where("hash", "=", hash).executeTakeFirst();
  return waits !== undefined;
}

/** Keeps what somebody sent without saying what for; the same again is only newer. */
export async function keepUpload(tx: Tx, row: UploadRow): Promise<void> {
  await tx
    .insertInto("uploads")
    .values(row)
    .onConflict((conflict) => conflict.columns(["person", "place", "hash"]).doUpdateSet({ at: row.at, name: row.name }))
    .execute();
}

/** What somebody sent there since, the first one first. */
export async function uploadsOf(
  reader: Reader,
  person: string,
  place: string,
  since: number,
): Promise<readonly UploadRow[]> {
  return reader
    .selectFrom("uploads")
    .selectAll()
    .where("person", "=", person)
    .where("place", "=", place)
    .where("at", ">", since)
    .orderBy("at")
    .orderBy("hash")
    .execute();
}

export async function dropUploads(tx: Tx, person: string, place: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx
    .deleteFrom("uploads")
    .where("person", "=", person)
    .where("place", "=", place)
    .where("hash", "in", [...hashes])
    .execute();
}

export async function forgetUploads(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom("uploads").where("at", "<", before).execute();
}

/** The key that links are signed with: made once, and the same for every replica. */
export async function fileKey(store: Store): Promise<string> {
  const find = (reader: Reader) =>
    reader.selectFrom("file_keys").select("secret").where("name", "=", "links").executeTakeFirst();
  const known = await find(store.read);
  if (known) return known.secret;
  return store.write(async (tx) => {
    const secret = randomBytes(32).toString("base64url");
    await tx
      .insertInto("file_keys")
      .values({ name: "links", secret })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    const made = await tx
      .selectFrom("file_keys")
      .select("secret")
      .where("name", "=", "links")
      .executeTakeFirstOrThrow();
    return made.secret;
  });
}
