/**
 * A person as gonogo knows them, and the words that find one.
 */
import type { PersonId } from "../plan/content.ts";
import type { Role } from "../plan/context.ts";

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email?: string | undefined;
  /** What the person or the settings chose; undefined means the language of the instance. */
  readonly lang?: "zh" | "en" | undefined;
  /** The person's own time zone; undefined means that of the instance. */
  readonly zone?: string | undefined;
  readonly roles: readonly Role[];
  readonly source: "settings" | "sample" | "met";
  /** False for somebody who is no longer in the settings: still named in logs, and no longer anybody. */
  readonly active: boolean;
}

const LONGEST_NAME = 80;
const LONGEST_ID = 40;
/** Words that mean something else where a person can be named, or that every object of the language has. */
const RESERVED = ["all", "any", "bot", "constructor", "everyone", "gonogo", "group", "me", "system"];

/** A name on one line, without characters that cannot be seen or that turn the direction of text. */
export function cleanName(name: string): string {
  const visible = name.normalize("NFC").replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  const plain = visible.replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, "").replace(/\s+/gu, " ");
  return Array.from(plain.trim()).slice(0, LONGEST_NAME).join("");
}

/** Texts that differ only in case, width or outer spaces are the same word. */
export function sameWord(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

/** A directory name for somebody met: from the email, else from the name, else `member`. */
export function idFrom(email: string | undefined, name: string | undefined): string {
  const fromEmail = idWord(email?.split("@", 1)[0] ?? "");
  const word = fromEmail === "" ? idWord(name ?? "") : fromEmail;
  return word === "" ? "member" : word;
}

/** The id itself for `place` 1, unless it is reserved; then `id-2`, `id-3` and so on. */
export function idCandidate(id: string, place: number): string {
  const number = RESERVED.includes(id) ? place + 1 : place;
  return number === 1 ? id : `${id}-${number}`;
}

function idWord(text: string): string {
  const word = sameWord(cleanName(text)).replace(/[^\p{Ll}\p{Lo}\p{M}\p{N}]+/gu, "-");
  return Array.from(word)
    .slice(0, LONGEST_ID)
    .join("")
    .replace(/^[-\p{M}]+|-+$/gu, "");
}
