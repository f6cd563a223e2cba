/**
 * Mail: what was sent, who wants no more than is needed, and the one-time links in it. Only hashes of secrets are stored.
 */
import { createHash } from "node:crypto";
import type { Reader, Tx } from "./store.ts";

function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export async function wasMailed(reader: Reader, key: string): Promise<boolean> {
  const row = await reader.selectFrom("mails").select("key").where("key", "=", key).executeTakeFirst();
  return row !== undefined;
}

export async function markMailed(tx: Tx, key: string, at: number): Promise<void> {
  await tx
    .insertInto("mails")
    .values({ key, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function wantsMail(reader: Reader, email: string): Promise<boolean> {
  const row = await reader.selectFrom("mail_refusals").select("email").where("email", "=", email).executeTakeFirst();
  return row === undefined;
}

export async function refuseMail(tx: Tx, email: string, at: number): Promise<void> {
  await tx
    .insertInto("mail_refusals")
    .values({ email, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface MailLink {
  readonly secret: string;
  /** The address it was sent to. */
  readonly person: string;
  readonly purpose: "decide" | "leave";
  readonly payload: string;
  readonly expiresAt: number;
}

export async function addMailLink(tx: Tx, { secret, person, purpose, payload, expiresAt }: MailLink): Promise<void> {
  const row = { hash: hashSecret(secret), person, purpose, payload, expires_at: expiresAt, used_at: null };
  await tx.insertInto("decision_links").values(row).execute();
}

/** The link of this secret, as long as it holds. */
export async function findMailLink(
  reader: Reader,
  secret: string,
  purpose: MailLink["purpose"],
  now: number,
): Promise<Pick<MailLink, "person" | "payload"> | undefined> {
  return reader
    .selectFrom("decision_links")
    .select(["person", "payload"])
    .where("hash", "=", hashSecret(secret))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
}

export async function useMailLink(tx: Tx, secret: string, now: number): Promise<void> {
  await tx.updateTable("decision_links").set({ used_at: now }).where("hash", "=", hashSecret(secret)).execute();
}

/** Forgets links that no longer hold, and which mails were sent before. */
export async function forgetMails(tx: Tx, { links, mails }: { links: number; mails: number }): Promise<void> {
  await tx.deleteFrom("decision_links").where("expires_at", "<", links).execute();
  await tx.deleteFrom("mails").where("at", "<", mails).execute();
}
