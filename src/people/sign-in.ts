/**
 * Signing in to the console: a one-time link makes a session. The database holds only the hashes of both secrets.
 */
import { randomBytes } from "node:crypto";
import type { Instant, PersonId } from "../plan/content.ts";
import { addLoginLink, addSession, endSession, findSession, LINK_LASTS, takeLoginLink } from "../store/sign-ins.ts";
import type { Store } from "../store/store.ts";

export const SESSION_LASTS = 30 * 24 * 3_600_000;
/** 32 random bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

export interface LoginLink {
  readonly secret: string;
  readonly expiresAt: Instant;
}

export interface SignedIn {
  /** The value of the cookie. */
  readonly session: string;
  readonly person: PersonId;
  readonly expiresAt: Instant;
}

export interface SignIn {
  /** A one-time secret for this person's link. */
  createLoginLink(person: PersonId): Promise<LoginLink>;
  /** Turns the secret of a link into a session, once. Nothing when the link is unknown, used or too old. */
  redeem(secret: string): Promise<SignedIn | undefined>;
  /** Whose session this cookie is. Whether the person may still do anything is the directory's to say. */
  whoIs(session: string): Promise<PersonId | undefined>;
  /** Ends a session; ending it again changes nothing. */
  end(session: string): Promise<void>;
}

export interface SignInParts {
  readonly store: Store;
  readonly now: () => Instant;
  /** 32 fresh random bytes in base64url. */
  readonly freshSecret?: (() => string) | undefined;
}

/** Sign-in on top of the store. Secrets are looked up by their hash, so comparing tells nothing by its duration. */
export function createSignIn({ store, now, freshSecret = randomSecret }: SignInParts): SignIn {
  return {
    async createLoginLink(person) {
      const secret = freshSecret();
      const at = now();
      await store.write((tx) => addLoginLink(tx, { secret, person, now: at }));
      return { secret, expiresAt: at + LINK_LASTS };
    },
    async redeem(secret) {
      if (!SECRET.test(secret)) return undefined;
      const session = freshSecret();
      const at = now();
      const expiresAt = at + SESSION_LASTS;
      const person = await store.write(async (tx) => {
        const owner = await takeLoginLink(tx, secret, at);
        if (owner !== undefined) await addSession(tx, { secret: session, person: owner, now: at, expiresAt });
        return owner;
      });
      return person === undefined ? undefined : { session, person, expiresAt };
    },
    async whoIs(session) {
      if (!SECRET.test(session)) return undefined;
      return (await findSession(store.read, session, now()))?.person;
    },
    async end(session) {
      if (SECRET.test(session)) await store.write((tx) => endSession(tx, session, now()));
    },
  };
}

function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
