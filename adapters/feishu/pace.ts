/**
 * Feishu's rate limits, kept by waiting: 5 a second for one chat, one person and one message, 50 a second and 1,000 a minute
 * for one API. Who would have to wait long is given a time to come back at, and finds its turn kept.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ChatError } from "../../src/chat/ports.ts";

/** A little below what Feishu allows: what is sent evenly does not arrive evenly. */
const GAPS = { chat: 250, message: 250, api: 24 } as const;
const MINUTE = 60_000;
/** Approvals take fewer. */
const MOST_A_MINUTE = 950;
const MOST_APPROVALS = 90;
/** Longer than this nobody waits here (ms): others need the place. */
const PATIENCE = 1_000;
/** A turn that nobody came back for is forgotten after this (ms). */
const KEPT = 60_000;
const MANY = 2_000;
/** Timers are as exact as this (ms). */
const SLACK = 2;

export type PaceKey = `${keyof typeof GAPS}:${string}`;

export class Pace {
  readonly #now: () => number;
  /** When the next call under a key may go. */
  readonly #free = new Map<PaceKey, number>();
  /** When recent calls of an API went. */
  readonly #minutes = new Map<PaceKey, number[]>();
  readonly #turns = new Map<string, number>();
  /** When the last call under a key really went, by a clock that nobody sets. */
  readonly #went = new Map<PaceKey, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Settles when the call may go. `turn` names what is to be done, the same when it comes back.
   * @throws ChatError `busy` with the time to come back at
   */
  async wait(turn: string, keys: readonly PaceKey[]): Promise<void> {
    const kept = this.#turns.get(turn);
    await this.#until(
      turn,
      kept ??
        this.#reserve(
          keys.filter((key) => !isApi(key)),
          this.#now(),
        ),
    );
    // Only when its turn in the chat has come does it take one of the API's, so that a busy chat takes none from others.
    await this.#until(turn, this.#reserve(keys.filter(isApi), this.#now()));
    await this.#apart(keys);
  }

  /** After a stall of the process everybody wakes at once: their turns are past, and still they must not go together. */
  async #apart(keys: readonly PaceKey[]): Promise<void> {
    const early = () =>
      Math.max(...keys.map((key) => (this.#went.get(key) ?? Number.NEGATIVE_INFINITY) + GAPS[kindOf(key)])) -
      performance.now();
    for (let left = early(); left > SLACK; left = early()) await sleep(left);
    for (const key of keys) this.#went.set(key, performance.now());
  }

  async #until(turn: string, at: number): Promise<void> {
    const now = this.#now();
    const left = at - now;
    if (left > PATIENCE) {
      this.#turns.set(turn, at);
      this.#tidy(now);
      throw new ChatError("busy", "Feishu takes no more at this moment", left);
    }
    this.#turns.delete(turn);
    if (left > 0) await sleep(left);
  }

  #reserve(keys: readonly PaceKey[], now: number): number {
    const at = Math.max(now, ...keys.map((key) => this.#freeAt(key, now)));
    for (const key of keys) {
      this.#free.set(key, at + GAPS[kindOf(key)]);
      if (isApi(key)) this.#minute(key, now).push(at);
    }
    return at;
  }

  #freeAt(key: PaceKey, now: number): number {
    const free = this.#free.get(key) ?? now;
    if (!isApi(key)) return free;
    const times = this.#minute(key, now);
    const oldest = times.at(key === "api:approval" ? -MOST_APPROVALS : -MOST_A_MINUTE);
    return oldest === undefined ? free : Math.max(free, oldest + MINUTE);
  }

  #minute(key: PaceKey, now: number): number[] {
    const recent = (this.#minutes.get(key) ?? []).filter((time) => time > now - MINUTE);
    this.#minutes.set(key, recent);
    return recent;
  }

  #tidy(now: number): void {
    for (const [turn, at] of this.#turns) if (at < now - KEPT) this.#turns.delete(turn);
    if (this.#free.size < MANY) return;
    for (const [key, free] of this.#free) if (free < now) this.#free.delete(key);
    const last = performance.now() - PATIENCE;
    for (const [key, went] of this.#went) if (went < last) this.#went.delete(key);
  }
}

function isApi(key: PaceKey): boolean {
  return kindOf(key) === "api";
}

function kindOf(key: PaceKey): keyof typeof GAPS {
  if (key.startsWith("chat:")) return "chat";
  return key.startsWith("message:") ? "message" : "api";
}
