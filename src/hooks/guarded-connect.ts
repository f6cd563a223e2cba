/**
 * Opens connections only to addresses that may be requested.
 *
 * The check stands where the connection is made, on the very addresses that are connected to: a name that leads elsewhere the
 * second time it is looked up gains nothing.
 */
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import { buildConnector } from "undici";
import { allowedBy, forbiddenRange } from "./address-guard.ts";
import { RequestFailure } from "./request-failure.ts";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Every address of a host name; rejects, or gives none, when there is none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface GuardedConnectOptions {
  readonly allow: readonly string[];
  readonly resolve?: Resolve | undefined;
  /** How long a connection may take to come about (ms). */
  readonly timeout: number;
}

/** A connector for undici that refuses with a `RequestFailure`. */
export function guardedConnector(options: GuardedConnectOptions): buildConnector.connector {
  const { allow, timeout, resolve = resolveAll } = options;
  const connect = buildConnector({
    timeout,
    // Every request has a connection of its own: one that is slow holds up no other.
    allowH2: false,
    lookup: guardedLookup(allow, resolve),
  });
  return (target, callback) => {
    // Addresses are not looked up, so that they are checked here.
    const refusal = isIP(target.hostname) === 0 ? undefined : refusalOf(target.hostname, target.hostname, allow);
    if (refusal) callback(refusal, null);
    else connect(target, callback);
  };
}

/** Why a host that was found at an address may not be connected to. */
export function refusalOf(address: string, hostname: string, allow: readonly string[]): RequestFailure | undefined {
  const range = forbiddenRange(address);
  if (range === undefined || allowedBy(address, hostname, allow)) return undefined;
  const where = address === hostname ? address : `${hostname} leads to ${address}, which`;
  return new RequestFailure("forbidden-address", `${where} is ${range} and not allowed`);
}

async function resolveAll(hostname: string): Promise<readonly ResolvedAddress[]> {
  return await lookup(hostname, { all: true });
}

function guardedLookup(allow: readonly string[], resolve: Resolve): LookupFunction {
  return (hostname, { all }, callback) => {
    checkedAddresses(hostname, allow, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ""),
    );
  };
}

type OneOrMore<T> = readonly [T, ...T[]];

/** One forbidden address spoils the name: which of several is connected to is not ours to choose. */
async function checkedAddresses(
  hostname: string,
  allow: readonly string[],
  resolve: Resolve,
): Promise<OneOrMore<ResolvedAddress>> {
  const [first, ...others] = await resolve(hostname).catch((cause: unknown) => {
    throw new RequestFailure("dns", `${hostname} could not be looked up`, cause);
  });
  if (first === undefined) throw new RequestFailure("dns", `${hostname} has no address`);
  for (const { address } of [first, ...others]) {
    const refusal = refusalOf(address, hostname, allow);
    if (refusal) throw refusal;
  }
  return [first, ...others];
}
