/**
 * Sends deliveries to the endpoints of the settings, each over connections and within limits of its own.
 */
import type { HookEndpoint } from "../settings/hooks.ts";
import type { DeliveryRow } from "../store/deliveries.ts";
import type { ResponseHead, Verdict } from "./delivery-request.ts";
import { deliveryRequest, responseHead, verdictOf } from "./delivery-request.ts";
import type { GuardedRequester } from "./guarded-request.ts";
import { createGuardedRequest } from "./guarded-request.ts";
import { RequestProblem } from "./request-problem.ts";

export interface Sent {
  /** `hopeless`: there is nobody to send it to, now or later. */
  readonly verdict: Verdict | { readonly kind: "hopeless" };
  readonly url: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly status?: number | undefined;
  readonly head?: ResponseHead | undefined;
  /** Why it was not accepted, in words for people. */
  readonly problem?: string | undefined;
}

export interface DeliverySender {
  /** Makes one attempt. Never rejects. */
  send(delivery: DeliveryRow, signal: AbortSignal): Promise<Sent>;
  close(): Promise<void>;
}

export interface DeliverySenderNeeds {
  readonly endpoints: readonly HookEndpoint[];
  readonly publicUrl: string | undefined;
  readonly version: string;
  readonly now: () => number;
  readonly hash: (text: string) => string;
}

interface Line {
  readonly endpoint: HookEndpoint & { readonly url: string };
  readonly requester: GuardedRequester;
}

export function createDeliverySender(needs: DeliverySenderNeeds): DeliverySender {
  const { endpoints, now } = needs;
  const lines = new Map<string, Line>();
  for (const { url, ...endpoint } of endpoints) {
    if (url === undefined) continue;
    const { allow, timeout } = endpoint;
    const requester = createGuardedRequest({ allow, timeout, now });
    lines.set(endpoint.name, { endpoint: { ...endpoint, url }, requester });
  }
  return {
    send: async (delivery, signal) => {
      const line = lines.get(delivery.endpoint);
      return line ? sendOver(line, delivery, signal, needs) : unsent("the endpoint is not in the settings any more");
    },
    close: async () => {
      await Promise.all([...lines.values()].map(({ requester }) => requester.close()));
    },
  };
}

/** Nothing was sent, and nothing will be. */
export function unsent(problem: string): Sent {
  return { verdict: { kind: "hopeless" }, url: "", latency: 0, problem };
}

async function sendOver(
  { endpoint, requester }: Line,
  delivery: DeliveryRow,
  signal: AbortSignal,
  { publicUrl, version, now, hash }: DeliverySenderNeeds,
): Promise<Sent> {
  const request = deliveryRequest({
    url: endpoint.url,
    event: endpoint.style === "event-name" ? delivery.checkpoint : endpoint.style,
    eventId: uuidOf(hash(`${delivery.plan_id}/${delivery.seq}`)),
    deliveryId: delivery.id,
    body: delivery.body,
    secrets: endpoint.secrets,
    instance: publicUrl,
    version,
    at: now(),
  });
  const result = await requester.request({ ...request, signal });
  const verdict = verdictOf(result, now());
  const { latency } = result;
  // An address may carry a secret, and the log is read by many.
  const url = withoutQuery(result.url);
  if (result instanceof RequestProblem) return { verdict, url, latency, problem: `${result.code}: ${result.message}` };
  const { status } = result;
  const problem = verdict.kind === "accepted" ? undefined : `answered ${status}`;
  return { verdict, url, latency, status, head: responseHead(result), problem };
}

function withoutQuery(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}` : "";
}

/** A hash as a UUID of version 8, which is free for whatever its maker likes (RFC 9562). */
function uuidOf(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join("-");
}
