/**
 * Values of credentials, hidden wherever they stand.
 */

export const MASK = "********";

/** What holds the value of a credential, beside its name and description. */
const HELD: readonly string[] = [
  "value",
  "default",
  "choice_value",
  "choice_option",
  "choice_options",
  "script",
  "repo",
];

/** The same with the values of everything that says `is_credential: true` replaced, at any depth. */
export function withoutCredentials<T>(value: T): T;
export function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutCredentials(part));
  if (!isObject(value)) return value;
  const secret = "is_credential" in value && value.is_credential === true;
  return mapped(value, (part, key) => (secret && HELD.includes(key) ? masked(part) : withoutCredentials(part)));
}

/** An empty value hides nothing, and says that there is none. */
function masked(value: unknown): unknown {
  if (value === "" || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map(masked);
  return isObject(value) ? mapped(value, maskedTexts) : MASK;
}

/** A repository stays one: its numbers and switches keep their types. */
function maskedTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedTexts);
  if (isObject(value)) return mapped(value, maskedTexts);
  return typeof value === "string" ? masked(value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function mapped(value: object, change: (part: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part, key)]));
}
