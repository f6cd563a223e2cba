/**
 * How Slack brings something to the app: over a socket or by HTTP, and again where that is its habit.
 */
import type { Json } from "./world.ts";

export type Kind = "slash_commands" | "interactive" | "events_api";

/** What came back for one delivery; a person sees that something went wrong where nothing did in time. */
export type Delivered =
  | { readonly ok: true; readonly body: Json }
  | { readonly ok: false; readonly why: "timeout" | "no-connection" | "refused"; readonly status?: number };

export interface Retry {
  readonly number: number;
  readonly reason: string;
}

export interface Carrier {
  deliver(kind: Kind, payload: Readonly<Record<string, Json>>, retry?: Retry): Promise<Delivered>;
}

/** Events are brought again when they are not acknowledged: at once, after a minute, after five; shorter in tests. */
export async function withRetries(
  carrier: Carrier,
  payload: Readonly<Record<string, Json>>,
  pauses: readonly number[],
): Promise<readonly Delivered[]> {
  const outcomes: Delivered[] = [await carrier.deliver("events_api", payload)];
  for (const [index, pause] of pauses.entries()) {
    const last = outcomes.at(-1);
    if (!last || last.ok) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
    const reason =
      last.why === "timeout" ? "http_timeout" : last.why === "refused" ? "http_error" : "connection_failed";
    outcomes.push(await carrier.deliver("events_api", payload, { number: index + 1, reason }));
  }
  return outcomes;
}
