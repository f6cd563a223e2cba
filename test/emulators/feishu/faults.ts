/**
 * What goes wrong on purpose: the next calls of some kind are answered as a bad day answers them.
 */
import { ApiError, cardError, tooMany } from "./api-error.ts";

export type Fault =
  /** 429 with the header that says when. */
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "broken"; readonly status: number }
  /** The card is being clicked. */
  | { readonly kind: "locked" }
  /** Answered late; what was asked is done at once. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Done, and the connection breaks before the answer. */
  | { readonly kind: "lost-answer" }
  | { readonly kind: "refused"; readonly code: number; readonly status?: number };

export interface Faults {
  /** The next `times` calls whose `METHOD /path` matches. */
  add(on: RegExp, fault: Fault, times?: number): void;
  clear(): void;
  /** The fault of this call, used up. */
  take(line: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { readonly on: RegExp; readonly fault: Fault; left: number }[] = [];
  return {
    add: (on, fault, times = 1) => void waiting.push({ on, fault, left: times }),
    clear: () => {
      waiting = [];
    },
    take(line) {
      const found = waiting.find(({ on }) => on.test(line));
      if (!found) return undefined;
      found.left--;
      if (found.left === 0) waiting = waiting.filter((each) => each !== found);
      return found.fault;
    },
  };
}

/** Faults that answer instead of the platform. */
export function errorOf(fault: Fault): ApiError | undefined {
  switch (fault.kind) {
    case "busy":
      return tooMany(99991400, fault.seconds);
    case "broken":
      return new ApiError(-1, "<html>Bad Gateway</html>", fault.status);
    case "locked":
      return cardError(11310, "card action is lock");
    case "refused":
      return new ApiError(fault.code, "refused", fault.status ?? 400);
    default:
      return undefined;
  }
}
