/**
 * Ids as the platform makes them: a prefix that says what it is, and 32 hexadecimal digits.
 */
import { randomBytes, randomUUID } from "node:crypto";

export function newId(prefix: "om" | "oc" | "ou" | "on" | "omt" | "c" | "t" | "file_v3" | "img_v3"): string {
  return `${prefix}${prefix === "c" || prefix === "t" ? "-" : "_"}${randomBytes(16).toString("hex")}`;
}

/** Codes of approvals and their instances, in capitals. */
export function newCode(): string {
  return randomUUID().toUpperCase();
}

/** Ids of tasks: digits alone, longer than a double can hold. */
let lastTask = 7_090_754_740_375_519_000n;
export function newTaskId(): string {
  lastTask += 1n;
  return String(lastTask);
}
