/**
 * What can go wrong with a request, and which one it will go wrong with.
 */

export type Fault =
  /** Too fast: 403, and nothing is done. */
  | { readonly kind: "qps" }
  /** The server's three seconds are over; it may have done it all the same. */
  | { readonly kind: "504"; readonly done: boolean }
  /** The connection breaks before an answer. */
  | { readonly kind: "cut"; readonly done: boolean }
  /** Nothing comes. */
  | { readonly kind: "hang" }
  /** The app has no permission for it. */
  | { readonly kind: "forbidden" }
  /** The token is taken no more. */
  | { readonly kind: "token" }
  /** 200, and the card reaches nobody. */
  | { readonly kind: "undelivered"; readonly why: string };

export interface Faults {
  /** So many of the next requests to a path that contains this go wrong. */
  next(path: string, fault: Fault, times?: number): void;
  /** The organisation's calls of this month are used up, or are there again. */
  quota(used: boolean): void;
  readonly quotaUsed: boolean;
  take(path: string): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: { readonly path: string; readonly fault: Fault; times: number }[] = [];
  let quotaUsed = false;
  return {
    next: (path, fault, times = 1) => void waiting.push({ path, fault, times }),
    quota: (used) => {
      quotaUsed = used;
    },
    get quotaUsed() {
      return quotaUsed;
    },
    take: (path) => {
      const found = waiting.find((each) => each.times > 0 && path.includes(each.path));
      if (!found) return undefined;
      found.times--;
      return found.fault;
    },
    clear: () => {
      waiting = [];
      quotaUsed = false;
    },
  };
}
