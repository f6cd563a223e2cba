/**
 * Whose callback it is: a bearer token for all endpoints, or an endpoint's own secret, sent along or signed with.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { HookEndpoint } from "../settings/hooks.ts";
import { verifySignature } from "./signature.ts";

export interface Credentials {
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface CredentialNeeds {
  readonly endpoints: readonly HookEndpoint[];
  /** Good for every endpoint's callbacks. */
  readonly callbackToken: string | undefined;
  readonly now: number;
}

const BEARER = /^Bearer +([\x21-\x7e]{1,1024})$/i;

/** The names of the endpoints in whose name the caller may speak; none for a stranger. */
export function speakersOf({ headers, body }: Credentials, needs: CredentialNeeds): readonly string[] {
  const { endpoints, callbackToken, now } = needs;
  const bearer = BEARER.exec(headers.authorization ?? "")?.[1];
  if (bearer !== undefined && callbackToken !== undefined && isSame(bearer, callbackToken)) {
    return endpoints.map(({ name }) => name);
  }
  const token = headers["x-zadig-token"];
  const proven = ({ secrets }: HookEndpoint) =>
    secrets.some((secret) => token !== undefined && isSame(token, secret)) || isSigned({ headers, body }, secrets, now);
  return endpoints.filter(proven).map(({ name }) => name);
}

function isSigned({ headers, body }: Credentials, secrets: readonly string[], now: number): boolean {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
  if (signature === undefined || secrets.length === 0) return false;
  return verifySignature({ id, timestamp, signature, body, secrets, now }) === "ok";
}

/** Takes as long whichever characters differ, and however many there are. */
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
