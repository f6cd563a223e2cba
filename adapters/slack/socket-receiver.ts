/**
 * Socket Mode for Bolt: two connections, so that one is there while Slack renews the other, as it does every few hours.
 */
import type { App, Receiver } from "@slack/bolt";
import type { Delivery } from "./receiver.ts";
import { handToBolt } from "./receiver.ts";
import type { LinkNeeds } from "./socket-link.ts";
import { SocketLink } from "./socket-link.ts";

const CONNECTIONS = 2;

export class SocketReceiver implements Receiver {
  readonly #links: readonly SocketLink[];
  readonly #pending = new Set<Promise<void>>();
  readonly #onError: (error: unknown) => void;
  #app: App | undefined;

  constructor(needs: Omit<LinkNeeds, "deliver">) {
    this.#onError = needs.onError;
    const deliver = (delivery: Delivery) => this.#take(delivery);
    this.#links = Array.from({ length: CONNECTIONS }, () => new SocketLink({ ...needs, deliver }));
  }

  get connected(): boolean {
    return this.#links.some((link) => link.connected);
  }

  init(app: App): void {
    this.#app = app;
  }

  async start(): Promise<void> {
    for (const link of this.#links) link.start();
  }

  /** Takes nothing more, and waits for what was taken. */
  async stop(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.stop()));
    await Promise.all(this.#pending);
  }

  /** What was not handled is not acknowledged: Slack brings events again, and tells people about the rest. */
  #take(delivery: Delivery): void {
    if (!this.#app) return;
    const handled = handToBolt(this.#app, delivery).catch(this.#onError);
    this.#pending.add(handled);
    void handled.then(() => this.#pending.delete(handled));
  }
}
