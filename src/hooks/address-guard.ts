/**
 * Where requests on somebody's behalf must not go: every address that is not one host on the public internet.
 *
 * The ranges are those of the IANA special-purpose address registries (RFC 6890) as ipaddr.js knows them.
 */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Services that clouds give each machine, some of them at addresses that look public. */
const METADATA: readonly string[] = [
  "169.254.169.254", // AWS, Azure, Google, DigitalOcean, Oracle, OpenStack
  "169.254.170.2", // AWS containers
  "100.100.100.200", // Alibaba
  "168.63.129.16", // Azure
  "192.0.0.192", // Oracle
  "fd00:ec2::254", // AWS
  "fd20:ce::254", // Google
];
const METADATA_ADDRESSES: ReadonlySet<string> = new Set(METADATA.map((text) => ipaddr.parse(text).toString()));

/** All that IANA has given out as global unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** Addresses that hold an IPv4 address which ipaddr.js takes for plain unicast (RFC 4291, deprecated). */
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR("::/96");
/** How hosts on IPv6 alone reach public IPv4 hosts (RFC 6052). Local NAT64 prefixes (RFC 8215) may lead anywhere. */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * The name of the range that makes an address forbidden, for example `loopback`; undefined for a plain public one.
 * What is not an address in the usual notation is `not-an-address`.
 */
export function forbiddenRange(address: string): string | undefined {
  if (isIP(address) === 0) return "not-an-address";
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv4 ? rangeOfIPv4(parsed) : rangeOfIPv6(parsed);
}

/**
 * Whether a list of host names, addresses and CIDR ranges names this address, or the host by whose name it was found.
 * A name allows whatever it leads to; an IPv4 entry also allows its IPv4-mapped form.
 */
export function allowedBy(address: string, hostname: string, allow: readonly string[]): boolean {
  const name = plainName(hostname);
  const parsed = isIP(address) === 0 ? undefined : ipaddr.process(address);
  return allow.some((entry) => plainName(entry) === name || (parsed !== undefined && covers(entry, parsed)));
}

/** Whether a text can stand in an allow list: a host name, an address or a CIDR range. */
export function isAllowEntry(text: string): boolean {
  const entry = plainName(text);
  return isIP(entry) !== 0 || ipaddr.isValidCIDR(entry) || (HOST_NAME.test(entry) && !ODD_ADDRESS.test(entry));
}

const HOST_NAME = /^(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*$/u;
/** What a URL would read as an IPv4 address: its last label is a number. */
const ODD_ADDRESS = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/u;

function rangeOfIPv4(address: ipaddr.IPv4): string | undefined {
  if (METADATA_ADDRESSES.has(address.toString())) return "metadata";
  return named(address.range());
}

function rangeOfIPv6(address: ipaddr.IPv6): string | undefined {
  if (METADATA_ADDRESSES.has(withoutZone(address).toString())) return "metadata";
  if (address.isIPv4MappedAddress()) return rangeOfIPv4(address.toIPv4Address());
  if (address.match(NAT64)) return rangeOfIPv4(new ipaddr.IPv4(address.toByteArray().slice(-4)));
  const range = named(address.range());
  if (range !== undefined) return range;
  if (address.match(IPV4_COMPATIBLE)) return "ipv4-compatible";
  return address.match(GLOBAL_UNICAST) ? undefined : "reserved";
}

/** `linkLocal` is `link-local`; unicast is no special range. */
function named(range: string): string | undefined {
  return range === "unicast" ? undefined : range.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

function withoutZone(address: ipaddr.IPv6): ipaddr.IPv6 {
  return new ipaddr.IPv6(address.parts);
}

function covers(entry: string, address: Address): boolean {
  const plain = plainName(entry);
  if (isIP(plain) !== 0) return ipaddr.process(plain).toString() === address.toString();
  if (!ipaddr.isValidCIDR(plain)) return false;
  const [network, bits] = ipaddr.parseCIDR(plain);
  return network.kind() === address.kind() && address.match(network, bits);
}

/** Names are compared without case, brackets and the root's dot. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/u, "$1")
    .replace(/\.$/u, "");
}
