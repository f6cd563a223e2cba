/**
 * Begins to listen as soon as Slack says who we are, however long that takes.
 */
import type { App } from "@slack/bolt";
import { pauseBefore } from "../../src/flow/backoff.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import { failureOf } from "./failure.ts";
import type { Identities } from "./identity.ts";

export interface SupervisorNeeds {
  readonly app: App;
  readonly identities: Identities;
  readonly scheduler: Scheduler;
  /** The first pause after a failure (ms). */
  readonly reconnect: number;
  readonly onError: (error: unknown) => void;
}

const LONGEST_PAUSE = 60_000;

export class Supervisor {
  readonly #needs: SupervisorNeeds;
  #stopped = false;
  #started = false;
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(needs: SupervisorNeeds) {
    this.#needs = needs;
  }

  /** Does not wait for Slack. */
  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
    if (this.#started) await this.#needs.app.stop();
  }

  async #run(): Promise<void> {
    const { app, identities, onError } = this.#needs;
    for (let failures = 0; !this.#stopped; ) {
      try {
        await identities.get();
        await app.init();
        if (this.#stopped) return;
        this.#started = true;
        await app.start();
        return;
      } catch (error) {
        failures++;
        onError(error);
        await this.#pause(failures, error);
      }
    }
  }

  async #pause(failures: number, error: unknown): Promise<void> {
    if (this.#stopped) return;
    const { scheduler, reconnect } = this.#needs;
    const failure = failureOf(error);
    const asked = failure.kind === "limited" ? failure.retryAfter : undefined;
    const pause = pauseBefore(failures, { first: reconnect, most: LONGEST_PAUSE }, Math.random, asked);
    await new Promise<void>((resolve) => {
      const callOff = scheduler.after(pause, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }
}
