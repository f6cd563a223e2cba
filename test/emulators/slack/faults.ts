/**
 * What goes wrong on the way, as a test asks for it.
 */

export type Fault =
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "rate-limited"; readonly seconds: number }
  /** Slack acts, and the answer is lost on its way. */
  | { readonly kind: "lost" }
  /** The connection ends before Slack acts. */
  | { readonly kind: "cut" }
  /** Slack acts, and never answers. */
  | { readonly kind: "silent" }
  | { readonly kind: "refused"; readonly error: string };

interface Waiting {
  readonly method: string;
  readonly fault: Fault;
  readonly when: (args: Readonly<Record<string, unknown>>) => boolean;
  left: number;
}

export class Faults {
  readonly #waiting: Waiting[] = [];

  /** The next `times` calls of a method that match end this way; `response_url` is a method here too. */
  add(method: string, fault: Fault, times = 1, when: Waiting["when"] = () => true): void {
    this.#waiting.push({ method, fault, when, left: times });
  }

  /** The fault of this call, if it has one. */
  take(method: string, args: Readonly<Record<string, unknown>>): Fault | undefined {
    const found = this.#waiting.find((each) => each.left > 0 && each.method === method && each.when(args));
    if (!found) return undefined;
    found.left--;
    return found.fault;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
