/**
 * What the adapter asks of the rest of gonogo.
 */
import type { Log } from "./log.ts";

export type Lang = "zh" | "en";

/** What the adapter must remember over restarts: small texts by name. */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  put(name: string, value: string): Promise<void>;
}

export interface FeishuOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly mode: "long-connection" | "webhook";
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
  /** An approval definition made in the admin console; without it gonogo makes its own. */
  readonly approvalCode?: string | undefined;
}

export interface FeishuNeeds {
  readonly options: FeishuOptions;
  /** A person's account on Feishu, where one is known. */
  readonly accountOf: (person: string) => string | undefined;
  /** The language of whoever has this account. */
  readonly langOf: (account: string) => Lang;
  /** What is told to everybody. */
  readonly lang: Lang;
  readonly memory: Memory;
  readonly now: () => number;
  readonly log: Log;
}
