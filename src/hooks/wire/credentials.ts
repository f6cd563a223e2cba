/**
 * Values of credentials, hidden wherever they stand.
 */

export const MASK = "********";

/** What holds the value of a credential, beside its name and description. */
const HELD: readonly string[] = ["value", "default", "choice_value", "choice_option", "script", "repo"];

/** The same with the values of everything that says `is_credential: true` replaced. */
export function withoutCredentials<T>(value: T): T;
export function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutCredentials(part));
  if (typeof value !== "object" || value === null) return value;
  const secret = "is_credential" in value && value.is_credential === true;
  const pairs = Object.entries(value).map(([key, part]) => {
    return [key, secret && HELD.includes(key) ? masked(part) : withoutCredentials(part)];
  });
  return Object.fromEntries(pairs);
}

/** An empty value hides nothing, and says that there is none. */
function masked(value: unknown): unknown {
  if (value === "" || value === null || value === undefined) return value;
  return Array.isArray(value) ? value.map(masked) : MASK;
}
