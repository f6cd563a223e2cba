/**
 * The long connection, kept alive. The SDK's own reconnecting waits up to half a minute, gives up for good on answers that
 * are only a bad moment, and tells nobody; so each connection is a client of its own here, looked at four times a second, and
 * replaced as soon as it is no longer one.
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { EventDispatcher, LoggerLevel, WSClient } from "@larksuiteoapi/node-sdk";
import type { AppCredentials } from "./client.ts";
import { bare } from "./client.ts";
import type { Log } from "./log.ts";
import { redacted, sdkLogger } from "./log.ts";
import type { Transport } from "./transport.ts";

export interface ConnectionTiming {
  /** How often the connection is looked at. */
  readonly look: number;
  /** The pause after the first failure, and the longest one. */
  readonly first: number;
  readonly most: number;
  /** A connection that is not made in this time is given up. */
  readonly connecting: number;
  /** Nothing heard for so long after a ping: nobody is there any more. In seconds. */
  readonly pingTimeout: number;
}

/** Milliseconds, but for the one that says otherwise. Never long: a click that meets no connection is lost. */
const TIMING: ConnectionTiming = { look: 250, first: 500, most: 5_000, connecting: 30_000, pingTimeout: 10 };
/** A connection that lasted so long was a good one (ms): the next failure is the first one again, and at once mended. */
const STEADY = 1_000;
const HANDSHAKE = 10_000;
const APP_ID = /^cli_[0-9a-fA-F]{16}$/u;

export interface ConnectionParts {
  readonly app: AppCredentials;
  readonly transport: Transport;
  readonly log: Log;
  readonly now: () => number;
  /** Answers an event or callback; what it answers goes back to Feishu. Throwing asks for another delivery. */
  readonly take: (json: unknown) => Promise<object>;
  readonly timing?: Partial<ConnectionTiming> | undefined;
}

export class LongConnection {
  readonly #parts: ConnectionParts;
  readonly #timing: ConnectionTiming;
  readonly #dispatcher: EventDispatcher;
  #client: WSClient | undefined;
  #watch: NodeJS.Timeout | undefined;
  #up = false;
  #since = 0;
  #failures = 0;
  #nextTry = 0;
  #why = "";

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#timing = { ...TIMING, ...parts.timing };
    this.#dispatcher = new PlainDispatcher(parts.take, parts.log);
  }

  start(): void {
    this.#open();
    this.#watch = setInterval(() => this.#look(), this.#timing.look);
  }

  stop(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#close();
  }

  get connected(): boolean {
    return this.#up;
  }

  #open(): void {
    const { app, log, now } = this.#parts;
    this.#since = now();
    this.#nextTry = 0;
    const client = new WSClient({
      appId: app.appId,
      appSecret: app.appSecret,
      domain: bare(app.domain),
      httpInstance: this.#listening(),
      agent: agentFor(app.domain),
      autoReconnect: false,
      handshakeTimeoutMs: HANDSHAKE,
      wsConfig: { pingTimeout: this.#timing.pingTimeout },
      logger: sdkLogger(log),
      loggerLevel: LoggerLevel.error,
      onError: (error) => {
        this.#why ||= error.message;
      },
    });
    this.#client = client;
    void client.start({ eventDispatcher: this.#dispatcher });
  }

  /** Why no address came is lost in the SDK, so it is remembered on the way. */
  #listening(): Transport {
    const { transport } = this.#parts;
    return {
      ...transport,
      request: async (options) => {
        try {
          return await transport.request(options);
        } catch (error) {
          this.#why = error instanceof Error ? error.message : String(error);
          throw error;
        }
      },
    };
  }

  #look(): void {
    const { now, log } = this.#parts;
    if (this.#nextTry > 0) {
      if (now() >= this.#nextTry) this.#open();
      return;
    }
    const state = this.#client?.getConnectionStatus().state;
    if (state === "connected") {
      if (!this.#up) {
        this.#since = now();
        log.info("connected to Feishu");
      }
      this.#up = true;
      if (now() - this.#since > STEADY) this.#failures = 0;
      return;
    }
    if (state === "connecting" && now() - this.#since < this.#timing.connecting) return;
    this.#again(state ?? "idle");
  }

  #again(state: string): void {
    const { now, log } = this.#parts;
    const { first, most } = this.#timing;
    const why = redacted(this.#reason(state));
    const pause = this.#failures === 0 && this.#up ? 0 : Math.min(most, first * 2 ** this.#failures);
    log.warn("no connection to Feishu", { why, again: Math.round(pause) });
    this.#failures++;
    this.#up = false;
    this.#why = "";
    this.#close();
    // Several processes that lost their connections together do not come back together.
    this.#nextTry = now() + pause * (0.5 + Math.random() / 2);
  }

  /** The SDK refuses other app ids without a word. */
  #reason(state: string): string {
    if (this.#why !== "") return this.#why;
    return APP_ID.test(this.#parts.app.appId) ? state : "the App ID is not cli_ and 16 hexadecimal digits";
  }

  #close(): void {
    this.#client?.close({ force: true });
    this.#client = undefined;
    this.#up = false;
  }
}

/** Hands on what came as it came: the SDK's own dispatching flattens it, and takes unknown events for handled. */
class PlainDispatcher extends EventDispatcher {
  readonly #take: ConnectionParts["take"];

  constructor(take: ConnectionParts["take"], log: Log) {
    super({ logger: sdkLogger(log), loggerLevel: LoggerLevel.error });
    this.#take = take;
  }

  override async invoke(data: unknown): Promise<object> {
    return this.#take(data);
  }
}

/** Through the proxy of the environment, where it names one. */
function agentFor(domain: string): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, proxyEnv: process.env };
  return domain.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options);
}
