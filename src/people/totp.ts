/**
 * Codes of authenticators: RFC 6238 with SHA-1, six digits and steps of 30 seconds, as every authenticator takes them.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../plan/content.ts";

const STEP = 30_000;
const DIGITS = 6;
/** Clocks differ: a code of the step before or after is good as well. */
const TOLERANCE = [0, -1, 1];
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a time step (RFC 4226, 5.3). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, "0");
}

/** The step that a code belongs to, if it is one of about now. */
export function stepOf(secret: Uint8Array, code: string, now: Instant): number | undefined {
  const typed = code.normalize("NFKC").replace(/[\s-]/gu, "");
  if (!/^\d{6}$/u.test(typed)) return undefined;
  const current = Math.floor(now / STEP);
  const near = TOLERANCE.map((ahead) => current + ahead).filter((step) => step >= 0);
  return near.find((step) => timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(typed)));
}

/** As authenticators read it, by hand or in an `otpauth:` address. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/gu) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

export function otpauthUri(secret: Uint8Array, account: string): string {
  const label = encodeURIComponent(`gonogo:${account}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=gonogo`;
}
