/**
 * A memory of the latest things by key, which forgets the oldest when there are too many.
 */
export interface Recent<T> {
  get(key: string): T | undefined;
  note(key: string, thing: T): void;
}

/** Remembers so many; noting a key again makes it the latest. */
export function createRecent<T>(most: number): Recent<T> {
  const things = new Map<string, T>();
  return {
    get: (key) => things.get(key),
    note(key, thing) {
      things.delete(key);
      things.set(key, thing);
      const oldest = things.size > most ? things.keys().next().value : undefined;
      if (oldest !== undefined) things.delete(oldest);
    },
  };
}
