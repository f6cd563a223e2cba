/**
 * The SDK's client for our own app: one token at a time, asked for once and anew when it was revoked.
 */
import { Client, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { isTokenFailure } from "./failure.ts";
import type { Log } from "./log.ts";
import { sdkLogger } from "./log.ts";
import type { Transport } from "./transport.ts";

export interface AppCredentials {
  readonly appId: string;
  readonly appSecret: string;
  /** `https://open.feishu.cn`, without a slash at the end. */
  readonly domain: string;
}

/** What the SDK's methods answer, once the transport has taken errors out. */
export interface Answered<T> {
  readonly data?: T | undefined;
}

export interface FeishuClient {
  /** Calls the API; a token that Feishu no longer takes is replaced, once. */
  call<T>(ask: (sdk: Client) => Promise<Answered<T>>): Promise<T | undefined>;
  /** The same for calls that have no method of their own, or answer with something else than `data`. */
  raw<T>(ask: (sdk: Client) => Promise<T>): Promise<T>;
}

export function createClient(app: AppCredentials, transport: Transport, log: Log): FeishuClient {
  const token = new TokenShelf();
  const sdk = new Client({
    ...app,
    domain: bare(app.domain),
    cache: token,
    httpInstance: transport,
    logger: sdkLogger(log),
    loggerLevel: LoggerLevel.warn,
  });
  let asking: Promise<unknown> | undefined;

  /** Many calls at once ask for one token. */
  const warmUp = async (): Promise<void> => {
    if (await token.get()) return;
    asking ??= sdk.tokenManager.getTenantAccessToken().finally(() => {
      asking = undefined;
    });
    await asking;
  };

  const raw: FeishuClient["raw"] = async (ask) => {
    await warmUp();
    const used = await token.get();
    try {
      return await ask(sdk);
    } catch (error) {
      if (!isTokenFailure(error)) throw error;
      token.forget(used);
      await warmUp();
      return ask(sdk);
    }
  };
  return { raw, call: async (ask) => (await raw(ask)).data };
}

/** The SDK wants no slash at the end. */
export function bare(domain: string): string {
  return domain.replace(/\/+$/u, "");
}

/** Holds the one token; the SDK's own shelf is shared by all clients of an app, whatever they talk to. */
class TokenShelf {
  #value: unknown;
  #until = 0;

  async get(): Promise<unknown> {
    return Date.now() < this.#until ? this.#value : undefined;
  }

  async set(_key: unknown, value: unknown, until?: number): Promise<boolean> {
    this.#value = value;
    this.#until = until ?? Number.POSITIVE_INFINITY;
    return true;
  }

  /** Unless another call has already replaced it. */
  forget(value: unknown): void {
    if (this.#value === value) this.#until = 0;
  }
}
