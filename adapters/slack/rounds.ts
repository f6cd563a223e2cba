/**
 * Which attempt at a modal a submission is. Somebody who heard nothing presses again, and that must not do it twice; somebody
 * who was refused presses again, and that must be decided anew. Slack calls both the same, so that attempts are counted by
 * what was refused. After a restart counting begins anew: a refusal may then be repeated once, a success never.
 */
import { createHash } from "node:crypto";
import { createRecent } from "../../src/flow/recent.ts";
import type { Submission } from "./read-interaction.ts";

/** Modals are open for minutes, and this many in that time are many. */
const MOST = 2_000;

export class Rounds {
  readonly #refused = createRecent<number>(MOST);
  readonly #keys = createRecent<string>(MOST);

  /** The key of this submission; the same for each delivery of it. */
  keyOf({ view, trigger, values }: Submission): string {
    const known = this.#keys.get(trigger);
    if (known !== undefined) return known;
    const digest = createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16);
    const key = `view:${view}:${this.#refused.get(view) ?? 0}:${digest}`;
    this.#keys.note(trigger, key);
    return key;
  }

  refused(view: string): void {
    this.#refused.note(view, (this.#refused.get(view) ?? 0) + 1);
  }
}
