/**
 * One writer for each message: edits of it go out one after the other, and none while somebody's click on it is being
 * answered, since Feishu locks a card for so long and lets the answer win.
 */
import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";

/** The answer must have reached Feishu before an edit does (ms). */
const AFTER_ANSWER = 100;
/** No click is answered later than this (ms). */
const LONGEST_HOLD = 3_000;

export class Writers {
  readonly #queues = new Map<string, PQueue>();

  run<T>(message: string, write: () => Promise<T>): Promise<T> {
    return this.#queueOf(message).add(write);
  }

  /** Keeps edits back until the answer is given; what is being written already is not waited for. */
  hold(message: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const last = setTimeout(resolve, LONGEST_HOLD);
    last.unref();
    void this.run(message, async () => {
      await promise;
      await sleep(AFTER_ANSWER);
    });
    return () => {
      clearTimeout(last);
      resolve();
    };
  }

  #queueOf(message: string): PQueue {
    const known = this.#queues.get(message);
    if (known) return known;
    const queue = new PQueue({ concurrency: 1 });
    this.#queues.set(message, queue);
    queue.addEventListener("idle", () => {
      if (this.#queues.get(message) === queue) this.#queues.delete(message);
    });
    return queue;
  }
}
