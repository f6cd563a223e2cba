/**
 * Edits that only tell how far something is: they go out one after the other, slowly, and never in the way of those that tell
 * what happened. Feishu takes a thousand edits a minute of a whole app; without this, two hundred deployments that report
 * every second would keep an approval waiting.
 */
import type { Card, ItemRow } from "../../src/chat/card.ts";
import type { MessageRef } from "../../src/chat/ports.ts";

/** Half of what Feishu allows (ms). */
const GAP = 120;
/** A card is not brought up to date more often than this (ms). */
const PAUSE = 2_000;
const MOST_KNOWN = 5_000;

interface TrickleParts {
  readonly send: (ref: MessageRef, card: Card) => Promise<void>;
  readonly now: () => number;
}

export class Trickle {
  readonly #parts: TrickleParts;
  readonly #sent = new Map<MessageRef, { readonly shape: string; readonly at: number }>();
  readonly #waiting = new Map<MessageRef, Card>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: TrickleParts) {
    this.#parts = parts;
  }

  /**
   * Whether this edit may wait, and was taken to go out later; what it tells is then a little old if the process dies. The
   * end of what is going on is told by an edit that may not.
   */
  takes(ref: MessageRef, card: Card): boolean {
    if (this.#sent.get(ref)?.shape !== shapeOf(card)) {
      this.#waiting.delete(ref);
      return false;
    }
    this.#waiting.set(ref, card);
    this.#timer ??= setTimeout(() => void this.#next(), GAP).unref();
    return true;
  }

  /** The card is as it was sent now; what waits and tells of something before that is out of date. */
  sent(ref: MessageRef, card: Card): void {
    if (this.#sent.size > MOST_KNOWN) this.#sent.clear();
    const shape = shapeOf(card);
    this.#sent.set(ref, { shape, at: this.#parts.now() });
    const waiting = this.#waiting.get(ref);
    if (waiting && shapeOf(waiting) !== shape) this.#waiting.delete(ref);
  }

  /** Sends what is still waiting. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const all = [...this.#waiting];
    this.#waiting.clear();
    await Promise.allSettled(all.map(([ref, card]) => this.#parts.send(ref, card)));
  }

  async #next(): Promise<void> {
    const ready = [...this.#waiting].find(([ref]) => this.#parts.now() - (this.#sent.get(ref)?.at ?? 0) > PAUSE);
    if (ready) await this.#send(...ready);
    this.#timer = this.#waiting.size > 0 ? setTimeout(() => void this.#next(), GAP).unref() : undefined;
  }

  async #send(ref: MessageRef, card: Card): Promise<void> {
    this.#waiting.delete(ref);
    try {
      await this.#parts.send(ref, card);
    } catch {
      const known = this.#sent.get(ref);
      // Something newer was told in between, or waits to be.
      if (this.#waiting.has(ref) || known?.shape !== shapeOf(card)) return;
      this.#sent.set(ref, { ...known, at: this.#parts.now() });
      this.#waiting.set(ref, card);
    }
  }
}

/** What a card says but for how far things are. */
function shapeOf(card: Card): string {
  const blocks = card.blocks.map((block) =>
    block.kind === "items" ? { ...block, rows: block.rows.map(rowShape) } : block,
  );
  return JSON.stringify({ ...card, blocks });
}

function rowShape({ percent: _, output: __, details, ...row }: ItemRow): unknown {
  return row.tone === "active" ? row : { ...row, details };
}
