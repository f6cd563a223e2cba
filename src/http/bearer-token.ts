/**
 * Whose token a request carries.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { TokenSettings } from "../settings/sections.ts";

const BEARER = /^Bearer +([\x21-\x7e]{1,1024})$/i;

/** The token of an `Authorization` header; every known one is compared, in constant time, whichever it is. */
export function tokenOf(
  authorization: string | undefined,
  tokens: readonly TokenSettings[],
): TokenSettings | undefined {
  const secret = BEARER.exec(authorization ?? "")?.[1];
  if (secret === undefined) return undefined;
  const hash = createHash("sha256").update(secret).digest();
  return tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, "hex"), hash))[0];
}
