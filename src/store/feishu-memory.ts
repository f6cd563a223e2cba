/**
 * What the Feishu adapter must remember, by name.
 */
import type { Reader, Tx } from "./store.ts";

export async function findFeishuMemory(reader: Reader, name: string): Promise<string | undefined> {
  const row = await reader.selectFrom("feishu_memory").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

/** What had the name before is replaced. */
export async function putFeishuMemory(tx: Tx, name: string, value: string, at: number): Promise<void> {
  await tx
    .insertInto("feishu_memory")
    .values({ name, value, at })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value, at }))
    .execute();
}

/** Forgets what names of these kinds were last written before `before`; the kind is what stands in front of the colon. */
export async function forgetFeishuMemory(tx: Tx, kinds: readonly string[], before: number): Promise<void> {
  for (const kind of kinds) {
    await tx.deleteFrom("feishu_memory").where("name", "like", `${kind}:%`).where("at", "<", before).execute();
  }
}
