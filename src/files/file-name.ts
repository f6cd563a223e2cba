/**
 * What a file may be called: something that every system can save, and that looks like what it is.
 */
import { LIMITS } from "../plan/content.ts";

/** Control characters, and marks that turn or hide what stands around them. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;
/** Names of devices on Windows, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/iu;

export type NameProblem = "name-path" | "name-hidden" | "name-device" | "name-long" | "name-empty";

/** Why a file can't be called so; undefined for a name that it can. */
export function nameProblem(name: string): NameProblem | undefined {
  if (name.trim() === "") return "name-empty";
  if (name.length > LIMITS.name) return "name-long";
  if (HIDDEN.test(name)) return "name-hidden";
  const plain = name.normalize("NFKC");
  if (/[/\\]|^\.{1,2}$|%2f|%5c|[. ]$/iu.test(plain)) return "name-path";
  return DEVICE.test(plain.trim()) ? "name-device" : undefined;
}

/** The part after the last dot, in lower case. */
export function extensionOf(name: string): string {
  return /\.([\p{L}\p{N}]{1,16})$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}
