/**
 * Who we are in Slack: asked for once, as often as it takes.
 */
import type { Client } from "./web.ts";

export interface Identity {
  readonly botUserId: string;
  readonly botId: string | undefined;
  /** Undefined where the app is installed in a whole organisation, and Slack names no workspace. */
  readonly teamId: string | undefined;
  /** The organisation of an Enterprise Grid. */
  readonly enterpriseId: string | undefined;
}

/** Asks until it is told, and then no more. */
export class Identities {
  readonly #client: Client;
  #known: Promise<Identity> | undefined;
  #told: Identity | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Undefined as long as Slack has not told. */
  get known(): Identity | undefined {
    return this.#told;
  }

  get(): Promise<Identity> {
    this.#known ??= this.#ask().catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return this.#known;
  }

  async #ask(): Promise<Identity> {
    const told = await this.#client.auth.test();
    const whole = told.is_enterprise_install === true;
    this.#told = {
      botUserId: told.user_id ?? "",
      botId: told.bot_id,
      teamId: whole ? undefined : told.team_id,
      enterpriseId: told.enterprise_id,
    };
    return this.#told;
  }
}
