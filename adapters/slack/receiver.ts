/**
 * What both ways in have in common: handing a delivery to Bolt, and acknowledging it when it is safe.
 */
import type { App } from "@slack/bolt";

export type Body = Readonly<Record<string, unknown>>;

export interface Delivery {
  readonly body: Body;
  readonly retry?: { readonly number: number; readonly reason: string } | undefined;
  /** Tells Slack, with what becomes of it. */
  answer(said?: object): Promise<void>;
}

/** An event has no answer but that it is kept. */
export function isEvent(body: Body): boolean {
  return body.event !== undefined;
}

/**
 * Bolt acknowledges events before anybody heard them; here that comes after they were kept. Everything else is
 * acknowledged by its listener. Rejects when it was not handled, with nothing acknowledged unless it was before.
 */
export async function handToBolt(app: App, { body, retry, answer }: Delivery): Promise<void> {
  const event = isEvent(body);
  await app.processEvent({
    body: { ...body },
    ack: event ? async () => undefined : (said?: object) => answer(said),
    ...(retry && { retryNum: retry.number, retryReason: retry.reason }),
  });
  if (event) await answer();
}
