/**
 * Modals: opened with a trigger that lasts three seconds, then filled at leisure.
 */
import { isRefused } from "./failure.ts";
import type { ModalView } from "./render/blocks.ts";
import type { Client } from "./web.ts";

/** What a trigger that came too late, or was used before, is refused with. */
const TOO_LATE = ["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_exchanged"] as const;
/** The person closed it, or it was never there. */
const CLOSED = ["not_found", "view_not_found"] as const;

export class Modals {
  readonly #client: Client;
  readonly #onError: (error: unknown) => void;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  /** Undefined when it could not be opened: whoever asked for it must be answered in another way. */
  async open(trigger: string, view: ModalView): Promise<string | undefined> {
    return this.#opened(() => this.#client.views.open({ trigger_id: trigger, view }));
  }

  /** On top of the one that is open. */
  async push(trigger: string, view: ModalView): Promise<string | undefined> {
    return this.#opened(() => this.#client.views.push({ trigger_id: trigger, view }));
  }

  /** False when the person closed it meanwhile. */
  async update(id: string, view: ModalView): Promise<boolean> {
    try {
      await this.#client.views.update({ view_id: id, view });
      return true;
    } catch (error) {
      if (!isRefused(error, ...CLOSED)) this.#onError(error);
      return false;
    }
  }

  async #opened(open: () => Promise<{ readonly view?: { readonly id?: string } }>): Promise<string | undefined> {
    try {
      return (await open()).view?.id;
    } catch (error) {
      if (!isRefused(error, ...TOO_LATE)) this.#onError(error);
      return undefined;
    }
  }
}
