/**
 * Links to files for cards: whoever sees the card may fetch the file, and nobody can make a link to another one.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

const DAY = 24 * 60 * 60_000;
/** A link on a card is drawn anew whenever the card is; after this it must be asked for again. */
const LINK_LASTS = 30 * DAY;

export interface FileName {
  /** The plan's number. */
  readonly index: number;
  readonly hash: string;
}

/** The path of a file, good for thirty days after its plan changed. The same for the whole day, so that cards stay as they are. */
export function filePath({ index, hash }: FileName, changedAt: number, key: string): string {
  const day = Math.ceil((changedAt + LINK_LASTS) / DAY);
  const name = Buffer.from(hash, "hex").toString("base64url");
  return `/files/${index}/${name}/${day.toString(36)}.${signature({ index, hash }, day, key)}`;
}

export type LinkReading =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly why: "wrong" | "over" };

/** What a link names, if it was made with this key and its time is not over. */
export function readFilePath(
  { index, name, seal }: { readonly index: number; readonly name: string; readonly seal: string },
  now: number,
  key: string,
): LinkReading {
  const hash = Buffer.from(name, "base64url").toString("hex");
  const [, days = "", signed = ""] = /^([0-9a-z]{1,8})\.([\w-]{22})$/u.exec(seal) ?? [];
  const day = Number.parseInt(days, 36);
  if (!/^[0-9a-f]{64}$/u.test(hash) || !Number.isSafeInteger(day)) return { ok: false, why: "wrong" };
  const wanted = signature({ index, hash }, day, key);
  if (!timingSafeEqual(Buffer.from(wanted), Buffer.from(signed))) return { ok: false, why: "wrong" };
  return day * DAY > now ? { ok: true, hash } : { ok: false, why: "over" };
}

function signature({ index, hash }: FileName, day: number, key: string): string {
  return createHmac("sha256", key).update(`file:${index}:${hash}:${day}`).digest("base64url").slice(0, 22);
}
