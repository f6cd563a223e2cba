/**
 * What Slack lends for a while: triggers that open a modal once within three seconds, and addresses that take five answers
 * within thirty minutes.
 */
import type { Message, World } from "./world.ts";

const TRIGGER_LASTS = 3_000;
const ADDRESS_LASTS = 30 * 60_000;
const ADDRESS_USES = 5;

export interface ResponseAddress {
  readonly user: string;
  readonly channel: string;
  readonly opened: number;
  /** What `replace_original` and `delete_original` are about. */
  readonly source: Message | undefined;
  uses: number;
}

export class Tickets {
  readonly #world: World;
  readonly #triggers = new Map<string, { readonly user: string; readonly at: number; used: boolean }>();
  readonly addresses = new Map<string, ResponseAddress>();
  /** Where the emulator answers. */
  base = "";

  constructor(world: World) {
    this.#world = world;
  }

  trigger(user: string): string {
    const id = `${this.#world.next()}.1111.${this.#world.id("x").toLowerCase()}`;
    this.#triggers.set(id, { user, at: this.#world.now(), used: false });
    return id;
  }

  /** Whose trigger it is, used up now; or Slack's word for why not. */
  use(id: string): { readonly user: string } | { readonly error: string } {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { error: "invalid_trigger_id" };
    if (this.#world.now() - trigger.at > TRIGGER_LASTS) return { error: "expired_trigger_id" };
    if (trigger.used) return { error: "exchanged_trigger_id" };
    trigger.used = true;
    return { user: trigger.user };
  }

  address(user: string, channel: string, source: Message | undefined, kind: "commands" | "actions"): string {
    const id = this.#world.id("R").toLowerCase();
    this.addresses.set(id, { user, channel, source, opened: this.#world.now(), uses: 0 });
    return `${this.base}/${kind}/T/${id}`;
  }

  /** The address, counted; or Slack's word for why not. */
  take(id: string): ResponseAddress | { readonly error: string } {
    const address = this.addresses.get(id);
    if (!address) return { error: "no_service" };
    if (this.#world.now() - address.opened > ADDRESS_LASTS) return { error: "expired_url" };
    if (address.uses >= ADDRESS_USES) return { error: "used_url" };
    address.uses++;
    return address;
  }
}
