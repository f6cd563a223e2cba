/**
 * What this process knows of the keys it was asked to start.
 *
 * gonogo asks `find` before it attempts a key again, and gives a new key after a person decided. So a key that is started
 * here was never attempted elsewhere without an answer.
 */

/** Parameters as they were sent. */
export type Sent = readonly Readonly<Record<string, unknown>>[];

export type Attempt =
  | { readonly attempt: "started"; readonly ref: string }
  /** Zadig may have started it: as a task newer than `before`, with these parameters. */
  | { readonly attempt: "unsure"; readonly before?: number | undefined; readonly parameters?: Sent }
  | { readonly attempt: "refused" };

/** Many more than are under way at once; the oldest are forgotten first. */
const MOST = 5_000;

/** A map that forgets its oldest entries. */
export interface Memory<Value> {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  note(key: string, value: Value): void;
}

export function createMemory<Value>(): Memory<Value> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    has: (key) => values.has(key),
    note(key, value) {
      values.delete(key);
      values.set(key, value);
      const oldest = values.size > MOST ? values.keys().next().value : undefined;
      if (oldest !== undefined) values.delete(oldest);
    },
  };
}
