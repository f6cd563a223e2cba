/**
 * One connection in Socket Mode, made again as often as it is lost. The SDK's own way of doing so waits five seconds each
 * time, and ends the process when Slack says no; here it is made again at once, and later when that does not work.
 */
import { LogLevel, SocketModeClient } from "@slack/socket-mode";
import type { Backoff } from "../../src/flow/backoff.ts";
import { pauseBefore } from "../../src/flow/backoff.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import { failureOf } from "./failure.ts";
import { sdkLogger } from "./log.ts";
import type { Body, Delivery } from "./receiver.ts";
import { clientOptions } from "./web.ts";

/** A connection that answers no ping for this long is dead (ms). */
const PING_TIMEOUT = 5_000;
/** How long Slack may take to greet (ms), and to say goodbye. */
const GREETING = 15_000;
const GOODBYE = 2_000;
const LONGEST_PAUSE = 30_000;

export interface LinkNeeds {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly scheduler: Scheduler;
  /** The first pause after a failure (ms). */
  readonly reconnect: number;
  readonly random: () => number;
  readonly deliver: (delivery: Delivery) => void;
  readonly onError: (error: unknown) => void;
}

interface SlackEvent {
  readonly ack: (said?: object) => Promise<void>;
  readonly body: Body;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** A message that is no envelope must not end the process. */
class Client extends SocketModeClient {
  readonly #onStrange: (error: unknown) => void;

  constructor(options: ConstructorParameters<typeof SocketModeClient>[0], onStrange: (error: unknown) => void) {
    super(options);
    this.#onStrange = onStrange;
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await super.onWebSocketMessage(data, isBinary);
    } catch (error) {
      this.#onStrange(error);
    }
  }
}

export class SocketLink {
  readonly #needs: LinkNeeds;
  #client: Client | undefined;
  #connected = false;
  #stopped = false;
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(needs: LinkNeeds) {
    this.#needs = needs;
  }

  get connected(): boolean {
    return this.#connected;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    if (this.#client) await this.#close(this.#client);
    // A connection that is being asked for ends when it is there, and nobody needs to wait for that.
    const enough = new Promise<void>((resolve) => void this.#needs.scheduler.after(GOODBYE, resolve));
    await Promise.race([this.#running, enough]);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        await this.#once(() => {
          failures = 0;
        });
      } catch (error) {
        failures++;
        this.#needs.onError(error);
        await this.#pause(failures, error);
      }
    }
  }

  /** Settles when the connection is over; rejects when it was never there. */
  async #once(onHello: () => void): Promise<void> {
    const { appToken, apiUrl, onError, deliver } = this.#needs;
    const client = new Client(
      {
        appToken,
        autoReconnectEnabled: false,
        clientPingTimeout: PING_TIMEOUT,
        logger: sdkLogger(onError),
        logLevel: LogLevel.ERROR,
        clientOptions: clientOptions(apiUrl, onError),
      },
      onError,
    );
    this.#client = client;
    const over = new Promise<void>((resolve) => client.once("disconnected", () => resolve()));
    client.on("slack_event", ({ ack, body, retry_num: number = 0, retry_reason: reason = "" }: SlackEvent) =>
      deliver({ body, answer: (said) => ack(said), ...(number > 0 && { retry: { number, reason } }) }),
    );
    await this.#greeted(client);
    if (this.#stopped) return this.#close(client);
    this.#connected = true;
    onHello();
    await over;
    this.#connected = false;
  }

  async #greeted(client: Client): Promise<void> {
    const { scheduler } = this.#needs;
    const late = Promise.withResolvers<never>();
    const callOff = scheduler.after(GREETING, () => late.reject(new Error("Slack did not greet")));
    try {
      await Promise.race([
        client.start().catch((error: unknown) => {
          // A connection that is refused ends without saying why.
          throw error ?? new Error("Slack closed the connection");
        }),
        late.promise,
      ]);
    } catch (error) {
      void this.#close(client);
      throw error;
    } finally {
      callOff();
    }
  }

  /** Twice, for the second time does not wait for Slack's goodbye. */
  async #close(client: Client): Promise<void> {
    const { scheduler } = this.#needs;
    const closed = client.disconnect();
    const force = scheduler.after(GOODBYE, () => void client.disconnect());
    await closed;
    force();
  }

  async #pause(failures: number, error: unknown): Promise<void> {
    if (this.#stopped) return;
    const { scheduler, reconnect, random } = this.#needs;
    const failure = failureOf(error);
    const backoff: Backoff = { first: reconnect, most: LONGEST_PAUSE };
    const asked = failure.kind === "limited" ? failure.retryAfter : undefined;
    const pause = pauseBefore(failures, backoff, random, asked);
    await new Promise<void>((resolve) => {
      const callOff = scheduler.after(pause, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }
}
