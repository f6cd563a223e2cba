/**
 * Second factors: an authenticator per person, set up once and then asked for its codes.
 */
import { randomBytes } from "node:crypto";
import type { Instant, PersonId } from "../plan/content.ts";
import { isProven, STEP_UP_LASTS } from "../plan/step-up.ts";
import { beginAttempt, findFactor, proveFactor, provenAt, removeFactor, replaceFactor } from "../store/factors.ts";
import type { Store } from "../store/store.ts";
import { createSeal } from "./seal.ts";
import { base32, otpauthUri, stepOf } from "./totp.ts";

/** So many wrong codes within this time (ms), and no more are looked at until it is over. */
export const MOST_FAILURES = 5;
export const FAILURES_LAST = 15 * 60_000;

export interface NewFactor {
  /** In base32, for typing. */
  readonly secret: string;
  readonly uri: string;
}

export type Verified = "proven" | "wrong" | "locked" | "none";

export interface Factors {
  /** A new authenticator; it takes the place of another one only for somebody who has just proven that one. */
  begin(person: PersonId): Promise<NewFactor | "has-one">;
  /** Whether a code is right. Each is good once; too many wrong ones are not looked at for a while. */
  verify(person: PersonId, code: string): Promise<Verified>;
  /** Whether the person has shown that theirs works. */
  has(person: PersonId): Promise<boolean>;
  /** Whether the person gave a code just now. */
  provenLately(person: PersonId): Promise<boolean>;
  /** Takes the authenticator away; answers whether there was one. */
  remove(person: PersonId): Promise<boolean>;
}

export function createFactors(store: Store, key: string, now: () => Instant): Factors {
  const { seal, open } = createSeal(key);
  return {
    async begin(person) {
      const secret = randomBytes(20);
      const at = now();
      const row = { person, secret: seal(secret, person) };
      const kept = await store.write((tx) => replaceFactor(tx, row, at - STEP_UP_LASTS));
      return kept ? { secret: base32(secret), uri: otpauthUri(secret, person) } : "has-one";
    },
    async verify(person, code) {
      const at = now();
      return store.write(async (tx): Promise<Verified> => {
        const row = await findFactor(tx, person);
        const secret = row && open(row.secret, person);
        if (!secret) return "none";
        if (!(await beginAttempt(tx, person, { at, most: MOST_FAILURES, since: at - FAILURES_LAST }))) return "locked";
        const step = stepOf(secret, code, at);
        if (step === undefined) return "wrong";
        return (await proveFactor(tx, person, step, at)) ? "proven" : "wrong";
      });
    },
    has: async (person) => ((await findFactor(store.read, person))?.confirmed_at ?? null) !== null,
    provenLately: async (person) => isProven({ provenAt: await provenAt(store.read, person), now: now() }),
    remove: (person) => store.write((tx) => removeFactor(tx, person)),
  };
}
