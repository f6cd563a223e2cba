/**
 * `{"encrypt": …}`: AES-256-CBC with the SHA-256 of the Encrypt Key, base64, the IV in front.
 */
import { createDecipheriv, createHash } from "node:crypto";

const IV = 16;

/** The text inside; undefined for what was not encrypted with this key. */
export function decrypt(encrypted: string, key: string): string | undefined {
  const data = Buffer.from(encrypted, "base64");
  if (data.length < 2 * IV || data.length % IV !== 0) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), data.subarray(0, IV));
    const plain = Buffer.concat([decipher.update(data.subarray(IV)), decipher.final()]);
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    return undefined;
  }
}
