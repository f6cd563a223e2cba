/**
 * Signing in to the console: one-time links, and the sessions they begin. Only hashes of secrets are stored.
 */
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { SessionsTable } from "./tables.ts";

export type SessionRow = Selectable<SessionsTable>;

/** Long enough to walk to another device, short enough to be useless in a log. */
export const LINK_LASTS = 10 * 60_000;

/** Secrets are long and random, so a fast hash keeps them. */
function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export async function addLoginLink(tx: Tx, link: { secret: string; person: string; now: number }): Promise<void> {
  const { secret, person, now } = link;
  await tx
    .insertInto("login_links")
    .values({ hash: hashSecret(secret), person, expires_at: now + LINK_LASTS, used_at: null })
    .execute();
}

/** Takes a link, once; answers whose it is, or nothing when it is unknown, used or too old. */
export async function takeLoginLink(tx: Tx, secret: string, now: number): Promise<string | undefined> {
  const taken = await tx
    .updateTable("login_links")
    .set({ used_at: now })
    .where("hash", "=", hashSecret(secret))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("person")
    .executeTakeFirst();
  return taken?.person;
}

export async function addSession(
  tx: Tx,
  session: { secret: string; person: string; now: number; expiresAt: number },
): Promise<void> {
  const { secret, person, now, expiresAt } = session;
  await tx
    .insertInto("sessions")
    .values({ hash: hashSecret(secret), person, created_at: now, expires_at: expiresAt, ended_at: null })
    .execute();
}

/** The session of this cookie, if it still holds. */
export async function findSession(reader: Reader, secret: string, now: number): Promise<SessionRow | undefined> {
  return reader
    .selectFrom("sessions")
    .selectAll()
    .where("hash", "=", hashSecret(secret))
    .where("ended_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
}

export async function endSession(tx: Tx, secret: string, now: number): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ ended_at: now })
    .where("hash", "=", hashSecret(secret))
    .where("ended_at", "is", null)
    .execute();
}
